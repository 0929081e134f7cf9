package config

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/schemas"
)

// Project is a valid project file.
type Project struct {
	// Document is the file.
	Document *document.Document
	// Settings are its contents, apart from the infrastructure blocks.
	Settings model.Project
	// Dir is the folder of the file, which paths in it are relative to.
	Dir string
	// Runner is the engine's runner.yaml that the file names; nil without one.
	Runner *Runner

	files document.Source
}

// Join returns a path of the project file relative to the working directory.
func (p *Project) Join(path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.Dir, path)
}

// Projects finds project files and reads each of them once. It is safe for
// concurrent use.
type Projects struct {
	// File is the project file of every job; "" looks for one from the job's
	// folder upwards.
	File string
	// Files are where files are read from; nil is the disk.
	Files document.Source

	mutex sync.Mutex
	// folders caches the paths found, by the folder where the search started; ""
	// for none.
	folders map[string]string
	files   map[string]*projectFile
}

// projectFile is a project file, nil if invalid, and its problems.
type projectFile struct {
	project  *Project
	problems diag.List
}

// projectSchema is parsed when the first project file is read.
var projectSchema = sync.OnceValues(func() (*jsonschema.Schema, error) { return parseSchema(schemas.Project) })

// For returns the project file of a job, nil if it has none. The path "" is a job
// from standard input, which belongs to the working directory. broken is true for
// a file with errors, which Problems returns.
func (p *Projects) For(jobPath string) (project *Project, broken bool, err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	path := p.File
	if path == "" {
		path = p.nearest(filepath.Dir(jobPath)) // of "" it is "."
	}
	if path == "" {
		return nil, false, nil
	}
	file, read := p.files[path]
	if !read {
		if file, err = p.read(path); err != nil {
			return nil, false, err
		}
		if p.files == nil {
			p.files = map[string]*projectFile{}
		}
		p.files[path] = file
	}
	return file.project, file.project == nil, nil
}

// nearest returns the project file in a folder or the nearest one above it, up
// to the repository's root; "" for none.
func (p *Projects) nearest(folder string) string {
	if found, known := p.folders[folder]; known {
		return found
	}
	found := ""
	for _, above := range foldersUp(p.source(), folder) {
		if found = p.in(above); found != "" {
			break
		}
	}
	if p.folders == nil {
		p.folders = map[string]string{}
	}
	p.folders[folder] = found
	return found
}

// in returns the project file in a folder; "" for none. Of two, it is the first.
func (p *Projects) in(folder string) string {
	for _, name := range model.ProjectFiles() {
		candidate := filepath.Join(folder, name)
		if p.source().Exists(candidate) {
			return candidate
		}
	}
	return ""
}

// source is where project files are read from.
func (p *Projects) source() document.Source { return document.OrDisk(p.Files) }

// Problems returns the problems of all project files that were read.
func (p *Projects) Problems() diag.List {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var problems diag.List
	for _, path := range slices.Sorted(maps.Keys(p.files)) {
		problems = append(problems, p.files[path].problems...)
	}
	return problems
}

// twin reports a second project file next to the one that was found.
func (p *Projects) twin(path string) diag.List {
	other := filepath.Join(filepath.Dir(path), model.ProjectFiles()[1])
	if p.File != "" || other == path || !p.source().Exists(other) {
		return nil
	}
	var problems diag.List
	problems.Errorf("conflict", "", "conflicts with %s: a folder has one project file", model.ProjectFile).
		Hintf("move its contents to %s", model.ProjectFile).Pos.File = filepath.ToSlash(other)
	return problems
}

// read reads and checks a project file.
func (p *Projects) read(path string) (*projectFile, error) {
	schema, err := projectSchema()
	if err != nil {
		return nil, err
	}
	if problems := p.twin(path); problems != nil {
		return &projectFile{problems: problems}, nil
	}
	data, problems := document.ReadJob(p.source(), path)
	if problems != nil {
		return &projectFile{problems: problems}, nil
	}
	doc, problems := document.Parse(filepath.ToSlash(path), data)
	if doc == nil {
		return &projectFile{problems: problems}, nil
	}
	doc.DropComments()
	c := &checker{doc: doc, root: schema, beforeVariables: true}
	c.check(doc.Root, schema, "")
	problems = slices.Concat(c.problems, doc.CheckNUL())
	project := &Project{Document: doc, Dir: filepath.Dir(path), files: p.source()}
	if misfits := doc.Decode(&project.Settings); !problems.HasErrors() {
		problems = append(problems, misfits...)
	}
	problems = append(problems, without(project.check(), brokenPaths(problems))...)
	doc.Locate(problems)
	problems = append(problems, project.readRunner()...)
	if problems.HasErrors() {
		project = nil
	}
	return &projectFile{project, problems}, nil
}

// readRunner reads the runner.yaml that the file names.
func (p *Project) readRunner() diag.List {
	if p.Settings.Runner == "" {
		return nil
	}
	path := p.Join(p.Settings.Runner)
	data, err := p.files.ReadRegular(path)
	if err != nil {
		var problems diag.List
		problems.Errorf("read", paths.ProjectRunner, "%q cannot be read: %s", p.Settings.Runner, diag.Cause(err)).
			Hintf("paths are relative to the folder of the project file")
		return p.Document.Locate(problems)
	}
	runner, problems := ParseRunner(filepath.ToSlash(path), data)
	p.Runner = runner
	return problems
}

// notFolder returns why a path is not a folder; "" if it is one.
func notFolder(files document.Source, path string) string {
	info, err := files.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case err != nil:
		return diag.Cause(err).Error()
	case !info.IsDir():
		return "is not a directory"
	}
	return ""
}
