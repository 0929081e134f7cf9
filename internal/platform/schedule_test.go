package platform

import (
	"strings"
	"testing"
	"time"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestOverlap(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		compute, cron string
		timeout       *int
		want          string
	}{
		{"ecs", "0 * * * *", nil, ""},
		{"ecs", "*/15 * * * *", nil, "schedule.cron: a run can take 1h, but the next one is due after 15m: two runs can overlap"},
		{"ecs", "0 * * * *", ptr(5400), "compute.timeout_seconds: a run can take 1h30m, but the next one is due after 1h: two runs can overlap"},
		{"ecs", "rate(30 minutes)", nil, "schedule.cron: a run can take 1h, but the next one is due after 30m: two runs can overlap"},
		// Kubernetes never starts a second run, but the first keeps it out.
		{"eks", "*/15 * * * *", nil,
			"schedule.cron: a run can take 1h, but the next one is due after 15m: the next run waits for up to an hour, and is then skipped"},
	} {
		_, problems := Normalize(jobOn("aws", test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Schedule.Cron, infra.Compute.TimeoutSeconds = test.cron, test.timeout
		}))
		got := ""
		for _, p := range problems {
			if p.Code == "overlap" {
				got = strings.TrimPrefix(p.Path, "infrastructure.") + ": " + p.Message
			}
		}
		if got != test.want {
			t.Errorf("%s on %s: got %q, want %q", test.cron, test.compute, got, test.want)
		}
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"3600s": "1h", "90m": "1h30m", "15m": "15m",
		"10s": "10s", "24h": "24h", "61s": "1m1s", "3610s": "1h0m10s", "20m": "20m"} {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := formatDuration(d); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestTimezones(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"": "", "UTC": "", "Europe/Berlin": "",
		"Europe/Berln": "did you mean Europe/Berlin?", "Berlin": "did you mean Europe/Berlin?",
		"america/new_york": "did you mean America/New_York?",
		"PST":              "use a city in the zone, such as America/Los_Angeles", "XYZ": "-", "IST": "-",
		"EST":       "use America/New_York for the local time there",
		"UTC+2":     "use Etc/GMT-2, whose sign is reversed: UTC+2 all year; or a city in the zone",
		"GMT+5":     "use Etc/GMT-5, whose sign is reversed: UTC+5 all year; or a city in the zone",
		"UTC-03:00": "use Etc/GMT+3, whose sign is reversed: UTC-3 all year; or a city in the zone",
		"+02":       "use Etc/GMT-2, whose sign is reversed: UTC+2 all year; or a city in the zone",
		"UTC+00":    "use UTC", "GMT+5:30": "-", "GMT+15": "-", "Etc/GMT+15": "-", "GMT+0": "",
	} {
		_, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Schedule.Cron, infra.Schedule.Timezone = "@daily", zone
		}))
		got := ""
		for _, p := range problems {
			if p.Code == "timezone" {
				if got = p.Hint; got == "" {
					got = "-"
				}
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", zone, got, want)
		}
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		config  *model.RetryConfig
		compute *int
		want    model.Retry
	}{
		{"nothing set", nil, nil, model.Retry{InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"attempts count the first", &model.RetryConfig{MaxAttempts: ptr(3)}, nil, model.Retry{Count: 2, InitialSeconds: 60,
			MaxSeconds: 600, Backoff: 2}},
		{"one attempt", &model.RetryConfig{MaxAttempts: ptr(1)}, nil, model.Retry{InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"no attempt is one", &model.RetryConfig{MaxAttempts: ptr(0)}, nil, model.Retry{InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"older files say retries", &model.RetryConfig{MaxRetries: ptr(3)}, nil, model.Retry{Count: 3, InitialSeconds: 60, MaxSeconds: 600,
			Backoff: 2}},
		{"attempts win", &model.RetryConfig{MaxAttempts: ptr(3), MaxRetries: ptr(9)}, nil, model.Retry{Count: 2, InitialSeconds: 60,
			MaxSeconds: 600, Backoff: 2}},
		{"compute wins", &model.RetryConfig{MaxAttempts: ptr(3)}, ptr(0), model.Retry{InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"waits", &model.RetryConfig{InitialDelaySeconds: ptr(5), MaxDelaySeconds: ptr(50), BackoffMultiplier: ptr(1.5)}, ptr(1),
			model.Retry{Count: 1, InitialSeconds: 5, MaxSeconds: 50, Backoff: 1.5}},
	} {
		n := &normalizer{job: &model.Job{RetryConfig: test.config},
			infra: withAllBlocks(&model.Infrastructure{Compute: &model.Compute{Retries: test.compute}})}
		if n.retries(); n.d.Retry != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, n.d.Retry, test.want)
		}
	}
}

// TestClockChanges shows the warning on every platform, in the syntax of each.
func TestClockChanges(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ provider, compute, cron, zone, want string }{
		{"aws", "ecs", "30 2 * * *", "Europe/Berlin", "02:30 does not exist on one day a year in Europe/Berlin, " +
			"and 02:30 comes twice on another: the run may be skipped, or start twice"},
		{"aws", "ecs", "cron(15 2 * * ? *)", "America/New_York",
			"02:15 does not exist on one day a year in America/New_York: the run may be skipped"},
		{"aws", "ecs", "rate(1 day)", "America/New_York", ""},
		{"aws", "eks", "0 1 * * *", "America/New_York", "01:00 comes twice on one day a year in America/New_York: the run may start twice"},
		{"gcp", "gke", "0 2 * * *", "America/New_York", "02:00 does not exist on one day a year in America/New_York: the run may be skipped"},
		{"gcp", "cloud_run", "30 1 * * *", "Europe/London", "01:30 does not exist on one day a year in Europe/London, " +
			"and 01:30 comes twice on another: the run may be skipped, or start twice"},
		{"gcp", "cloud_run", "30 1 * * *", "", ""},
		{"gcp", "gke", "0 * * * *", "Europe/Berlin", ""},
		{"aws", "eks", "0 4 * * *", "Europe/Berlin", ""},
	} {
		_, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Schedule.Cron, infra.Schedule.Timezone = test.cron, test.zone
		}))
		got := ""
		for _, p := range problems {
			if p.Code == "clock-change" {
				got = p.Message
			}
		}
		if got != test.want {
			t.Errorf("%s in %s on %s: %q", test.cron, test.zone, test.compute, got)
		}
	}
}
