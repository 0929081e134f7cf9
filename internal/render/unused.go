package render

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// checkUse reports the defines above the base that no template calls. What is
// shared may be meant for another platform, so it is unused only if no folder
// of any layer calls it.
func checkUse(sources []*source, definitions map[string]*definition, layers []Layer, folders []string) diag.List {
	var r report
	called := map[string]bool{}
	for name, d := range definitions {
		if d.called {
			called[name] = true
		}
	}
	// Reading the templates of all platforms is slow, and seldom necessary.
	calledAnywhere := sync.OnceValue(func() map[string]bool { return callsOf(layers, folders) })
	for _, s := range sources {
		if s.layer == len(layers)-1 || s.replacedBy != nil {
			continue
		}
		for _, d := range s.definitions {
			if d.called || d.kind == Default || d.replacedBy != nil && d.replacedBy.called {
				continue
			}
			names := called
			if s.shared() {
				names = calledAnywhere()
			}
			if !names[d.name] {
				problem := r.errorf("template-unused", s.pos(d.start), "unused define %q: no template calls it", d.name)
				suggest(problem, d.name, slices.Collect(maps.Keys(names)))
			}
		}
	}
	return r.problems
}

// callsOf returns the names that the templates of all folders call.
func callsOf(layers []Layer, folders []string) map[string]bool {
	names := map[string]bool{}
	for _, layer := range layers {
		for _, folder := range folders {
			addCalls(names, layer.FS, folder)
		}
	}
	return names
}

// addCalls adds the names that the templates of a folder call. A file that
// cannot be read or parsed is reported when its own platform is rendered.
func addCalls(names map[string]bool, fsys fs.FS, folder string) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !isTemplate(entry.Name()) {
			continue
		}
		data, err := readTemplate(fsys, path.Join(folder, entry.Name()))
		if err != nil {
			continue
		}
		trees, err := parseTrees(entry.Name(), plainText(data))
		if err != nil {
			continue
		}
		for _, tree := range trees {
			for _, call := range calls(tree.Root) {
				names[call.Name] = true
			}
		}
	}
}
