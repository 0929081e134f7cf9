package render

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// layer makes a layer out of a file's path and text, and so on.
func layer(name string, pathsAndTexts ...string) Layer {
	files := fstest.MapFS{}
	for i := 0; i < len(pathsAndTexts); i += 2 {
		files[pathsAndTexts[i]] = &fstest.MapFile{Data: []byte(pathsAndTexts[i+1]), Mode: 0o644}
	}
	return Layer{Name: name, FS: files}
}

// base is a layer with one template, and a folder for a second platform.
func base(text string) Layer {
	return layer("base", "aws_ecs/main.tf.tmpl", text, "gcp_gke/main.tf.tmpl", "locals {}\n")
}

// mustParse parses templates that have no problem.
func mustParse(t testing.TB, layers ...Layer) *Set {
	t.Helper()
	set, problems := Parse("aws_ecs", layers...)
	if len(problems) > 0 {
		t.Fatalf("unexpected problems:\n%s", text(problems))
	}
	return set
}

// mustRender renders without a problem and returns the files by name.
func mustRender(t testing.TB, set *Set, data any, values map[string]any) map[string]string {
	t.Helper()
	files, problems := set.Render(data, values)
	if len(problems) > 0 {
		t.Fatalf("unexpected problems:\n%s", text(problems))
	}
	byName := map[string]string{}
	for _, file := range files {
		byName[file.Name] = string(file.Data)
	}
	return byName
}

// text is a list of problems as they are printed.
func text(problems diag.List) string {
	var b strings.Builder
	for _, d := range problems {
		b.WriteString(d.String() + "\n")
		if d.Hint != "" {
			b.WriteString("  hint: " + d.Hint + "\n")
		}
	}
	return b.String()
}

// expect compares problems with the lines they should be printed as.
func expect(t *testing.T, got diag.List, want ...string) {
	t.Helper()
	if joined := strings.Join(want, "\n") + "\n"; text(got) != joined && (len(got) > 0 || len(want) > 0) {
		t.Errorf("got\n%s\nwant\n%s", text(got), joined)
	}
}
