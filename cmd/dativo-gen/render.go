package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// renderCommand writes modules.
type renderCommand struct {
	jobFlags
	pathArgs
	templateFlags
	coverageFlags
	writeFlags
	orphanFlags
	Output string `short:"o" placeholder:"DIR" help:"@render_output"`

	WithMetadata bool `help:"Also write the tags as Iceberg properties and for Dagster, to metadata/ in the module."`
}

// Help is shown below the flags.
func (renderCommand) Help() string {
	return `Examples:
  dativo-gen render --config jobs/acme/orders.yaml --output terraform/orders
  dativo-gen render --job-dir jobs --output terraform            writes each job to terraform/<tenant>/<job>/
  dativo-gen render --job-dir jobs --env staging                 writes to the folders of the project file
  dativo-gen render --env prod --env staging                     the jobs of the project file, in two environments
  dativo-gen render --config orders.yaml --output terraform/orders --check
  dativo-gen render --config orders.yaml --stdout --var VPC=vpc-0a1b2c3d4e5f60718

--coverage prints tag coverage after the files. With --fail-under, nothing is written if the coverage is too low. Template
overrides are always checked: a resource that the tags do not reach is a warning.

Exit status: 0 success, 1 error, 2 --check or --diff found changes.`
}

// Run loads, checks, normalizes and renders the jobs, and writes the modules.
func (c *renderCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	c.paths = c.Paths
	all, problems, err := c.load(s)
	if err != nil {
		return err
	}
	if (c.Prune || c.Tombstone) && !c.seesAll() {
		return errors.New("--prune and --tombstone require all jobs: use --job-dir, folders, or the jobs of a project file")
	}
	jobs, found := c.renderable(all)
	problems = append(problems, found...)
	found, err = c.checkFolders(jobs)
	if err != nil {
		return err
	}
	if problems = append(problems, found...); problems.HasErrors() {
		return s.report(problems)
	}
	modules, covered, found, err := c.modules(jobs)
	if err != nil {
		return err
	}
	if problems = append(problems, c.escalate(found)...); problems.HasErrors() {
		return s.report(problems)
	}
	if c.seesAll() && !c.Stdout {
		orphans, found, err := c.orphanFlags.modules(c.sight(all, jobs, modules), c.Check || c.Diff)
		if err != nil {
			return err
		}
		modules, problems = append(modules, orphans...), append(problems, c.escalate(found)...)
		if problems.HasErrors() {
			return s.report(problems)
		}
	}
	next := "" // many modules have no single folder to continue with
	if !c.many() {
		next = modules[0].Dir
	}
	err = c.deliver(s, modules, problems, next)
	if c.Coverage && len(covered) > 0 && (err == nil || errors.Is(err, errChanges)) {
		text, _ := coverageText(covered, "table", c.many()) // a table never fails
		fmt.Fprint(s.stdout, "\n"+text)
	}
	return err
}

// modules renders the jobs, with metadata and coverage where wanted.
func (c *renderCommand) modules(jobs []*fleet.Job) ([]output.Module, []export.Covered, diag.List, error) {
	templates := fleet.NewTemplates(c.Templates...)
	if templates.Program = programVersion(); c.WithMetadata {
		templates.Program += " --with-metadata"
	}
	modules, problems := templates.RenderAll(jobs, c.place)
	if problems.HasErrors() {
		return nil, nil, problems, nil
	}
	if c.WithMetadata {
		found, err := fleet.AddMetadata(jobs, modules)
		if err != nil {
			return nil, nil, nil, err
		}
		problems = append(problems, found...)
	}
	covered, found := c.coverage(jobs, modules, templates)
	return modules, covered, append(problems, found...), nil
}

// coverage finds which resources the tags reach, if that was asked for or if
// there are overrides: the tests prove that shipped templates have no gaps.
func (c *renderCommand) coverage(
	jobs []*fleet.Job, modules []output.Module, templates *fleet.Templates,
) ([]export.Covered, diag.List) {
	asked := c.Coverage || c.FailUnder > 0
	if !asked && !slices.ContainsFunc(jobs, templates.Custom) {
		return nil, nil
	}
	all := fleet.CoverageOf(jobs, modules)
	return all, c.coverageFlags.problems(all)
}

// check refuses conflicting flags.
func (c *renderCommand) check() error {
	if c.Coverage && c.Stdout {
		return fmt.Errorf("--coverage conflicts with --stdout, which prints the files: dativo-gen tags --coverage prints only the report")
	}
	if err := c.orphanFlags.check(c.Stdout); err != nil {
		return err
	}
	for _, check := range []func() error{c.writeFlags.check, c.templateFlags.check, c.coverageFlags.check} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkFolders checks that every module has a folder to be written to.
func (c *renderCommand) checkFolders(jobs []*fleet.Job) (diag.List, error) {
	if c.Output != "" || c.Stdout {
		return nil, nil
	}
	if slices.ContainsFunc(jobs, func(j *fleet.Job) bool { return j.Root() == "" }) {
		return nil, errors.New("no output folder: use --output DIR or --stdout, or set output.root in a project file")
	}
	if len(c.Env) == 0 {
		return nil, nil
	}
	return fleet.CheckLayouts(jobs), nil
}

// place is the directory of a job's module.
func (c *renderCommand) place(j *fleet.Job) output.Module { return c.jobFlags.place(j, c.Output) }
