package main

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/coverage"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/hcl"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// coverageFlags ask what the tags of jobs reach.
type coverageFlags struct {
	Coverage  bool `help:"Report, resource by resource, whether the job's tags reach what its module makes, and why not."`
	FailUnder int  `placeholder:"PERCENT" help:"Fail if the tags reach less of what can carry tags, and say what they miss; 100 is all of it."`
}

func (f *coverageFlags) check() error {
	if f.FailUnder < 0 || f.FailUnder > 100 {
		return fmt.Errorf("--fail-under %d: expected a percentage, 0 to 100", f.FailUnder)
	}
	return nil
}

// coverageOf reads the rendered modules of jobs: nothing but their text counts,
// whatever templates it came from.
func coverageOf(jobs []*job, modules []output.Module) []export.Covered {
	trees := treeCache{known: map[[sha256.Size]byte][]hcl.Node{}}
	all := make([]export.Covered, len(jobs))
	inParallel(len(jobs), func(i int) {
		tagged, _ := tagsOf(jobs[i]) // normalising has told its problems
		var nodes []hcl.Node
		for _, file := range modules[i].Files {
			if strings.HasSuffix(file.Name, ".tf") {
				nodes = append(nodes, trees.get(file.Data)...)
			}
		}
		all[i] = export.Covered{Job: tagged.tags, Report: coverage.Of(nodes)}
	})
	return all
}

// treeCache remembers what files say: jobs of one shape have files in common.
type treeCache struct {
	mutex sync.Mutex
	known map[[sha256.Size]byte][]hcl.Node
}

func (c *treeCache) get(text []byte) []hcl.Node {
	key := sha256.Sum256(text)
	c.mutex.Lock()
	nodes, ok := c.known[key]
	c.mutex.Unlock()
	if ok {
		return nodes
	}
	nodes, _ = hcl.Tree(text) // rendering refuses what is no HCL
	c.mutex.Lock()
	c.known[key] = nodes
	c.mutex.Unlock()
	return nodes
}

// problems warns of everything that the tags do not reach, and fails the jobs
// below --fail-under.
func (f *coverageFlags) problems(all []export.Covered) diag.List {
	var problems diag.List
	for _, c := range all {
		for _, gap := range c.Report.Gaps() {
			says := "has none of the job's tags"
			if gap.Status == coverage.Unknown {
				says = "may have none of the job's tags"
			}
			problem := problems.Warnf("tag-coverage", "", "%s %s: %s", gap.Name(), says, gap.Reason)
			problem.Pos.File, problem.Hint = c.Job.File, gap.Hint
		}
		if r := c.Report; r.Below(f.FailUnder) {
			problems.Errorf("tag-coverage", "", "the tags reach %d of the %d that can carry them, %d %%: --fail-under asks for %d %%",
				r.Covered, r.Taggable, r.Percent, f.FailUnder).Pos.File = c.Job.File
		}
	}
	return problems
}

// coverageText is the report in one of the formats table, json and yaml. A
// fleet has a row, or a document by its key, for each job; otherwise there is
// one job.
func coverageText(all []export.Covered, format string, fleet bool) (string, error) {
	switch {
	case format == "table" && fleet:
		return export.FleetCoverageTable(all), nil
	case format == "table":
		return export.CoverageTable(all[0].Report), nil
	}
	byKey := map[string]export.CoverageListing{}
	var whole any = byKey
	for _, c := range all {
		byKey[c.Job.Key()] = c.Listing()
	}
	if !fleet {
		whole = all[0].Listing()
	}
	text, err := document.Marshal(whole, format)
	return string(text), err
}

// covered finds what the tags reach if it was asked for, or if templates other
// than the shipped ones are in use: tests say of those that the tags reach all.
func (c *renderCommand) covered(jobs []*job, modules []output.Module, before diag.List) ([]export.Covered, diag.List) {
	own := slices.ContainsFunc(jobs, func(j *job) bool { return len(c.layers(j.bundle.Project)) > 1 })
	if before.HasErrors() || !own && !c.Coverage && c.FailUnder == 0 {
		return nil, nil
	}
	all := coverageOf(jobs, modules)
	problems := c.coverageFlags.problems(all)
	if c.Strict {
		problems = problems.Strict()
	}
	return all, problems
}

// coverage renders the jobs, writes nothing, and prints what their tags reach.
func (c *tagsCommand) coverage(s *session, jobs []*job, problems diag.List) error {
	jobs, found := c.renderable(jobs)
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	modules, found := renderAll(jobs, &c.templateFlags, func(*job) string { return "" })
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	all := coverageOf(jobs, modules)
	problems = append(problems, c.coverageFlags.problems(all)...)
	if c.Strict {
		problems = problems.Strict()
	}
	text, err := coverageText(all, c.Format, c.JobDir != "")
	if err != nil {
		return err
	}
	// The report is what explains a failure: it is printed in any case.
	if len(all) > 0 {
		fmt.Fprint(s.stdout, text)
	}
	return s.report(problems)
}
