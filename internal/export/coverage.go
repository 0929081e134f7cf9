package export

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/coverage"
)

// Covered is a job with what its tags reach.
type Covered struct {
	Job    Subject
	Report coverage.Report
}

// CoverageListing is what a job's tags reach, for programs.
type CoverageListing struct {
	Tenant          string `yaml:"tenant"`
	Job             string `yaml:"job,omitempty"`
	Environment     string `yaml:"environment,omitempty"`
	coverage.Report `yaml:",inline"`
}

// Listing returns the listing of the job.
func (c Covered) Listing() CoverageListing {
	return CoverageListing{c.Job.Tenant, c.Job.Name, c.Job.Environment, c.Report}
}

// CoverageTable shows people what a job's tags reach, a row for each thing that
// its module makes.
func CoverageTable(r coverage.Report) string {
	rows := [][]string{{"RESOURCE", "TAGS", "BY, OR WHY NOT"}}
	for _, row := range r.Resources {
		rows = append(rows, []string{row.Name(), string(row.Status), row.How + row.Reason})
	}
	return strings.Join(layout(rows), "") + "\n" + coverageSentence(r) + "\n"
}

func coverageSentence(r coverage.Report) string {
	sentence := fmt.Sprintf("%d of %d that can carry tags do: %d %%", r.Covered, r.Taggable, r.Percent)
	if cannot := len(r.Resources) - r.Taggable; cannot > 0 {
		sentence += fmt.Sprintf("; %d cannot", cannot)
	}
	return sentence
}

// FleetCoverageTable shows a row for each job.
func FleetCoverageTable(jobs []Covered) string {
	rows := [][]string{{"JOB", "TAGGED", "OF", "PERCENT", "CANNOT", "FILE"}}
	for _, subject := range jobs {
		r := subject.Report
		rows = append(rows, []string{
			shown(subject.Job.Key()), fmt.Sprint(r.Covered), fmt.Sprint(r.Taggable), fmt.Sprint(r.Percent),
			fmt.Sprint(len(r.Resources) - r.Taggable), subject.Job.File,
		})
	}
	return strings.Join(layout(rows), "")
}
