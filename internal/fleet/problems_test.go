package fleet

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// TestProjectProblemsAreReportedOnce: a problem in the project file is merged
// into every job, and says which of them have it.
func TestProjectProblemsAreReportedOnce(t *testing.T) {
	t.Parallel()
	const project = "defaults:\n  - infrastructure: {region: moon-1}\n"
	job := strings.Replace(ecsJob(), "  region: us-east-1\n", "", 1)
	for _, test := range []struct {
		jobs []string
		want string
	}{
		{[]string{"a.yaml"}, " (in DIR/a.yaml)"},
		{[]string{"a.yaml", "b.yaml"}, " (in DIR/a.yaml and 1 other job)"},
		{[]string{"a.yaml", "b.yaml", "c.yaml"}, " (in DIR/a.yaml and 2 other jobs)"},
	} {
		files := map[string]string{".dativo-gen.yaml": project}
		for _, name := range test.jobs {
			files[name] = job
		}
		jobs, problems := Gather(loadFolder(t, files))
		var found []string
		for _, p := range problems {
			if p.Path == "infrastructure.region" {
				found = append(found, strings.ReplaceAll(p.Message, strings.TrimSuffix(jobs[0].File(), "/a.yaml"), "DIR"))
			}
		}
		if len(found) != 1 || !strings.HasSuffix(found[0], test.want) {
			t.Errorf("%v: got %q, want one that ends in %q", test.jobs, found, test.want)
		}
	}
}

// TestGatherKeepsOtherProblems: what is not in a project file, or not about the
// infrastructure of a job, is reported as it is.
func TestGatherKeepsOtherProblems(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{".dativo-gen.yaml": "output: {root: out}\n", "a.yaml": ecsJob(), "b.yaml": ecsJob()})
	project := diag.Pos{File: jobs[0].Project.Document.Name, Line: 1, Col: 1}
	own := diag.Diagnostic{Pos: diag.Pos{File: jobs[0].File()}, Path: "infrastructure.region", Message: "own"}
	shared := diag.Diagnostic{Pos: project, Path: "output.root", Message: "shared"}
	loaded := []Loaded{{jobs[0], diag.List{own, shared}}, {jobs[1], diag.List{shared, own}}, {nil, diag.List{own}}}
	got, problems := Gather(loaded)
	want := []string{"infrastructure.region: own", "output.root: shared", "infrastructure.region: own", "infrastructure.region: own"}
	if len(got) != 2 || !slices.Equal(lines(problems), want) {
		t.Errorf("%d jobs, %q", len(got), lines(problems))
	}
}

// TestProblemsListTwice: reading the list does not change it.
func TestProblemsListTwice(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{".dativo-gen.yaml": "output: {root: out}\n", "a.yaml": ecsJob(), "b.yaml": ecsJob()})
	problem := diag.Diagnostic{Pos: diag.Pos{File: jobs[0].Project.Document.Name}, Path: "infrastructure", Message: "shared"}
	var problems Problems
	problems.Add(Loaded{jobs[0], diag.List{problem}})
	first := lines(problems.List())
	problems.Add(Loaded{jobs[1], diag.List{problem}})
	second := lines(problems.List())
	if want := "infrastructure: shared (in " + jobs[0].File(); first[0] != want+")" || second[0] != want+" and 1 other job)" {
		t.Errorf("first %q, then %q", first, second)
	}
}
