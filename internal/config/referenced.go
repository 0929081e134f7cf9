package config

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// loadReferenced reads the files that the job refers to: its asset and its
// connectors' recipes. A missing file is a warning that says what is unknown without it.
func (l *Loader) loadReferenced(f *JobFile, path string) diag.List {
	job := f.Input.Job
	if job.Infrastructure == nil && !l.Tags {
		return nil
	}
	lookup := lookup{loader: l, job: f.Document, jobPath: path, roots: l.roots(f.Project), environment: plainEnvironment(job)}
	asset := lookup.open("asset_path", job.AssetPath, "the asset's tags are missing")
	if asset != nil {
		lookup.checkAsset(asset)
	}
	lookup.addRecipes(f)
	lookup.addEngineFile(f, engine.Job, f.Document)
	lookup.addEngineFile(f, engine.Asset, asset)
	sourceTags, problems := l.sourceTags(f.Document)
	f.Input.Tags = tagInput(f.Document, asset, sourceTags)
	return append(lookup.problems, problems...)
}

// lookup finds the files that a job refers to.
type lookup struct {
	loader  *Loader
	job     *document.Document
	jobPath string
	roots   []string
	// environment are the container's plain variables, which the engine replaces in
	// the paths.
	environment map[string]string
	problems    diag.List
}

// plainEnvironment are the plain variables that the job gives to its container.
func plainEnvironment(job *model.Job) map[string]string {
	environment := map[string]string{}
	if job.Infrastructure != nil && job.Infrastructure.Compute != nil {
		for name, value := range job.Infrastructure.Compute.Environment {
			environment[name] = string(value)
		}
	}
	return environment
}

// warn adds a warning about a key that refers to a file.
func (l *lookup) warn(key, format string, args ...any) *diag.Diagnostic {
	problem := l.problems.Warnf("not-found", key, format, args...)
	problem.Pos = l.job.Pos(key)
	return problem
}

// open finds and parses the file that the job names under key, nil if there is
// none. All jobs that refer to the file share the document. consequence says what
// a missing file means.
func (l *lookup) open(key, written, consequence string) *document.Document {
	if written == "" {
		return nil
	}
	if written = engine.ExpandPath(written, l.environment); len(engine.PathVariables(written)) > 0 {
		l.warn(key, "%q contains a variable that only the engine resolves: %s", written, consequence)
		return nil
	}
	for _, candidate := range candidates(l.loader.Source(), l.roots, l.jobPath, written) {
		file := l.loader.referencedFile(candidate)
		switch {
		case file.err == nil:
			l.problems = append(l.problems, file.problems...)
			return file.doc
		case !errors.Is(file.err, fs.ErrNotExist) && !errors.Is(file.err, syscall.ENOTDIR):
			l.warn(key, "%q cannot be read: %s: %s", filepath.ToSlash(candidate), diag.Cause(file.err), consequence)
			return nil
		}
	}
	l.warn(key, "%q not found: %s", written, consequence).Hintf("set the folder that contains it with --assets-root")
	return nil
}

// referencedFile is a file that jobs refer to, parsed, or why it cannot be read.
type referencedFile struct {
	doc      *document.Document
	problems diag.List
	err      error
}

// referencedFile reads and parses a file once: many jobs refer to the same one.
// Callers must not change what it returns.
func (l *Loader) referencedFile(path string) referencedFile {
	once, _ := l.referenced.LoadOrStore(path, sync.OnceValue(func() referencedFile {
		data, err := l.read(path)
		if err != nil {
			return referencedFile{err: err}
		}
		doc, problems := document.Parse(filepath.ToSlash(path), data)
		for i := range problems {
			problems[i].Private = !isYAMLName(path)
		}
		return referencedFile{doc: doc, problems: problems}
	}))
	return once.(func() referencedFile)()
}

// read reads a file that no flag names.
func (l *Loader) read(path string) ([]byte, error) {
	if l.Read != nil {
		return l.Read(path)
	}
	return l.Source().ReadRegular(path)
}

// Source is where the loader reads files from.
func (l *Loader) Source() document.Source { return document.OrDisk(l.Files) }

// isYAMLName reports whether a file is named as one that holds YAML. The lines of
// any other file are not printed: a wrong path can lead to a key or a password,
// and the messages to a build log.
func isYAMLName(path string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(path)))
}

// candidates are the paths to look for a file at: as written; below each root;
// below the job's folder and each one above it, up to the repository's root. A
// leading /app/, the image's folder, is also tried without it.
func candidates(files document.Source, roots []string, jobPath, written string) []string {
	relative := []string{strings.TrimLeft(written, "/")}
	if inside, ok := strings.CutPrefix(written, engine.WorkDir+"/"); ok {
		relative = append(relative, inside)
	}
	paths := []string{written}
	folders := slices.Clone(roots)
	if jobPath != "" {
		folders = append(folders, foldersUp(files, filepath.Dir(jobPath))...)
	}
	for _, folder := range folders {
		for _, r := range relative {
			paths = append(paths, filepath.Join(folder, filepath.FromSlash(r)))
		}
	}
	return paths
}

// foldersUp returns a folder and those above it, up to the one that contains .git
// or the root of the file system. All are relative if the first is.
func foldersUp(files document.Source, folder string) []string {
	var folders []string
	for {
		folders = append(folders, folder)
		if _, err := files.Stat(filepath.Join(folder, ".git")); err == nil {
			return folders
		}
		absolute, err := filepath.Abs(folder)
		if err != nil || filepath.Dir(absolute) == absolute {
			return folders
		}
		folder = filepath.Join(folder, "..")
	}
}

// Find returns the path of a file that the job names, looked up like its asset
// and its recipes; ok is false if there is none. An absolute path means a file of
// the container: the one at that path on this machine is not it.
func (f *JobFile) Find(written string) (path string, ok bool) {
	for _, candidate := range candidates(f.files, f.roots, f.path, written) {
		if candidate == written && filepath.IsAbs(written) {
			continue
		}
		if info, err := f.files.Stat(candidate); err == nil && info.Mode().IsRegular() {
			return candidate, true
		}
	}
	return "", false
}
