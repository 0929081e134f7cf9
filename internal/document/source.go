package document

import (
	"io/fs"
	"os"
)

// Source is where files are read from: the disk, or a revision in a repository. Paths
// are those of the operating system.
type Source interface {
	// Read reads a file that a flag names, of at most MaxSize+1 bytes.
	Read(path string) ([]byte, error)
	// ReadRegular reads a file that a file's contents name.
	ReadRegular(path string) ([]byte, error)
	// Stat describes a file or folder, through symbolic links.
	Stat(path string) (fs.FileInfo, error)
	// Exists reports whether there is anything at a path, also a broken link.
	Exists(path string) bool
	// Folder is the file system below a folder.
	Folder(path string) fs.FS
}

// OrDisk is the source, or the disk for nil.
func OrDisk(source Source) Source {
	if source == nil {
		return Disk{}
	}
	return source
}

// Disk reads files from the disk.
type Disk struct{}

// Read is ReadFile.
func (Disk) Read(path string) ([]byte, error) { return ReadFile(path) }

// ReadRegular is ReadRegularFile.
func (Disk) ReadRegular(path string) ([]byte, error) { return ReadRegularFile(path) }

// Stat is os.Stat.
func (Disk) Stat(path string) (fs.FileInfo, error) { return os.Stat(path) }

// Exists looks at a link, not at its target.
func (Disk) Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Folder is os.DirFS.
func (Disk) Folder(path string) fs.FS { return os.DirFS(path) }
