package fleet

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/render"
)

func TestLayers(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{
		"a/.dativo-gen.yaml": "templates: [one, two]\n", "a/one/shared/x.tmpl": "", "a/two/shared/x.tmpl": "", "a/a.yaml": ecsJob(),
		"b/a.yaml": ecsJob(),
	})
	project := filepath.ToSlash(filepath.Dir(jobs[0].File()))
	templates := NewTemplates("given")
	for i, want := range [][]string{{"given", project + "/one", project + "/two", ShippedLayer}, {"given", ShippedLayer}} {
		var names []string
		for _, layer := range templates.Layers(jobs[i].Project) {
			names = append(names, layer.Name)
		}
		if !slices.Equal(names, want) {
			t.Errorf("got %q, want %q", names, want)
		}
	}
	shipped := NewTemplates()
	if !templates.Custom(jobs[1]) || !shipped.Custom(jobs[0]) || shipped.Custom(jobs[1]) {
		t.Error("folders of templates are custom, and nothing else is")
	}
}

// TestTemplatesAreParsedOnce for each platform and list of layers.
func TestTemplatesAreParsedOnce(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{
		"a/1.yaml": ecsJob(), "a/2.yaml": ecsJob(), "b/.dativo-gen.yaml": "templates: [one]\n", "b/one/shared/x.tmpl": "", "b/3.yaml": ecsJob(),
	})
	templates := NewTemplates()
	sets := make([]*render.Set, 8)
	_ = each(len(sets), func(i int) error {
		sets[i], _ = templates.For(jobs[i%2])
		return nil
	})
	if len(slices.Compact(sets)) != 1 {
		t.Error("parsed again for a job with the same templates")
	}
	if other, _ := templates.For(jobs[2]); other == sets[0] {
		t.Error("a job with other layers has the same templates")
	}
	if other, _ := templates.For(exampleJob(t, "aws_eks")); other == sets[0] {
		t.Error("a job of another platform has the same templates")
	}
}

// TestRenderReportsInvalidTemplates, and renders nothing.
func TestRenderReportsInvalidTemplates(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "aws_ecs", "main.tf.tmpl"), "{{")
	modules, problems := NewTemplates(folder).RenderAll([]*Job{exampleJob(t, "aws_ecs")}, nil)
	if !problems.HasErrors() || modules[0].Files != nil {
		t.Errorf("%d files, %v", len(modules[0].Files), problems)
	}
	unused := t.TempDir()
	writeFile(t, filepath.Join(unused, "aws_ecs", "unused.tmpl"), "{{define \"unused\"}}{{end}}")
	if files, problems := NewTemplates(unused).Render(exampleJob(t, "aws_ecs")); !problems.HasErrors() || files != nil {
		t.Errorf("unused override: %d files, %v", len(files), problems)
	}
}

// TestAStreamOfJobs renders jobs one after the other, and forgets each before
// the next: the modules are those that RenderAll makes, and the problems those
// of all jobs together.
func TestAStreamOfJobs(t *testing.T) {
	t.Parallel()
	paths := examples(t)
	loaded, err := LoadFiles(newLoader(), paths)
	if err != nil {
		t.Fatal(err)
	}
	jobs, want := Gather(loaded)
	modules, _ := NewTemplates().RenderAll(jobs, toFolder)

	loader, templates, claims := newLoader(), NewTemplates(), ModuleClaims()
	var problems Problems
	for i, path := range paths {
		one, err := LoadFiles(loader, []string{path})
		if err != nil {
			t.Fatal(err)
		}
		problems.Add(one[0])
		if conflicts := claims.Add(one[0].Job); len(conflicts) > 0 {
			t.Errorf("%s: %v", path, conflicts)
		}
		files, found := templates.Render(one[0].Job)
		if len(found) > 0 || one[0].Job.Folder() != modules[i].Dir || !sameFiles(files, modules[i].Files) {
			t.Errorf("%s: not the module of RenderAll: %v", path, found)
		}
	}
	if got := lines(problems.List()); !slices.Equal(got, lines(want)) {
		t.Errorf("got %q, want %q", got, lines(want))
	}
}

func sameFiles(a, b []render.File) bool {
	return slices.EqualFunc(a, b, func(a, b render.File) bool { return a.Name == b.Name && bytes.Equal(a.Data, b.Data) })
}

func TestShippedSource(t *testing.T) {
	t.Parallel()
	text, ok := ShippedSource("shipped/aws_ecs/main.tf.tmpl")
	if !ok || !strings.Contains(string(text), "aws_ecs_cluster") {
		t.Errorf("%v, %q", ok, text)
	}
	for _, name := range []string{"aws_ecs/main.tf.tmpl", "shipped/nothing.tmpl", "shipped"} {
		if _, ok := ShippedSource(name); ok {
			t.Errorf("%s is a shipped template", name)
		}
	}
}
