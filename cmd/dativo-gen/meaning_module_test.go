package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// module is a parsed module, for tests of its meaning rather than its text.
type module struct {
	name       string
	deployment model.Deployment
	// source is the text of the .tf files, bodies what it says, by name.
	source map[string][]byte
	bodies map[string]*hclsyntax.Body
	// pages are the Markdown files, by name.
	pages map[string][]byte
	// values is terraform.tfvars.json; asked is what Terraform would be told.
	values, asked map[string]any
}

// loaderOf reads the files that flags name.
func loaderOf(t testing.TB, flags jobFlags) *config.Loader {
	t.Helper()
	loader, problems, err := flags.loader()
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	return loader
}

// renderText renders the text of a job file as if it lay at path: as far as
// render does before it writes.
func renderText(t testing.TB, loader *config.Loader, path string, text []byte) (*fleet.Job, []render.File) {
	t.Helper()
	loaded, err := fleet.Load(loader, path, text)
	if err != nil || loaded.Problems.HasErrors() {
		t.Fatal(err, loaded.Problems)
	}
	files, problems := fleet.NewTemplates().Render(loaded.Job)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return loaded.Job, files
}

// readExample returns the path and text of an example.
func readExample(t testing.TB, name string) (string, []byte) {
	t.Helper()
	path := examplePath(name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, text
}

// exampleModule renders an example.
func exampleModule(t testing.TB, name string) *module {
	t.Helper()
	path, text := readExample(t, name)
	j, files := renderText(t, loaderOf(t, jobFlags{}), path, text)
	m := parseModule(t, files)
	m.name, m.deployment = name, j.Deployment
	return m
}

// parseModule parses the files of a module.
func parseModule(t testing.TB, files []render.File) *module {
	t.Helper()
	m := &module{asked: asked()[0], source: map[string][]byte{}, bodies: map[string]*hclsyntax.Body{}, pages: map[string][]byte{}}
	for _, file := range files {
		if isPage(file.Name) {
			m.pages[file.Name] = file.Data
			continue
		}
		if file.Name == "terraform.tfvars.json" {
			if err := json.Unmarshal(file.Data, &m.values); err != nil {
				t.Fatalf("%s: %v", file.Name, err)
			}
			continue
		}
		parsed, diagnostics := hclsyntax.ParseConfig(file.Data, file.Name, hcl.InitialPos)
		if diagnostics.HasErrors() {
			t.Fatalf("%v\n%s", diagnostics, file.Data)
		}
		m.source[file.Name], m.bodies[file.Name] = file.Data, parsed.Body.(*hclsyntax.Body)
	}
	return m
}

// isPage reports whether a file is Markdown.
func isPage(name string) bool { return strings.HasSuffix(name, ".md") }

// blocks returns the top-level blocks of a kind, such as resource, in the
// order of files and lines.
func (m *module) blocks(kind string) []*hclsyntax.Block {
	var found []*hclsyntax.Block
	for _, name := range slices.Sorted(mapKeys(m.bodies)) {
		for _, block := range m.bodies[name].Blocks {
			if block.Type == kind {
				found = append(found, block)
			}
		}
	}
	return found
}

// mapKeys ranges over the keys of a map.
func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// attribute returns the expression of an attribute, or nil.
func attribute(body *hclsyntax.Body, name string) hclsyntax.Expression {
	if found := body.Attributes[name]; found != nil {
		return found.Expr
	}
	return nil
}

// nested returns the blocks of a type at any depth below a body.
func nested(body *hclsyntax.Body, kind string) []*hclsyntax.Block {
	var found []*hclsyntax.Block
	for _, block := range body.Blocks {
		if block.Type == kind {
			found = append(found, block)
		}
		found = append(found, nested(block.Body, kind)...)
	}
	return found
}

// address is how Terraform calls a block: aws_iam_role.task, data.aws_vpc.default.
func address(block *hclsyntax.Block) string {
	parts := block.Labels
	if block.Type != "resource" {
		parts = append([]string{block.Type}, parts...)
	}
	return strings.Join(parts, ".")
}

// references returns what the expressions below a node refer to, each as its
// first names: var.region, data.aws_vpc.default, aws_iam_role.task. The names
// that a for expression or a dynamic block binds are among them.
func references(node hclsyntax.Node) []string {
	var found []string
	add := func(expression hclsyntax.Expression) {
		for _, traversal := range expression.Variables() {
			found = append(found, referenceOf(traversal))
		}
	}
	_ = hclsyntax.VisitAll(node, func(node hclsyntax.Node) hcl.Diagnostics {
		if attribute, ok := node.(*hclsyntax.Attribute); ok {
			add(attribute.Expr)
		}
		return nil
	})
	return found
}

// referenceOf shortens a traversal to the object it names: two names, or three after
// data.
func referenceOf(traversal hcl.Traversal) string {
	length := 2
	if traversal.RootName() == "data" {
		length = 3
	}
	var parts []string
	for _, step := range traversal[:min(length, len(traversal))] {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			parts = append(parts, step.Name)
		case hcl.TraverseAttr:
			parts = append(parts, step.Name)
		}
	}
	return strings.Join(parts, ".")
}
