package config

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// inputs lists what a job was loaded from: see JobFile.Inputs. block is the text of
// its infrastructure file. Names of files are left out, apart from the job's own,
// which names the job: a checkout may be anywhere.
func (l *Loader) inputs(f *JobFile, block []byte) [][]byte {
	var all [][]byte
	add := func(role string, text []byte) { all = append(all, []byte(role), text) }
	add("file", []byte(f.Input.File))
	add("job", f.Document.Text)
	if block != nil {
		add("infrastructure", block)
	}
	for _, role := range []engine.Role{engine.Asset, engine.SourceRecipe, engine.TargetRecipe} {
		if file, ok := f.Input.Engine.Files[role]; ok {
			add(string(role), file.Text)
		}
	}
	runner := l.Runner
	if f.Project != nil {
		add("project", f.Project.Document.Text)
		add("path", []byte(f.ProjectPath()))
		if runner == nil {
			runner = f.Project.Runner
		}
	}
	if runner != nil {
		add("runner", runner.document.Text)
	}
	if l.SourceTags != nil {
		add("source tags", l.SourceTags)
	}
	for _, name := range slices.Sorted(maps.Keys(l.Vars)) {
		add("variable "+name, []byte(l.Vars[name]))
	}
	if l.Environment != "" {
		add("environment", []byte(l.Environment))
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
