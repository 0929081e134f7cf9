package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Modes of new files and directories, before the process's umask.
const (
	fileMode   fs.FileMode = 0o644
	scriptMode fs.FileMode = 0o755
	dirMode    fs.FileMode = 0o755
)

// step is called with an operation and a path before each change to the disk; an
// error prevents the change. A nil step allows all.
type step func(operation, path string) error

func (s step) before(operation, path string) error {
	if s == nil {
		return nil
	}
	return s(operation, path)
}

// disk makes changes below one directory and names the path in its errors.
type disk struct {
	dir  string
	root *os.Root
	step step
}

func openDisk(dir string, step step) (*disk, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w", dir, diag.Cause(err))
	}
	return &disk{dir: dir, root: root, step: step}, nil
}

func (d *disk) close() { d.root.Close() }

func (d *disk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// writeNew writes a file that must not exist, with exactly this mode unless it
// is 0. A new script can be executed.
func (d *disk) writeNew(name string, data []byte, mode fs.FileMode) error {
	err := d.step.before("create", d.path(name))
	if err != nil {
		return err
	}
	permissions := fileMode
	if bytes.HasPrefix(data, []byte("#!")) {
		permissions = scriptMode
	}
	f, err := d.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, permissions)
	if err != nil { // the name is temporary and would mean nothing to a user
		return fmt.Errorf("cannot create a file in %s: %w", filepath.Dir(d.path(name)), diag.Cause(err))
	}
	if err = d.step.before("write", d.path(name)); err == nil {
		_, err = f.Write(data)
	}
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", d.path(name), diag.Cause(err))
	}
	return nil
}

func (d *disk) rename(from, to string) error {
	if err := d.step.before("rename", d.path(to)); err != nil {
		return err
	}
	if err := d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to)); err != nil {
		return fmt.Errorf("cannot write %s: %w", d.path(to), diag.Cause(err))
	}
	return nil
}

// remove removes a file or an empty directory, if it still exists.
func (d *disk) remove(name string) error {
	if err := d.step.before("remove", d.path(name)); err != nil {
		return err
	}
	err := d.root.Remove(filepath.FromSlash(name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot delete %s: %w", d.path(name), diag.Cause(err))
	}
	return nil
}

// removeEmptyDirs removes a directory below the module's, and then its parents,
// as long as they are empty. Errors are ignored: an empty directory is harmless.
func (d *disk) removeEmptyDirs(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		info, err := d.root.Lstat(filepath.FromSlash(dir))
		if err != nil || !info.IsDir() || d.remove(dir) != nil {
			return
		}
	}
}

// makeParent creates the directory of a file below the module's, if it needs one.
func (d *disk) makeParent(file string) error {
	name := path.Dir(file)
	if name == "." {
		return nil
	}
	if err := d.step.before("mkdir", d.path(name)); err != nil {
		return err
	}
	if err := d.root.MkdirAll(filepath.FromSlash(name), dirMode); err != nil {
		return fmt.Errorf("cannot make directory %s: %w", d.path(name), diag.Cause(err))
	}
	return nil
}

// makeDirs creates a module's directory, with its parents.
func makeDirs(dir string, step step) error {
	if err := step.before("mkdir", dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return fmt.Errorf("cannot make directory %s: %w", dir, diag.Cause(err))
	}
	return nil
}

// unchangedSince reports whether a name still refers to what was found when
// planning; nil means that it did not exist.
func (d *disk) unchangedSince(name string, planned fs.FileInfo) bool {
	now, err := d.root.Lstat(filepath.FromSlash(name))
	if planned == nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	return err == nil && os.SameFile(planned, now) && planned.Mode() == now.Mode() &&
		planned.Size() == now.Size() && planned.ModTime().Equal(now.ModTime())
}

// missingDirs returns those of dir and its parents that do not exist, outermost
// first.
func missingDirs(dir string) []string {
	if _, err := os.Lstat(dir); err == nil || filepath.Dir(dir) == dir {
		return nil
	}
	return append(missingDirs(filepath.Dir(dir)), dir)
}
