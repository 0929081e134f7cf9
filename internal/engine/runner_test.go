package engine

import (
	"fmt"
	"testing"
)

func TestSchedules(t *testing.T) {
	t.Parallel()
	schedules := []any{
		object{"name": "a", "config": "/app/jobs/a.yaml", "cron": "0 2 * * *"},
		object{"name": "b", "config": "/app/jobs/b.yaml", "interval_seconds": 21600, "enabled": false, "timezone": "Europe/Berlin"},
		object{"name": "c", "enabled": "no"},
		object{"name": "d", "enabled": "yes", "interval_seconds": "60"},
		"text",
	}
	want := []string{
		"orchestrator.schedules[0] a /app/jobs/a.yaml 0 2 * * * 0 true UTC",
		"orchestrator.schedules[1] b /app/jobs/b.yaml  21600 false Europe/Berlin",
		"orchestrator.schedules[2] c   0 false UTC",
		"orchestrator.schedules[3] d   60 true UTC",
		"orchestrator.schedules[4]    0 true UTC",
	}
	for prefix, runner := range map[string]object{
		"":        {"mode": "orchestrated", "orchestrator": object{"schedules": schedules}},
		"runner.": {"runner": object{"orchestrator": object{"schedules": schedules}}},
	} {
		var got []string
		for _, s := range Schedules(runner) {
			got = append(got, fmt.Sprintf("%s %s %s %s %d %t %s", s.Path, s.Name, s.Config, s.Cron, s.Interval, s.Enabled, s.Timezone))
		}
		var all []string
		for _, w := range want {
			all = append(all, prefix+w)
		}
		equal(t, "schedules", got, all)
	}
	if got := Schedules(nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

func TestExpression(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		interval int
		cron     string
		exact    bool
	}{
		{0, "", false}, {59, "", false}, {60, "*/1 * * * *", true}, {90, "*/1 * * * *", false}, {900, "*/15 * * * *", true}, {2400, "*/40 * * * *", false},
		{3600, "0 */1 * * *", true}, {5400, "0 */1 * * *", false}, {21600, "0 */6 * * *", true}, {18000, "0 */5 * * *", false}, {86400, "0 0 * * *", true}, {172800, "0 0 * * *", false},
	} {
		if cron, exact := (Schedule{Interval: test.interval}).Expression(); cron != test.cron || exact != test.exact {
			t.Errorf("%d seconds: got %q, %t", test.interval, cron, exact)
		}
	}
	if cron, exact := (Schedule{Cron: "5 1 * * *"}).Expression(); cron != "5 1 * * *" || !exact {
		t.Errorf("got %q, %t", cron, exact)
	}
}
