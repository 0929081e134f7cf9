package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// writeFlags select what happens to rendered modules.
type writeFlags struct {
	Stdout bool `help:"Print the files instead of writing them."`
	Check  bool `help:"Write nothing; list the files that would change, and exit with 2 if there are any."`
	Diff   bool `help:"Write nothing; print a diff of the files that would change, and exit like --check."`
	Force  bool `help:"Overwrite files that dativo-gen did not write or that were edited by hand."`
}

// check refuses conflicting flags.
func (f *writeFlags) check() error {
	if f.Stdout && (f.Check || f.Diff) {
		return errors.New("--stdout conflicts with --check and --diff, which compare with the files in a folder")
	}
	return nil
}

// deliver prints the modules, prints what would change on disk, or writes the
// modules. It first reports the problems, which contain no error. next is the
// folder to run terraform in next; "" for several modules.
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
	removed := func(m output.Module) bool { return len(m.Files) == 0 }
	return write(s, plan, changes, slices.DeleteFunc(slices.Clone(modules), removed), next)
}

// printModules prints every file with its path, as a text archive.
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

// printChanges prints the files that would change.
func (f *writeFlags) printChanges(s *session, changes []output.Change) error {
	for _, change := range changes {
		switch {
		case !f.Diff:
			fmt.Fprintf(s.stdout, "%s %s\n", change.Kind, filepath.ToSlash(change.Path))
		case !change.Manifest || len(changes) == 1: // redundant next to other changes
			fmt.Fprint(s.stdout, change.Diff())
		}
	}
	if len(changes) > 0 {
		return errChanges
	}
	fmt.Fprintln(s.stderr, "no changes")
	return nil
}

// write makes the changes of the plan and prints the next step.
func write(s *session, plan *output.Plan, changes []output.Change, modules []output.Module, next string) error {
	if err := commit(plan); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if ignored, ok := output.IgnoredByGit(context.Background(), plan.Paths()); ok && len(ignored) > 0 {
		var problems diag.List
		problems.Warnf("ignored", "", "git ignores %s, so other checkouts cannot run terraform plan", diag.Count(len(ignored), "generated file")).
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
		if testsAlerts(modules[0]) {
			fmt.Fprintf(s.stderr, "after terraform apply, try each alert once: terraform -chdir=%s output -raw alert_test_commands\n", dir)
		}
	default:
		fmt.Fprintf(s.stderr, "%s, %s\n", diag.Count(len(modules), "module"), diag.Count(files, "change"))
	}
	return nil
}

// testsAlerts reports whether a module has the output that prints how to raise its alerts.
func testsAlerts(module output.Module) bool {
	return slices.ContainsFunc(module.Files, func(file render.File) bool {
		return bytes.Contains(file.Data, []byte("\noutput \"alert_test_commands\" {\n"))
	})
}

// ignoredHint is how to make git add the files. The usual .gitignore for
// Terraform ignores *.tfvars.json, and can be given an exception; files in an
// ignored folder cannot.
func ignoredHint(ignored []string) string {
	if slices.ContainsFunc(ignored, func(path string) bool { return filepath.Base(path) != render.ValuesFile }) {
		return "git check-ignore -v " + filepath.ToSlash(ignored[0]) + " prints the rule"
	}
	return "add \"!" + render.ValuesFile + "\" to .gitignore"
}
