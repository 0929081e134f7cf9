package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
	"github.com/dativo-io/dativo-gen/templates"
)

// templateFlags say what is laid over the shipped templates.
type templateFlags struct {
	Templates []string `placeholder:"DIR" sep:"none" help:"Folder of templates that is laid over those of the project file and the shipped ones. May be repeated: the first wins."`
}

// check refuses folders that are not there.
func (f *templateFlags) check() error {
	for _, folder := range f.Templates {
		if info, err := os.Stat(folder); err != nil {
			return fmt.Errorf("--templates %s: %w", folder, cause(err))
		} else if !info.IsDir() {
			return fmt.Errorf("--templates %s: not a directory", folder)
		}
	}
	return nil
}

// shippedLayer stands before the path of a shipped template in problems: no
// folder, so that it is not taken for one of the user's.
const shippedLayer = "shipped"

// shippedSource is the text of a shipped template, by the name that problems
// give it.
func shippedSource(name string) ([]byte, bool) {
	path, ok := strings.CutPrefix(name, shippedLayer+"/")
	if !ok {
		return nil, false
	}
	text, err := fs.ReadFile(templates.FS(), path)
	return text, err == nil
}

// layers returns the templates for the jobs of a project, nil for those of
// none: the flags' first, then the project file's, then the shipped ones.
func (f *templateFlags) layers(project *config.Project) []render.Layer {
	folders := append([]string{}, f.Templates...)
	if project != nil {
		for _, folder := range project.Settings.Templates {
			folders = append(folders, project.Join(folder))
		}
	}
	var layers []render.Layer
	for _, folder := range folders {
		layers = append(layers, render.Layer{Name: filepath.ToSlash(folder), FS: os.DirFS(folder)})
	}
	return append(layers, render.Layer{Name: shippedLayer, FS: templates.FS()})
}

// templateSets holds the parsed templates of each platform and project, read
// when the first job asks for them.
type templateSets struct {
	flags *templateFlags
	mutex sync.Mutex
	sets  map[string]*render.Set
	found map[string]diag.List
}

func (t *templateSets) get(j *job) (*render.Set, diag.List) {
	layers := t.flags.layers(j.bundle.Project)
	names := []string{j.deployment.Platform}
	for _, layer := range layers {
		names = append(names, layer.Name)
	}
	key := strings.Join(names, "\x00")
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.sets == nil {
		t.sets, t.found = map[string]*render.Set{}, map[string]diag.List{}
	}
	if _, read := t.found[key]; !read {
		t.sets[key], t.found[key] = render.Parse(j.deployment.Platform, layers...)
	}
	return t.sets[key], t.found[key]
}
