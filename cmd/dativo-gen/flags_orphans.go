package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// orphanFlags select what happens to the modules whose job is gone.
type orphanFlags struct {
	Prune     bool `xor:"orphans" help:"@prune"`
	Tombstone bool `xor:"orphans" help:"@tombstone"`
}

// check refuses conflicting flags.
func (f *orphanFlags) check(stdout bool) error {
	if stdout && (f.Prune || f.Tombstone) {
		return errors.New("--prune and --tombstone conflict with --stdout, which does not look at the modules in a folder")
	}
	return nil
}

// modules returns the modules to write in the place of orphans, and reports those that
// are kept. Without a flag, a run that only compares lists what --prune would delete.
func (f *orphanFlags) modules(sight *fleet.Sight, compares bool) ([]output.Module, diag.List, error) {
	orphans, problems, err := sight.Orphans()
	if err != nil {
		return nil, nil, err
	}
	var modules []output.Module
	var tombstones []fleet.Orphan
	for _, o := range orphans {
		buried := o.Origin.Tombstone
		switch {
		case f.Tombstone && !buried:
			module, found := o.Tombstone()
			modules, problems = append(modules, module), append(problems, found...)
			tombstones = append(tombstones, o)
		case f.Prune, compares && !buried:
			modules = append(modules, o.Removal())
			problems = append(problems, f.removed(&o)...)
		default:
			problems = append(problems, f.kept(&o))
			if buried {
				tombstones = append(tombstones, o)
			}
		}
	}
	return modules, append(problems, sight.StateConflicts(tombstones)...), nil
}

// removed says why a module is deleted, and what stays of its folder. Notes do not
// become errors with --strict, which would keep the module.
func (f *orphanFlags) removed(o *fleet.Orphan) diag.List {
	var problems diag.List
	if !f.Prune {
		problem := f.kept(o)
		problem.Severity = diag.Note
		problems = append(problems, problem)
	}
	others, err := o.Others()
	if err != nil || len(others) == 0 {
		return problems // a folder that cannot be listed cannot be deleted either
	}
	problem := problems.Warnf("orphan", "", "the folder is kept: dativo-gen did not write %s", someOf(others))
	problem.Pos.File, problem.Severity = filepath.ToSlash(o.Dir), diag.Note
	return problems
}

// kept reports a module that stays.
func (f *orphanFlags) kept(o *fleet.Orphan) diag.Diagnostic {
	problem := diag.Diagnostic{Severity: diag.Warning, Code: "orphan", Pos: diag.Pos{File: filepath.ToSlash(o.Dir)}}
	switch {
	case o.Origin.Tombstone:
		problem.Severity = diag.Note
		problem.Message = "tombstone: " + o.Reason
		problem.Hint = "run terraform apply in it, then delete it with --prune"
		return problem
	case o.Same:
		problem.Severity = diag.Error
		problem.Message = "second module of a job: " + o.Reason + ": " + filepath.ToSlash(o.TwinDir)
	case o.Twin != nil:
		problem.Message = "module without a job: " + o.Reason + "; " + o.Twin.File() + " looks like the same job with another name"
	default:
		problem.Message = "module without a job: " + o.Reason
	}
	problem.Hint = "delete it with --prune; if its resources still exist, replace it with --tombstone, which plans to destroy them"
	return problem
}

// someOf lists a few names.
func someOf(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " and " + diag.Count(len(names)-most, "other file")
	}
	return strings.Join(names, ", ")
}

// sight is what a run of render has seen.
func (c *renderCommand) sight(jobs, rendered []*fleet.Job, modules []output.Module) *fleet.Sight {
	sight := &fleet.Sight{Jobs: jobs, Rendered: rendered, Modules: modules, Folders: c.folders, Whole: c.whole, Environments: c.Env}
	if c.Output != "" {
		sight.Roots = []string{c.Output}
		return sight
	}
	for _, j := range jobs {
		if root := j.Root(); root != "" && !slices.Contains(sight.Roots, root) {
			sight.Roots = append(sight.Roots, root)
		}
	}
	slices.Sort(sight.Roots)
	return sight
}
