package platform

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestResultsOfRuns: which platform has which choice for a partial success and for a run
// without records.
func TestResultsOfRuns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		platforms []string
		value     string
		want      bool
	}{
		{[]string{"ecs", "eks", "gke", "cloud_run"}, "", true},
		{[]string{"ecs", "eks", "gke", "cloud_run"}, "retry", true},
		{[]string{"ecs", "eks", "gke"}, "fail", true},
		{[]string{"cloud_run"}, "fail", false},
		{[]string{"ecs"}, "succeed", true},
		{[]string{"eks", "gke", "cloud_run"}, "succeed", false},
	} {
		for _, p := range All() {
			if !slices.Contains(test.platforms, p.Compute) {
				continue
			}
			partial := func(i *model.Infrastructure) { i.Compute.PartialSuccess = test.value }
			none := func(i *model.Infrastructure) { i.Compute.NoRecords = test.value }
			for _, run := range []struct {
				engine, at string
				change     func(*model.Infrastructure)
				want       bool
			}{
				{"none", "compute.partial_success", partial, test.want},
				{"main", "compute.partial_success", partial, test.want},
				{"none", "compute.no_records", none, test.want},
				{"main", "compute.no_records", none, test.want && (test.value == "" || test.value == "retry")},
			} {
				d, problems := Normalize(jobOn(p.Cloud.Name, p.Compute, func(_ *model.Job, i *model.Infrastructure) {
					i.Compute.Engine = run.engine
					run.change(i)
				}))
				if got := len(errorsAt(problems, run.at)) == 0; got != run.want {
					t.Errorf("%s with engine %s: %s: %q is valid: %t, want %t: %v", p.Name, run.engine, run.at, test.value, got, run.want, problems)
				}
				if r := d.Runs; run.want && r.PartialSuccess != "retry" && r.PartialSuccess != test.value {
					t.Errorf("%s: %+v, want %q", p.Name, r, test.value)
				}
			}
		}
	}
}
