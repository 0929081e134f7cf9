package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// writeFlags say what becomes of rendered modules.
type writeFlags struct {
	Stdout bool `help:"Print the files and write nothing."`
	Check  bool `help:"Write nothing; exit with 2 and name the files if any would change."`
	Diff   bool `help:"Write nothing; print what would change, and exit as --check does."`
	Force  bool `help:"Overwrite files that dativo-gen did not write, or that were edited by hand."`
}

// check refuses flags that have no meaning together.
func (f *writeFlags) check() error {
	if f.Stdout && (f.Check || f.Diff) {
		return fmt.Errorf("--stdout prints the files, --check and --diff what would change in a folder: ask for one")
	}
	return nil
}

// deliver prints the modules, says what would change on disk, or writes it. The
// problems, none of which is an error, are told first. next is the folder that
// the reader goes on with; "" is none.
func (f *writeFlags) deliver(s *session, modules []output.Module, problems diag.List, next string) error {
	if f.Stdout {
		if err := s.report(problems); err != nil {
			return err
		}
		return printModules(s, modules)
	}
	plan, found := output.NewPlan(modules, output.Options{Force: f.Force})
	if err := s.report(append(problems, found...)); err != nil {
		return err
	}
	changes := plan.Changes()
	if f.Check || f.Diff {
		return f.printChanges(s, changes)
	}
	if !f.Force {
		if err := s.report(fleet.CheckTakenOver(changes)); err != nil {
			return err
		}
	}
	return write(s, plan, changes, len(modules), next)
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
func (f *writeFlags) printChanges(s *session, changes []output.Change) error {
	for _, change := range changes {
		switch {
		case !f.Diff:
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

// write makes the changes of the plan and says what to do next.
func write(s *session, plan *output.Plan, changes []output.Change, modules int, next string) error {
	if err := plan.Commit(context.Background()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if ignored, ok := output.IgnoredByGit(context.Background(), plan.Paths()); ok && len(ignored) > 0 {
		var problems diag.List
		problems.Warnf("ignored", "", "git ignores %s: what is not committed, nobody else can plan", diag.Count(len(ignored), "generated file")).
			Hintf("%s", ignoredHint(ignored)).Pos.File = filepath.ToSlash(ignored[0])
		if err := s.report(problems); err != nil {
			return err
		}
	}
	files := 0
	for _, change := range changes {
		if !change.Manifest {
			files++
			fmt.Fprintf(s.stdout, "%s %s\n", change.Kind, filepath.ToSlash(change.Path))
		}
	}
	switch {
	case len(changes) == 0:
		fmt.Fprintln(s.stderr, "no changes")
	case next != "":
		dir := filepath.ToSlash(next)
		fmt.Fprintf(s.stderr, "next: terraform -chdir=%s init && terraform -chdir=%s plan\n", dir, dir)
	default:
		fmt.Fprintf(s.stderr, "%s, %s\n", diag.Count(modules, "module"), diag.Count(files, "change"))
	}
	return nil
}

// ignoredHint says how git comes to take the files. The usual .gitignore for
// Terraform ignores *.tfvars.json, to which an exception can be made; a folder
// that is ignored as a whole allows of none.
func ignoredHint(ignored []string) string {
	if slices.ContainsFunc(ignored, func(path string) bool { return filepath.Base(path) != render.ValuesFile }) {
		return "git check-ignore -v " + filepath.ToSlash(ignored[0]) + " names the rule that does it"
	}
	return "add \"!" + render.ValuesFile + "\" to the .gitignore"
}
