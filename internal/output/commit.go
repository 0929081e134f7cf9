package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync/atomic"

	"github.com/dativo-io/dativo-gen/internal/parallel"
)

// workers is the number of modules processed concurrently. The work is bound by
// disk I/O, so it does not depend on the number of processors.
const workers = 8

// Commit makes the planned changes. A plan can be committed once.
//
// An error before the first file is renamed leaves the disk unchanged. After
// that every file is complete, old or new, and running the same command again
// finishes the rest. When ctx ends, Commit finishes the modules in progress,
// removes what is staged for the others, and stops.
func (p *Plan) Commit(ctx context.Context) error {
	busy := slices.DeleteFunc(slices.Clone(p.modules), func(m *modulePlan) bool { return !m.busy() })
	err := parallel.Each(ctx, workers, len(busy), func(i int) error { return busy[i].stage(p.step) })
	if err != nil {
		unstage(busy, p.step)
		if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
			return fmt.Errorf("%w: nothing was written", err)
		}
		return err
	}
	var done atomic.Int64
	err = parallel.Each(ctx, workers, len(busy), func(i int) error {
		err := busy[i].publish(p.step)
		if err == nil {
			done.Add(1)
		}
		return err
	})
	if err != nil {
		unstage(busy, p.step)
		return fmt.Errorf("%w (%d of %d modules written; run the same command again to finish)",
			err, done.Load(), len(busy))
	}
	return nil
}

// busy reports whether there is anything to do: changes, or left-over files.
func (m *modulePlan) busy() bool {
	return len(m.stale) > 0 || len(m.staleDirs) > 0 || m.changed()
}

// changed reports whether the module has changes.
func (m *modulePlan) changed() bool {
	return slices.ContainsFunc(m.all(), func(t target) bool { return t.kind != unchanged })
}

// stage writes all new content to temporary files.
func (m *modulePlan) stage(step step) error {
	switch {
	case !m.changed():
		return nil
	case m.fresh:
		return m.stageFresh(step)
	}
	m.created = missingDirs(m.dir)
	if len(m.created) > 0 {
		if err := makeDirs(m.dir, step); err != nil {
			return err
		}
	}
	d, err := openDisk(m.dir, step)
	if err != nil {
		return err
	}
	defer d.close()
	for i := range m.files {
		if err := m.stageFile(d, &m.files[i]); err != nil {
			return err
		}
	}
	if m.interim != nil {
		m.interimTemp = tempName()
		if err := d.writeNew(m.interimTemp, m.interim, m.manifest.mode()); err != nil {
			return err
		}
	}
	if err := m.stageGuard(d); err != nil {
		return err
	}
	return m.stageFile(d, &m.manifest)
}

func (m *modulePlan) stageFile(d *disk, t *target) error {
	if t.kind != Create && t.kind != Update {
		return nil
	}
	if dir := path.Dir(t.name); dir != "." {
		m.created = append(m.created, missingDirs(m.path(dir))...)
	}
	if err := d.makeParent(t.name); err != nil {
		return err
	}
	t.temp = tempName()
	return d.writeNew(t.temp, t.after, t.mode())
}

// mode is the mode of the existing file, 0 for a new one.
func (t *target) mode() fs.FileMode {
	if t.info == nil || !t.info.Mode().IsRegular() {
		return 0
	}
	return t.info.Mode().Perm()
}

// publish renames the staged content into place, and removes left-over files.
func (m *modulePlan) publish(step step) error {
	var err error
	switch {
	case m.fresh && m.changed():
		err = m.publishFresh(step)
	case !m.missing || m.changed():
		err = m.publishFiles(step)
	}
	if err != nil {
		return err
	}
	if m.removed {
		m.removeDir(step)
	}
	return m.removeStaleDirs(step)
}

// removeDir removes the directory of a removed module, and its parents up to the
// module's root, as long as they are empty. Errors are ignored: an empty directory
// is harmless.
func (m *modulePlan) removeDir(step step) {
	if m.within == "" {
		return
	}
	root := filepath.Clean(m.within)
	for dir := m.dir; dir != root && isWithin(root, dir); dir = filepath.Dir(dir) {
		if step.before("remove", dir) != nil || os.Remove(dir) != nil {
			return
		}
	}
}

// publishFiles renames files one by one. From the first rename to the last, the
// manifest on disk lists every file in both states.
func (m *modulePlan) publishFiles(step step) error {
	d, err := openDisk(m.dir, step)
	if err != nil {
		return err
	}
	defer d.close()
	defer lock(d.root, true)()
	if err := m.verify(d); err != nil {
		return err
	}
	if err := m.raiseGuard(d); err != nil {
		return err
	}
	if m.interim != nil {
		if err := d.rename(m.interimTemp, ManifestName); err != nil {
			if m.needsGuard { // the module is still the old one
				_ = m.dropGuard(d)
			}
			return err
		}
		m.interimTemp = ""
	}
	for i := range m.files {
		if err := m.files[i].publish(d); err != nil {
			return err
		}
	}
	return m.finish(d)
}

// finish ends what publishFiles began. The manifest of a removed module goes last:
// without it, no run would find what is left.
func (m *modulePlan) finish(d *disk) error {
	if !m.removed {
		if err := m.manifest.publish(d); err != nil {
			return err
		}
	}
	for _, name := range m.stale {
		if err := d.remove(name); err != nil {
			return err
		}
	}
	if err := m.dropGuard(d); err != nil || !m.removed {
		return err
	}
	for _, name := range m.record.names() { // also of files that a killed run removed
		d.removeEmptyDirs(path.Dir(name))
	}
	return m.manifest.publish(d)
}

// verify compares the directory with its state at planning time: a user or
// another run may have changed a file in the meantime.
func (m *modulePlan) verify(d *disk) error {
	for _, t := range m.all() {
		if t.kind != unchanged && !d.unchangedSince(t.name, t.info) {
			return fmt.Errorf("%s was changed while dativo-gen was running", m.path(t.name))
		}
	}
	for _, name := range m.staged() {
		if _, err := d.root.Lstat(filepath.FromSlash(name)); err != nil {
			return fmt.Errorf("%s was removed by another run of dativo-gen", d.path(name))
		}
	}
	return nil
}

// staged returns the temporary files that have not been renamed.
func (m *modulePlan) staged() []string {
	names := []string{m.interimTemp, m.guard.temp}
	for _, t := range m.all() {
		names = append(names, t.temp)
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

func (t *target) publish(d *disk) error {
	switch t.kind {
	case Delete:
		if err := d.remove(t.name); err != nil {
			return err
		}
		d.removeEmptyDirs(path.Dir(t.name))
	case Create, Update:
		if err := d.rename(t.temp, t.name); err != nil {
			return err
		}
		t.temp = ""
	}
	return nil
}

// unstage removes staged files that were not published, on a best-effort basis:
// the original error is the one to report, and the next run tries again.
func unstage(modules []*modulePlan, step step) {
	var created []string
	for _, m := range modules {
		created = append(created, m.created...)
		if m.stagedDir != "" {
			_ = removeAll(m.stagedDir, step)
		}
		temps := m.staged()
		if len(temps) == 0 {
			continue
		}
		d, err := openDisk(m.dir, step)
		if err != nil {
			continue
		}
		for _, name := range temps {
			_ = d.remove(name)
		}
		d.close()
	}
	// Innermost first; a directory that is not empty stays.
	slices.SortFunc(created, func(a, b string) int { return len(b) - len(a) })
	for _, dir := range created {
		if step.before("remove", dir) == nil {
			_ = os.Remove(dir)
		}
	}
}
