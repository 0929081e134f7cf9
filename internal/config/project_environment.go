package config

import (
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

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
