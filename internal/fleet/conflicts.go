package fleet

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Conflicts are the problems of jobs that only show next to other jobs: things that
// one of them may have, and tag values that one bill would show as one. Every command
// that reads jobs reports all of them, so that none passes where another fails.
func Conflicts(jobs []*Job) diag.List {
	var problems diag.List
	modules, keys := ModuleClaims(), TagClaims()
	for _, j := range jobs {
		var found diag.List
		if j.HasInfrastructure() {
			found = modules.Add(j)
		}
		twin := keys.Add(j)
		if slices.ContainsFunc(found, func(p diag.Diagnostic) bool { return p.Path == paths.JobName }) {
			twin = nil // the same two jobs, for the same reason
		}
		problems = append(append(problems, found...), twin...)
	}
	return append(problems, Collisions(Tagged(jobs), (*Job).BillingSinks)...)
}
