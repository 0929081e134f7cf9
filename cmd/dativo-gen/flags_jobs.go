package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// jobFlags select the jobs of a command and the files that are read with them.
type jobFlags struct {
	Config     string   `short:"c" placeholder:"FILE" xor:"jobs" help:"Job file, or - for standard input."`
	JobDir     string   `placeholder:"DIR" xor:"jobs" help:"Folder of job files, searched recursively."`
	Var        []string `placeholder:"NAME=VALUE" sep:"none" help:"Value of $${NAME} in the infrastructure block. Repeatable."`
	VarFile    []string `placeholder:"FILE" sep:"none" help:"YAML or JSON file of variables; --var takes precedence. Repeatable."`
	AssetsRoot []string `placeholder:"DIR" sep:"none" help:"Folder in which to look up assets and connectors. Repeatable."`
	SourceTags string   `placeholder:"FILE" help:"YAML or JSON file of source tags: a mapping of fields to classifications."`
	TagPolicy  string   `placeholder:"FILE" help:"Tag policy to check the tags against: YAML, or a tag policy of AWS Organizations."`
	Runner     string   `placeholder:"FILE" help:"@runner"`
	Strict     bool     `help:"Treat warnings as errors."`
	projectFlags
	selected

	// tagsOnly leaves out warnings that do not concern tags, allTags reads the
	// tags of jobs without an infrastructure block too.
	tagsOnly, allTags bool
	// otherSinks leaves out problems with tags in the sinks of the platform.
	otherSinks bool
}

// load reads and normalizes the jobs that the flags name. All problems of all
// jobs are returned together; files that cannot be read as jobs are left out.
func (f *jobFlags) load(s *session) ([]*fleet.Job, diag.List, error) {
	loader, problems, err := f.loader()
	if err != nil {
		return nil, nil, err
	}
	loaded, err := f.loadEach(s, loader)
	if err != nil {
		return nil, nil, err
	}
	for i := range loaded {
		if f.tagsOnly {
			loaded[i] = loaded[i].AboutTags()
		}
		if f.otherSinks {
			loaded[i] = loaded[i].WithoutSinks()
		}
	}
	jobs, found := fleet.Gather(loaded)
	problems = append(problems, loader.Projects.Problems()...)
	if f.seesAll() {
		problems = append(problems, loader.Runner.Unused()...)
	}
	problems = append(append(problems, found...), fleet.Conflicts(jobs)...)
	found, err = f.checkPolicy(jobs)
	if err != nil {
		return nil, nil, err
	}
	return jobs, f.escalate(append(problems, found...)), nil
}

// escalate makes warnings errors with --strict.
func (f *jobFlags) escalate(problems diag.List) diag.List {
	if f.Strict {
		return problems.Strict()
	}
	return problems
}

// checkPolicy checks the tags of the jobs against the file of --tag-policy.
func (f *jobFlags) checkPolicy(jobs []*fleet.Job) (diag.List, error) {
	if f.TagPolicy == "" {
		return nil, nil
	}
	text, err := f.read(f.TagPolicy)
	if err != nil {
		return nil, fmt.Errorf("--tag-policy %s: %w", f.TagPolicy, diag.Cause(err))
	}
	rules, problems := fleet.ParsePolicy(filepath.ToSlash(f.TagPolicy), text)
	if problems.HasErrors() {
		return problems, nil
	}
	for _, j := range jobs {
		problems = append(problems, fleet.CheckPolicy(rules, j)...)
	}
	return problems, nil
}

// renderable leaves out the jobs without an infrastructure block: an error for
// a single job, nothing in a folder.
func (f *jobFlags) renderable(jobs []*fleet.Job) ([]*fleet.Job, diag.List) {
	var problems diag.List
	for _, j := range jobs {
		if !j.HasInfrastructure() && !f.many() {
			problem := problems.Errorf("no-infrastructure", "", "the job has no infrastructure block: nothing to render")
			problem.Pos.File = j.File()
			problem.Hintf("add one to the job file, or to a file NAME.infrastructure.yaml next to it:" +
				" provider, region and compute.type are the minimum")
		}
	}
	return fleet.WithInfrastructure(jobs), problems
}

// loader reads the files that the flags name.
func (f *jobFlags) loader() (*config.Loader, diag.List, error) {
	projects, err := f.projects()
	if err != nil {
		return nil, nil, err
	}
	loader := &config.Loader{
		Vars: map[string]string{}, AssetRoots: f.AssetsRoot, Tags: f.allTags, Projects: projects, Files: f.source,
	}
	var problems diag.List
	for _, path := range f.VarFile {
		text, err := f.read(path)
		if err != nil {
			return nil, nil, fmt.Errorf("--var-file %s: %w", path, diag.Cause(err))
		}
		vars, found := config.ParseVars(filepath.ToSlash(path), text)
		problems = append(problems, found...)
		maps.Copy(loader.Vars, vars)
	}
	for _, assignment := range f.Var {
		name, value, ok := strings.Cut(assignment, "=")
		if !ok || name == "" {
			return nil, nil, fmt.Errorf("--var %q: expected NAME=VALUE", assignment)
		}
		loader.Vars[name] = value
	}
	if err := checkFolders("--assets-root", f.AssetsRoot); err != nil && f.source == nil {
		return nil, nil, err
	}
	if f.Runner != "" {
		text, err := f.read(f.Runner)
		if err != nil {
			return nil, nil, fmt.Errorf("--runner %s: %w", f.Runner, diag.Cause(err))
		}
		runner, found := config.ParseRunner(filepath.ToSlash(f.Runner), text)
		loader.Runner, problems = runner, append(problems, found...)
	}
	if f.SourceTags != "" {
		text, err := f.read(f.SourceTags)
		if err != nil {
			return nil, nil, fmt.Errorf("--source-tags %s: %w", f.SourceTags, diag.Cause(err))
		}
		loader.SourceTags, loader.SourceTagsFile = text, filepath.ToSlash(f.SourceTags)
	}
	return loader, problems, nil
}

// projectFlags select the project file and its environment.
type projectFlags struct {
	Project string   `placeholder:"FILE" help:"@project"`
	Env     []string `placeholder:"NAME" sep:"none" help:"@env"`

	// source is where files are read from; nil is the disk.
	source document.Source
}

// projects finds the project files of the jobs.
func (f *projectFlags) projects() (*config.Projects, error) {
	if f.Project != "" && f.source == nil {
		if _, err := os.Stat(f.Project); err != nil {
			return nil, fmt.Errorf("--project %s: %w", f.Project, diag.Cause(err))
		}
	}
	return &config.Projects{File: f.Project, Files: f.source}, nil
}

// checkFolders refuses folders that do not exist.
func checkFolders(flag string, folders []string) error {
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil {
			return fmt.Errorf("%s %s: %w", flag, folder, diag.Cause(err))
		} else if !info.IsDir() {
			return fmt.Errorf("%s %s: not a directory", flag, folder)
		}
	}
	return nil
}
