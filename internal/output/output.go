// Package output owns what is on disk: it decides what a rendered module would
// change there, and makes the change.
//
// # Ownership
//
// A directory is shared with its users: they add custom_*.tf and *_override.tf
// files, and Terraform adds its lock file and its state. Which files are
// generated is therefore recorded, never guessed: every module directory has a
// manifest (ManifestName) with the names and the hashes of what was written.
//
//   - A file that is not in the manifest is somebody else's.
//   - A file whose content is not the recorded one was edited by hand.
//
// Neither is overwritten without Options.Force, unless its content already is
// what would be written. A file that is in the manifest and no longer rendered
// is deleted, or kept with a warning if it was edited by hand.
//
// # Line endings
//
// Contents are compared and hashed with CRLF taken as LF, because git may check
// out the one for the other. A file that differs in its line endings alone is
// unchanged and is left as it is; what is written is written as rendered.
//
// # Interruption
//
// Commit first stages: the whole new content of every module goes to temporary
// files in its directory. Only when all of them are complete are they
// renamed, so a full disk or a directory without write permission changes
// nothing. While a module's files are renamed, its manifest records both the
// old hashes and the new ones: wherever the process is killed, the next run
// knows every file as its own and finishes the work, and removes what temporary
// files are left.
//
// Nothing is synced to the disk: a sync costs more than all the rest, for every
// file of a fleet, and a module can be rendered again at any time. What a loss
// of power leaves of an unsynced file is an empty one, or one of zero bytes;
// such a remainder is overwritten like an unchanged file.
//
// Two runs at once in one directory take turns, and the one that finds the
// directory changed since it planned stops with an error.
package output

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Module is the complete content of one directory, as far as it is generated.
type Module struct {
	// Dir is the directory; it need not exist, and may be a symbolic link.
	Dir string
	// Files is everything that belongs there. Files that an earlier run wrote
	// and that are no longer listed are deleted; an empty list removes a module.
	Files []render.File
}

// Options say how far a plan may go.
type Options struct {
	// Force overwrites files that somebody else wrote or edited, and replaces
	// symbolic links and unreadable manifests. It deletes nothing more, and
	// never replaces a directory, a device or a pipe.
	Force bool
}

// Kind is what happens to a file.
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

// Change is one difference between the disk and what was rendered.
type Change struct {
	Kind Kind
	// Path is the module's directory, as given, joined with the file's name.
	Path string
	// Before is the content on disk: nil for Create, and for an Update that
	// replaces a symbolic link.
	Before []byte
	// After is the content to be written: nil for Delete.
	After []byte
	// Manifest marks the record of the generated files: a file to be committed
	// like the others, but its content tells a person little.
	Manifest bool
}

// Plan is what is to be done to the disk for a list of modules.
type Plan struct {
	modules []*modulePlan
	// step, if set, is called ahead of every change to the disk and stops it
	// with an error: tests interrupt a commit with it.
	step step
}

// NewPlan compares the modules with the disk and changes nothing there. All
// problems of all modules are returned together; if any of them is an error
// there is no plan.
func NewPlan(modules []Module, options Options) (*Plan, diag.List) {
	plan := &Plan{modules: make([]*modulePlan, len(modules))}
	found := make([]diag.List, len(modules))
	inParallel(context.Background(), len(modules), func(i int) error {
		plan.modules[i], found[i] = planModule(modules[i], options)
		return nil
	})
	problems := append(overlaps(plan.modules), slices.Concat(found...)...)
	if problems.HasErrors() {
		return nil, problems.Sorted()
	}
	return plan, problems.Sorted()
}

// Changes returns every difference, sorted by path; none means that Commit
// would leave every generated file as it is.
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

// Paths returns every generated file that exists once the plan is committed,
// manifests included, sorted.
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
