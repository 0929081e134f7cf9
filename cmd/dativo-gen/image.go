package main

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/image"
	"github.com/dativo-io/dativo-gen/internal/markdown"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// imageCommand writes the build context of the jobs' container image.
type imageCommand struct {
	jobFlags
	Output      string `short:"o" required:"" placeholder:"DIR" help:"Folder to write the build context to."`
	Base        string `placeholder:"IMAGE" help:"@image_base"`
	Engine      string `placeholder:"SOURCE" default:"git" help:"@image_engine"`
	Constraints string `placeholder:"FILE" help:"pip constraints file that pins the versions of all Python packages."`
	PerTenant   bool   `help:"Write a build context for each tenant, to a folder of its name."`
	Check       bool   `help:"Write nothing; list the files that would change, and exit with 2 if there are any."`
	Diff        bool   `help:"Write nothing; print a diff of the files that would change, and exit like --check."`
	Force       bool   `help:"Overwrite files that dativo-gen did not write or that were edited by hand."`
}

// Help is shown before the flags.
func (imageCommand) Help() string {
	return `Examples:
  dativo-gen image --job-dir jobs --output build
  dativo-gen image --job-dir jobs --output build --engine ../dativo-ingest
  dativo-gen image --job-dir jobs --output build --per-tenant --constraints constraints.txt

The build context has a Dockerfile, the job files without what the engine refuses, and the recipes, assets and data that they
name, at the paths at which the engine looks for them. The image starts the engine as a child of an init and of a script that
keeps incremental state only after a good run.

Exit status: 0 success, 1 error, 2 --check or --diff found changes.`
}

// Run loads the jobs and writes the build context.
func (c *imageCommand) Run(s *session) error {
	if c.Config == "-" {
		return errors.New("--config - conflicts with image: a job file in an image needs a name")
	}
	if len(c.Env) > 1 {
		return errors.New("duplicate --env: an image has the job files of one environment")
	}
	options, err := c.options()
	if err != nil {
		return err
	}
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	if len(jobs) == 0 || problems.HasErrors() {
		return s.report(problems)
	}
	all := jobs
	if jobs = slices.DeleteFunc(slices.Clone(all), func(j *fleet.Job) bool { return !fleet.RunsEngine(j) }); len(jobs) == 0 {
		return errors.New("no job runs the engine: each has compute.engine: none")
	}
	images, found := fleet.Images(jobs, c.Output, c.PerTenant, options)
	if problems = append(problems, c.escalate(found)...); problems.HasErrors() {
		return s.report(problems)
	}
	var modules []output.Module
	for _, i := range images {
		modules = append(modules, i.Module)
	}
	plan, found := output.NewPlan(modules, output.Options{Force: c.Force})
	if err := s.report(append(problems, found...)); err != nil {
		return err
	}
	if c.Check || c.Diff {
		return (&writeFlags{Diff: c.Diff}).printChanges(s, plan.Changes())
	}
	if err := commit(plan); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	c.printWritten(s, images, plan.Changes())
	for _, j := range all {
		if !fleet.RunsEngine(j) {
			fmt.Fprintf(s.stderr, "%s: left out because of compute.engine: none\n", j.File())
		}
	}
	return c.printNext(s, images, jobs)
}

// options are those of the flags.
func (c *imageCommand) options() (image.Options, error) {
	options := image.Options{Base: c.Base, Checkout: c.Engine != "base"}
	switch {
	case !options.Checkout && c.Base == "":
		return options, errors.New("--engine base needs --base IMAGE: the image that contains the engine")
	case c.Base == "":
		options.Base = image.DefaultBase
	}
	if c.Engine != "base" && c.Engine != "git" {
		if err := checkFolders("--engine", []string{c.Engine}); err != nil {
			return options, err
		}
	}
	if c.Constraints != "" {
		text, err := document.ReadFile(c.Constraints)
		if err != nil {
			return options, fmt.Errorf("--constraints %s: %w", c.Constraints, diag.Cause(err))
		}
		options.Constraints = text
	}
	return options, nil
}

// printWritten prints what was written, and what the copies of the job files lack.
func (c *imageCommand) printWritten(s *session, images []fleet.Image, changes []output.Change) {
	for _, change := range changes {
		if !change.Manifest {
			fmt.Fprintf(s.stdout, "%s %s\n", change.Kind, filepath.ToSlash(change.Path))
		}
	}
	if len(changes) == 0 {
		fmt.Fprintln(s.stderr, "no changes")
	}
	for _, i := range images {
		for _, file := range slices.Sorted(maps.Keys(i.Removed)) {
			fmt.Fprintf(s.stderr, "%s: the copy in the image is without %s\n", file, strings.Join(i.Removed[file], ", "))
		}
	}
}

// printNext prints the commands that build and push the images, and the setting
// with which the modules of the jobs use them.
func (c *imageCommand) printNext(s *session, images []fleet.Image, jobs []*fleet.Job) error {
	var unset []string
	for _, j := range jobs {
		if !fleet.UsesImage(j) {
			unset = append(unset, j.File())
		}
	}
	if len(unset) > 0 {
		fmt.Fprintf(s.stderr, "next: set compute.image_layout: dativo-gen, so that modules use the image's entry script and volume: %s\n",
			strings.Join(unset, ", "))
	}
	for _, i := range images {
		tag, err := markdown.Shell(i.Tag)
		if i.Tag == "" {
			tag, err = "REGISTRY/dativo:TAG", nil
		}
		dir, dirErr := markdown.Shell(filepath.ToSlash(i.Dir))
		if err := errors.Join(err, dirErr); err != nil {
			return err
		}
		flags := ""
		if i.Platform != "" {
			flags = " --platform " + i.Platform
		}
		if c.Engine != "git" && c.Engine != "base" {
			folder, err := markdown.Shell("engine=" + filepath.ToSlash(c.Engine))
			if err != nil {
				return err
			}
			flags += " --build-context " + folder
		}
		fmt.Fprintf(s.stderr, "next: docker build --tag %s%s %s && docker push %s\n", tag, flags, dir, tag)
	}
	return nil
}
