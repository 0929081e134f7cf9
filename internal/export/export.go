// Package export formats a job's tags for every reader other than Terraform: text
// tables, JSON listings, Iceberg table properties as SQL, Dagster, and the tag
// sets of the clouds.
//
// Every function is pure: it takes the tags of jobs and returns a text or a plain
// value, with the problems that are specific to that reader. The same jobs always
// produce the same bytes.
package export

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Subject is a job with its tags.
type Subject struct {
	Tenant string
	// Name is empty for a job without a name on standard input.
	Name string
	// Environment may be empty.
	Environment string
	// File is the name of the job file in messages.
	File string
	// Asset is the name of the asset that the job writes; may be empty.
	Asset string
	// LabelSink names the sink for pod labels of the job's own platform; ""
	// means tags.Kubernetes.
	LabelSink string
	Set       tags.Set
}

// Key identifies a job in a fleet: tenant/job, or tenant/job/environment if it
// has an environment.
func (subject Subject) Key() string {
	parts := []string{subject.Tenant, subject.Name}
	if subject.Environment != "" {
		parts = append(parts, subject.Environment)
	}
	return strings.Join(parts, "/")
}

// find returns the tag with a key.
func find(list []tags.Tag, key string) (tags.Tag, bool) {
	for _, tag := range list {
		if tag.Key == key {
			return tag, true
		}
	}
	return tags.Tag{}, false
}

// sanitize is tags.Sanitize for a sink that exists. Notes are left out: a sink
// that changes case, punctuation or the form of a list loses nothing.
func sanitize(set []tags.Tag, name string) ([]tags.SinkTag, diag.List) {
	sink, _ := tags.SinkNamed(name)
	sanitized, problems := tags.Sanitize(set, sink)
	return sanitized, problems.AtLeast(diag.Warning)
}
