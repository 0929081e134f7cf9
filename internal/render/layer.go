package render

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Layer is a folder of templates:
//
//	shared/NAME.tmpl         definitions for all platforms
//	PLATFORM/NAME.tf.tmpl    renders to NAME.tf
//	PLATFORM/NAME.md.tmpl    renders to NAME.md, a page for people
//	PLATFORM/NAME.tmpl       definitions for one platform
//
// The last layer is the base: its folders define the platforms. The other
// layers override it, the first one first:
//
//   - NAME.tf.tmpl or NAME.md.tmpl replaces the whole file of that path in the
//     layers below, or adds a file if they have none; an empty one removes it.
//   - {{define "block"}} in any template replaces that block. A define takes
//     precedence over the default text of a {{block}}, in whatever layer that
//     is; within one layer, a platform's define takes precedence over a shared
//     one.
//
// A file or define without effect is an error.
type Layer struct {
	// Name prefixes the path of a file in problems. It is a folder, so that
	// editors can open the joined path.
	Name string
	FS   fs.FS
}

// layerReader collects the sources of one platform from the layers.
type layerReader struct {
	report
	layers    []Layer
	platforms []string
	sources   []*source
}

// readLayers reads the templates that the layers have for a platform, and
// reports files that no stage would read. folders are the names that a folder
// of templates can have.
func readLayers(platform string, layers []Layer) (sources []*source, folders []string, problems diag.List) {
	r := &layerReader{layers: layers}
	r.platforms = r.findPlatforms()
	folders = append(slices.Clone(r.platforms), sharedFolder)
	if !slices.Contains(r.platforms, platform) {
		suggest(r.errorf("template-platform", diag.Pos{}, "no templates for platform %q", platform), platform, r.platforms)
		return nil, folders, r.problems
	}
	for i := range layers {
		r.readLayer(i, platform, folders)
	}
	return r.sources, folders, r.problems
}

// at is the position of a path in layer i; "." is the layer itself.
func (r *layerReader) at(i int, name string) diag.Pos {
	if name == "." {
		return diag.Pos{File: r.layers[i].Name}
	}
	return diag.Pos{File: fileOf(r.layers[i].Name, name)}
}

// readLayer reads the templates of layer i for a platform.
func (r *layerReader) readLayer(i int, platform string, folders []string) {
	sources, problems := len(r.sources), len(r.problems)
	if !r.checkFolders(i, folders) {
		return
	}
	r.readFolder(i, sharedFolder)
	r.readFolder(i, platform)
	if len(r.sources) == sources && len(r.problems) == problems && !r.servesAnother(i, platform) {
		r.errorf("template-unused", r.at(i, "."), "the template folder contains no templates").
			Hintf("put templates in %s", diag.OrList(folders))
	}
}

// findPlatforms lists the folders of the base.
func (r *layerReader) findPlatforms() []string {
	if len(r.layers) == 0 {
		return nil
	}
	entries, err := fs.ReadDir(r.layers[len(r.layers)-1].FS, ".")
	if err != nil {
		return nil // checkFolders reports it
	}
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); entry.IsDir() && name != sharedFolder && !hidden(name) {
			names = append(names, name)
		}
	}
	return names
}

// hidden names belong to version control and file managers.
func hidden(name string) bool { return strings.HasPrefix(name, ".") }

func isTemplate(name string) bool { return path.Ext(name) == ".tmpl" }

// checkFolders looks for templates outside of the folders that are read. It
// reports whether the layer can be read at all.
func (r *layerReader) checkFolders(i int, folders []string) bool {
	layer := r.layers[i]
	entries, err := fs.ReadDir(layer.FS, ".")
	if err != nil {
		r.errorf("template-read", r.at(i, "."), "cannot read the template folder: %v", diag.Cause(err))
		return false
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case hidden(name) || slices.Contains(folders, name):
		case isTemplate(name):
			r.errorf("template-unused", r.at(i, name), "unused template: it is not in a platform folder").
				Hintf("move it to %s", diag.OrList(folders))
		case holdsTemplates(layer.FS, name):
			suggest(r.errorf("template-unused", r.at(i, name), "unknown platform %q", name), name, folders)
		}
	}
	return true
}

// servesAnother reports whether layer i has templates for other platforms: then
// it is correct that this platform uses none of them.
func (r *layerReader) servesAnother(i int, platform string) bool {
	return slices.ContainsFunc(r.platforms, func(name string) bool {
		return name != platform && holdsTemplates(r.layers[i].FS, name)
	})
}

// holdsTemplates reports whether a folder or one below it contains a template.
func holdsTemplates(fsys fs.FS, folder string) bool {
	found := false
	// A folder that cannot be read is not a folder of templates.
	_ = fs.WalkDir(fsys, folder, func(name string, _ fs.DirEntry, err error) error {
		if err == nil && isTemplate(name) {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// readFolder reads the templates of one folder, which need not exist.
func (r *layerReader) readFolder(i int, folder string) {
	fsys := r.layers[i].FS
	entries, err := fs.ReadDir(fsys, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		r.errorf("template-read", r.at(i, folder), "cannot read the folder: %v", diag.Cause(err))
		return
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		switch base := entry.Name(); {
		case hidden(base):
		case isTemplate(base):
			r.readFile(i, name)
		case entry.IsDir():
			if holdsTemplates(fsys, name) {
				r.errorf("template-unused", r.at(i, name), "unused templates: folders inside a platform folder are not read").
					Hintf("move them to %s", folder)
			}
		case path.Ext(base) == ".tf":
			r.errorf("template-unused", r.at(i, name), "unused file: it is not a template").
				Hintf("rename it to %s.tmpl", base)
		}
	}
}
