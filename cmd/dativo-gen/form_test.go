package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Limits of generated Terraform. The style guides of HashiCorp and Google set
// none; these are what a reviewer reads without scrolling sideways, and in one
// sitting.
const (
	maxColumns = 120
	maxLines   = 260
)

// goldenFiles returns the golden files with an extension, those of a platform
// team's layer and of the finops command among them.
func goldenFiles(t *testing.T, extension string) []string {
	t.Helper()
	var paths []string
	for _, folder := range []string{"golden", "golden_layers", "finops"} {
		paths = append(paths, globFiles(t, filepath.Join(root, "testdata", folder, "*", "*"+extension))...)
	}
	if len(paths) < 30 {
		t.Fatalf("only %d files *%s", len(paths), extension)
	}
	return paths
}

// TestForm holds generated Terraform and Markdown against the limits. In
// Markdown, a line with a value may be longer.
func TestForm(t *testing.T) {
	t.Parallel()
	for _, path := range append(goldenFiles(t, ".tf"), goldenFiles(t, ".md")...) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		// What a team's layer adds to a file is up to the team.
		if len(lines) > maxLines && !strings.Contains(path, "golden_layers") {
			t.Errorf("%s: %d lines, and %d are the limit: split it by concern", path, len(lines), maxLines)
		}
		for i, line := range lines {
			value := isPage(path) && (strings.Contains(line, "`") || strings.ContainsAny(line, "=/"))
			if utf8.RuneCountInString(line) > maxColumns && !value {
				t.Errorf("%s:%d: longer than %d columns", path, i+1, maxColumns)
			}
		}
	}
}

// sentenceForm is the one form of descriptions and error messages on all
// platforms: a sentence or phrase with a capital letter and a period. A value or
// the name of a variable may begin it.
var sentenceForm = regexp.MustCompile(`^([A-Z0-9]|\$\{|egress_rules ).*[^.]\.$`)

// TestDescriptions: every description and error message has the same form.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, path := range goldenFiles(t, ".tf") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, diagnostics := hclsyntax.ParseConfig(data, path, hcl.InitialPos)
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics)
		}
		for _, found := range texts(file.Body.(*hclsyntax.Body)) {
			checked++
			source := string(found.Range().SliceBytes(data))
			if text := strings.Trim(source, `"`); !sentenceForm.MatchString(text) {
				t.Errorf("%s: %s: begin with a capital letter, end with a period", found.Range(), source)
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d texts were checked", checked)
	}
}

// texts are the descriptions and error messages below a body.
func texts(body *hclsyntax.Body) []hclsyntax.Expression {
	var found []hclsyntax.Expression
	for name, attribute := range body.Attributes {
		if slices.Contains([]string{"description", "error_message"}, name) {
			found = append(found, attribute.Expr)
		}
	}
	for _, block := range body.Blocks {
		found = append(found, texts(block.Body)...)
	}
	return found
}
