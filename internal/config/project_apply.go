package config

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// blockPath is where the block stands that a project file has a say in.
const blockPath = "infrastructure"

// project finds the project file of the job at path, nil if it has none.
func (l *Loader) project(path string) (project *Project, broken bool, err error) {
	if l.Projects == nil {
		return nil, false, nil
	}
	return l.Projects.For(path)
}

// roots are the folders that the assets and connectors of a project's jobs are
// looked up below, the flags' first.
func (l *Loader) roots(project *Project) []string {
	if project == nil {
		return l.AssetRoots
	}
	roots := slices.Clone(l.AssetRoots)
	for _, root := range project.Settings.AssetsRoots {
		roots = append(roots, project.Join(root))
	}
	return roots
}

// block returns the infrastructure block below a path of the project file, nil
// if it has none.
func (p *Project) block(path string) *document.Node {
	block, _ := p.Document.Find(path + "." + blockPath)
	if block == nil || block.IsNull() {
		return nil
	}
	return block
}

// applyProject merges the project's defaults and the environment's block with
// the infrastructure block of the job at path: the job's own overrides defaults,
// and the environment's overrides both. A job without the block stays one:
// defaults say how jobs run here, not that they do.
func (l *Loader) applyProject(b *Bundle, path string) diag.List {
	doc, project := b.Document, b.Project
	problems := l.setEnvironment(doc, project)
	if project != nil {
		doc.AddShared(project.Document.Name)
	}
	at := doc.Root.Index(blockPath)
	if project == nil || at < 0 || doc.Root.Entries[at].Value.Kind != document.Mapping {
		return problems
	}
	own := doc.Root.Entries[at].Value
	job := l.facts(doc, project, path)
	highestFirst := []*document.Node{own}
	for i, standard := range project.Settings.Defaults {
		block := project.block(diag.ItemPath("defaults", i))
		if block != nil && job.with(highestFirst, l.Vars).matches(standard.Match) {
			highestFirst = slices.Insert(highestFirst, 1, block)
		}
	}
	if l.Environment != "" {
		problems = append(problems, doc.Locate(project.checkOwnState(own))...)
		if block := project.block(diag.KeyPath("environments", l.Environment)); block != nil {
			highestFirst = slices.Insert(highestFirst, 0, block)
		}
	}
	slices.Reverse(highestFirst)
	merged, removed := document.Merge(blockPath, doc.Owns, highestFirst...)
	merged, dropped := dropSchedule(merged, doc.Owns)
	doc.Root.Entries[at].Value = merged
	b.removed = append(removed, dropped...)
	return problems
}

// dropSchedule returns a block without a schedule that has no cron expression
// and nothing of the job's own: a time zone for all jobs, or schedules that are
// off in an environment, must not schedule a job that has none.
func dropSchedule(block *document.Node, isOwn func(file string) bool) (*document.Node, []document.Removal) {
	at := block.Index("schedule")
	if at < 0 {
		return block, nil
	}
	schedule := block.Entries[at].Value
	if schedule.Kind != document.Mapping || schedule.Get("cron") != nil || isPartlyOwn(schedule, isOwn) {
		return block, nil
	}
	without := *block
	without.Entries = slices.Delete(slices.Clone(block.Entries), at, at+1)
	for i, below := range schedule.Shadowed {
		if below.Value.IsNull() { // this null removed what is below it after all
			return &without, document.Removed(blockPath+".schedule", below.Pos, schedule.Shadowed[i:])
		}
	}
	return &without, nil
}

// isPartlyOwn reports whether a node, or one in it, is from an own file.
func isPartlyOwn(node *document.Node, isOwn func(file string) bool) bool {
	found := false
	node.Walk("", func(node *document.Node, _ string, _ bool) { found = found || isOwn(node.Pos.File) })
	return found
}

// notLaidOver warns of an environment that the project file describes and the
// job is of, but that was not asked for: what it says is not in the module.
func notLaidOver(doc *document.Document, project *Project) diag.List {
	var problems diag.List
	node, at := doc.Find("environment")
	if project == nil || node == nil || node.Kind != document.Scalar {
		return nil
	}
	if project.block(diag.KeyPath("environments", node.Text)) == nil {
		return nil
	}
	problem := problems.Warnf("environment", "environment", "what %s says of %q is not laid over the job", project.Document.Name, node.Text)
	problem.Pos = at
	problem.Hintf("ask for it with --env %s", node.Text)
	return problems
}

// setEnvironment makes the environment that was asked for the job's own. It
// stands where the project file declares it.
func (l *Loader) setEnvironment(doc *document.Document, project *Project) diag.List {
	if l.Environment == "" {
		return notLaidOver(doc, project)
	}
	var problems diag.List
	if project == nil {
		problems.Errorf("environment", "environment", "no project file says what %q is", l.Environment).
			Hintf("--env chooses one of the environments of a project file").Pos = diag.Pos{File: doc.Name}
		return problems
	}
	list, _ := project.Document.Find("environments")
	at := -1
	if list != nil {
		at = list.Index(l.Environment)
	}
	if at < 0 {
		known := slices.Sorted(maps.Keys(project.Settings.Environments))
		problem := problems.Errorf("environment", "environments", "there is no environment %q", l.Environment)
		problem.Pos = project.Document.Pos("environments")
		if problem.Hint = didYouMean(l.Environment, known); problem.Hint == "" && len(known) > 0 {
			problem.Hintf("use %s", diag.OrList(known))
		}
		return problems
	}
	declared := list.Entries[at].Key.Pos
	doc.Root.Set(document.Entry{Key: document.NewText("environment", declared), Value: document.NewText(l.Environment, declared)})
	return problems
}

// facts are what a default can match in a job.
type facts struct {
	provider, platform, environment, tenant string
	// file is the path from the project file's folder, with slashes; "" is
	// standard input.
	file string
}

// facts gathers what the job itself says outside of the block.
func (l *Loader) facts(doc *document.Document, project *Project, path string) facts {
	f := facts{environment: document.TextAt("environment", doc.Root), tenant: document.TextAt("tenant_id", doc.Root)}
	if path != "" {
		f.file = relative(project.Dir, path)
	}
	return f
}

// with adds what the job's block says, and the defaults so far beneath it.
func (f facts) with(blocks []*document.Node, vars map[string]string) facts {
	expanded := func(path string) string {
		return document.Variable.ReplaceAllStringFunc(document.TextAt(path, blocks...), func(placeholder string) string {
			return vars[placeholder[2:len(placeholder)-1]]
		})
	}
	f.provider = expanded("provider")
	if p, ok := platform.Find(f.provider, expanded("compute.type")); ok {
		f.platform = p.Name
	}
	return f
}

// relative is a path seen from a folder, with slashes.
func relative(folder, path string) string {
	from, err := filepath.Abs(folder)
	if err != nil {
		return filepath.ToSlash(path)
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	if seen, err := filepath.Rel(from, to); err == nil {
		to = seen // else they are on two drives
	}
	return filepath.ToSlash(to)
}
