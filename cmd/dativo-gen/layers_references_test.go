package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// unresolved are the variables, locals, resources and data sources that a module
// refers to and does not declare.
func (m *module) unresolved() []string {
	declared, types := map[string]bool{}, map[string]bool{}
	for _, kind := range []string{"resource", "data"} {
		for _, block := range m.blocks(kind) {
			declared[address(block)], types[block.Labels[0]] = true, true
		}
	}
	for _, block := range m.blocks("variable") {
		declared["var."+block.Labels[0]] = true
	}
	for _, block := range m.blocks("locals") {
		for name := range block.Body.Attributes {
			declared["local."+name] = true
		}
	}
	var missing []string
	for name := range m.usedNames() {
		root, _, _ := strings.Cut(name, ".")
		named := root == "var" || root == "local" || root == "data" || types[root] || strings.HasPrefix(root, "aws_") ||
			strings.HasPrefix(root, "google_") || strings.HasPrefix(root, "kubernetes_")
		if named && !declared[name] {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	return missing
}

// TestReferencesResolve: a block that a platform team replaces declares nothing that
// the rest of the module needs.
func TestReferencesResolve(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames(t) {
		if missing := exampleModule(t, name).unresolved(); len(missing) > 0 {
			t.Errorf("%s: not declared: %v", name, missing)
		}
	}
	for _, name := range platform.Names() {
		m := parseModule(t, goldenLayer(t, name))
		if missing := m.unresolved(); len(missing) > 0 {
			t.Errorf("%s of a platform team: not declared: %v", name, missing)
		}
		m.bodies["variables.tf"].Blocks = nil
		if len(m.unresolved()) == 0 {
			t.Errorf("%s: a module without variables is complete", name)
		}
	}
}

// goldenLayer reads a module that was rendered with a platform team's templates.
func goldenLayer(t *testing.T, name string) []render.File {
	t.Helper()
	folder := filepath.Join(root, "testdata", "golden_layers", name)
	var files []render.File
	for _, file := range filesBelow(t, folder) {
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, render.File{Name: file, Data: data})
	}
	return files
}
