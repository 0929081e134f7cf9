package platform

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

const ecsTopic = "arn:aws:sns:us-east-1:123456789012:alerts"

// TestECSRuns: which jobs a state machine runs, and how long their runs may take.
func TestECSRuns(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	const attempt = 3600 + ecsStop + ecsStart + ecsRetriesOfStart
	for _, test := range []struct {
		name    string
		change  func(*model.Infrastructure)
		machine bool
		limit   int
	}{
		{"started by hand", func(*model.Infrastructure) {}, false, 0},
		{"scheduled", func(i *model.Infrastructure) { i.Schedule.Cron = "@daily" }, true, attempt},
		{"alerted", func(i *model.Infrastructure) { i.Monitoring.AlertTopicARN = ecsTopic }, true, attempt},
		{"retried", func(i *model.Infrastructure) { i.Compute.Retries = number(3) }, true, 4*attempt + 60 + 120 + 240},
		{"retried with a short limit", func(i *model.Infrastructure) {
			i.Compute.Retries, i.Compute.TimeoutSeconds = number(1), number(10)
		}, true, 2*(attempt-3590) + 60},
		{"longer than a year", func(i *model.Infrastructure) {
			i.Compute.Retries, i.Compute.TimeoutSeconds = number(100), number(999999)
		}, true, maxExecutionSeconds},
		{"one at a time", func(i *model.Infrastructure) { i.Compute.Concurrency = "forbid" }, true, attempt},
		{"several at a time", func(i *model.Infrastructure) { i.Compute.Concurrency = "allow" }, false, 0},
		{"partial success", func(i *model.Infrastructure) { i.Compute.PartialSuccess = "fail" }, true, attempt},
		{"no records", func(i *model.Infrastructure) { i.Compute.Engine, i.Compute.NoRecords = "none", "succeed" }, true, attempt},
		{"service", func(i *model.Infrastructure) {
			i.Compute.Engine, i.Compute.Workload, i.Compute.Concurrency, i.Monitoring.AlertTopicARN = "none", "service", "forbid", ecsTopic
		}, false, 0},
	} {
		d, problems := Normalize(ecsTestJob(func(job *model.Job) { test.change(job.Infrastructure) }))
		if problems.HasErrors() {
			t.Errorf("%s: %v", test.name, problems)
		}
		if r := d.Runs; r.StateMachine != test.machine || r.LimitSeconds != test.limit {
			t.Errorf("%s: %+v, want a state machine %t with %d seconds", test.name, r, test.machine, test.limit)
		}
	}
}

// TestECSHoursBetweenRuns: after how many hours a run is missing.
func TestECSHoursBetweenRuns(t *testing.T) {
	t.Parallel()
	no := false
	number := func(n int) *int { return &n }
	unwatched := "warning unwatched monitoring.max_hours_between_runs"
	for _, test := range []struct {
		name   string
		change func(*model.Infrastructure)
		want   int
		says   []string
	}{
		{"daily", func(i *model.Infrastructure) { i.Schedule.Cron = "0 2 * * *" }, 27, nil},
		{"daily, with two retries", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Compute.Retries = "0 2 * * *", number(2)
		}, 31, nil},
		{"every rate", func(i *model.Infrastructure) { i.Schedule.Cron = "rate(12 hours)" }, 15, nil},
		{"once", func(i *model.Infrastructure) { i.Schedule.Cron = "at(2126-01-01T00:00:00)" }, 0, nil},
		{"in the syntax of EventBridge", func(i *model.Infrastructure) { i.Schedule.Cron = "cron(0 2 ? * 6#3 *)" }, 0, []string{unwatched}},
		{"the same, with the hours", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Monitoring.MaxHoursBetweenRuns = "cron(0 2 ? * MON-FRI *)", number(76)
		}, 76, nil},
		{"monthly", func(i *model.Infrastructure) { i.Schedule.Cron = "@monthly" }, 0, []string{unwatched}},
		{"disabled on purpose", func(i *model.Infrastructure) { i.Schedule.Cron, i.Schedule.Enabled = "0 2 * * *", &no }, 0, nil},
		{"by hand, with the hours", func(i *model.Infrastructure) { i.Monitoring.MaxHoursBetweenRuns = number(40) }, 40, nil},
	} {
		d, problems := Normalize(ecsTestJob(func(job *model.Job) {
			job.Infrastructure.Monitoring.AlertTopicARN = ecsTopic
			test.change(job.Infrastructure)
		}))
		if got := d.Monitoring.MaxHoursBetweenRuns; got != test.want || !slices.Equal(ecsProblems(problems), test.says) {
			t.Errorf("%s: %d hours, %q, want %d, %q", test.name, got, ecsProblems(problems), test.want, test.says)
		}
	}
}

// TestSchedulesWithoutAlerts: a schedule and no topic is a warning on every platform.
func TestSchedulesWithoutAlerts(t *testing.T) {
	t.Parallel()
	no := false
	for _, p := range All() {
		warns := func(change func(*model.Infrastructure)) bool {
			_, problems := Normalize(jobOn(p.Cloud.Name, p.Compute, func(_ *model.Job, i *model.Infrastructure) {
				i.Schedule.Cron = "@daily"
				change(i)
			}))
			return slices.Contains(ecsProblems(problems), "warning no-alerts "+p.Cloud.AlertTopic.Path[len("infrastructure."):])
		}
		for _, test := range []struct {
			name   string
			change func(*model.Infrastructure)
			want   bool
		}{
			{"no topic", func(*model.Infrastructure) {}, true},
			{"a topic", func(i *model.Infrastructure) {
				i.Monitoring.AlertTopicARN, i.Monitoring.AlertTopic = ecsTopic, "projects/acme-prod/topics/alerts"
			}, false},
			{"a disabled schedule", func(i *model.Infrastructure) { i.Schedule.Enabled = &no }, false},
			{"no schedule", func(i *model.Infrastructure) { i.Schedule.Cron = "" }, false},
			{"a service", func(i *model.Infrastructure) { i.Compute.Engine, i.Compute.Workload = "none", "service" }, false},
		} {
			if got := warns(test.change); got != test.want {
				t.Errorf("%s, %s: a warning: %t", p.Name, test.name, got)
			}
		}
	}
}
