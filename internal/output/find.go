package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/parallel"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Found is a module on disk, as its manifest describes it.
type Found struct {
	// Dir is the module's directory.
	Dir    string
	Origin Origin
	// Unknown says why the manifest cannot be read, or that it is of a format
	// without an origin; "" if Origin is known.
	Unknown string

	record manifest
}

// Find returns the modules below a folder, sorted by directory. It follows no
// symbolic link but the folder itself. A folder that does not exist has none.
func Find(folder string) ([]Found, error) {
	start, err := filepath.EvalSymlinks(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, diag.Cause(err)
	}
	var all []Found
	err = filepath.WalkDir(start, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", path, diag.Cause(err))
		case entry.IsDir() && path != start && isNoModule(entry.Name()):
			return fs.SkipDir
		case entry.Name() == ManifestName && entry.Type().IsRegular():
			below, err := filepath.Rel(start, filepath.Dir(path))
			if err != nil {
				return err
			}
			all = append(all, Found{Dir: filepath.Join(folder, below)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	_ = parallel.Each(context.Background(), workers, len(all), func(i int) error {
		all[i].read()
		return nil
	})
	return all, nil
}

// isNoModule reports whether a directory of that name holds no modules: it belongs
// to git or Terraform, or a killed run staged a module in it.
func isNoModule(name string) bool {
	return name == ".git" || strings.HasPrefix(name, ".terraform") || isTemp(name)
}

func (f *Found) read() {
	data, err := os.ReadFile(filepath.Join(f.Dir, ManifestName))
	if err == nil {
		f.record, err = parseManifest(data)
	}
	switch {
	case err != nil:
		f.Unknown = "its manifest cannot be read: " + diag.Cause(err).Error()
	case f.record.Format == filesOnly:
		f.Unknown = "its manifest, of an older dativo-gen, names no job"
	}
	f.Origin = f.record.Origin
}

// Files returns the generated files that have their recorded content, sorted by name,
// and the names of those that were edited by hand.
func (f *Found) Files() (own []render.File, edited []string, err error) {
	m := &modulePlan{dir: f.Dir, record: f.record}
	if m.root, err = os.OpenRoot(f.Dir); err != nil {
		return nil, nil, diag.Cause(err)
	}
	defer m.root.Close()
	for _, name := range f.record.names() {
		t := target{name: name}
		t.info, t.before, err = m.look(name)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		case t.info == nil: // deleted already
		case t.info.Mode().IsRegular() && m.isOwn(t):
			own = append(own, render.File{Name: name, Data: t.before})
		default:
			edited = append(edited, name)
		}
	}
	return own, edited, nil
}

// Others returns the files in the module's directory that dativo-gen did not write,
// sorted, with "/" after the names of directories. Other modules below it are left
// out, and so are the files of a directory none of whose files are generated.
func (f *Found) Others() ([]string, error) {
	var all []string
	for _, name := range f.record.names() {
		all = append(all, strings.ToLower(name))
	}
	others, err := others(os.DirFS(f.Dir), ".", all)
	return others, diag.Cause(err)
}

// others lists a directory for Others; generated are names in lower case.
func others(root fs.FS, dir string, generated []string) ([]string, error) {
	entries, err := fs.ReadDir(root, dir)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, entry := range entries {
		name := entry.Name()
		if dir != "." {
			name = dir + "/" + name
		}
		lower := strings.ToLower(name)
		switch {
		case !entry.IsDir():
			if !slices.Contains(generated, lower) && !isReserved(name) {
				all = append(all, name)
			}
		case slices.ContainsFunc(generated, func(file string) bool { return strings.HasPrefix(file, lower+"/") }):
			inner, err := others(root, name, generated)
			if err != nil {
				return nil, err
			}
			all = append(all, inner...)
		case !holdsModule(root, name):
			all = append(all, name+"/")
		}
	}
	return all, nil
}

// holdsModule reports whether a module is in a directory, or below it.
func holdsModule(root fs.FS, dir string) bool {
	found := false
	_ = fs.WalkDir(root, dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == ManifestName {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
