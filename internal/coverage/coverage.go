// Package coverage finds out from the text of a module, resource by resource,
// whether the job's tags reach what it makes.
//
// Nothing is known of the templates that the text came from: what a resource
// refers to decides, through local values, together with what its provider adds
// by itself. What cannot be told from the text counts as not covered.
package coverage

import (
	"cmp"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// Status is what is known of a resource, or of what it starts.
type Status string

// The statuses of a [Row]. Only what can carry tags counts; Untagged and
// Unknown count against the module.
const (
	Tagged   Status = "tagged"   // has the job's tags
	Inherits Status = "inherits" // gets them from what made it, or what it belongs to
	Untagged Status = "untagged" // could have them and has not
	Unknown  Status = "unknown"  // nobody can tell from the text
	Cannot   Status = "cannot"   // takes none
)

// Row is one thing that a module makes.
type Row struct {
	// Resource is the address: aws_ecs_service.job.
	Resource string `yaml:"resource"`
	// Part is what the resource makes in turn, such as pods; "" is the resource
	// itself.
	Part   string `yaml:"part,omitempty"`
	Status Status `yaml:"status"`
	// How says by which argument tags come, or from what, where they do.
	How string `yaml:"how,omitempty"`
	// Reason says why there are none.
	Reason string `yaml:"reason,omitempty"`
	// Hint says what to do, where there is something to do.
	Hint string `yaml:"hint,omitempty"`
}

// Name is the resource and the part.
func (r Row) Name() string {
	if r.Part == "" {
		return r.Resource
	}
	return r.Resource + ": " + r.Part
}

// Report is the coverage of a module.
type Report struct {
	// Covered is how many of the Taggable rows have the job's tags; Percent is
	// rounded down, and 100 if there is nothing to tag.
	Covered  int `yaml:"covered"`
	Taggable int `yaml:"taggable"`
	Percent  int `yaml:"percent"`
	// Resources are sorted by address; a resource stands before its parts.
	Resources []Row `yaml:"resources"`
}

// Below reports whether less than percent of what can carry tags has them.
func (r Report) Below(percent int) bool { return r.Covered*100 < percent*r.Taggable }

// Gaps are the rows that count against the module.
func (r Report) Gaps() []Row {
	var gaps []Row
	for _, row := range r.Resources {
		if row.Status == Untagged || row.Status == Unknown {
			gaps = append(gaps, row)
		}
	}
	return gaps
}

// Of reports on a module: the nodes of all its files.
func Of(nodes []hcl.Node) Report {
	m := read(nodes)
	report := Report{Percent: 100, Resources: []Row{}}
	for _, r := range m.resources {
		report.Resources = append(report.Resources, m.rows(r)...)
	}
	slices.SortStableFunc(report.Resources, func(a, b Row) int { return cmp.Compare(a.Resource, b.Resource) })
	for _, row := range report.Resources {
		switch row.Status {
		case Tagged, Inherits:
			report.Covered++
			report.Taggable++
		case Untagged, Unknown:
			report.Taggable++
		}
	}
	if report.Taggable > 0 {
		report.Percent = report.Covered * 100 / report.Taggable
	}
	return report
}
