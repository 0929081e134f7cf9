package config

import (
	"maps"
	"path/filepath"
	"slices"

	"gopkg.in/yaml.v3"

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

// lay merges the project's defaults beneath the infrastructure block of a job
// at path, and the overlay of the environment over it. A job without the block
// stays one: defaults say how jobs run here, not that they do.
func (l *Loader) lay(doc *document.Document, project *Project, path string) diag.List {
	problems := l.setEnvironment(doc, project)
	if project != nil {
		doc.AddSource(project.Document.Name)
	}
	at := document.KeyIndex(doc.Root, blockPath)
	if at < 0 || doc.Root.Content[at+1].Kind != yaml.MappingNode || project == nil {
		return problems
	}
	own := doc.Root.Content[at+1]
	layers := []document.Layer{{Node: own, File: doc.Name}}
	job := l.facts(doc, project, path)
	highestFirst := []*yaml.Node{own}
	for i, standard := range project.Settings.Defaults {
		block, _ := project.Document.Find(diag.ItemPath("defaults", i) + "." + blockPath)
		if block == nil || document.IsNull(block) || !job.of(highestFirst, l.Vars).matches(standard.Match) {
			continue
		}
		layers = slices.Insert(layers, len(layers)-1, document.Layer{Node: block, File: project.Document.Name})
		highestFirst = slices.Insert(highestFirst, 1, block)
	}
	if overlay, _ := project.Document.Find(diag.KeyPath("environments", l.Environment) + "." + blockPath); overlay != nil && !document.IsNull(overlay) {
		layers = append(layers, document.Layer{Node: overlay, File: project.Document.Name})
	}
	if l.Environment != "" {
		problems = append(problems, doc.Locate(project.checkOwnState(own))...)
	}
	doc.MergeAt(blockPath, layers...)
	dropSchedule(doc)
	return problems
}

// dropSchedule takes away a schedule that says how, but not when, and that the
// job has no word in: a time zone for all jobs, or schedules that are off in an
// environment, start nothing that nobody has asked for.
func dropSchedule(doc *document.Document) {
	block := document.Value(doc.Root, blockPath)
	at := document.KeyIndex(block, "schedule")
	if at < 0 || block.Content[at+1].Kind != yaml.MappingNode || doc.IsOwn(block.Content[at+1]) {
		return
	}
	schedule := block.Content[at+1]
	if document.KeyIndex(schedule, "cron") >= 0 {
		return
	}
	block.Content = slices.Delete(block.Content, at, at+2)
	for i, hidden := range doc.Shadowed(schedule) {
		if document.IsNull(hidden.Value) { // which has removed what is beneath it after all
			doc.Remove(blockPath+".schedule", hidden.Pos, doc.Shadowed(schedule)[i:])
			return
		}
	}
}

// notLaidOver warns of an environment that the project file describes and the
// job is of, but that was not asked for: what it says is not in the module.
func notLaidOver(doc *document.Document, project *Project) diag.List {
	var problems diag.List
	node, at := doc.Find("environment")
	if project == nil || node == nil || node.Kind != yaml.ScalarNode {
		return nil
	}
	overlay, _ := project.Document.Find(diag.KeyPath("environments", node.Value) + "." + blockPath)
	if overlay == nil || document.IsNull(overlay) {
		return nil
	}
	problem := problems.Warnf("environment", "environment", "what %s says of %q is not laid over the job", project.Document.Name, node.Value)
	problem.Pos = at
	problem.Hintf("ask for it with --env %s", node.Value)
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
		at = document.KeyIndex(list, l.Environment)
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
	doc.SetText("environment", l.Environment, project.Document.PosOf(list.Content[at]))
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
	f := facts{environment: document.TextOver("environment", doc.Root), tenant: document.TextOver("tenant_id", doc.Root)}
	if path != "" {
		f.file = relative(project.Dir, path)
	}
	return f
}

// of adds what the job's block says, and the defaults so far beneath it.
func (f facts) of(blocks []*yaml.Node, vars map[string]string) facts {
	expanded := func(path string) string {
		return document.Variable.ReplaceAllStringFunc(document.TextOver(path, blocks...), func(placeholder string) string {
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
