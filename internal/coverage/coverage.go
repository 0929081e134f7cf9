// Package coverage analyzes the text of a Terraform module: which of its resources
// have the job's tags, and why the others do not.
//
// It does not know the templates that produced the text. It follows the
// references of a resource, through local values, to the variables with the tags,
// and considers the default tags of its provider. What cannot be determined from
// the text counts as not covered.
package coverage

import (
	"cmp"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// Status is the result for a resource, or for a part of it.
type Status string

// The statuses of a [Row]. Unsupported rows do not count; Untagged and Unknown
// rows count as not covered.
const (
	Tagged      Status = "tagged"      // has the job's tags
	Inherited   Status = "inherited"   // inherits them from its parent or creator
	Untagged    Status = "untagged"    // supports tags but has none of the job's
	Unknown     Status = "unknown"     // cannot be determined from the text
	Unsupported Status = "unsupported" // does not support tags
)

// Row is the result for one resource of a module, or for a part of it.
type Row struct {
	// Resource is the address: aws_ecs_service.job.
	Resource string `yaml:"resource"`
	// Part is what the resource creates in turn, such as pods; "" for the
	// resource itself.
	Part   string `yaml:"part,omitempty"`
	Status Status `yaml:"status"`
	// How is the argument that sets the tags, or where they are inherited from.
	How string `yaml:"how,omitempty"`
	// Reason explains missing tags.
	Reason string `yaml:"reason,omitempty"`
	// Hint suggests a fix; may be empty.
	Hint string `yaml:"hint,omitempty"`
}

// Name returns the resource and the part.
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
	// Resources are sorted by address; a resource precedes its parts.
	Resources []Row `yaml:"resources"`
}

// Below reports whether less than percent of the taggable rows are covered.
func (r Report) Below(percent int) bool { return r.Covered*100 < percent*r.Taggable }

// Gaps returns the rows that are not covered.
func (r Report) Gaps() []Row {
	var gaps []Row
	for _, row := range r.Resources {
		if row.Status == Untagged || row.Status == Unknown {
			gaps = append(gaps, row)
		}
	}
	return gaps
}

// Of returns the coverage of a module, given the nodes of all its files.
func Of(nodes []hcl.Node) Report {
	m := read(nodes)
	report := Report{Percent: 100, Resources: []Row{}}
	for _, r := range m.resources {
		report.Resources = append(report.Resources, m.rows(r)...)
	}
	slices.SortStableFunc(report.Resources, func(a, b Row) int { return cmp.Compare(a.Resource, b.Resource) })
	for _, row := range report.Resources {
		switch row.Status {
		case Tagged, Inherited:
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
