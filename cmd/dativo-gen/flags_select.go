package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// pathArgs are job files and folders of them, as arguments.
type pathArgs struct {
	Paths []string `arg:"" optional:"" name:"path" help:"@paths"`
}

// selected is what a run reads, as far as it is known.
type selected struct {
	// paths are the arguments of the command.
	paths []string
	// folders are those whose job files are all read; whole means that all jobs of the
	// project are. Neither is known before the jobs are loaded.
	folders []string
	whole   bool
	// stdin is the text of standard input, once it is read.
	stdin []byte
}

// read reads a file that a flag names.
func (f *projectFlags) read(path string) ([]byte, error) { return document.OrDisk(f.source).Read(path) }

// many reports whether the flags name more than one job file, or may: the modules are
// then written to folders of their own below the output folder.
func (f *jobFlags) many() bool { return f.Config == "" }

// place is the directory of a job's module: the one that the user names for a single
// job, or one below the output folder.
func (f *jobFlags) place(j *fleet.Job, folder string) output.Module {
	if !f.many() && (folder != "" || j.Root() == "") {
		return output.Module{Dir: folder}
	}
	return j.Place(folder)
}

// noJobs is the error of flags that select no job file.
type noJobs struct{ error }

// seesAll reports whether a missing job is missed. It is known after load.
func (f *jobFlags) seesAll() bool { return f.whole || len(f.folders) > 0 }

// loadEach loads the jobs once for each environment.
func (f *jobFlags) loadEach(s *session, loader *config.Loader) ([]fleet.Loaded, error) {
	if twice := duplicate(f.Env); twice != "" {
		return nil, fmt.Errorf("duplicate --env %s", twice)
	}
	if f.Config == "-" {
		text, err := io.ReadAll(io.LimitReader(s.stdin, document.MaxSize+1))
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
		f.stdin, s.sources["<stdin>"] = text, text
	}
	paths, err := f.files(loader)
	if err != nil {
		return nil, err
	}
	environments := f.Env
	if len(environments) == 0 {
		environments = []string{""}
	}
	var all []fleet.Loaded
	for i, environment := range environments {
		loader.Environment = environment
		loaded, err := f.loadFiles(loader, paths)
		if err != nil {
			return nil, err
		}
		if f.many() {
			if loaded, err = f.onlyJobs(s, loaded, i == 0); err != nil {
				return nil, err
			}
		}
		all = append(all, loaded...)
	}
	return all, nil
}

// duplicate returns a word that is twice in a list; "" for none.
func duplicate(words []string) string {
	for i, word := range words {
		if slices.Contains(words[:i], word) {
			return word
		}
	}
	return ""
}

// loadFiles loads files, or standard input.
func (f *jobFlags) loadFiles(loader *config.Loader, paths []string) ([]fleet.Loaded, error) {
	if f.Config != "-" {
		return fleet.LoadFiles(loader, paths)
	}
	loaded, err := fleet.Load(loader, "", f.stdin)
	return []fleet.Loaded{loaded}, err
}

// files returns the files that the flags select.
func (f *jobFlags) files(loader *config.Loader) ([]string, error) {
	given := 0
	for _, is := range []bool{f.Config != "", f.JobDir != "", len(f.paths) > 0} {
		if is {
			given++
		}
	}
	switch {
	case given > 1:
		return nil, errors.New("--config, --job-dir and paths conflict with each other: use one of them")
	case f.Config != "":
		return []string{f.Config}, nil
	case f.JobDir != "":
		f.folders = []string{f.JobDir}
		paths, err := fleet.Files(loader.Source(), f.JobDir)
		if err != nil {
			return nil, noJobs{fmt.Errorf("--job-dir %s: %w", f.JobDir, err)}
		}
		return paths, nil
	case len(f.paths) > 0:
		return f.fromPaths(loader)
	}
	return f.ofProject(loader)
}

// fromPaths returns the files of the arguments. A run sees the whole of folders only
// if all arguments are folders.
func (f *jobFlags) fromPaths(loader *config.Loader) ([]string, error) {
	var all []string
	for _, path := range f.paths {
		info, err := loader.Source().Stat(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, diag.Cause(err))
		}
		if !info.IsDir() {
			all = append(all, jobOf(loader, filepath.Clean(path)))
			continue
		}
		found, err := fleet.Files(loader.Source(), path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all, f.folders = append(all, found...), append(f.folders, path)
	}
	if len(f.folders) < len(f.paths) {
		f.folders = nil
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// jobOf returns the job file of an infrastructure file that has one, and any other
// path as it is.
func jobOf(loader *config.Loader, path string) string {
	for _, job := range config.JobPaths(path) {
		if _, err := loader.Source().Stat(job); err == nil {
			return job
		}
	}
	return path
}

// ofProject returns the jobs of the project file of the working directory.
func (f *jobFlags) ofProject(loader *config.Loader) ([]string, error) {
	project, broken, err := loader.Projects.For("")
	switch {
	case err != nil || broken:
		return nil, err // Projects reports what is wrong
	case project == nil || !project.HasJobs():
		return nil, noJobs{errors.New("no job given: use --config FILE or --job-dir DIR, or set jobs in a project file")}
	}
	f.whole = true
	paths, err := fleet.ProjectFiles(loader.Source(), project)
	if err == nil && len(paths) == 0 {
		err = noJobs{fmt.Errorf("no job found: no file matches jobs.include of %s", project.Document.Name)}
	}
	return paths, err
}

// onlyJobs leaves out files that hold no job.
func (f *jobFlags) onlyJobs(s *session, loaded []fleet.Loaded, say bool) ([]fleet.Loaded, error) {
	jobs := fleet.OnlyJobs(loaded)
	from := "the jobs"
	switch {
	case f.JobDir != "":
		from = f.JobDir
	case len(f.paths) > 0:
		from = someOf(f.paths)
	}
	if len(jobs) == 0 && len(loaded) > 0 {
		if f.JobDir != "" {
			from = "--job-dir " + from
		}
		return nil, noJobs{fmt.Errorf("%s: no job found: no file has a tenant_id", from)}
	}
	if skipped := len(loaded) - len(jobs); skipped > 0 && say {
		fmt.Fprintf(s.stderr, "skipped %s in %s: not jobs (no tenant_id)\n", diag.Count(skipped, "file"), from)
	}
	return jobs, nil
}
