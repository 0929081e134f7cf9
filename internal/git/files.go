package git

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"time"
)

// files is the file system below a folder of a revision.
type files struct {
	revision *Revision
	folder   string
}

// Open opens a file, or a folder to list it.
func (f files) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	resolved, _, err := f.revision.resolve(path.Join(f.folder, name))
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	about, err := f.revision.stat(resolved)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if about.IsDir() {
		return &dir{info: info{path.Base(name), fs.ModeDir}, revision: f.revision, name: resolved}, nil
	}
	data, err := f.revision.read(resolved)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info{path.Base(name), 0}, bytes.NewReader(data)}, nil
}

// info describes a file. Its size is not known: that would need its content.
type info struct {
	name string
	mode fs.FileMode
}

func (i info) Name() string               { return i.name }
func (i info) Size() int64                { return 0 }
func (i info) Mode() fs.FileMode          { return i.mode }
func (i info) ModTime() time.Time         { return time.Time{} }
func (i info) IsDir() bool                { return i.mode.IsDir() }
func (i info) Sys() any                   { return nil }
func (i info) Type() fs.FileMode          { return i.mode.Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }

// file is an open file.
type file struct {
	info
	*bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Size() int64                { return f.Reader.Size() }
func (f *file) Close() error               { return nil }

// dir is an open folder.
type dir struct {
	info
	revision *Revision
	name     string
	read     int
}

func (d *dir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *dir) Close() error               { return nil }

func (d *dir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errIsDirectory}
}

// ReadDir lists the folder. The type of a symbolic link is that, as on disk.
func (d *dir) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.revision.dirs[d.name][d.read:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 && len(rest) > n {
		rest = rest[:n]
	}
	d.read += len(rest)
	entries := make([]fs.DirEntry, len(rest))
	for i, base := range rest {
		name := path.Join(d.name, base)
		about := info{name: base, mode: d.revision.files[name].mode}
		if _, isDir := d.revision.dirs[name]; isDir {
			about.mode = fs.ModeDir
		}
		entries[i] = about
	}
	return entries, nil
}
