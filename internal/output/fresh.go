package output

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// A module whose directory does not exist is staged as a whole directory next to
// it, and published by one rename: it needs neither a guard nor an interim
// manifest, and takes half the system calls.

// newStagedDir returns a new path for staging a module. It names the module: other
// runs may stage other modules in the same parent.
func newStagedDir(dir string) string {
	return filepath.Join(filepath.Dir(dir), tempPrefix+filepath.Base(dir)+"-"+rand.Text()+tempSuffix)
}

// isStagedDir reports whether a name is one of newStagedDir for this module, and
// not for one whose name only starts alike: the random part has no hyphen.
func isStagedDir(name, dir string) bool {
	unique, ok := strings.CutPrefix(name, tempPrefix+filepath.Base(dir)+"-")
	return ok && isTemp(name) && !strings.Contains(unique, "-")
}

// markFresh decides which modules are published as a whole: those whose directory
// does not exist and will not be created for another module inside of it.
func markFresh(modules []*modulePlan) {
	outer := map[string]bool{}
	for _, m := range modules {
		for dir := filepath.Dir(m.real); !outer[dir]; dir = filepath.Dir(dir) {
			outer[dir] = true
		}
	}
	for _, m := range modules {
		m.fresh = m.missing && !outer[m.real]
		if m.fresh {
			m.interim, m.needsGuard = nil, false
		}
	}
}

// findStaleDirs finds the directories that killed runs staged a new module in.
func (m *modulePlan) findStaleDirs() {
	entries, err := os.ReadDir(filepath.Dir(m.dir))
	if err != nil {
		return
	}
	for _, entry := range entries {
		if name := entry.Name(); entry.IsDir() && isStagedDir(name, m.dir) {
			m.staleDirs = append(m.staleDirs, filepath.Join(filepath.Dir(m.dir), name))
		}
	}
}

// stageFresh writes the module to a new directory next to its own.
func (m *modulePlan) stageFresh(step step) error {
	err := m.writeFresh(step)
	if m.stagedDir != "" && errors.Is(err, fs.ErrNotExist) {
		return m.errStagedRemoved()
	}
	return err
}

// errStagedRemoved says that another run took the staged directory for one of a
// killed run.
func (m *modulePlan) errStagedRemoved() error {
	return fmt.Errorf("%s was removed by another run of dativo-gen", m.stagedDir)
}

// writeFresh makes the directory and writes its files.
func (m *modulePlan) writeFresh(step step) error {
	parent := filepath.Dir(m.dir)
	m.created = missingDirs(parent)
	if err := makeDirs(parent, step); err != nil {
		return err
	}
	staged := newStagedDir(m.dir)
	if err := step.before("mkdir", staged); err != nil {
		return err
	}
	if err := os.Mkdir(staged, dirMode); err != nil {
		return fmt.Errorf("cannot make a directory in %s: %w", parent, diag.Cause(err))
	}
	m.stagedDir = staged
	d, err := openDisk(staged, step)
	if err != nil {
		return err
	}
	defer d.close()
	d.dir = m.dir // the staged directory would mean nothing to a user
	for _, t := range append(slices.Clip(m.files), m.manifest) {
		if t.kind != Create {
			continue
		}
		if err := d.makeParent(t.name); err != nil {
			return err
		}
		if err := d.writeNew(t.name, t.after, 0); err != nil {
			return err
		}
	}
	return nil
}

// publishFresh renames the staged directory into place.
func (m *modulePlan) publishFresh(step step) error {
	if _, err := os.Lstat(m.dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s was changed while dativo-gen was running", m.dir)
	}
	if err := step.before("rename", m.dir); err != nil {
		return err
	}
	switch err := os.Rename(m.stagedDir, m.dir); {
	case errors.Is(err, fs.ErrExist): // also a directory that is not empty
		return fmt.Errorf("%s was changed while dativo-gen was running", m.dir)
	case errors.Is(err, fs.ErrNotExist):
		return m.errStagedRemoved()
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", m.dir, diag.Cause(err))
	}
	m.stagedDir = ""
	return nil
}

// removeStaleDirs removes what killed runs have staged. A run that is not killed
// but slow may be about to publish: the directory is renamed before it is emptied,
// so that either that run publishes the whole module, or it finds nothing.
func (m *modulePlan) removeStaleDirs(step step) error {
	for _, dir := range m.staleDirs {
		claimed := newStagedDir(m.dir)
		if err := step.before("remove", dir); err != nil {
			return err
		}
		switch err := os.Rename(dir, claimed); {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return fmt.Errorf("cannot delete %s: %w", dir, diag.Cause(err))
		}
		if err := removeAll(claimed, step); err != nil {
			return err
		}
	}
	return nil
}

// removeAll removes a staged directory with its content.
func removeAll(dir string, step step) error {
	if err := step.before("remove", dir); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("cannot delete %s: %w", dir, diag.Cause(err))
	}
	return nil
}
