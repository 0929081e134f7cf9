package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// gcpMonitoring checks the references to Pub/Sub and Cloud KMS.
func (n *normalizer) gcpMonitoring() {
	m, at := &n.d.Monitoring, paths.MonitoringLogKMSKeyID
	m.AlertTopic = n.pubsubTopic()
	key := n.cryptoKey(at, n.infra.Monitoring.LogKMSKeyID)
	m.LogKMSKey = key.name
	if key.region != "" && key.region != n.d.Region {
		n.problems.Errorf("kms-location", at, "is in %s, but the logs are stored in %s", key.region, n.d.Region)
	}
}

// maxGCPRetentionDays is the longest retention of Cloud Logging. From "Quotas
// and limits", cloud.google.com/logging, read 2026-11-22.
const maxGCPRetentionDays = 3650

// gcpLogs resolves the log bucket of the job: an existing one, a created one if
// a retention is set, or the default bucket of the project. named handles a log
// that is set instead of a bucket.
func (n *normalizer) gcpLogs(named func(log string)) {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	switch {
	case gcpForms().logBucket.MatchString(written.LogGroup):
		m.LogBucket = written.LogGroup
		n.noEffect(paths.MonitoringLogRetentionDays, "the log bucket is not created by this module")
	case gcpForms().logName.MatchString(written.LogGroup):
		named(written.LogGroup)
	case written.LogGroup != "":
		n.problems.Errorf("reference", paths.MonitoringLogGroup, "invalid log or log bucket %q", written.LogGroup).
			Hintf("use one such as projects/%s/locations/%s/buckets/etl", n.d.Project, n.d.Region)
	}
	m.CreateLogBucket = m.LogBucket == "" && written.LogRetentionDays != nil
	if m.CreateLogBucket && m.LogRetentionDays > maxGCPRetentionDays {
		n.problems.Errorf("log-retention", paths.MonitoringLogRetentionDays,
			"exceeds the maximum retention of Cloud Logging: %d days", maxGCPRetentionDays)
	}
	if m.ExcludeFromDefault = orDefault(written.ExcludeFromDefault, false); m.ExcludeFromDefault && !m.CreateLogBucket && m.LogBucket == "" {
		n.problems.Errorf("required", paths.MonitoringExcludeFromDefault, "requires a log bucket: without one, the logs are kept nowhere").
			Hintf("set monitoring.log_retention_days, or monitoring.log_group to a log bucket")
	}
	if !m.CreateLogBucket {
		n.noEffect(paths.MonitoringLogKMSKeyID, "no log bucket is created: that requires monitoring.log_retention_days")
		m.LogKMSKey = ""
	}
}

// maxGCPMetricName is the longest name of a log-based metric, in characters.
// From the Logging API v2 (LogMetric.name), read 2026-11-22.
const maxGCPMetricName = 100

// gcpMetrics reports a namespace that the names of log-based metrics cannot
// start with.
func (n *normalizer) gcpMetrics() {
	const prefix = "custom.googleapis.com/"
	namespace := strings.TrimPrefix(n.d.Monitoring.MetricsNamespace, prefix)
	if namespace == "" {
		return
	}
	at := paths.MonitoringMetricsNamespace
	switch available := maxGCPMetricName - len("/"+n.d.Name+"/errors"); {
	case len(namespace) > available:
		n.problems.Errorf("metrics-namespace", at,
			"%q is too long: with the job's name and %q, the name of a metric is limited to %d characters",
			namespace, "errors", maxGCPMetricName).
			Hintf("use up to %d characters", available)
	// Only characters without a meaning in a filter.
	case !isASCIIOf(namespace, "_.-/") || namespace[0] == '/' || namespace[len(namespace)-1] == '/':
		n.problems.Errorf("metrics-namespace", at, "invalid metrics namespace %q", n.d.Monitoring.MetricsNamespace).
			Hintf("use letters, digits, \"_\", \".\", \"-\" and \"/\", not starting or ending with \"/\"")
	}
}

// maxPromQLHours is how far back the PromQL query of an alert looks: two years.
// From "PromQL-based alerting policies", docs.cloud.google.com/monitoring, read
// 2026-11-25. A metric-absence condition looks back 23.5 hours at most, too short
// for a daily job.
const maxPromQLHours = 2 * 365 * 24

// promQLLookBack is how far back an alert looks for runs; otherwise says what is still
// reported without one.
func promQLLookBack(otherwise string) lookBack {
	return lookBack{
		hours:     maxPromQLHours,
		limit:     "alerts of Cloud Monitoring look back two years at most",
		topic:     "monitoring.alert_topic",
		otherwise: otherwise,
	}
}
