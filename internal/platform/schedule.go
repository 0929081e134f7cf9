package platform

import (
	"strings"
	"time"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// cronDialect is how a platform's scheduler spells a five-field expression.
type cronDialect func(model.Cron) (string, error)

// ownSchedule reads a schedule that is written in the syntax of a platform's
// own scheduler; false for one in cron's.
type ownSchedule func(n *normalizer, at, written string) (expression string, taken bool)

// schedule settles when the job runs, in the platform's own words.
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
	if err := model.ValidTimezone(trigger.Timezone); err != nil {
		problem := n.problems.Errorf("timezone", paths.ScheduleTimezone, "%v", err)
		const abbreviation = 3 // letters; PST is no misspelt EST
		if near := diag.Suggest(trigger.Timezone, model.Timezones()); near != "" && len(trigger.Timezone) > abbreviation {
			problem.Hintf("did you mean %s?", near)
		}
	}
	n.checkRegion(paths.ScheduleRegion, written.Region)
	trigger.Expression = n.expression(written.Cron)
	n.d.Schedule = trigger
}

// expression converts a cron expression, and warns of runs that can overlap.
func (n *normalizer) expression(written string) string {
	at := paths.ScheduleCron
	if own := n.platform.expression; own != nil {
		if expression, taken := own(n, at, written); taken {
			return expression
		}
	}
	cron, err := model.ParseCron(written)
	if err != nil {
		n.problems.Errorf("cron", at, "%v", err)
		return ""
	}
	if n.platform.cron == nil {
		return "" // the platform is not known: see likeliest
	}
	expression, err := n.platform.cron(cron)
	if err != nil {
		n.problems.Errorf("cron", at, "%s cannot run it: %v", n.platform.Title, err)
	}
	if !n.d.Service {
		n.checkOverlap(cron.MinInterval())
	}
	n.cron = cron
	return expression
}

// checkOverlap warns of a run that may still go on when the next one is due.
func (n *normalizer) checkOverlap(interval time.Duration) {
	limit := time.Duration(n.d.Container.TimeoutSeconds) * time.Second
	if limit <= interval {
		return
	}
	at := paths.ScheduleCron
	if n.infra.Compute.TimeoutSeconds != nil {
		at = paths.ComputeTimeoutSeconds
	}
	consequence := "two may run at once"
	if n.platform.noOverlap {
		consequence = "it waits for up to an hour, and is then left out"
	}
	n.problems.Warnf("overlap", at, "a run may take %s, but the next one is due after %s: %s", short(limit), short(interval), consequence).
		Hintf("lower compute.timeout_seconds, or run the job less often")
}

// short writes a time without what is zero: 1h, 90m as 1h30m, 15m.
func short(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}

// retries settles how a failed run is repeated: as compute.retries says, else
// as the job's retry_config, whose attempts count the first try too.
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
