package overrides

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Folder is a team's folder of templates, open for writing. Symbolic links out
// of it are not followed.
type Folder struct {
	name string
	root *os.Root
}

// OpenFolder opens a folder, which must exist.
func OpenFolder(name string) (*Folder, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, diag.Cause(err))
	}
	return &Folder{name: name, root: root}, nil
}

// Close releases the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Place is a path in the folder as the user knows it.
func (f *Folder) Place(name string) string { return filepath.ToSlash(filepath.Join(f.name, name)) }

// create writes a new file, completely or not at all.
func (f *Folder) create(name, text string) error {
	if err := f.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("%s: %w", f.Place(path.Dir(name)), diag.Cause(err))
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Place(name), diag.Cause(err))
	}
	_, err = file.WriteString(text)
	if err := cmp.Or(err, file.Close()); err != nil {
		_ = f.root.Remove(name) // the first error is the cause
		return fmt.Errorf("%s: %w", f.Place(name), diag.Cause(err))
	}
	return nil
}

// replace writes the new text to a temporary file in the same folder and renames
// it: at any time the file has either the old text or the new one.
func (f *Folder) replace(name, text string) error {
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".new")
	if err := f.root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", f.Place(temporary), diag.Cause(err))
	}
	if err := f.create(temporary, text); err != nil {
		return err
	}
	if err := f.root.Rename(temporary, name); err != nil {
		return fmt.Errorf("%s: %w", f.Place(name), diag.Cause(err))
	}
	return nil
}

// keepBase keeps the text that an override is based on.
func (f *Folder) keepBase(sum, text string) error {
	kept, err := f.base(sum)
	if err == nil && Sum(kept) == sum {
		return nil
	}
	return f.replaceOrCreate(BasePath(sum), text)
}

func (f *Folder) replaceOrCreate(name, text string) error {
	if _, err := f.root.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return f.create(name, text)
	}
	return f.replace(name, text)
}

// base is the text that an override is based on.
func (f *Folder) base(sum string) (string, error) {
	text, err := f.root.ReadFile(BasePath(sum))
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.Place(BasePath(sum)), diag.Cause(err))
	}
	return string(text), nil
}
