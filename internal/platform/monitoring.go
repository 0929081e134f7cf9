package platform

import (
	"strings"
	"time"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// monitoring resolves logs, metrics and alerts, except for log_group, which the
// platform's steps resolve.
func (n *normalizer) monitoring() {
	written := n.infra.Monitoring
	n.d.Monitoring = model.MonitoringPlan{
		LogRetentionDays: orDefault(written.LogRetentionDays, 30),
		KeepLogs:         orDefault(written.KeepLogs, false),
		MetricsNamespace: written.MetricsNamespace,
	}
	n.platform.Cloud.monitoring(n)
}

// lookBack is how far back the alerts of a cloud look for runs.
type lookBack struct {
	// hours is the longest time; limit says so in a message.
	hours int
	limit string
	// topic is the key that turns alerting on.
	topic string
	// otherwise says what is still reported without an alert for missing runs.
	otherwise string
}

// missingRuns resolves the alert for runs that never come: the written hours, or
// those that follow from the schedule. A schedule that is disabled on purpose
// misses nothing.
func (n *normalizer) missingRuns(back lookBack) {
	at, m := paths.MonitoringMaxHoursBetweenRuns, &n.d.Monitoring
	written, trigger := orDefault(n.infra.Monitoring.MaxHoursBetweenRuns, 0), n.d.Schedule
	switch {
	case n.d.Service && !trigger.Exists:
		n.noEffect(at, "a service has no runs; an alert reports when it is down")
	case m.AlertTopic == "":
		n.noEffect(at, "it requires %s", back.topic)
	case written > back.hours:
		n.problems.Errorf("alert-hours", at, "too long: %s", back.limit).Hintf("use up to %d hours", back.hours)
	case trigger.Exists && !trigger.Enabled:
		n.noEffect(at, "schedule.enabled is false: no run is expected")
	case written > 0:
		m.MaxHoursBetweenRuns = written
	case trigger.Exists:
		n.missingByDefault(back)
	}
}

// missingByDefault derives the hours from the schedule.
func (n *normalizer) missingByDefault(back lookBack) {
	interval := n.cron.MaxInterval()
	if rate, ok := model.RateInterval(n.d.Schedule.Expression); ok {
		interval = rate
	}
	if interval == 0 {
		n.unknownInterval()
		return
	}
	hours := missingAfter(interval, n.longestRun())
	if hours > back.hours {
		n.problems.Warnf("unwatched", paths.MonitoringMaxHoursBetweenRuns,
			"missing runs are not detected: %s, less than the time between two runs", back.limit).
			Hintf("%s", back.otherwise)
		return
	}
	n.d.Monitoring.MaxHoursBetweenRuns = hours
}

// unknownInterval warns of a schedule whose interval is not derived: one in the syntax
// of EventBridge. An invalid schedule is reported, and at() has no second run.
func (n *normalizer) unknownInterval() {
	expression := n.d.Schedule.Expression
	if n.cron.String() != "" || !strings.HasPrefix(expression, "cron(") {
		return
	}
	n.problems.Warnf("unwatched", paths.MonitoringMaxHoursBetweenRuns,
		"not set: missing runs are not detected, because the interval of %s is not known", expression).
		Hintf("set it to the hours between two runs, or write the schedule with five fields")
}

// longestRun is the longest time that a run can take, retries included.
func (n *normalizer) longestRun() time.Duration {
	seconds := (n.d.Container.TimeoutSeconds + n.platform.waitSeconds) * (n.d.Retry.Count + 1)
	return time.Duration(max(seconds, n.d.Runs.LimitSeconds)) * time.Second
}

// missingAfter is the number of full hours after which a run is missing: from
// the end of a short run to the end of a long one, and one more for the delay of
// the metrics, or because alarms use the hours of the clock.
func missingAfter(interval, longest time.Duration) int {
	return int((interval+longest+time.Hour-1)/time.Hour) + 1
}

// alerting warns of a schedule whose failures notify no one.
func (n *normalizer) alerting() {
	if n.d.Service || !n.d.Schedule.Exists || !n.d.Schedule.Enabled || n.d.Monitoring.AlertTopic != "" {
		return
	}
	topic := n.platform.Cloud.AlertTopic
	n.problems.Warnf("no-alerts", topic.Path, "not set: failed and missing runs send no notification").Hint = topic.Hint
}
