package output

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// target is a file and the action planned for it.
type target struct {
	name string // below the module's directory, with forward slashes
	kind Kind
	// info is what was found on disk; nil if the file does not exist.
	info          fs.FileInfo
	before, after []byte
	// temp is the name of the staged content, until it is renamed.
	temp string
}

// modulePlan is the plan for one directory.
type modulePlan struct {
	dir      string
	real     string // absolute, without symbolic links
	within   string // Module.Root
	force    bool
	origin   Origin
	removed  bool     // nothing is rendered: the module is removed
	root     *os.Root // open while planning only; nil if the directory does not exist
	problems diag.List

	files    []target // sorted by name
	manifest target
	record   manifest // as found
	stale    []string // temporary files of an interrupted run
	// guard stops Terraform while files are renamed: see GuardName. It has no
	// content after the commit.
	guard      target
	needsGuard bool
	// interim is the manifest to use while renaming.
	interim     []byte
	interimTemp string
	created     []string // directories created by staging, outermost first

	// A fresh module is staged in a directory of its own: see fresh.go.
	missing   bool // the directory does not exist
	fresh     bool
	stagedDir string   // until it is renamed
	staleDirs []string // of interrupted runs
}

// all returns every target that a plan shows. A guard is one only if an
// interrupted commit has left it.
func (m *modulePlan) all() []target {
	return append(slices.Clip(m.files), m.manifest, m.guard)
}

func planModule(module Module, options Options) (*modulePlan, diag.List) {
	m := &modulePlan{dir: filepath.Clean(module.Dir), within: module.Root, origin: module.Origin, force: options.Force}
	m.removed = len(module.Files) == 0
	m.real = realPath(m.dir)
	if !m.checkPlace(module.Root) || !m.checkNames(module.Files) || !m.open() {
		return m, m.problems
	}
	if m.root == nil {
		m.missing = true
		m.findStaleDirs()
	} else {
		defer m.root.Close()
		defer lock(m.root, false)()
	}
	if !m.readManifest() {
		return m, m.problems
	}
	for _, file := range module.Files {
		m.planFile(file)
	}
	m.planPruning()
	m.findStale()
	m.planManifest()
	m.planGuard()
	slices.SortFunc(m.files, func(a, b target) int { return strings.Compare(a.name, b.name) })
	return m, m.problems
}

// checkNames reports whether the file names can exist together in a directory on
// every file system.
func (m *modulePlan) checkNames(files []render.File) bool {
	seen := map[string]bool{}
	for _, file := range files {
		key := strings.ToLower(file.Name)
		if problem := nameProblem(file.Name); problem != "" {
			m.errorf("output-file-name", file.Name, "%q %s", file.Name, problem)
		} else if seen[key] {
			m.errorf("output-duplicate-file", file.Name, "duplicate file name").
				Hintf("on case-insensitive file systems, names that differ only in case are the same file")
		}
		seen[key] = true
	}
	return !m.problems.HasErrors()
}

// errorf adds an error about a file of the module; "" is the directory itself.
func (m *modulePlan) errorf(code, name, format string, args ...any) *diag.Diagnostic {
	d := m.problems.Errorf(code, "", format, args...)
	d.Pos.File = m.path(name)
	return d
}

func (m *modulePlan) warnf(code, name, format string, args ...any) *diag.Diagnostic {
	d := m.problems.Warnf(code, "", format, args...)
	d.Pos.File = m.path(name)
	return d
}

// open opens the directory. Every file is accessed through it, because an os.Root
// does not follow links that leave it.
func (m *modulePlan) open() bool {
	root, err := os.OpenRoot(m.dir)
	if err == nil {
		m.root = root
		return true
	}
	existing, info, statErr := nearest(m.dir)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		d := m.errorf("output-directory", "", "is a broken symbolic link")
		d.Pos.File = existing
	case statErr != nil:
		d := m.errorf("output-directory", "", "cannot be read: %v", diag.Cause(statErr))
		d.Pos.File = existing
	case !info.IsDir():
		d := m.errorf("output-directory", "", "is not a directory").
			Hintf("remove the file, or choose another output directory")
		d.Pos.File = existing
	case !errors.Is(err, fs.ErrNotExist):
		m.errorf("output-directory", "", "cannot be read: %v", diag.Cause(err))
	default:
		return true
	}
	return false
}

// nearest returns the longest prefix of dir that exists, possibly as a broken
// link, and its file information.
func nearest(dir string) (string, fs.FileInfo, error) {
	for {
		if _, err := os.Lstat(dir); err == nil || filepath.Dir(dir) == dir {
			info, err := os.Stat(dir)
			return dir, info, err
		}
		dir = filepath.Dir(dir)
	}
}

// look returns the file information of a name and, for a regular file, its
// content. It opens regular files only: reading a pipe would block forever.
func (m *modulePlan) look(name string) (fs.FileInfo, []byte, error) {
	if m.root == nil {
		return nil, nil, nil
	}
	info, err := m.root.Lstat(filepath.FromSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil
	case err != nil:
		return nil, nil, diag.Cause(err)
	case !info.Mode().IsRegular():
		return info, nil, nil
	}
	data, err := m.root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return info, nil, diag.Cause(err)
	}
	return info, data, nil
}

func (m *modulePlan) planFile(file render.File) {
	t := target{name: file.Name, kind: Update, after: file.Data}
	if t.after == nil {
		t.after = []byte{}
	}
	var err error
	t.info, t.before, err = m.look(file.Name)
	switch {
	case err != nil:
		m.errorf("output-file", file.Name, "cannot be read: %v", err)
	case t.info == nil:
		t.kind = Create
	case !t.info.Mode().IsRegular():
		m.checkReplaceable(t)
	case bytes.Equal(withLF(t.before), withLF(t.after)):
		t.kind = unchanged
	default:
		m.checkOwned(t)
	}
	m.files = append(m.files, t)
}

// checkReplaceable checks what is not a regular file. With Force, a link is
// replaced; its target is never changed.
func (m *modulePlan) checkReplaceable(t target) {
	switch {
	case t.info.IsDir():
		m.errorf("output-not-a-file", t.name, "is a directory, but a file of that name has to be written").
			Hintf("move the directory away")
	case t.info.Mode()&fs.ModeSymlink == 0:
		m.errorf("output-not-a-file", t.name, "is not a regular file").Hintf("move it away")
	case !m.force:
		m.errorf("output-link", t.name, "is a symbolic link, which dativo-gen does not follow").
			Hintf("remove the link, or replace it with --force")
	}
}

// checkOwned checks a file whose content would be replaced or deleted.
func (m *modulePlan) checkOwned(t target) {
	if m.force || m.isOwn(t) {
		return
	}
	if len(m.record.hashes(t.name)) > 0 {
		m.errorf("output-edited", t.name, "was edited by hand since dativo-gen wrote it").
			Hintf("move the edit to a custom_*.tf or *_override.tf file, which dativo-gen never touches, or discard it with --force")
		return
	}
	d := m.errorf("output-foreign", t.name, "exists and was not written by dativo-gen")
	if m.manifest.info == nil {
		d.Hintf("move it away, or overwrite it with --force; if dativo-gen wrote it, restore %s in the same directory", ManifestName)
		return
	}
	d.Hintf("move it away, or overwrite it with --force")
}

// isOwn reports whether the content on disk is what dativo-gen wrote.
func (m *modulePlan) isOwn(t target) bool {
	hashes := m.record.hashes(t.name)
	return slices.Contains(hashes, hashOf(t.before)) || len(hashes) > 0 && isRemainder(t.before)
}

// planPruning deletes files that are no longer generated.
func (m *modulePlan) planPruning() {
	rendered := slices.Clone(m.files)
	for _, name := range m.record.names() {
		if slices.ContainsFunc(rendered, func(t target) bool { return t.name == name }) {
			continue
		}
		t := target{name: name, kind: Delete}
		var err error
		t.info, t.before, err = m.look(name)
		switch {
		case err == nil && t.info == nil:
			// It was deleted already.
		case slices.ContainsFunc(rendered, func(r target) bool {
			return r.info != nil && t.info != nil && strings.EqualFold(r.name, name) && os.SameFile(r.info, t.info)
		}):
			// A case-insensitive file system: it is the same file as a rendered one.
		case err == nil && t.info.Mode().IsRegular() && m.isOwn(t):
			m.files = append(m.files, t)
		default:
			m.warnf("output-kept", name, "is no longer generated, but was edited by hand and is therefore kept").
				Hintf("delete it if you no longer need it")
		}
	}
}

// findStale finds left-over temporary files. Errors are ignored: in a directory
// that cannot be listed, no file could be removed either.
func (m *modulePlan) findStale() {
	if m.root == nil {
		return
	}
	dir, err := m.root.Open(".")
	if err != nil {
		return
	}
	defer dir.Close()
	entries, _ := dir.ReadDir(-1)
	for _, entry := range entries {
		if entry.Type().IsRegular() && isTemp(entry.Name()) {
			m.stale = append(m.stale, entry.Name())
		}
	}
	slices.Sort(m.stale)
}
