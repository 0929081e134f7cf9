package fleet

import (
	"crypto/sha256"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/coverage"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/hcl"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Coverage finds which resources the tags of jobs reach. Files that several
// modules have in common are parsed once. Several goroutines may use it at a
// time; the zero value is ready to use.
type Coverage struct {
	mutex sync.Mutex
	trees map[[sha256.Size]byte][]hcl.Node
}

// Of analyzes the rendered module of a job. Only its text counts, whatever
// templates it comes from.
func (c *Coverage) Of(j *Job, files []render.File) export.Covered {
	var nodes []hcl.Node
	for _, file := range files {
		if strings.HasSuffix(file.Name, ".tf") {
			nodes = append(nodes, c.tree(file.Data)...)
		}
	}
	return export.Covered{Job: j.Tags, Report: coverage.Of(nodes)}
}

func (c *Coverage) tree(text []byte) []hcl.Node {
	text = render.WithoutHeader(text) // it differs between jobs of one shape
	key := sha256.Sum256(text)
	c.mutex.Lock()
	nodes, ok := c.trees[key]
	c.mutex.Unlock()
	if ok {
		return nodes
	}
	nodes, _ = hcl.Tree(text) // rendering refuses what is not HCL
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.trees == nil {
		c.trees = map[[sha256.Size]byte][]hcl.Node{}
	}
	c.trees[key] = nodes
	return nodes
}

// CoverageOf analyzes the module of each job, several at a time.
func CoverageOf(jobs []*Job, modules []output.Module) []export.Covered {
	var c Coverage
	all := make([]export.Covered, len(jobs))
	_ = each(len(jobs), func(i int) error {
		all[i] = c.Of(jobs[i], modules[i].Files)
		return nil
	})
	return all
}

// CheckCoverage warns of every resource that a job's tags do not reach, and
// reports an error if they reach less than failUnder percent of the taggable
// ones, 0 to 100.
func CheckCoverage(c export.Covered, failUnder int) diag.List {
	var problems diag.List
	for _, gap := range c.Report.Gaps() {
		finding := "has none of the job's tags"
		if gap.Status == coverage.Unknown {
			finding = "may have none of the job's tags"
		}
		problem := problems.Warnf("tag-coverage", "", "%s %s: %s", gap.Name(), finding, gap.Reason)
		problem.Pos.File, problem.Hint = c.Job.File, gap.Hint
	}
	if r := c.Report; r.Below(failUnder) {
		problems.Errorf("tag-coverage", "", "tag coverage is %d%% (%d of %d taggable resources), below the %d%% of --fail-under",
			r.Percent, r.Covered, r.Taggable, failUnder).Pos.File = c.Job.File
	}
	return problems
}
