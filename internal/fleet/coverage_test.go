package fleet

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/coverage"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// TestCoverageOfAModule reads the .tf files, and nothing else.
func TestCoverageOfAModule(t *testing.T) {
	t.Parallel()
	j := loadText(t, newLoader(), "orders.yaml", ecsJob())
	files := []render.File{
		{Name: "a.tf", Data: []byte("resource \"google_pubsub_topic\" \"a\" {\n  labels = var.labels\n}\n")},
		{Name: "b.tf", Data: []byte("resource \"google_pubsub_topic\" \"b\" {\n}\n")},
		{Name: "c.json", Data: []byte("resource \"google_pubsub_topic\" \"c\" {\n}\n")},
	}
	var c Coverage
	for range 2 { // the second time from the cache
		covered := c.Of(j, files)
		if covered.Job.File != "orders.yaml" || covered.Report.Covered != 1 || covered.Report.Taggable != 2 {
			t.Errorf("got %+v", covered)
		}
	}
	if len(c.trees) != 2 {
		t.Errorf("%d files parsed", len(c.trees))
	}
}

// TestCoverageOfManyModules: the shipped templates have no gaps.
func TestCoverageOfManyModules(t *testing.T) {
	t.Parallel()
	loaded, err := LoadFiles(newLoader(), examples(t))
	if err != nil {
		t.Fatal(err)
	}
	jobs, _ := Gather(loaded)
	modules, _ := NewTemplates().RenderAll(jobs, toFolder)
	for i, covered := range CoverageOf(jobs, modules) {
		if covered.Job.File != jobs[i].File() || covered.Report.Taggable == 0 {
			t.Errorf("%s: got %+v", jobs[i].File(), covered)
		}
		if problems := CheckCoverage(covered, 100); len(problems) > 0 {
			t.Errorf("%s: %v", jobs[i].File(), problems)
		}
	}
}

func TestCheckCoverage(t *testing.T) {
	t.Parallel()
	covered := export.Covered{Job: export.Subject{File: "orders.yaml"}, Report: coverage.Report{
		Covered: 3, Taggable: 4, Percent: 75, Resources: []coverage.Row{
			{Resource: "a.a", Status: coverage.Tagged},
			{Resource: "b.b", Status: coverage.Untagged, Reason: "no tags", Hint: "set tags"},
			{Resource: "c.c", Status: coverage.Unknown, Reason: "unknown type"},
		},
	}}
	gaps := []string{": b.b has none of the job's tags: no tags", ": c.c may have none of the job's tags: unknown type"}
	below := ": tag coverage is 75% (3 of 4 taggable resources), below the 76% of --fail-under"
	for failUnder, want := range map[int][]string{0: gaps, 75: gaps, 76: append(slices.Clone(gaps), below)} {
		problems := CheckCoverage(covered, failUnder)
		if got := lines(problems); !slices.Equal(got, want) || problems.HasErrors() != (failUnder == 76) {
			t.Errorf("%d: got %q, want %q", failUnder, got, want)
		}
		if problems[0].Hint != "set tags" || problems[0].Severity != diag.Warning || problems[0].Pos.File != "orders.yaml" {
			t.Errorf("%d: got %+v", failUnder, problems[0])
		}
	}
}
