package output

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// tree is the content of a directory by file name; an empty directory has a name
// that ends in "/".
type tree map[string]string

func module(dir string, content tree) Module {
	m := Module{Dir: dir}
	for _, name := range slices.Sorted(maps.Keys(content)) {
		m.Files = append(m.Files, render.File{Name: name, Data: []byte(content[name])})
	}
	return m
}

func write(t *testing.T, dir string, content tree) {
	t.Helper()
	for name, data := range content {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, dir string) tree {
	t.Helper()
	content := tree{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if entries, _ := os.ReadDir(path); len(entries) == 0 {
				content[name+"/"] = ""
			}
			return nil
		}
		data, err := os.ReadFile(path)
		content[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// generated is a tree together with its manifest.
func generated(content tree) tree {
	all := maps.Clone(content)
	files := map[string]string{}
	for name, data := range content {
		files[name] = hashOf([]byte(data))
	}
	all[ManifestName] = string(manifest{Files: files}.encode())
	return all
}

func with(content tree, more tree) tree {
	all := maps.Clone(content)
	maps.Copy(all, more)
	return all
}

func mustPlan(t *testing.T, modules []Module, options Options) *Plan {
	t.Helper()
	plan, problems := NewPlan(modules, options)
	if problems.HasErrors() {
		t.Fatalf("plan: %v", problems)
	}
	return plan
}

func mustCommit(t *testing.T, modules ...Module) {
	t.Helper()
	if err := mustPlan(t, modules, Options{}).Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func wantTree(t *testing.T, dir string, want tree) {
	t.Helper()
	got := read(t, dir)
	for _, name := range slices.Sorted(maps.Keys(with(want, got))) {
		if data, ok := got[name]; !ok {
			t.Errorf("%s is missing", name)
		} else if expected, ok := want[name]; !ok {
			t.Errorf("%s should not be there: %q", name, data)
		} else if data != expected {
			t.Errorf("%s holds %q, want %q", name, data, expected)
		}
	}
}

// summary is "create main.tf" for each change, below dir.
func summary(dir string, plan *Plan) []string {
	var all []string
	for _, change := range plan.Changes() {
		name, _ := filepath.Rel(dir, change.Path)
		all = append(all, change.Kind.String()+" "+filepath.ToSlash(name))
	}
	return all
}

func messages(problems diag.List) string {
	var b strings.Builder
	for _, d := range problems {
		b.WriteString(d.String() + "\n")
	}
	return b.String()
}
