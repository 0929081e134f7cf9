package main

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// coverage renders the jobs without writing anything, and prints the resources
// that their tags reach.
func (c *tagsCommand) coverage(s *session, jobs []*fleet.Job, problems diag.List) error {
	jobs, found := c.renderable(jobs)
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	modules, found := fleet.NewTemplates(c.Templates...).RenderAll(jobs, nil)
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	all := fleet.CoverageOf(jobs, modules)
	problems = c.escalate(append(problems, c.coverageFlags.problems(all)...))
	text, err := coverageText(all, c.Format, c.many())
	if err != nil {
		return err
	}
	// Printed even on failure: it explains the failure.
	if len(all) > 0 {
		fmt.Fprint(s.stdout, text)
	}
	return s.report(problems)
}
