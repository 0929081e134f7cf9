package finops

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// costCenterKey is the tag that budgets filter by.
const costCenterKey = "cost_center"

// Subject is a job with the tags that its costs are allocated by.
type Subject struct {
	// File is the name of the job file in messages.
	File string
	// TagsPos is where a tag can be added: the position of infrastructure.tags.
	TagsPos diag.Pos
	// Cloud is the cloud that the job runs on.
	Cloud *platform.Cloud
	// Pods: the job runs on Kubernetes.
	Pods bool
	// Tags are the flat tags.
	Tags []tags.Tag
}

// allocation is the jobs and their tags in the bills of their clouds. Its maps
// are by the name of the cloud.
type allocation struct {
	jobs []Subject
	// clouds are the clouds of the jobs, sorted by name.
	clouds []*platform.Cloud
	// keys are the tag keys of a cloud's jobs, in the cloud's form, sorted.
	keys map[string][]string
	// costCenters are the cost centers of a cloud's jobs, by their value in job
	// files.
	costCenters map[string]map[string]costCenter
	problems    diag.List
}

// costCenter is a cost center of one cloud.
type costCenter struct {
	// value is the value in the cloud's bill.
	value string
	// origin is the first job's tag.
	origin tags.Origin
}

// cloudsOf returns the clouds of jobs, without duplicates, sorted by name.
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

// newAllocation sanitizes the tags of every job for its cloud's bill.
func newAllocation(jobs []Subject) *allocation {
	jobs = slices.SortedFunc(slices.Values(jobs), func(x, y Subject) int { return cmp.Compare(x.File, y.File) })
	a := &allocation{jobs: jobs, clouds: cloudsOf(jobs), keys: map[string][]string{}, costCenters: map[string]map[string]costCenter{}}
	for _, cloud := range a.clouds {
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
		a.keys[cloud.Name], a.costCenters[cloud.Name] = slices.Sorted(maps.Keys(keys)), centers
		a.problems = append(a.problems, tags.ValueCollisions(sink, sets...)...)
	}
	return a
}

// pods reports whether a job on a cloud runs in pods.
func (a *allocation) pods(cloud *platform.Cloud) bool {
	return slices.ContainsFunc(a.jobs, func(j Subject) bool { return j.Pods && j.Cloud.Name == cloud.Name })
}

// activated returns the tag keys on the clouds whose bills include a tag only after
// its key is activated, and whether jobs run on any such cloud.
func (a *allocation) activated() (keys []string, found bool) {
	for _, cloud := range a.clouds {
		if cloud.Bill.ActivatedKeys {
			keys, found = append(keys, a.keys[cloud.Name]...), true
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(keys))), found
}

// hasCostCenter reports whether a job has a cost center in its cloud's bill.
func (j Subject) hasCostCenter() bool {
	return slices.ContainsFunc(j.Tags, func(tag tags.Tag) bool { return tag.Key == costCenterKey && tag.FullText() != "" })
}

// DefaultKeys returns the tag keys that are activated for cost allocation by
// default, if jobs have them. An account can activate a limited number of keys, so
// keys with the same value on every job, or unrelated to costs, are omitted.
func DefaultKeys() []string {
	return []string{
		"business_tags", "business_unit", "cost_center", "domain", "environment", "job_name", "owner", "project", "tenant_id",
	}
}
