package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/examples"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesTestCommand renders jobs to test templates.
type templatesTestCommand struct {
	jobFlags
	templateFlags
	Terraform bool `help:"Also run terraform init and validate on every module. Needs terraform and downloads providers."`

	// examples is the folder of the shipped examples; "" for the user's jobs.
	examples string
}

// Help is shown before the flags.
func (templatesTestCommand) Help() string {
	return `Examples:
  dativo-gen templates test --templates platform/templates              renders the shipped examples
  dativo-gen templates test --templates platform/templates --terraform
  dativo-gen templates test --job-dir jobs --env staging

The shipped examples cover all platforms and every branch of the shipped templates. They are rendered with the folders of
--templates, and those of the project file in this folder or above it.

Exit status: 0 success, 1 error.`
}

// Run renders all jobs in memory.
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
	modules, found := fleet.NewTemplates(c.Templates...).RenderAll(jobs, nil)
	if err := s.report(append(problems, found...)); err != nil {
		return err
	}
	return c.validate(s, jobs, modules)
}

// validate prints a line for each module, and validates it with --terraform.
func (c *templatesTestCommand) validate(s *session, jobs []*fleet.Job, modules []output.Module) error {
	var failed error
	for i, j := range jobs {
		name := j.File()
		if c.examples != "" {
			name = "examples/" + filepath.Base(name)
		}
		result := diag.Count(len(modules[i].Files), "file")
		if c.Terraform {
			if err := overrides.Validate(modules[i].Files); err != nil {
				fmt.Fprintf(s.stderr, "%s: %v\n", name, err)
				failed = errReported
				continue
			}
			result += ", valid"
		}
		fmt.Fprintf(s.stdout, "%s: %s\n", name, result)
	}
	return failed
}

// loadExamples loads the examples without warnings: the templates are tested,
// not the job files.
func (c *templatesTestCommand) loadExamples(s *session) ([]*fleet.Job, diag.List, error) {
	quiet := *s
	quiet.stderr = io.Discard
	jobs, problems, err := c.load(&quiet)
	return jobs, problems.AtLeast(diag.Error), err
}

// useExamples copies the examples to a temporary folder and makes them the jobs,
// with the templates of the working directory's project file.
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
	// The project's defaults are not for the examples.
	c.Project, c.Env = "", nil
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
