package platform

import (
	"strings"
	"time"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// cronDialect converts a five-field expression for a platform's scheduler.
type cronDialect func(model.Cron) (string, error)

// ownSchedule reads a schedule in the syntax of a platform's own scheduler;
// false for one in cron's.
type ownSchedule func(n *normalizer, at, written string) (expression string, ok bool)

// schedule resolves when the job runs.
func (n *normalizer) schedule() {
	written := n.infra.Schedule
	if written.Cron == "" {
		return
	}
	trigger := model.Trigger{
		Exists:   true,
		Timezone: written.Timezone,
		Enabled:  orDefault(written.Enabled, true),
		Region:   written.Region,
	}
	if trigger.Timezone == "" {
		trigger.Timezone = "UTC"
	}
	if trigger.Region == "" {
		trigger.Region = n.d.Region
	}
	n.checkTimezone(trigger.Timezone)
	n.checkRegion(paths.ScheduleRegion, written.Region)
	trigger.Expression = n.expression(written.Cron)
	n.d.Schedule = trigger
	if cron, own := model.UnixTimes(trigger.Expression); own && n.cron == (model.Cron{}) {
		n.clockChanges(cron)
	} else {
		n.clockChanges(n.cron)
	}
}

// expression converts the schedule for the platform's scheduler, and warns of
// runs that can overlap.
func (n *normalizer) expression(written string) string {
	at := paths.ScheduleCron
	if own := n.platform.expression; own != nil {
		if expression, ok := own(n, at, written); ok {
			return expression
		}
	}
	cron, err := model.ParseCron(written)
	if err != nil {
		n.problems.Errorf("cron", at, "%v", err)
		return ""
	}
	if n.platform.cron == nil {
		return "" // the platform is unknown: see fallback
	}
	expression, err := n.platform.cron(cron)
	if err != nil {
		n.problems.Errorf("cron", at, "unsupported on %s: %v", n.platform.Title, err)
	}
	if !n.d.Service {
		n.checkOverlap(cron.MinInterval())
	}
	n.cron = cron
	return expression
}

// checkOverlap warns of a run that can still be running when the next one is
// due.
func (n *normalizer) checkOverlap(interval time.Duration) {
	limit := time.Duration(n.d.Container.TimeoutSeconds) * time.Second
	if limit <= interval {
		return
	}
	at := paths.ScheduleCron
	if n.infra.Compute.TimeoutSeconds != nil {
		at = paths.ComputeTimeoutSeconds
	}
	consequence := "two runs can overlap"
	switch {
	case n.platform.noOverlap:
		consequence = "the next run waits for up to an hour, and is then skipped"
	case n.d.Runs.OneAtATime:
		consequence = "the next run is skipped"
	}
	n.problems.Warnf("overlap", at,
		"a run can take %s, but the next one is due after %s: %s", formatDuration(limit), formatDuration(interval), consequence).
		Hintf("lower compute.timeout_seconds, or run the job less often")
}

// formatDuration formats a duration without zero parts: 1h, 1h30m, 15m.
func formatDuration(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}

// retries resolves the retries of a failed run: compute.retries, or the job's
// retry_config, whose attempts include the first one.
func (n *normalizer) retries() {
	config := orZero(n.job.RetryConfig)
	retry := model.Retry{
		InitialSeconds: orDefault(config.InitialDelaySeconds, 60),
		MaxSeconds:     orDefault(config.MaxDelaySeconds, 600),
		Backoff:        orDefault(config.BackoffMultiplier, 2),
	}
	switch {
	case n.infra.Compute.Retries != nil:
		retry.Count = *n.infra.Compute.Retries
	case config.MaxAttempts != nil:
		retry.Count = max(0, *config.MaxAttempts-1)
	case config.MaxRetries != nil:
		retry.Count = *config.MaxRetries
	}
	if n.d.Service {
		retry.Count = 0
	}
	n.d.Retry = retry
}
