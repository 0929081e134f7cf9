package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/document"
)

// maxSize is the most that is read of a file: the limit of document.Parse, and one
// byte by which it sees that a file is larger.
const maxSize = document.MaxSize + 1

// Revision is the files of a commit. Paths are those of the work tree, whether there is
// such a file on disk or not; files outside of it are read from the disk.
type Revision struct {
	repository *Repository
	// files are all files by their path in the repository, dirs the names in each
	// folder, "." being the top, sorted.
	files map[string]object
	dirs  map[string][]string
}

// object is a file of a commit.
type object struct {
	mode fs.FileMode // 0 or fs.ModeSymlink
	hash string
}

// newRevision reads the output of git ls-tree -r -z.
func newRevision(r *Repository, listed string) (*Revision, error) {
	v := &Revision{repository: r, files: map[string]object{}, dirs: map[string][]string{".": nil}}
	for entry := range strings.SplitSeq(strings.TrimSuffix(listed, "\x00"), "\x00") {
		if entry == "" {
			continue
		}
		facts, name, ok := strings.Cut(entry, "\t")
		words := strings.Fields(facts) // MODE TYPE HASH
		if !ok || len(words) != 3 {
			return nil, fmt.Errorf("cannot read %q of git ls-tree", entry)
		}
		if words[1] != "blob" {
			continue // a submodule: its files are of another repository
		}
		o := object{hash: words[2]}
		if words[0] == "120000" {
			o.mode = fs.ModeSymlink
		}
		v.files[name] = o
		v.addToDirs(name)
	}
	for _, names := range v.dirs {
		slices.Sort(names)
	}
	return v, nil
}

// addToDirs adds a file to its folder, and that to the one above.
func (v *Revision) addToDirs(name string) {
	for {
		dir := path.Dir(name)
		_, known := v.dirs[dir]
		v.dirs[dir] = append(v.dirs[dir], path.Base(name))
		if known {
			return
		}
		name = dir
	}
}

// inside returns the path of a file in the repository, with symbolic links resolved;
// false for one outside of the work tree.
func (v *Revision) inside(file string) (name string, ok bool, err error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", false, err
	}
	name, ok = v.relative(absolute)
	if !ok {
		return "", false, nil
	}
	return v.resolve(name)
}

// relative returns the path of an absolute path below the work tree.
func (v *Revision) relative(absolute string) (string, bool) {
	for _, root := range v.repository.roots {
		if name, err := filepath.Rel(root, absolute); err == nil && filepath.IsLocal(name) {
			return filepath.ToSlash(name), true
		}
	}
	return "", false
}

// resolve follows the symbolic links in a path of the repository; ok is false for one
// that leads out of it.
func (v *Revision) resolve(name string) (resolved string, ok bool, err error) {
	const most = 40 // as Linux
	for range most {
		link, rest := v.firstLink(name)
		if link == "" {
			return name, true, nil
		}
		target, err := v.repository.objects.read(v.files[link].hash, maxSize)
		if err != nil {
			return "", false, err
		}
		name = path.Join(path.Dir(link), string(target), rest)
		if path.IsAbs(string(target)) || !filepath.IsLocal(filepath.FromSlash(name)) {
			return "", false, fmt.Errorf("%s: a symbolic link leads out of the repository", link)
		}
	}
	return "", false, fmt.Errorf("%s: too many symbolic links", name)
}

// firstLink returns the first part of a path that is a symbolic link, and what follows.
func (v *Revision) firstLink(name string) (link, rest string) {
	parts := strings.Split(name, "/")
	for i := range parts {
		prefix := strings.Join(parts[:i+1], "/")
		if v.files[prefix].mode == fs.ModeSymlink {
			return prefix, strings.Join(parts[i+1:], "/")
		}
	}
	return "", ""
}

// errIsDirectory is that of document.ReadFile.
var errIsDirectory = errors.New("is a directory")

// Read reads a file of the revision, or of the disk.
func (v *Revision) Read(file string) ([]byte, error) {
	name, ok, err := v.inside(file)
	if err != nil {
		return nil, err
	}
	if !ok {
		return document.ReadRegularFile(file)
	}
	return v.read(name)
}

// ReadRegular is Read: a revision has no devices and pipes.
func (v *Revision) ReadRegular(file string) ([]byte, error) { return v.Read(file) }

// read reads a file by its resolved name.
func (v *Revision) read(name string) ([]byte, error) {
	o, ok := v.files[name]
	if _, isDir := v.dirs[name]; isDir {
		return nil, errIsDirectory
	}
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.repository.objects.read(o.hash, maxSize)
}

// Stat describes a file of the revision, or of the disk.
func (v *Revision) Stat(file string) (fs.FileInfo, error) {
	name, ok, err := v.inside(file)
	if err != nil {
		return nil, err
	}
	if !ok {
		return os.Stat(file)
	}
	return v.stat(name)
}

// stat describes a file by its resolved name.
func (v *Revision) stat(name string) (fs.FileInfo, error) {
	base := path.Base(name)
	if _, isDir := v.dirs[name]; isDir || name == ".git" {
		return info{name: base, mode: fs.ModeDir}, nil
	}
	if o, ok := v.files[name]; ok {
		return info{name: base, mode: o.mode}, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

// Exists reports whether there is anything at a path. The top folder has a .git, by
// which the limit of the repository is found.
func (v *Revision) Exists(file string) bool {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return false
	}
	name, ok := v.relative(absolute)
	if !ok {
		_, err := os.Lstat(file)
		return err == nil
	}
	if resolved, ok, err := v.resolve(path.Dir(name)); err == nil && ok {
		name = path.Join(resolved, path.Base(name))
	}
	_, err = v.stat(name)
	return err == nil
}

// Folder is the file system below a folder of the revision, or of the disk.
func (v *Revision) Folder(folder string) fs.FS {
	name, ok, err := v.inside(folder)
	if !ok && err == nil {
		return os.DirFS(folder)
	}
	return files{v, name}
}
