// Package export writes a job's tags for everything that reads them besides
// Terraform: people, Iceberg tables, Dagster, and the clouds' own tag sets.
//
// Every function is pure: the tags of jobs in, a text or a plain value out,
// and with it the problems that only this reader has. The same jobs give the
// same bytes.
package export

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Subject is a job with its tags.
type Subject struct {
	Tenant string
	// Name may be empty for a job from standard input.
	Name string
	// Environment may be empty.
	Environment string
	// File is the job file as people know it.
	File string
	// Asset is the name of what the job fills; may be empty.
	Asset string
	// LabelSink names the rules that the job's own platform has for labels of
	// pods; "" is tags.Kubernetes.
	LabelSink string
	Set       tags.Set
}

// Key tells a job from all others of a fleet: tenant/job, or
// tenant/job/environment where it has one.
func (subject Subject) Key() string {
	parts := []string{subject.Tenant, subject.Name}
	if subject.Environment != "" {
		parts = append(parts, subject.Environment)
	}
	return strings.Join(parts, "/")
}

// find returns the tag of a list with this key.
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
