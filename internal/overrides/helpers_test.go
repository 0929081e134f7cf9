package overrides

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// mainNow is the shipped one/main.tf.tmpl of these tests.
const mainNow = "locals {\n  name = 1\n}\n{{block \"log\" .}}{{template \"log_section\" .}}{{end}}\n" +
	"{{block \"size\" . -}}\nlocals {\n  cpu = 1\n}\n{{- end}}\n"

// folder is a layer of files: path, text, path, text ...
func folder(name string, files ...string) render.Layer {
	fs := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fs[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return render.Layer{Name: name, FS: fs}
}

// base is the shipped layer: two platforms, one shared file.
func base(main string) render.Layer {
	return folder("shipped",
		"one/main.tf.tmpl", main,
		"one/outputs.tf.tmpl", "output \"a\" {\n  value = 1\n}\n{{block \"extra_outputs\" .}}{{end}}\n",
		"two/main.tf.tmpl", "locals {\n  labels = {{block \"labels\" .}}{}{{end}}\n}\n{{block \"extra_outputs\" .}}{{end}}\n"+
			"{{block \"size\" . -}}\nlocals {\n  cpu = 2\n}\n{{- end}}\n",
		"shared/log.tmpl", "{{define \"log_section\"}}\nlocals {\n  log = \"one\"\n}\n{{end}}\n",
	)
}

// read parses the layers of teams with the shipped one.
func read(t *testing.T, main string, teams ...render.Layer) (map[string]*render.Set, *Shipped) {
	t.Helper()
	stack := stackOf(t, main, teams...)
	return stack.sets, stack.Shipped
}

// stackOf reads the layers of teams with the shipped one. An unused override is
// a problem there, and a state for Find.
func stackOf(t *testing.T, main string, teams ...render.Layer) *Stack {
	t.Helper()
	stack, err := Read([]string{"one", "two"}, append(teams, base(main)))
	if err != nil {
		t.Fatal(err)
	}
	return stack
}

// onDisk writes a team's layer of files, path, text, path, text ...
func onDisk(t *testing.T, files ...string) (dir string, layer render.Layer) {
	t.Helper()
	dir = t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, render.Layer{Name: filepath.ToSlash(dir), FS: os.DirFS(dir)}
}

// readText reads a file of a folder.
func readText(t *testing.T, dir, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// openFolder opens a folder until the test ends.
func openFolder(t *testing.T, dir string) *Folder {
	t.Helper()
	folder, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	return folder
}

// expect compares lists.
func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// lines are problems with their file, relative to a folder.
func lines(problems diag.List, dir string) []string {
	var all []string
	for _, p := range problems {
		all = append(all, strings.TrimPrefix(p.Pos.File, filepath.ToSlash(dir)+"/")+": "+p.Message)
	}
	return all
}
