package export

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/coverage"
)

// Covered is a job with its tag coverage.
type Covered struct {
	Job    Subject
	Report coverage.Report
}

// CoverageListing is a job's tag coverage, for programs.
type CoverageListing struct {
	Tenant          string `yaml:"tenant"`
	Job             string `yaml:"job,omitempty"`
	Environment     string `yaml:"environment,omitempty"`
	coverage.Report `yaml:",inline"`
}

// Listing returns the job's listing.
func (c Covered) Listing() CoverageListing {
	return CoverageListing{c.Job.Tenant, c.Job.Name, c.Job.Environment, c.Report}
}

// CoverageTable formats a job's tag coverage as text: a row for each resource of
// its module, and for each part of it that has tags of its own.
func CoverageTable(r coverage.Report) string {
	rows := [][]string{{"RESOURCE", "STATUS", "DETAILS"}}
	for _, row := range r.Resources {
		rows = append(rows, []string{row.Name(), string(row.Status), row.How + row.Reason})
	}
	return strings.Join(layout(rows), "") + "\n" + coverageSentence(r) + "\n"
}

func coverageSentence(r coverage.Report) string {
	sentence := fmt.Sprintf("%d of %d taggable resources are tagged (%d%%)", r.Covered, r.Taggable, r.Percent)
	if unsupported := len(r.Resources) - r.Taggable; unsupported > 0 {
		sentence += fmt.Sprintf("; unsupported: %d", unsupported)
	}
	return sentence
}

// FleetCoverageTable formats a row for each job.
func FleetCoverageTable(jobs []Covered) string {
	rows := [][]string{{"JOB", "TAGGED", "TAGGABLE", "PERCENT", "UNSUPPORTED", "FILE"}}
	for _, c := range jobs {
		r := c.Report
		rows = append(rows, []string{
			cell(c.Job.Key()), fmt.Sprint(r.Covered), fmt.Sprint(r.Taggable), fmt.Sprint(r.Percent),
			fmt.Sprint(len(r.Resources) - r.Taggable), c.Job.File,
		})
	}
	return strings.Join(layout(rows), "")
}
