package config

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// infrastructureSuffix ends the name of an infrastructure file, before its
// extension: orders.infrastructure.yaml holds the block of orders.yaml.
const infrastructureSuffix = ".infrastructure"

// yamlExtensions are the extensions of job files and infrastructure files.
func yamlExtensions() []string { return []string{".yaml", ".yml"} }

// JobPaths returns the paths that the job file of an infrastructure file can
// have; nil if the file is not named as an infrastructure file.
func JobPaths(path string) []string {
	name := strings.TrimSuffix(path, filepath.Ext(path))
	job, isInfrastructure := strings.CutSuffix(name, infrastructureSuffix)
	if !isInfrastructure || !isYAMLName(path) || filepath.Base(name) == infrastructureSuffix {
		return nil
	}
	var all []string
	for _, extension := range yamlExtensions() {
		all = append(all, job+extension)
	}
	return all
}

// infrastructurePaths returns the paths that the infrastructure file of a job
// file can have; nil for standard input.
func infrastructurePaths(jobPath string) []string {
	if jobPath == "" {
		return nil
	}
	var all []string
	for _, extension := range yamlExtensions() {
		all = append(all, strings.TrimSuffix(jobPath, filepath.Ext(jobPath))+infrastructureSuffix+extension)
	}
	return all
}

// notJob reports an infrastructure file in the place of a job file.
func (l *Loader) notJob(path string, jobs []string) diag.List {
	var problems diag.List
	exists := func(job string) bool { _, err := l.read(job); return err == nil }
	if i := slices.IndexFunc(jobs, exists); i >= 0 {
		problems.Errorf("infrastructure-file", "", "invalid job file: it holds the infrastructure of %s", filepath.Base(jobs[i])).
			Hintf("pass the job file instead")
	} else {
		problems.Errorf("infrastructure-file", "", "missing job file: expected %s in the same folder", filepath.Base(jobs[0])).
			Hintf("if this is a job file, give it a name that does not end in %s", infrastructureSuffix+filepath.Ext(path))
	}
	problems[0].Pos.File = filepath.ToSlash(path)
	return problems
}

// addInfrastructureFile makes the block of the infrastructure file next to the
// job file at path, if there is one, the document's own, and returns it. ok is
// false if the file cannot be read.
func (l *Loader) addInfrastructureFile(doc *document.Document, path string) (block *Input, problems diag.List, ok bool) {
	for _, name := range infrastructurePaths(path) {
		data, err := l.read(name)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENAMETOOLONG) {
			continue
		}
		name = filepath.ToSlash(name)
		if err != nil {
			return nil, append(problems, diag.Diagnostic{Code: "read", Pos: diag.Pos{File: name}, Message: diag.Cause(err).Error()}), false
		}
		file, found := document.Parse(name, data)
		problems = append(problems, found...)
		if file == nil {
			return nil, problems, false
		}
		entry, found := infrastructureEntry(file)
		problems = append(problems, found...)
		if i := doc.Root.Index(paths.Infrastructure); i >= 0 {
			problem := problems.Errorf("conflict", paths.Infrastructure, "conflicts with the block at %s", entry.Key.Pos)
			problem.Pos = doc.Root.Entries[i].Key.Pos
			problem.Hintf("define the block in one of the two places")
			continue
		}
		doc.AddOwn(name)
		block = &Input{Role: "infrastructure", Name: name, Text: data}
		doc.Root.Set(entry)
	}
	return block, problems, true
}

// infrastructureEntry returns the block of an infrastructure file as the entry of
// a job. The block is under the key infrastructure, as in a job file, or is the
// whole file.
func infrastructureEntry(file *document.Document) (document.Entry, diag.List) {
	var problems diag.List
	if i := file.Root.Index(paths.Infrastructure); i >= 0 {
		for _, e := range file.Root.Entries {
			if key := e.Key.Text; key != paths.Infrastructure && key != paths.JobSchema {
				problem := problems.Errorf(codeUnknownKey, diag.KeyPath("", key), "unknown key")
				problem.Pos = e.Key.Pos
				problem.Hintf("known keys: %s", paths.Infrastructure)
			}
		}
		return file.Root.Entries[i], problems
	}
	block := *file.Root
	block.Entries = slices.DeleteFunc(slices.Clone(block.Entries), func(e document.Entry) bool { return e.Key.Text == paths.JobSchema })
	return document.Entry{Key: document.NewText(paths.Infrastructure, file.Root.Pos), Value: &block}, problems
}
