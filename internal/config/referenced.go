package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

// loadBeside reads what the job names: its asset and its connectors. Neither
// stops the work when it cannot be found; a warning says what is missing then.
func (l *Loader) loadBeside(f *JobFile, path string) diag.List {
	job := f.Input.Job
	if job.Infrastructure == nil && !l.Tags {
		return nil
	}
	roots := l.roots(f.Project)
	asset, problems := l.open(f.Document, roots, path, "asset_path", job.AssetPath, "the tags of the asset are missing")
	if asset != nil {
		problems = append(problems, asset.CheckNFC(assetText())...)
	}
	connector, more := l.open(f.Document, roots, path, "source_connector_path", job.SourceConnectorPath,
		"what the connector says of ports and variables is missing")
	problems = append(problems, more...)
	if connector != nil {
		f.Input.Connector = readConnector(connector)
	}
	sourceTags, more := l.sourceTags(f.Document)
	problems = append(problems, more...)
	f.Input.Tags = tagInput(f.Document, asset, sourceTags)
	return problems
}

// open finds and parses a file that the job names under key. The document is
// shared by all jobs that name it. lost says what the lack of it means.
func (l *Loader) open(job *document.Document, roots []string, jobPath, key, written, lost string) (*document.Document, diag.List) {
	var problems diag.List
	if written == "" {
		return nil, nil
	}
	warn := func(format string, args ...any) *diag.Diagnostic {
		problem := problems.Warnf("not-found", key, format+": %s", append(args, lost)...)
		problem.Pos = job.Pos(key)
		return problem
	}
	if document.Variable.MatchString(written) {
		warn("%q has a variable in it that only the engine knows", written)
		return nil, problems
	}
	for _, candidate := range candidates(roots, jobPath, written) {
		found := l.besideFile(candidate)
		switch {
		case found.err == nil:
			return found.doc, slices.Clone(found.problems)
		case !errors.Is(found.err, fs.ErrNotExist) && !errors.Is(found.err, syscall.ENOTDIR):
			warn("%q cannot be read: %s", filepath.ToSlash(candidate), document.Reason(found.err))
			return nil, problems
		}
	}
	warn("%q is not found", written).Hintf("give the folder that it lies in with --assets-root")
	return nil, problems
}

// besideFile is a file beside jobs, parsed, or why it cannot be read.
type besideFile struct {
	doc      *document.Document
	problems diag.List
	err      error
}

// besideFile reads and parses a file once: the jobs of a fleet name the same
// ones. Nobody may change what it returns.
func (l *Loader) besideFile(path string) besideFile {
	once, _ := l.beside.LoadOrStore(path, sync.OnceValue(func() besideFile {
		read := l.Read
		if read == nil {
			read = document.ReadFile
		}
		data, err := read(path)
		if err != nil {
			return besideFile{err: err}
		}
		doc, problems := document.Parse(filepath.ToSlash(path), data)
		return besideFile{doc: doc, problems: problems}
	}))
	return once.(func() besideFile)()
}

// candidates are the places where a file that a job names may lie: as written;
// below each root; below the job's folder and each one above it, up to
// the repository's. A leading /app/, the image's folder, is tried without it.
func candidates(roots []string, jobPath, written string) []string {
	relative := []string{strings.TrimLeft(written, "/")}
	if inside, ok := strings.CutPrefix(written, "/app/"); ok {
		relative = append(relative, inside)
	}
	places := []string{written}
	folders := slices.Clone(roots)
	if jobPath != "" {
		folders = append(folders, foldersUp(filepath.Dir(jobPath))...)
	}
	for _, folder := range folders {
		for _, r := range relative {
			places = append(places, filepath.Join(folder, filepath.FromSlash(r)))
		}
	}
	return places
}

// foldersUp returns a folder and those above it, up to the one that holds .git
// or the file system's root. Each stays relative if the first is.
func foldersUp(folder string) []string {
	var folders []string
	for {
		folders = append(folders, folder)
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			return folders
		}
		absolute, err := filepath.Abs(folder)
		if err != nil || filepath.Dir(absolute) == absolute {
			return folders
		}
		folder = filepath.Join(folder, "..")
	}
}
