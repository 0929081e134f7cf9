package fleet

import (
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
	"github.com/dativo-io/dativo-gen/templates"
)

// ShippedLayer is the name of the shipped templates in problems: not a folder,
// so that it is not taken for one of the user's.
const ShippedLayer = "shipped"

// ShippedSource is the text of a shipped template, by the name that problems
// give it.
func ShippedSource(name string) ([]byte, bool) {
	path, ok := strings.CutPrefix(name, ShippedLayer+"/")
	if !ok {
		return nil, false
	}
	text, err := fs.ReadFile(templates.FS(), path)
	return text, err == nil
}

// Shipped is the layer of the shipped templates.
func Shipped() render.Layer { return render.Layer{Name: ShippedLayer, FS: templates.FS()} }

// Templates holds the templates of a run, parsed once for each platform and
// list of layers. Several goroutines may use it at a time.
type Templates struct {
	// Program identifies the program, and the flags that decide what a module
	// contains, in the hash of its inputs.
	Program string
	// Files are where folders of templates are read from; nil is the disk.
	Files document.Source

	folders []string
	mutex   sync.Mutex
	parsed  map[string]func() (*render.Set, diag.List)
}

// NewTemplates returns the shipped templates with folders as the uppermost
// layers, the first before the others.
func NewTemplates(folders ...string) *Templates {
	return &Templates{folders: folders, parsed: map[string]func() (*render.Set, diag.List){}}
}

// Layers returns the layers for the jobs of a project, nil for those without
// one: the given folders, then those of the project file, then the shipped
// templates.
func (t *Templates) Layers(project *config.Project) []render.Layer {
	folders := append([]string{}, t.folders...)
	if project != nil {
		for _, folder := range project.Settings.Templates {
			folders = append(folders, project.Join(folder))
		}
	}
	var layers []render.Layer
	for _, folder := range folders {
		layers = append(layers, render.Layer{Name: filepath.ToSlash(folder), FS: document.OrDisk(t.Files).Folder(folder)})
	}
	return append(layers, Shipped())
}

// Custom reports whether a job is rendered with templates other than the
// shipped ones.
func (t *Templates) Custom(j *Job) bool { return len(t.Layers(j.Project)) > 1 }

// For returns the templates of a job, and what is wrong with them.
func (t *Templates) For(j *Job) (*render.Set, diag.List) {
	layers := t.Layers(j.Project)
	names := []string{j.Deployment.Platform}
	for _, layer := range layers {
		names = append(names, layer.Name)
	}
	key := strings.Join(names, "\x00")
	t.mutex.Lock()
	parse, known := t.parsed[key]
	if !known {
		parse = sync.OnceValues(func() (*render.Set, diag.List) { return render.Parse(j.Deployment.Platform, layers...) })
		t.parsed[key] = parse
	}
	t.mutex.Unlock()
	return parse()
}

// Render renders the module of a job.
func (t *Templates) Render(j *Job) ([]render.File, diag.List) {
	set, _ := t.For(j) // Render reports the problems of the set
	files, problems := set.Render(&j.Deployment, j.Deployment.Variables)
	return render.NameSource(files, j.SourceName()), problems
}

// RenderAll renders jobs, several at a time. place gives each job's module its
// directory; nil is for modules that are not written.
func (t *Templates) RenderAll(jobs []*Job, place func(*Job) output.Module) ([]output.Module, diag.List) {
	modules := make([]output.Module, len(jobs))
	found := make([]diag.List, len(jobs))
	_ = each(len(jobs), func(i int) error {
		if place != nil {
			modules[i] = place(jobs[i])
			set, _ := t.For(jobs[i])
			modules[i].Origin = t.origin(jobs[i], modules[i].Dir, set)
		}
		modules[i].Files, found[i] = t.Render(jobs[i])
		return nil
	})
	var problems diag.List
	for _, list := range found {
		problems = append(problems, list...)
	}
	return modules, problems
}
