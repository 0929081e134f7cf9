package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/examples"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesTestCommand tries templates on jobs.
type templatesTestCommand struct {
	jobFlags
	templateFlags
	Terraform bool `help:"Run terraform init and validate on every module, too. Needs terraform, and providers to download."`

	// examples is the folder of the examples, if they are the jobs.
	examples string
}

// Help is shown below the flags.
func (templatesTestCommand) Help() string {
	return `Examples:
  dativo-gen templates test --templates platform/templates              on the examples that dativo-gen comes with
  dativo-gen templates test --templates platform/templates --terraform
  dativo-gen templates test --job-dir jobs --env staging

The examples are of every platform, and between them take every way through the shipped templates. Without jobs of your
own, the folders of templates are those of --templates and of the project file in this folder or above it.

Exit status: 0 all is well, 1 a problem.`
}

// Run renders every job in memory, and reports all problems at once.
func (c *templatesTestCommand) Run(s *session) error {
	if err := c.templateFlags.check(); err != nil {
		return err
	}
	load := c.load
	if c.Config == "" && c.JobDir == "" {
		dir, err := c.useExamples(s)
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		load = c.loadExamples
	}
	jobs, problems, err := load(s)
	if err != nil {
		return err
	}
	jobs, found := c.renderable(jobs)
	problems = append(problems, found...)
	if problems.HasErrors() {
		return s.report(problems)
	}
	modules, found := fleet.NewTemplates(c.Templates...).RenderAll(jobs, func(*fleet.Job) string { return "" })
	if err := s.report(append(problems, found...)); err != nil {
		return err
	}
	return c.try(s, jobs, modules)
}

// try says of each module that it was rendered, and lets Terraform look at it.
func (c *templatesTestCommand) try(s *session, jobs []*fleet.Job, modules []output.Module) error {
	var failed error
	for i, j := range jobs {
		name := j.File()
		if c.examples != "" {
			name = "examples/" + filepath.Base(name)
		}
		said := diag.Count(len(modules[i].Files), "file")
		if c.Terraform {
			if err := overrides.Validate(modules[i].Files); err != nil {
				fmt.Fprintf(s.stderr, "%s: %v\n", name, err)
				failed = errReported
				continue
			}
			said += ", valid"
		}
		fmt.Fprintf(s.stdout, "%s: %s\n", name, said)
	}
	return failed
}

// loadExamples loads the examples, and leaves out what there is to say about
// them: it is not their job files that are being tried.
func (c *templatesTestCommand) loadExamples(s *session) ([]*fleet.Job, diag.List, error) {
	quiet := *s
	quiet.stderr = io.Discard
	jobs, problems, err := c.load(&quiet)
	problems = slices.DeleteFunc(problems, func(d diag.Diagnostic) bool { return d.Severity == diag.Warning })
	return jobs, problems, err
}

// useExamples makes the examples the jobs, and the templates of the project
// file at hand those of the flags.
func (c *templatesTestCommand) useExamples(s *session) (dir string, err error) {
	layered := layeredFlags{templateFlags: c.templateFlags, Project: c.Project}
	project, err := layered.project(s)
	if err != nil {
		return "", err
	}
	if project != nil {
		for _, folder := range project.Settings.Templates {
			c.Templates = append(c.Templates, project.Join(folder))
		}
	}
	// Defaults of the project are for its own jobs.
	c.Project, c.Env = "", ""
	if dir, err = os.MkdirTemp("", "dativo-gen-examples-"); err != nil {
		return "", err
	}
	c.JobDir = filepath.Join(dir, "examples")
	if err := os.CopyFS(c.JobDir, examples.FS()); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	c.examples = c.JobDir
	return dir, nil
}
