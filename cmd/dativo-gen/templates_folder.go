package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// teamFolder is a folder of templates that is written to. An os.Root does not
// follow a link out of it.
type teamFolder struct {
	name string
	root *os.Root
}

func openTeamFolder(name string) (*teamFolder, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	}
	return &teamFolder{name: name, root: root}, nil
}

// place is a path in the folder as the user knows it.
func (f *teamFolder) place(name string) string { return filepath.ToSlash(filepath.Join(f.name, name)) }

// create writes a file that is not there yet, the whole of it or nothing.
func (f *teamFolder) create(name, text string) error {
	if err := f.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("%s: %w", f.place(path.Dir(name)), cause(err))
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("%s: %w", f.place(name), cause(err))
	}
	_, err = file.WriteString(text)
	if err := cmp.Or(err, file.Close()); err != nil {
		_ = f.root.Remove(name) // what failed first is what matters
		return fmt.Errorf("%s: %w", f.place(name), cause(err))
	}
	return nil
}

// replace writes the new text of a file beside it and then puts it in its
// place: the old text or the new one is there at any time.
func (f *teamFolder) replace(name, text string) error {
	beside := path.Join(path.Dir(name), "."+path.Base(name)+".new")
	if err := f.root.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", f.place(beside), cause(err))
	}
	if err := f.create(beside, text); err != nil {
		return err
	}
	if err := f.root.Rename(beside, name); err != nil {
		return fmt.Errorf("%s: %w", f.place(name), err)
	}
	return nil
}

// keepBase keeps the text that an override was made from.
func (f *teamFolder) keepBase(sum, text string) error {
	kept, err := f.base(sum)
	if err == nil && overrides.Sum(kept) == sum {
		return nil
	}
	return f.replaceOrCreate(overrides.BasePath(sum), text)
}

func (f *teamFolder) replaceOrCreate(name, text string) error {
	if _, err := f.root.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return f.create(name, text)
	}
	return f.replace(name, text)
}

// base is the text that an override was made from.
func (f *teamFolder) base(sum string) (string, error) {
	text, err := f.root.ReadFile(overrides.BasePath(sum))
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.place(overrides.BasePath(sum)), cause(err))
	}
	return string(text), nil
}
