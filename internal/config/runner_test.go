package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const runnerFile = `runner:
  mode: orchestrated
  orchestrator:
    type: dagster
    schedules:
      - {name: orders, config: /app/jobs/acme/orders.yaml, cron: "15 3 * * *", timezone: Europe/Berlin, enabled: false}
      - {name: people, config: jobs/acme/people.yaml, interval_seconds: 21600}
      - {name: none, config: /app/jobs/acme/none.yaml, cron: "0 1 * * *"}
`

const runnerJob = `tenant_id: acme
source_connector_path: connectors/csv.yaml
target_connector_path: connectors/lake.yaml
asset_path: assets/orders.yaml
infrastructure:
  provider: aws
  region: us-east-1
  compute: {type: ecs, cluster_name: data}
`

// runnerOf parses a runner.yaml that has no errors.
func runnerOf(t *testing.T, text string) *Runner {
	t.Helper()
	r, problems := ParseRunner("configs/runner.yaml", []byte(text))
	if r == nil {
		t.Fatal(problems)
	}
	return r
}

// TestRunnerSchedules gives jobs the schedules of runner.yaml, and keeps their own.
func TestRunnerSchedules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, path, job, want string }{
		{"cron", "jobs/acme/orders.yaml", runnerJob, "15 3 * * * Europe/Berlin false"},
		{"interval", "repo/jobs/acme/people.yaml", runnerJob, "0 */6 * * * UTC true"},
		{"the job's own", "jobs/acme/orders.yaml", runnerJob + "  schedule: {cron: '0 5 * * *', enabled: true}\n", "0 5 * * * Europe/Berlin true"},
		{"another tenant's", "jobs/beta/orders.yaml", strings.Replace(runnerJob, "acme", "beta", 1), "none"},
		{"another folder", "people.yaml", strings.Replace(runnerJob, "acme", "beta", 1), "none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			loader := &Loader{Runner: runnerOf(t, runnerFile)}
			f, problems, err := loader.Load(test.path, []byte(test.job))
			if err != nil || f == nil {
				t.Fatal(err, problems)
			}
			got := "none"
			if s := f.Input.Job.Infrastructure.Schedule; s != nil {
				got = fmt.Sprint(s.Cron, " ", s.Timezone, " ", *s.Enabled)
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestRunnerPositions: a problem of the schedule is told in runner.yaml.
func TestRunnerPositions(t *testing.T) {
	t.Parallel()
	loader := &Loader{Runner: runnerOf(t, runnerFile)}
	f, _, err := loader.Load("jobs/acme/orders.yaml", []byte(runnerJob))
	if err != nil {
		t.Fatal(err)
	}
	if at := f.Document.Pos("infrastructure.schedule.cron").String(); at != "configs/runner.yaml:6:66" {
		t.Errorf("cron is at %s", at)
	}
	unused := loader.Runner.Unused()
	if len(unused) != 2 || unused[1].Pos.Line != 8 {
		t.Errorf("unused: %v", unused)
	}
}

// TestRunnerProblems pins what no platform can express, and what is not kept.
func TestRunnerProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, schedules string
		want            []string
	}{
		{"interval", "[{name: a, config: a.yaml, interval_seconds: 5400}]", []string{"orchestrator.schedules[0].interval_seconds: unsupported interval of 5400 seconds"}},
		{"seconds", "[{name: a, config: a.yaml, interval_seconds: 30}]", []string{"orchestrator.schedules[0].interval_seconds: unsupported interval of 30 seconds"}},
		{"both", "[{name: a, config: a.yaml, interval_seconds: 60, cron: '* * * * *'}]", []string{"orchestrator.schedules[0].interval_seconds: conflicts with cron"}},
		{"neither", "[{name: a, config: a.yaml}]", []string{"orchestrator.schedules[0].cron: missing"}},
		{"no job", "[{name: a, cron: '* * * * *'}]", []string{"orchestrator.schedules[0].config: missing"}},
		{
			"twice", "[{name: a, config: j/a.yaml, cron: '0 1 * * *'}, {name: b, config: ./j/a.yaml, cron: '0 2 * * *'}]",
			[]string{"orchestrator.schedules[1].config: duplicate: orchestrator.schedules[0] schedules ./j/a.yaml too"},
		},
		{"concurrency", "[]\n  concurrency_per_tenant: 1", []string{"orchestrator.concurrency_per_tenant: not kept: every module starts its runs on its own"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := ParseRunner("runner.yaml", []byte("orchestrator:\n  schedules: "+test.schedules+"\n"))
			var got []string
			for _, p := range problems {
				got = append(got, p.Path+": "+p.Message)
			}
			if len(got) != len(test.want) || !slices.EqualFunc(got, test.want, strings.HasPrefix) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
