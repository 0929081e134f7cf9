// Package export writes a job's tags for everything that reads them besides
// Terraform: people, Iceberg tables, Dagster, and the clouds' own tag sets.
//
// Every function is pure: the tags of jobs in, a text or a plain value out,
// and with it the problems that only this reader has. The same jobs give the
// same bytes.
package export

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Job is a job with its tags.
type Job struct {
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
func (j Job) Key() string {
	parts := []string{j.Tenant, j.Name}
	if j.Environment != "" {
		parts = append(parts, j.Environment)
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

// fold is tags.Fold for a sink that is known to exist.
func fold(set []tags.Tag, name string) ([]tags.FoldedTag, []tags.Problem) {
	sink, _ := tags.SinkNamed(name)
	return tags.Fold(set, sink)
}
