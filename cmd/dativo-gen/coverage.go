package main

import (
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// coverageFlags ask what the tags of jobs reach.
type coverageFlags struct {
	Coverage  bool `help:"Report, resource by resource, whether the job's tags reach what its module makes, and why not."`
	FailUnder int  `placeholder:"PERCENT" help:"Fail if the tags reach less of what can carry tags, and say what they miss; 100 is all of it."`
}

func (f *coverageFlags) check() error {
	if f.FailUnder < 0 || f.FailUnder > 100 {
		return fmt.Errorf("--fail-under %d: expected a percentage, 0 to 100", f.FailUnder)
	}
	return nil
}

// problems checks what the tags of each job reach.
func (f *coverageFlags) problems(all []export.Covered) diag.List {
	var problems diag.List
	for _, c := range all {
		problems = append(problems, fleet.CheckCoverage(c, f.FailUnder)...)
	}
	return problems
}

// coverageText is the report in one of the formats table, json and yaml. A
// fleet has a row, or a document by its key, for each job; otherwise there is
// one job.
func coverageText(all []export.Covered, format string, fleet bool) (string, error) {
	switch {
	case format == "table" && fleet:
		return export.FleetCoverageTable(all), nil
	case format == "table":
		return export.CoverageTable(all[0].Report), nil
	}
	byKey := map[string]export.CoverageListing{}
	var whole any = byKey
	for _, c := range all {
		byKey[c.Job.Key()] = c.Listing()
	}
	if !fleet {
		whole = all[0].Listing()
	}
	text, err := document.Marshal(whole, format)
	return string(text), err
}

// covered finds what the tags reach if it was asked for, or if templates other
// than the shipped ones are in use: tests say of those that the tags reach all.
func (c *renderCommand) covered(
	jobs []*fleet.Job, modules []output.Module, templates *fleet.Templates, before diag.List,
) ([]export.Covered, diag.List) {
	custom := slices.ContainsFunc(jobs, templates.Custom)
	if before.HasErrors() || !custom && !c.Coverage && c.FailUnder == 0 {
		return nil, nil
	}
	all := fleet.CoverageOf(jobs, modules)
	problems := c.coverageFlags.problems(all)
	if c.Strict {
		problems = problems.Strict()
	}
	return all, problems
}

// coverage renders the jobs, writes nothing, and prints what their tags reach.
func (c *tagsCommand) coverage(s *session, jobs []*fleet.Job, problems diag.List) error {
	jobs, found := c.renderable(jobs)
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	modules, found := fleet.NewTemplates(c.Templates...).RenderAll(jobs, func(*fleet.Job) string { return "" })
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	all := fleet.CoverageOf(jobs, modules)
	problems = append(problems, c.coverageFlags.problems(all)...)
	if c.Strict {
		problems = problems.Strict()
	}
	text, err := coverageText(all, c.Format, c.JobDir != "")
	if err != nil {
		return err
	}
	// The report is what explains a failure: it is printed in any case.
	if len(all) > 0 {
		fmt.Fprint(s.stdout, text)
	}
	return s.report(problems)
}
