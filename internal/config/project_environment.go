package config

import (
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// notSelected reports a project file with environments of which none was selected: the
// job would be rendered as yet another one.
func notSelected(project *Project) diag.List {
	if project == nil || len(project.Settings.Environments) == 0 {
		return nil
	}
	var problems diag.List
	names := slices.Sorted(maps.Keys(project.Settings.Environments))
	problem := problems.Errorf("environment", paths.ProjectEnvironments, "no environment selected")
	problem.Pos = project.Document.Pos(paths.ProjectEnvironments)
	problem.Hintf("use --env %s; --env is repeatable", diag.OrList(names))
	return problems
}

// setEnvironment makes the selected environment the job's own. Its position is
// that of its key in the project file.
func (l *Loader) setEnvironment(doc *document.Document, project *Project) diag.List {
	if l.Environment == "" {
		return notSelected(project)
	}
	var problems diag.List
	if project == nil {
		problems.Errorf("environment", paths.JobEnvironment, "unknown environment %q: the job has no project file", l.Environment).
			Hintf("--env selects an environment that a project file defines").Pos = diag.Pos{File: doc.Name}
		return problems
	}
	list, _ := project.Document.Find(paths.ProjectEnvironments)
	at := -1
	if list != nil {
		at = list.Index(l.Environment)
	}
	if at < 0 {
		known := slices.Sorted(maps.Keys(project.Settings.Environments))
		problem := problems.Errorf("environment", paths.ProjectEnvironments, "unknown environment %q", l.Environment)
		problem.Pos = project.Document.Pos(paths.ProjectEnvironments)
		if problem.Hint = didYouMean(l.Environment, known); problem.Hint == "" && len(known) > 0 {
			problem.Hintf("use %s", diag.OrList(known))
		}
		return problems
	}
	declared := list.Entries[at].Key.Pos
	doc.Root.Set(document.Entry{Key: document.NewText(paths.JobEnvironment, declared), Value: document.NewText(l.Environment, declared)})
	return problems
}
