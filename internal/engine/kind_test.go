package engine

import "testing"

func TestKindAt(t *testing.T) {
	t.Parallel()
	v, _ := Find(Main)
	for _, test := range []struct {
		role Role
		path string
		want Kind
	}{
		{Asset, "compliance.retention_days", Integer},
		{Asset, "schema[0].name", Text},
		{Asset, "nothing", Any},
		{SourceRecipe, "type", Text},
		{SourceRecipe, "connection_template.port", Any},
		{Runner, "orchestrator.schedules[1].interval_seconds", Integer},
		{Container, "x", Any},
	} {
		if got := v.KindAt(test.role, test.path); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.role, test.path, got, test.want)
		}
	}
}
