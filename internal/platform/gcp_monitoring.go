package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// maxGCPRetentionDays is the longest that Cloud Logging keeps logs. From
// "Quotas and limits", cloud.google.com/logging, read 2026-11-22.
const maxGCPRetentionDays = 3650

// gcpLogs settles which log bucket gets the job's lines: the author's, one of
// the job's own where a retention is asked for, or the project's default. What
// becomes of a log that is named instead is the platform's to say.
func (n *normalizer) gcpLogs(named func(log string)) {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	switch {
	case gcp().logBucket.MatchString(written.LogGroup):
		m.LogBucket = written.LogGroup
		n.noEffect(paths.MonitoringLogRetentionDays, "the log bucket is not this job's")
	case gcp().logName.MatchString(written.LogGroup):
		named(written.LogGroup)
	case written.LogGroup != "":
		n.problems.Errorf("reference", paths.MonitoringLogGroup, "%q is neither a log nor a log bucket", written.LogGroup).
			Hintf("write one such as projects/%s/locations/%s/buckets/etl", n.d.Project, n.d.Region)
	}
	m.CreateLogBucket = m.LogBucket == "" && written.LogRetentionDays != nil
	if m.CreateLogBucket && m.LogRetentionDays > maxGCPRetentionDays {
		n.problems.Errorf("log-retention", paths.MonitoringLogRetentionDays, "Cloud Logging keeps logs for %d days at most", maxGCPRetentionDays)
	}
	if !m.CreateLogBucket {
		n.noEffect(paths.MonitoringLogKMSKeyID, "no log bucket is made: that takes monitoring.log_retention_days")
		m.LogKMSKey = ""
	}
}

// gcpMetrics reports a namespace that a log-based metric's name cannot
// begin with. From the Logging API v2 (LogMetric.name), read 2026-11-22.
func (n *normalizer) gcpMetrics() {
	const prefix, maxName = "custom.googleapis.com/", 100
	namespace := strings.TrimPrefix(n.d.Monitoring.MetricsNamespace, prefix)
	if namespace == "" {
		return
	}
	at := paths.MonitoringMetricsNamespace
	switch room := maxName - len("/"+n.d.Name+"/errors"); {
	case len(namespace) > room:
		n.problems.Errorf("metrics-namespace", at, "%q is too long: with the job's name and %q a metric's name has %d characters at most", namespace, "errors", maxName).
			Hintf("%d characters are left for it", room)
	case !isMetricNamespace(namespace):
		n.problems.Errorf("metrics-namespace", at, "%q is not a namespace of metrics", n.d.Monitoring.MetricsNamespace).
			Hintf("use letters, digits, \"_\", \".\", \"-\" and \"/\", and neither begin nor end with \"/\"")
	}
}

// isMetricNamespace reports whether s is made of characters that mean nothing
// in a filter, and can be the first part of a name.
func isMetricNamespace(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_.-/", r)) {
			return false
		}
	}
	return s != "" && s[0] != '/' && s[len(s)-1] != '/'
}
