package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// projectFlags say what a platform team has to say about the jobs.
type projectFlags struct {
	Project string `placeholder:"FILE" help:"Project file of all jobs. Default: the nearest .dativo-gen.yaml in the job's folder or above it."`
	Env     string `placeholder:"NAME" help:"Environment of the project file that is laid over the jobs, and becomes theirs."`
}

// projects finds the project files of the jobs.
func (f *projectFlags) projects() (*config.Projects, error) {
	if f.Project != "" {
		if _, err := os.Stat(f.Project); err != nil {
			return nil, fmt.Errorf("--project %s: %w", f.Project, cause(err))
		}
	}
	return &config.Projects{File: f.Project}, nil
}

// defaultLayout is where a module lies below the root.
const defaultLayout = "{tenant}/{job}"

// settings are what the job's project file says; zero without one.
func (j *job) settings() model.Project {
	if j.bundle.Project == nil {
		return model.Project{}
	}
	return j.bundle.Project.Settings
}

// root is the folder that the project file gives the modules; "" is none.
func (j *job) root() string {
	if out := j.settings().Output; out != nil && out.Root != "" {
		return j.bundle.Project.Join(out.Root)
	}
	return ""
}

// layout is the pattern of the folders below the root.
func (j *job) layout() string {
	if out := j.settings().Output; out != nil {
		return cmp.Or(out.Layout, defaultLayout)
	}
	return defaultLayout
}

// place is the job's folder below the root.
func (j *job) place() string {
	d := &j.deployment
	// The project file's check has refused what cannot be expanded.
	place, _ := model.Expand(j.layout(), model.Names{Tenant: d.Tenant, Job: d.Job, Environment: d.Environment})
	return filepath.FromSlash(place)
}

// checkLayout reports a layout by which one environment's module would be
// written over another's.
func (f *projectFlags) checkLayout(jobs []*job) diag.List {
	var problems diag.List
	for _, j := range jobs {
		if f.Env == "" || j.root() == "" || strings.Contains(j.layout(), "{environment}") {
			continue
		}
		problem := problems.Errorf("layout", "output.layout", "the modules of all environments would lie in one folder: %s has no {environment}", j.layout())
		problem.Pos = j.bundle.Project.Document.Pos("output.layout")
		problem.Hintf("write one such as {environment}/{tenant}/{job}, or give each environment a folder with --output")
	}
	return problems
}

// together returns the problems of all jobs. A problem that stands in a
// project file is told once, and names the job that has it: the same line is
// merged into many.
func together(jobs []*job, found []diag.List) diag.List {
	var problems diag.List
	first := map[diag.Identity]int{} // index in problems
	names := map[int]string{}        // of the job that first has it, by index
	others := map[int]int{}
	for i, list := range found {
		for _, p := range list {
			shared := jobs[i] != nil && jobs[i].bundle.Project != nil && p.Pos.File == jobs[i].bundle.Project.Document.Name
			if !shared {
				problems = append(problems, p)
				continue
			}
			at, told := first[p.Identity()]
			if told {
				others[at]++
				continue
			}
			first[p.Identity()] = len(problems)
			names[len(problems)] = jobs[i].bundle.Document.Name
			problems = append(problems, p)
		}
	}
	for at, name := range names {
		if others[at] > 0 {
			name += " and " + count(others[at], "other job")
		}
		if strings.HasPrefix(problems[at].Path, "infrastructure") { // the rest is about no job
			problems[at].Message += " (in " + name + ")"
		}
	}
	return problems
}
