package config

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// Input is a file or value that a job was loaded from.
type Input struct {
	// Role is what it is for the job, such as "asset". Name is the file; "" for a
	// value. Two inputs with the same role and text mean the same: a checkout may be
	// anywhere.
	Role, Name string
	Text       []byte
}

// inputs lists what a job was loaded from: see JobFile.Inputs. block is its
// infrastructure file, if it has one.
func (l *Loader) inputs(f *JobFile, block *Input) []Input {
	var all []Input
	add := func(role, name string, text []byte) { all = append(all, Input{role, name, text}) }
	add("file name", "", []byte(f.Input.File))
	add("job", f.Document.Name, f.Document.Text)
	if block != nil {
		all = append(all, *block)
	}
	for _, role := range []engine.Role{engine.Asset, engine.SourceRecipe, engine.TargetRecipe} {
		if file, ok := f.Input.Engine.Files[role]; ok {
			add(string(role), file.Name, file.Text)
		}
	}
	runner := l.Runner
	if f.Project != nil {
		add("project file", f.Project.Document.Name, f.Project.Document.Text)
		add("path", "", []byte(f.ProjectPath()))
		if runner == nil {
			runner = f.Project.Runner
		}
	}
	if runner != nil {
		add("runner", runner.document.Name, runner.document.Text)
	}
	if l.SourceTags != nil {
		add("source tags", l.SourceTagsFile, l.SourceTags)
	}
	for _, name := range slices.Sorted(maps.Keys(l.Vars)) {
		add("variable "+name, "", []byte(l.Vars[name]))
	}
	if l.Environment != "" {
		add("environment", "", []byte(l.Environment))
	}
	return all
}

// ProjectPath is the path of the job file relative to the folder of its project file,
// with slashes; "" without one of the two, and for a job outside of the folder.
func (f *JobFile) ProjectPath() string {
	if f.Project == nil || f.path == "" {
		return ""
	}
	path := relative(f.Project.Dir, f.path)
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return ""
	}
	return path
}

// Path is the path of the job file; "" is standard input.
func (f *JobFile) Path() string { return f.path }
