package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// renderCommand writes modules.
type renderCommand struct {
	jobFlags
	templateFlags
	coverageFlags
	Output string `short:"o" placeholder:"DIR" help:"Folder that the module is written to. With --job-dir each job gets <tenant>/<job>/ below it, or what the project file's layout says. Default: root and layout of the project file."`
	Stdout bool   `help:"Print the files and write nothing."`
	Check  bool   `help:"Write nothing; exit with 2 and name the files if any would change."`
	Diff   bool   `help:"Write nothing; print what would change, and exit as --check does."`
	Force  bool   `help:"Overwrite files that dativo-gen did not write, or that were edited by hand."`

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

// Run takes the jobs through load, check, normalise, render and write.
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
	problems = append(problems, fleetProblems(jobs)...)
	if c.Output == "" && !c.Stdout {
		if homeless := slices.ContainsFunc(jobs, func(j *job) bool { return j.root() == "" }); homeless {
			return fmt.Errorf("no place to write to: give --output DIR, or --stdout, or output.root in a project file")
		}
		problems = append(problems, c.checkLayout(jobs)...)
	}
	if problems.HasErrors() {
		return s.report(problems)
	}
	modules, found := renderAll(jobs, &c.templateFlags, c.folder)
	problems = append(problems, found...)
	if c.WithMetadata {
		found, err := addMetadata(jobs, modules, c.Strict)
		if err != nil {
			return err
		}
		problems = append(problems, found...)
	}
	covered, found := c.covered(jobs, modules, problems)
	problems = append(problems, found...)
	if problems.HasErrors() || c.Stdout {
		if err := s.report(problems); err != nil {
			return err
		}
		return printModules(s, modules)
	}
	plan, found := output.NewPlan(modules, output.Options{Force: c.Force})
	if err := s.report(append(problems, found...)); err != nil {
		return err
	}
	if c.JobDir == "" {
		c.Output = modules[0].Dir // which the project file may have chosen
	}
	return c.finish(s, plan, len(modules), covered)
}

// finish writes the changes, or prints them, and below them what the tags reach.
func (c *renderCommand) finish(s *session, plan *output.Plan, modules int, covered []export.Covered) error {
	var err error
	if c.Check || c.Diff {
		err = c.printChanges(s, plan)
	} else {
		err = c.write(s, plan, modules)
	}
	if c.Coverage && len(covered) > 0 && (err == nil || err == errChanges) {
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
	if err := c.templateFlags.check(); err != nil {
		return err
	}
	return c.coverageFlags.check()
}

// renderable leaves out the jobs without an infrastructure block: an error for
// the one job that was asked for, nothing in a folder of many.
func (f *jobFlags) renderable(jobs []*job) ([]*job, diag.List) {
	var kept []*job
	var problems diag.List
	for _, j := range jobs {
		if j.hasInfrastructure() {
			kept = append(kept, j)
		} else if f.JobDir == "" {
			problems.Errorf("no-infrastructure", "", "the job has no infrastructure block: there is nothing to render").
				Hintf("add one: provider, region and compute.type are enough to begin with").Pos.File = j.bundle.Document.Name
		}
	}
	return kept, problems
}

// folder is where a job's module goes.
func (c *renderCommand) folder(j *job) string {
	if c.JobDir == "" && (c.Output != "" || j.root() == "") {
		return c.Output
	}
	return filepath.Join(cmp.Or(c.Output, j.root()), j.place())
}

// renderAll renders every job. The templates of a platform are read once.
func renderAll(jobs []*job, flags *templateFlags, folder func(*job) string) ([]output.Module, diag.List) {
	sets := templateSets{flags: flags}
	modules := make([]output.Module, len(jobs))
	found := make([]diag.List, len(jobs))
	inParallel(len(jobs), func(i int) {
		set, problems := sets.get(jobs[i])
		if problems.HasErrors() {
			found[i] = problems
			return
		}
		files, problems := set.Render(&jobs[i].deployment, jobs[i].deployment.Variables)
		modules[i], found[i] = output.Module{Dir: folder(jobs[i]), Files: files}, problems
	})
	var problems diag.List
	for _, list := range found {
		problems = append(problems, list...)
	}
	return modules, problems
}

// printModules prints every file under its path, in the form of a text archive.
func printModules(s *session, modules []output.Module) error {
	var b strings.Builder
	for _, module := range modules {
		for _, file := range module.Files {
			fmt.Fprintf(&b, "-- %s --\n%s", filepath.ToSlash(filepath.Join(module.Dir, file.Name)), file.Data)
		}
	}
	_, err := fmt.Fprint(s.stdout, b.String())
	return err
}

// printChanges names the files that a run would change.
func (c *renderCommand) printChanges(s *session, plan *output.Plan) error {
	changes := plan.Changes()
	for _, change := range changes {
		switch {
		case !c.Diff:
			fmt.Fprintf(s.stdout, "%s %s\n", change.Kind, filepath.ToSlash(change.Path))
		case !change.Manifest || len(changes) == 1: // beside others it says nothing new
			fmt.Fprint(s.stdout, change.Diff())
		}
	}
	if len(changes) > 0 {
		return errChanges
	}
	fmt.Fprintln(s.stderr, "no changes")
	return nil
}

// write makes the changes and says what to do next.
func (c *renderCommand) write(s *session, plan *output.Plan, modules int) error {
	changes := plan.Changes()
	if err := plan.Commit(context.Background()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if ignored, ok := output.IgnoredByGit(context.Background(), plan.Paths()); ok && len(ignored) > 0 {
		var problems diag.List
		problems.Warnf("ignored", "", "git ignores %s: what is not committed, nobody else can plan", count(len(ignored), "generated file")).
			Hintf("add \"!%s\" to the .gitignore", filepath.Base(ignored[0])).Pos.File = filepath.ToSlash(ignored[0])
		if err := s.report(problems); err != nil {
			return err
		}
	}
	for _, change := range changes {
		if !change.Manifest {
			fmt.Fprintf(s.stdout, "%s %s\n", change.Kind, filepath.ToSlash(change.Path))
		}
	}
	switch {
	case len(changes) == 0:
		fmt.Fprintln(s.stderr, "no changes")
	case modules == 1 && c.JobDir == "":
		dir := filepath.ToSlash(c.Output)
		fmt.Fprintf(s.stderr, "next: terraform -chdir=%s init && terraform -chdir=%s plan\n", dir, dir)
	default:
		fmt.Fprintf(s.stderr, "%s, %s\n", count(modules, "module"), count(len(changes), "change"))
	}
	return nil
}

// count is "1 file" or "2 files".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
