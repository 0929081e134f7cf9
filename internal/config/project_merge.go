package config

import (
	"maps"
	"path/filepath"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
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
func (l *Loader) lay(doc *Document, project *Project, path string) diag.List {
	problems := l.setEnvironment(doc, project)
	if project != nil {
		doc.project = project.Document.Name
	}
	at := keyIndex(doc.root, blockPath)
	if at < 0 || doc.root.Content[at+1].Kind != yaml.MappingNode || project == nil {
		return problems
	}
	own := doc.root.Content[at+1]
	layers := []layer{{own, doc.Name}}
	m := newMerger(doc.Name)
	job := l.facts(doc, project, path)
	highestFirst := []*yaml.Node{own}
	for i, standard := range project.Settings.Defaults {
		block, _ := project.Document.find(diag.ItemPath("defaults", i) + "." + blockPath)
		if block == nil || isNull(block) || !job.of(highestFirst, l.Vars).matches(standard.Match) {
			continue
		}
		layers = slices.Insert(layers, len(layers)-1, layer{block, project.Document.Name})
		highestFirst = slices.Insert(highestFirst, 1, block)
	}
	if overlay, _ := project.Document.find(diag.KeyPath("environments", l.Environment) + "." + blockPath); overlay != nil && !isNull(overlay) {
		layers = append(layers, layer{overlay, project.Document.Name})
	}
	if l.Environment != "" {
		problems = append(problems, doc.Locate(project.checkOwnState(own))...)
	}
	doc.root.Content[at+1] = m.fold(blockPath, layers...)
	m.dropSchedule(doc.root.Content[at+1])
	maps.Copy(m.files, doc.files)
	doc.files, doc.shadowed, doc.removed = m.files, m.shadowed, m.removed
	return problems
}

// dropSchedule takes away a schedule that says how, but not when, and that the
// job has no word in: a time zone for all jobs, or schedules that are off in an
// environment, start nothing that nobody has asked for.
func (m *merger) dropSchedule(block *yaml.Node) {
	at := keyIndex(block, "schedule")
	if at < 0 || block.Content[at+1].Kind != yaml.MappingNode || m.isOwn(block.Content[at+1]) {
		return
	}
	schedule := block.Content[at+1]
	if keyIndex(schedule, "cron") >= 0 {
		return
	}
	block.Content = slices.Delete(block.Content, at, at+2)
	for i, hidden := range m.shadowed[schedule] {
		if isNull(hidden.value) { // which has removed what is beneath it after all
			m.remove(blockPath+".schedule", hidden.pos, m.shadowed[schedule][i:])
			return
		}
	}
}

// notLaidOver warns of an environment that the project file describes and the
// job is of, but that was not asked for: what it says is not in the module.
func notLaidOver(doc *Document, project *Project) diag.List {
	var problems diag.List
	node, at := doc.find("environment")
	if project == nil || node == nil || node.Kind != yaml.ScalarNode {
		return nil
	}
	overlay, _ := project.Document.find(diag.KeyPath("environments", node.Value) + "." + blockPath)
	if overlay == nil || isNull(overlay) {
		return nil
	}
	problem := problems.Warnf("environment", "environment", "what %s says of %q is not laid over the job", project.Document.Name, node.Value)
	problem.Pos = at
	problem.Hintf("ask for it with --env %s", node.Value)
	return problems
}

// setEnvironment makes the environment that was asked for the job's own. It
// stands where the project file declares it.
func (l *Loader) setEnvironment(doc *Document, project *Project) diag.List {
	if l.Environment == "" {
		return notLaidOver(doc, project)
	}
	var problems diag.List
	if project == nil {
		problems.Errorf("environment", "environment", "no project file says what %q is", l.Environment).
			Hintf("--env chooses one of the environments of a project file").Pos = diag.Pos{File: doc.Name}
		return problems
	}
	list, _ := project.Document.find("environments")
	at := -1
	if list != nil {
		at = keyIndex(list, l.Environment)
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
	declared := list.Content[at]
	value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: l.Environment, Line: declared.Line, Column: declared.Column}
	doc.files = map[*yaml.Node]string{value: project.Document.Name}
	if own := keyIndex(doc.root, "environment"); own >= 0 {
		doc.root.Content[own+1] = value
	} else {
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "environment", Line: declared.Line, Column: declared.Column}
		doc.files[key] = project.Document.Name
		doc.root.Content = append(doc.root.Content, key, value)
	}
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
func (l *Loader) facts(doc *Document, project *Project, path string) facts {
	f := facts{environment: textOver("environment", doc.root), tenant: textOver("tenant_id", doc.root)}
	if path != "" {
		f.file = relative(project.Dir, path)
	}
	return f
}

// of adds what the job's block says, and the defaults so far beneath it.
func (f facts) of(blocks []*yaml.Node, vars map[string]string) facts {
	expanded := func(path string) string {
		return variable.ReplaceAllStringFunc(textOver(path, blocks...), func(placeholder string) string {
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
