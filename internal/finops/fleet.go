// Package finops turns the tags of a fleet of jobs into what the payer of the
// bill needs: which tag keys to activate, a budget for each cost center, and
// the queries that answer what each of them cost.
//
// Every function is pure: jobs and budgets in; what the templates see, files
// and problems out. The same jobs give the same bytes in any order.
package finops

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// costCenterKey is the tag that budgets are kept by.
const costCenterKey = "cost_center"

// Subject is a job and what its costs are allocated by.
type Subject struct {
	// File is the job file as people know it.
	File string
	// TagsPos is where a tag can be added: the position of infrastructure.tags.
	TagsPos diag.Pos
	// Cloud is the one that it runs on.
	Cloud *platform.Cloud
	// Pods says that it runs on Kubernetes.
	Pods bool
	// Tags are the flat ones.
	Tags []tags.Tag
}

// fleet is all jobs, as the bills of their clouds show them. Its maps are by
// the name of the cloud.
type fleet struct {
	jobs []Subject
	// clouds are those that jobs run on, sorted by name.
	clouds []*platform.Cloud
	// keys are the tag keys of a cloud's jobs, as the cloud has them.
	keys map[string][]string
	// costCenters are those of a cloud by how they are written in job files.
	costCenters map[string]map[string]costCenter
	problems    diag.List
}

// costCenter is a cost center of one cloud.
type costCenter struct {
	// value is how the cloud's bill spells it.
	value string
	// origin is where a job first names it.
	origin tags.Origin
}

// cloudsOf returns the clouds of jobs, each once, sorted by name.
func cloudsOf(jobs []Subject) []*platform.Cloud {
	byName := map[string]*platform.Cloud{}
	for _, j := range jobs {
		byName[j.Cloud.Name] = j.Cloud
	}
	var clouds []*platform.Cloud
	for _, name := range sortedKeys(byName) {
		clouds = append(clouds, byName[name])
	}
	return clouds
}

// newFleet folds the tags of every job for its cloud's bill.
func newFleet(jobs []Subject) *fleet {
	jobs = slices.SortedFunc(slices.Values(jobs), func(a, b Subject) int { return cmp.Compare(a.File, b.File) })
	f := &fleet{jobs: jobs, clouds: cloudsOf(jobs), keys: map[string][]string{}, costCenters: map[string]map[string]costCenter{}}
	for _, cloud := range f.clouds {
		sink, _ := tags.SinkNamed(cloud.Sink)
		keys := map[string]bool{}
		centers := map[string]costCenter{}
		var sets [][]tags.SinkTag
		for _, j := range jobs {
			if j.Cloud.Name != cloud.Name {
				continue
			}
			sanitized, _ := tags.Sanitize(j.Tags, sink) // normalization reports the changes
			var counted []tags.SinkTag
			for _, tag := range sanitized {
				keys[tag.Key] = true
				if slices.Contains(queryKeys(), tag.Key) {
					counted = append(counted, tag)
				}
				written := tag.Tag.FullText()
				if _, met := centers[written]; tag.Key == costCenterKey && !met {
					centers[written] = costCenter{tag.Value, tag.Tag.Origin}
				}
			}
			sets = append(sets, counted)
		}
		f.keys[cloud.Name], f.costCenters[cloud.Name] = slices.Sorted(maps.Keys(keys)), centers
		f.problems = append(f.problems, tags.ValueCollisions(sink, sets...)...)
	}
	return f
}

// pods reports whether a job on a cloud runs in pods.
func (f *fleet) pods(cloud *platform.Cloud) bool {
	return slices.ContainsFunc(f.jobs, func(j Subject) bool { return j.Pods && j.Cloud.Name == cloud.Name })
}

// activated returns the tag keys on the clouds whose bills show a key only
// after it was activated, and whether jobs run on any.
func (f *fleet) activated() (keys []string, any bool) {
	for _, cloud := range f.clouds {
		if cloud.Bill.ActivatedKeys {
			keys, any = append(keys, f.keys[cloud.Name]...), true
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(keys))), any
}

// hasCostCenter reports whether a job has a cost center on its cloud's bill.
func (j Subject) hasCostCenter() bool {
	return slices.ContainsFunc(j.Tags, func(tag tags.Tag) bool { return tag.Key == costCenterKey && tag.FullText() != "" })
}

// DefaultKeys are the tag keys that are activated for cost allocation without
// being asked for, where jobs carry them: those by which costs are split. The
// number of keys that an account can activate is limited, so what is the same on
// every job, or says nothing of costs, is left out.
func DefaultKeys() []string {
	return []string{
		"business_tags", "business_unit", "cost_center", "domain", "environment", "job_name", "owner", "project", "tenant_id",
	}
}
