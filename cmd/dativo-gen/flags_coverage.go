package main

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// coverageFlags ask which resources the tags of jobs reach.
type coverageFlags struct {
	Coverage  bool `help:"Report for every resource of the module whether the job's tags reach it, and if not, why."`
	FailUnder int  `placeholder:"PERCENT" help:"Fail if the tags reach less than this percentage of the taggable resources."`
}

func (f *coverageFlags) check() error {
	if f.FailUnder < 0 || f.FailUnder > 100 {
		return fmt.Errorf("--fail-under %d: expected a percentage, 0 to 100", f.FailUnder)
	}
	return nil
}

// problems reports the gaps of each job.
func (f *coverageFlags) problems(all []export.Covered) diag.List {
	var problems diag.List
	for _, c := range all {
		problems = append(problems, fleet.CheckCoverage(c, f.FailUnder)...)
	}
	return problems
}

// coverageText formats the report as table, json or yaml. For a folder of jobs it
// has a row, or an entry by key, for each job.
func coverageText(all []export.Covered, format string, folder bool) (string, error) {
	switch {
	case format == "table" && folder:
		return export.FleetCoverageTable(all), nil
	case format == "table":
		return export.CoverageTable(all[0].Report), nil
	}
	byKey := map[string]export.CoverageListing{}
	var whole any = byKey
	for _, c := range all {
		byKey[c.Job.Key()] = c.Listing()
	}
	if !folder {
		whole = all[0].Listing()
	}
	text, err := document.Marshal(whole, format)
	return string(text), err
}
