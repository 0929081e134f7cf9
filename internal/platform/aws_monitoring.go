package platform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// logRetentionDays are the retention periods of CloudWatch Logs. From botocore
// 1.43.11 (logs, PutRetentionPolicy), read 2026-11-22.
func logRetentionDays() []int {
	return []int{
		1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
	}
}

// maxLogGroupName is the longest name of a log group, in characters. From
// botocore 1.43.11 (logs, LogGroupName), read 2026-11-22.
const maxLogGroupName = 512

// awsMonitoring checks names and limits of CloudWatch and SNS.
func (n *normalizer) awsMonitoring() {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	n.snsTopic()
	if key, ok := n.checkARN(paths.MonitoringLogKMSKeyID, written.LogKMSKeyID, kmsKeyARN); ok {
		n.checkARNRegion(paths.MonitoringLogKMSKeyID, key, "CloudWatch Logs uses only keys in its own region")
		m.LogKMSKey = written.LogKMSKeyID
	}
	if days := m.LogRetentionDays; !slices.Contains(logRetentionDays(), days) {
		n.problems.Errorf("log-retention", paths.MonitoringLogRetentionDays,
			"CloudWatch Logs does not support a retention of %d days", days).
			Hintf("use %d, the next supported value", nextRetention(days))
	}
	if group := written.LogGroup; group != "" &&
		(len(group) > maxLogGroupName || strings.HasPrefix(group, "aws/") || !isASCIIOf(group, ".-_/#")) {
		n.problems.Errorf("log-group", paths.MonitoringLogGroup, "invalid log group name %q", group).
			Hintf("use up to %d letters, digits, \".\", \"-\", \"_\", \"/\" and \"#\", not starting with aws/", maxLogGroupName)
	}
	if namespace := written.MetricsNamespace; strings.ContainsAny(namespace, ":*$") || strings.HasPrefix(namespace, "AWS/") {
		n.problems.Errorf("metrics-namespace", paths.MonitoringMetricsNamespace, "invalid CloudWatch metrics namespace %q", namespace).
			Hintf("remove \":\", \"*\" and \"$\", and do not start with AWS/")
	}
}

// snsTopic checks the topic for alerts.
func (n *normalizer) snsTopic() {
	at, written := paths.MonitoringAlertTopicARN, n.infra.Monitoring.AlertTopicARN
	n.d.Monitoring.AlertTopic = written
	topic, ok := n.checkARN(at, written, topicARN)
	if !ok {
		return
	}
	n.checkARNRegion(at, topic, "EventBridge and CloudWatch publish only to topics in their own region")
	if strings.HasSuffix(written, ".fifo") {
		n.problems.Errorf("fifo-topic", at, "FIFO topic: EventBridge publishes only to standard topics").
			Hintf("use a standard topic")
	}
}

// nextRetention is the shortest supported retention of at least this many days,
// or the longest supported one.
func nextRetention(days int) int {
	all := logRetentionDays()
	for _, supported := range all {
		if supported >= days {
			return supported
		}
	}
	return all[len(all)-1]
}

// maxAlarmHours is the longest time that a CloudWatch alarm with periods of one
// hour evaluates. From botocore 1.43.11 (cloudwatch, EvaluationPeriods), read
// 2026-11-22.
const maxAlarmHours = 168

// cloudWatchLookBack is how far back an alarm looks for runs; otherwise says what is
// still reported without one.
func cloudWatchLookBack(otherwise string) lookBack {
	return lookBack{
		hours:     maxAlarmHours,
		limit:     fmt.Sprintf("CloudWatch alarms evaluate at most %d hours", maxAlarmHours),
		topic:     "monitoring.alert_topic_arn",
		otherwise: otherwise,
	}
}
