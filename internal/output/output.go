// Package output writes modules to disk: it plans what a rendered module would
// change there, and commits the plan.
//
// # Ownership
//
// A directory is shared with its users: they add custom_*.tf and *_override.tf
// files, and Terraform adds its lock file and its state. Which files are
// generated is therefore recorded, never guessed: every module directory has a
// manifest (ManifestName) with the names and the hashes of what was written.
//
//   - A file that is not in the manifest belongs to the user.
//   - A file whose content differs from the manifest was edited by hand.
//
// Neither is overwritten without Options.Force, unless its content already is
// what would be written. A file that is in the manifest but no longer rendered is
// deleted, or kept with a warning if it was edited by hand.
//
// # Line endings
//
// Contents are compared and hashed with CRLF as LF, because git may convert
// between them. A file that differs only in its line endings is unchanged and is
// not written; files are written as rendered.
//
// # Interruption
//
// Commit first stages: the whole new content of every module goes to temporary
// files in its directory, or to a temporary directory if its own does not exist.
// Only when all of them are complete are they renamed, so a full disk or a
// directory without write permission changes nothing. While a module's files are renamed, its manifest records both the
// old and the new hashes: wherever the process is killed, the next run recognizes
// every file as its own, finishes the work, and removes left-over temporary files.
//
// A module that was interrupted between two renames is a mixture of two versions.
// It must not be planned, so it has a guard (GuardName) from before the first
// rename until after the last: a .tf file that makes every Terraform command stop
// with an error that says what to run.
//
// Nothing is synced to disk: for the files of a fleet, syncing takes longer than
// everything else, and a module can be rendered again at any time. After a power
// failure, an unsynced file is empty or consists of zero bytes; such a file is
// overwritten like an unchanged one.
//
// Two runs in one directory take turns; a run that finds the directory changed
// since it planned stops with an error.
package output

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/parallel"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Module is the complete generated content of one directory.
type Module struct {
	// Dir is the directory; it need not exist, and may be a symbolic link.
	Dir string
	// Root, if set, is the output folder that Dir is in: a symbolic link below
	// Root must not lead out of it, and the names of the folders between Root and
	// Dir must be portable.
	Root string
	// Origin is recorded in the manifest.
	Origin Origin
	// Files are all generated files. Files that an earlier run wrote and that are
	// not listed are deleted; an empty list removes the module.
	Files []render.File
}

// Options control what a plan may replace.
type Options struct {
	// Force overwrites files that were edited by hand or not written by
	// dativo-gen, and replaces symbolic links and unreadable manifests. It does
	// not delete more, and never replaces a directory, a device or a pipe.
	Force bool
}

// Kind is the kind of a change.
type Kind int

const (
	unchanged Kind = iota
	// Create writes a file that does not exist.
	Create
	// Update replaces the content of a file.
	Update
	// Delete removes a file that is no longer part of its module.
	Delete
)

func (k Kind) String() string {
	return [...]string{"unchanged", "create", "update", "delete"}[k]
}

// Change is one difference between the disk and the rendered module.
type Change struct {
	Kind Kind
	// Path is the module's directory, as given, joined with the file's name.
	Path string
	// Before is the content on disk: nil for Create, and for an Update that
	// replaces a symbolic link.
	Before []byte
	// After is the content to be written: nil for Delete.
	After []byte
	// Manifest marks the manifest: it is committed like the other files, but its
	// content is of little interest in a diff.
	Manifest bool
}

// Plan is the set of changes for a list of modules.
type Plan struct {
	modules []*modulePlan
	// step, if set, is called before every change to the disk and can prevent it
	// with an error. Tests use it to interrupt a commit.
	step step
}

// NewPlan compares the modules with the disk and changes nothing. It returns all
// problems of all modules; the plan is nil if any of them is an error.
func NewPlan(modules []Module, options Options) (*Plan, diag.List) {
	plan := &Plan{modules: make([]*modulePlan, len(modules))}
	found := make([]diag.List, len(modules))
	_ = parallel.Each(context.Background(), workers, len(modules), func(i int) error {
		plan.modules[i], found[i] = planModule(modules[i], options)
		return nil
	})
	markFresh(plan.modules)
	problems := append(overlaps(plan.modules), slices.Concat(found...)...)
	if problems.HasErrors() {
		return nil, problems.Sorted()
	}
	return plan, problems.Sorted()
}

// Changes returns every difference, sorted by path. If there are none, Commit does
// not change any generated file.
func (p *Plan) Changes() []Change {
	var changes []Change
	for _, m := range p.modules {
		for _, t := range m.all() {
			if t.kind == unchanged {
				continue
			}
			changes = append(changes, Change{
				Kind:     t.kind,
				Path:     m.path(t.name),
				Before:   t.before,
				After:    t.after,
				Manifest: t.name == ManifestName,
			})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return changes
}

// Paths returns every generated file that exists after the commit, including
// manifests, sorted.
func (p *Plan) Paths() []string {
	var paths []string
	for _, m := range p.modules {
		for _, t := range m.all() {
			if t.after != nil {
				paths = append(paths, m.path(t.name))
			}
		}
	}
	slices.Sort(paths)
	return paths
}

func (m *modulePlan) path(name string) string {
	return filepath.Join(m.dir, filepath.FromSlash(name))
}
