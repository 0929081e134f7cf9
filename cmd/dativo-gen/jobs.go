package main

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// jobFlags say which jobs a command works on, and what lies beside them.
type jobFlags struct {
	Config     string   `short:"c" placeholder:"FILE" xor:"jobs" help:"Job file; - reads standard input."`
	JobDir     string   `placeholder:"DIR" xor:"jobs" help:"Folder of job files, searched with all folders in it."`
	Var        []string `placeholder:"NAME=VALUE" sep:"none" help:"Value of $${NAME} inside the infrastructure block. May be repeated."`
	VarFile    []string `placeholder:"FILE" sep:"none" help:"YAML or JSON file of such values; --var wins over it. May be repeated."`
	AssetsRoot []string `placeholder:"DIR" sep:"none" help:"Folder that assets and connectors are looked up in. May be repeated."`
	SourceTags string   `placeholder:"FILE" help:"YAML or JSON file of source tags: field to classification."`
	TagPolicy  string   `placeholder:"FILE" help:"Rules that the tags must keep to: YAML, or a tag policy of AWS Organizations."`
	Strict     bool     `help:"Make every warning an error."`
	projectFlags

	// tags reads the tags of jobs without an infrastructure block too.
	tags bool
}

// job is a job file on its way to a module.
type job struct {
	// path is as the user knows it; "" is standard input.
	path       string
	bundle     *config.Bundle
	deployment model.Deployment
}

// hasInfrastructure reports whether there is anything to render.
func (j *job) hasInfrastructure() bool {
	return j.bundle != nil && j.bundle.Input.Job.Infrastructure != nil
}

// load reads and normalises the jobs that the flags name. All problems of all
// jobs are returned together; jobs that could not be read are left out.
func (f *jobFlags) load(s *session) ([]*job, diag.List, error) {
	loader, problems, err := f.loader(s)
	if err != nil {
		return nil, nil, err
	}
	paths, err := f.paths()
	if err != nil {
		return nil, nil, err
	}
	jobs, found, err := f.loadAll(s, loader, paths)
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, loader.Projects.Problems()...)
	problems = append(problems, together(jobs, found)...)
	jobs = slices.DeleteFunc(jobs, func(j *job) bool { return j == nil })
	against, err := f.checkPolicy(jobs)
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, against...)
	if f.Strict {
		problems = problems.Strict()
	}
	return jobs, problems, nil
}

// loadAll reads the jobs, and what is wrong with each. One that could not be
// read, or that is no job but lies among them, is nil.
func (f *jobFlags) loadAll(s *session, loader *config.Loader, paths []string) ([]*job, []diag.List, error) {
	jobs := make([]*job, len(paths))
	found := make([]diag.List, len(paths))
	faults := make([]error, len(paths))
	if len(paths) == 1 && paths[0] == "" {
		text, err := io.ReadAll(io.LimitReader(s.stdin, document.MaxSize+1))
		if err != nil {
			return nil, nil, fmt.Errorf("read standard input: %w", err)
		}
		s.sources["<stdin>"] = text
		jobs[0], found[0], faults[0] = loadJob(loader, "", text)
	} else {
		inParallel(len(paths), func(i int) {
			text, problems := document.ReadJob(paths[i])
			if found[i] = problems; problems == nil {
				jobs[i], found[i], faults[i] = loadJob(loader, paths[i], text)
			}
		})
	}
	skipped := 0
	for i, j := range jobs {
		if f.JobDir != "" && j != nil && !j.bundle.IsJob() {
			jobs[i], found[i] = nil, nil
			skipped++
		}
	}
	if skipped == len(paths) {
		return nil, nil, fmt.Errorf("--job-dir %s: no job in it: no file has a tenant_id", f.JobDir)
	}
	if skipped > 0 {
		fmt.Fprintf(s.stderr, "skipped %s in %s: no tenant_id, so no jobs\n", count(skipped, "file"), f.JobDir)
	}
	return jobs, found, cmp.Or(faults...)
}

// loadJob takes one job through load, check and normalise.
func loadJob(loader *config.Loader, path string, text []byte) (*job, diag.List, error) {
	bundle, problems, err := loader.Load(path, text)
	if bundle == nil || err != nil {
		return nil, problems, err
	}
	j := &job{path: path, bundle: bundle}
	var checked diag.List
	if j.hasInfrastructure() {
		j.deployment, checked = platform.Normalise(bundle.Input)
	}
	return j, bundle.Settle(problems, checked), nil
}

// loader reads the files that the flags name.
func (f *jobFlags) loader(s *session) (*config.Loader, diag.List, error) {
	projects, err := f.projects()
	if err != nil {
		return nil, nil, err
	}
	loader := &config.Loader{
		Vars: map[string]string{}, AssetRoots: f.AssetsRoot, Tags: f.tags, Projects: projects, Environment: f.Env,
	}
	var problems diag.List
	for _, path := range f.VarFile {
		text, err := document.ReadFile(path)
		if err != nil {
			return nil, nil, fmt.Errorf("--var-file %s: %w", path, cause(err))
		}
		vars, found := config.ParseVars(filepath.ToSlash(path), text)
		problems = append(problems, found...)
		for name, value := range vars {
			loader.Vars[name] = value
		}
	}
	for _, assignment := range f.Var {
		name, value, ok := strings.Cut(assignment, "=")
		if !ok || name == "" {
			return nil, nil, fmt.Errorf("--var %q: expected NAME=VALUE", assignment)
		}
		loader.Vars[name] = value
	}
	for _, root := range f.AssetsRoot {
		if info, err := os.Stat(root); err != nil {
			return nil, nil, fmt.Errorf("--assets-root %s: %w", root, cause(err))
		} else if !info.IsDir() {
			return nil, nil, fmt.Errorf("--assets-root %s: not a directory", root)
		}
	}
	if f.SourceTags != "" {
		text, err := document.ReadFile(f.SourceTags)
		if err != nil {
			return nil, nil, fmt.Errorf("--source-tags %s: %w", f.SourceTags, cause(err))
		}
		loader.SourceTags, loader.SourceTagsFile = text, filepath.ToSlash(f.SourceTags)
	}
	return loader, problems, nil
}

// paths returns the job files, sorted; "" is standard input.
func (f *jobFlags) paths() ([]string, error) {
	switch {
	case f.Config == "-":
		return []string{""}, nil
	case f.Config != "":
		return []string{f.Config}, nil
	case f.JobDir == "":
		return nil, fmt.Errorf("no job: give --config FILE or --job-dir DIR")
	}
	if info, err := os.Stat(f.JobDir); err != nil {
		return nil, fmt.Errorf("--job-dir %s: %w", f.JobDir, cause(err))
	} else if !info.IsDir() {
		return nil, fmt.Errorf("--job-dir %s: not a directory; --config takes a single file", f.JobDir)
	}
	var paths []string
	err := filepath.WalkDir(f.JobDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err // entry may be nil
		}
		name := entry.Name()
		switch {
		case entry.IsDir() && path != f.JobDir && strings.HasPrefix(name, "."):
			return fs.SkipDir
		case !entry.IsDir() && !strings.HasPrefix(name, ".") && slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(filepath.Ext(name))):
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("--job-dir %s: %w", f.JobDir, err)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("--job-dir %s: no .yaml or .yml file in it", f.JobDir)
	}
	slices.Sort(paths)
	return paths, nil
}

// cause takes the operation and the path off an error of the file system: the
// caller has said both.
func cause(err error) error {
	if pathError, ok := err.(*fs.PathError); ok {
		return pathError.Err
	}
	return err
}

// inParallel calls do for 0 to n-1, as many at a time as there are processors.
func inParallel(n int, do func(i int)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}
