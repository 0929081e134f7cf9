package platform

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// logRetentionDays are what CloudWatch Logs takes. From botocore 1.43.11
// (logs, PutRetentionPolicy), read 2026-11-22.
func logRetentionDays() []int {
	return []int{
		1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
	}
}

// awsMonitoring checks what CloudWatch and SNS take.
func (n *normalizer) awsMonitoring() {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	m.AlertTopic = written.AlertTopicARN
	if topic, ok := n.checkARN(paths.MonitoringAlertTopicARN, written.AlertTopicARN, topicARN); ok {
		n.checkARNRegion(paths.MonitoringAlertTopicARN, topic, "EventBridge and CloudWatch publish to topics of their own region")
		if strings.HasSuffix(written.AlertTopicARN, ".fifo") {
			n.problems.Errorf("fifo-topic", paths.MonitoringAlertTopicARN, "is a FIFO topic, which EventBridge cannot publish to").
				Hintf("name a standard topic")
		}
	}
	if key, ok := n.checkARN(paths.MonitoringLogKMSKeyID, written.LogKMSKeyID, kmsKeyARN); ok {
		n.checkARNRegion(paths.MonitoringLogKMSKeyID, key, "CloudWatch Logs uses keys of its own region")
		m.LogKMSKey = written.LogKMSKeyID
	}
	if days := m.LogRetentionDays; !slices.Contains(logRetentionDays(), days) {
		n.problems.Errorf("log-retention", paths.MonitoringLogRetentionDays, "CloudWatch Logs does not keep logs for %d days", days).
			Hintf("the next that it takes is %d", nextRetention(days))
	}
	if group := written.LogGroup; group != "" && (len(group) > 512 || strings.HasPrefix(group, "aws/") || !isLogGroup(group)) {
		n.problems.Errorf("log-group", paths.MonitoringLogGroup, "%q is not a name of a log group", group).
			Hintf("up to 512 letters, digits, \".\", \"-\", \"_\", \"/\" and \"#\", not beginning with aws/")
	}
	if space := written.MetricsNamespace; strings.ContainsAny(space, ":*$") || strings.HasPrefix(space, "AWS/") {
		n.problems.Errorf("metrics-namespace", paths.MonitoringMetricsNamespace, "%q is not a name of a metrics namespace", space).
			Hintf("it may not hold \":\", \"*\" or \"$\", nor begin with AWS/")
	}
}

// nextRetention is the smallest retention that keeps at least so many days.
func nextRetention(days int) int {
	all := logRetentionDays()
	for _, taken := range all {
		if taken >= days {
			return taken
		}
	}
	return all[len(all)-1]
}

// isLogGroup reports whether s is made of the characters of a log group's
// name. From botocore 1.43.11 (logs, LogGroupName), read 2026-11-22.
func isLogGroup(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_/#", r)) {
			return false
		}
	}
	return s != ""
}
