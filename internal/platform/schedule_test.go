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
		{"eks", "*/15 * * * *", nil, "schedule.cron: a run can take 1h, but the next one is due after 15m: the next run waits for up to an hour, and is then skipped"},
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
		"Europe/Berln": "did you mean Europe/Berlin?", "Berlin": "did you mean Europe/Berlin?", "america/new_york": "did you mean America/New_York?", "PST": "-", "UTC+2": "-",
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
		{"attempts count the first", &model.RetryConfig{MaxAttempts: ptr(3)}, nil, model.Retry{Count: 2, InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"one attempt", &model.RetryConfig{MaxAttempts: ptr(1)}, nil, model.Retry{InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"no attempt is one", &model.RetryConfig{MaxAttempts: ptr(0)}, nil, model.Retry{InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"older files say retries", &model.RetryConfig{MaxRetries: ptr(3)}, nil, model.Retry{Count: 3, InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
		{"attempts win", &model.RetryConfig{MaxAttempts: ptr(3), MaxRetries: ptr(9)}, nil, model.Retry{Count: 2, InitialSeconds: 60, MaxSeconds: 600, Backoff: 2}},
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
