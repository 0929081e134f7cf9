package config

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// project finds the project file of the job at path, nil if it has none.
func (l *Loader) project(path string) (project *Project, broken bool, err error) {
	if l.Projects == nil {
		return nil, false, nil
	}
	return l.Projects.For(path)
}

// roots are the folders to look up assets and connectors in, those of the flags
// first.
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
	block, _ := p.Document.Find(path + "." + paths.Infrastructure)
	return block
}

// applyProject merges the job's infrastructure block with the schedule that the
// runner gives it, the project's defaults and the environment's block: the
// environment's overrides the job's own, that the runner's schedule, and that the
// defaults. A job without a block gets one only from a default with deploy.
func (l *Loader) applyProject(f *JobFile, path string) diag.List {
	doc, project := f.Document, f.Project
	problems := l.setEnvironment(doc, project)
	if project != nil {
		doc.AddShared(project.Document.Name)
	}
	own := doc.Root.Get(paths.Infrastructure)
	if own == nil && (project == nil || !f.hasJobKeys()) || own != nil && own.Kind != document.Mapping {
		return problems
	}
	var defaults matched
	if project != nil {
		defaults = l.defaults(f, own, path)
	}
	if own == nil {
		if !defaults.deploy {
			return problems
		}
		own = &document.Node{Kind: document.Mapping, Pos: defaults.deployPos}
		doc.Root.Set(document.Entry{Key: document.NewText(paths.Infrastructure, own.Pos), Value: own})
	}
	highestFirst := []*document.Node{own}
	runner := l.Runner
	if runner == nil && project != nil {
		runner = project.Runner
	}
	if scheduled := runner.block(path, textAt(doc, paths.JobTenantID).Join("")); scheduled != nil {
		doc.AddShared(scheduled.Pos.File)
		highestFirst = append(highestFirst, scheduled)
	}
	highestFirst = append(highestFirst, defaults.highestFirst...)
	if l.Environment != "" && project != nil {
		problems = append(problems, doc.Locate(project.checkOwnState(own))...)
		if block := project.block(diag.KeyPath(paths.ProjectEnvironments, l.Environment)); block != nil {
			highestFirst = slices.Insert(highestFirst, 0, block)
		}
	}
	if project == nil && len(highestFirst) == 1 {
		return problems
	}
	slices.Reverse(highestFirst)
	merged, removed := document.Merge(paths.Infrastructure, doc.Owns, highestFirst...)
	merged, dropped := dropSchedule(merged, doc.Owns)
	doc.Root.Entries[doc.Root.Index(paths.Infrastructure)].Value = merged
	f.removed = slices.Concat(removed, dropped)
	return problems
}

// matched is what the defaults that match a job say.
type matched struct {
	highestFirst []*document.Node // their blocks
	deploy       bool             // of the last one that sets it
	deployPos    diag.Pos
}

// defaults returns the defaults that match a job whose own block is own, or nil.
func (l *Loader) defaults(f *JobFile, own *document.Node, path string) matched {
	var m matched
	job := l.facts(f.Document, f.Project, path)
	for i, standard := range f.Project.Settings.Defaults {
		if !job.with(append(blocks(own), m.highestFirst...), l.Vars).matches(standard.Match) {
			continue
		}
		at := diag.ItemPath(paths.ProjectDefaults, i)
		if block := f.Project.block(at); block != nil {
			m.highestFirst = slices.Insert(m.highestFirst, 0, block)
		}
		if standard.Deploy != nil {
			m.deploy, m.deployPos = *standard.Deploy, f.Project.Document.Pos(at+"."+paths.ProjectDefaultsItemDeploy)
		}
	}
	return m
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
			return &without, document.Removed(paths.Schedule, below.Pos, schedule.Shadowed[i:])
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
