package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// renderCommand writes modules.
type renderCommand struct {
	jobFlags
	templateFlags
	coverageFlags
	writeFlags
	Output string `short:"o" placeholder:"DIR" help:"Folder that the module is written to. With --job-dir each job gets <tenant>/<job>/ below it, or what the project file's layout says. Default: root and layout of the project file."`

	WithMetadata bool `help:"Write the tags as Iceberg properties and as Dagster wants them too, to metadata/ in the module."`
}

// Help is shown below the flags.
func (renderCommand) Help() string {
	return `Examples:
  dativo-gen render --config jobs/acme/orders.yaml --output terraform/orders
  dativo-gen render --job-dir jobs --output terraform            each job to terraform/<tenant>/<job>/
  dativo-gen render --job-dir jobs --env staging                 to the folders of the project file
  dativo-gen render --config orders.yaml --output terraform/orders --check
  dativo-gen render --config orders.yaml --stdout --var VPC=vpc-0a1b2c3d4e5f60718

--coverage prints below the files what the tags reach; with --fail-under nothing is written if that is too little.
Templates of your own are always looked at, and what the tags do not reach is a warning.

Exit status: 0 done, 1 a problem, 2 --check or --diff found changes.`
}

// Run takes the jobs through load, check, normalize, render and write.
func (c *renderCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	jobs, found := c.renderable(jobs)
	problems = append(problems, found...)
	problems = append(problems, fleet.ModuleClaims().AddAll(jobs)...)
	if c.Output == "" && !c.Stdout {
		if homeless := slices.ContainsFunc(jobs, func(j *fleet.Job) bool { return j.Root() == "" }); homeless {
			return fmt.Errorf("no place to write to: give --output DIR, or --stdout, or output.root in a project file")
		}
		if c.Env != "" {
			problems = append(problems, fleet.CheckLayouts(jobs)...)
		}
	}
	if problems.HasErrors() {
		return s.report(problems)
	}
	templates := fleet.NewTemplates(c.Templates...)
	modules, found := templates.RenderAll(jobs, c.folder)
	problems = append(problems, found...)
	if c.WithMetadata {
		found, err := fleet.AddMetadata(jobs, modules)
		if err != nil {
			return err
		}
		if c.Strict {
			found = found.Strict()
		}
		problems = append(problems, found...)
	}
	covered, found := c.covered(jobs, modules, templates, problems)
	problems = append(problems, found...)
	if problems.HasErrors() {
		return s.report(problems)
	}
	next := "" // of a fleet there is no one folder to go on with
	if c.JobDir == "" {
		next = modules[0].Dir
	}
	err = c.deliver(s, modules, problems, next)
	if c.Coverage && len(covered) > 0 && (err == nil || errors.Is(err, errChanges)) {
		text, _ := coverageText(covered, "table", c.JobDir != "") // a table is always possible
		fmt.Fprint(s.stdout, "\n"+text)
	}
	return err
}

// check refuses flags that have no meaning together.
func (c *renderCommand) check() error {
	if c.Coverage && c.Stdout {
		return fmt.Errorf("--coverage does not go with --stdout, which prints the files: dativo-gen tags --coverage prints the report alone")
	}
	for _, check := range []func() error{c.writeFlags.check, c.templateFlags.check, c.coverageFlags.check} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// folder is where a job's module goes.
func (c *renderCommand) folder(j *fleet.Job) string {
	if c.JobDir == "" && (c.Output != "" || j.Root() == "") {
		return c.Output
	}
	return filepath.Join(cmp.Or(c.Output, j.Root()), j.Folder())
}
