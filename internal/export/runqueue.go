package export

import (
	"cmp"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// RunQueue is a part of dagster.yaml: concurrency limits for the runs of a cost
// center and of a tenant.
type RunQueue struct {
	RunQueue struct {
		Limits []TagLimit `yaml:"tag_concurrency_limits"`
	} `yaml:"run_queue"`
}

// TagLimit limits the concurrent runs with a tag.
type TagLimit struct {
	Key   string `yaml:"key"`
	Value string `yaml:"value"`
	Limit int    `yaml:"limit"`
}

// DagsterRunQueue returns a limit for each cost center and each tenant, sorted:
// limit concurrent runs or, for 0, its number of jobs, so that each job can run
// once at a time. The values are those of the run tags that Dagster returns.
func DagsterRunQueue(jobs []Subject, limit int) (RunQueue, diag.List) {
	type pair struct{ key, value string }
	count := map[pair]int{}
	var problems diag.List
	for _, subject := range jobs {
		sanitized, more := sanitize(subject.Set.Flat.Tags, tags.DagsterRun)
		problems = append(problems, more...)
		for _, tag := range sanitized {
			if (tag.Key == "cost_center" || tag.Key == "tenant_id") && tag.Value != "" {
				count[pair{tag.Key, tag.Value}]++
			}
		}
	}
	var queue RunQueue
	queue.RunQueue.Limits = []TagLimit{}
	for p, n := range count {
		if limit > 0 {
			n = limit
		}
		queue.RunQueue.Limits = append(queue.RunQueue.Limits, TagLimit{p.key, p.value, n})
	}
	slices.SortFunc(queue.RunQueue.Limits, func(a, b TagLimit) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value))
	})
	return queue, problems
}
