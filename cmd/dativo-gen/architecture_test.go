package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the direction of the program: which rooms a room knows. A new
// arrow is a decision, and this table is where it is made.
var mayImport = map[string][]string{
	"cmd/dativo-gen": {
		"internal/config", "internal/diag", "internal/document", "internal/export", "internal/finops", "internal/fleet", "internal/git",
		"internal/image", "internal/markdown", "internal/model", "internal/output", "internal/overrides", "internal/paths",
		"internal/platform", "internal/render", "internal/tags", "examples", "schemas",
	},
	"internal/fleet": {
		"internal/config", "internal/coverage", "internal/diag", "internal/document", "internal/engine", "internal/export",
		"internal/finops", "internal/hcl", "internal/image",
		"internal/model", "internal/output", "internal/parallel", "internal/paths", "internal/platform", "internal/policy",
		"internal/render", "internal/tags", "templates",
	},
	"internal/config": {
		"internal/diag", "internal/document", "internal/engine", "internal/model", "internal/paths", "internal/platform",
		"internal/tags", "schemas",
	},
	"internal/document":  {"internal/diag"},
	"internal/platform":  {"internal/diag", "internal/engine", "internal/model", "internal/paths", "internal/tags"},
	"internal/coverage":  {"internal/hcl"},
	"internal/engine":    {"internal/diag"},
	"internal/image":     {"internal/diag", "internal/document", "internal/engine", "internal/paths", "internal/render"},
	"internal/export":    {"internal/coverage", "internal/diag", "internal/model", "internal/paths", "internal/tags"},
	"internal/finops":    {"internal/diag", "internal/model", "internal/paths", "internal/platform", "internal/tags"},
	"internal/policy":    {"internal/diag", "internal/model", "internal/paths", "internal/tags"},
	"internal/parallel":  {},
	"internal/output":    {"internal/diag", "internal/parallel", "internal/render"},
	"internal/overrides": {"internal/diag", "internal/merge", "internal/render"},
	"internal/render":    {"internal/diag", "internal/hcl", "internal/markdown", "internal/merge"},
	"internal/paths":     {},
	"internal/model":     {},
	"internal/tags":      {"internal/diag"},
	"internal/diag":      {},
	"internal/hcl":       {"internal/diag"},
	"internal/git":       {"internal/document"},
	"internal/markdown":  {},
	"internal/merge":     {},
	"examples":           {},
	"schemas":            {},
	"templates":          {},
}

// mayUse says which room may use a library; a folder named here covers those
// below it.
var mayUse = map[string][]string{
	"github.com/alecthomas/kong":       {"cmd/dativo-gen"},
	"github.com/Masterminds/sprig":     {"internal/render"},
	"github.com/hashicorp/hcl":         {"internal/hcl"},
	"github.com/zclconf/go-cty":        {"internal/hcl"},
	"github.com/invopop/jsonschema":    {"internal/config"},
	"github.com/pmezard/go-difflib":    {"internal/merge", "internal/output"},
	"gopkg.in/yaml.v3":                 {"internal/document"},
	"github.com/santhosh-tekuri":       {},
	"github.com/blues/jsonata-go":      {},
	"github.com/cloudspannerecosystem": {},
	"github.com/sebdah/goldie":         {},
	"golang.org/x/text":                {"internal/document"},
	"github.com/dativo-io/dativo-gen":  nil, // the table above
}

// TestDirection reads the imports of every file except tests.
func TestDirection(t *testing.T) {
	t.Parallel()
	const module = "github.com/dativo-io/dativo-gen/"
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(root, filepath.Dir(path))
		room := filepath.ToSlash(relative)
		seen[room] = true
		allowed, listed := mayImport[room]
		if !listed {
			t.Errorf("%s: a room that is not in the table", room)
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if inner, ours := strings.CutPrefix(imported, module); ours {
				if !slices.Contains(allowed, inner) {
					t.Errorf("%s imports %s: there is no such arrow", path, inner)
				}
				continue
			}
			checkLibrary(t, path, room, imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range mayImport {
		if !seen[room] {
			t.Errorf("%s: in the table, but not in the tree", room)
		}
	}
}

// checkLibrary holds the import of a library against the table.
func checkLibrary(t *testing.T, path, room, imported string) {
	t.Helper()
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return // the standard library
	}
	for library, rooms := range mayUse {
		if strings.HasPrefix(imported, library) {
			if !slices.Contains(rooms, room) {
				t.Errorf("%s imports %s, which %v alone may use", path, imported, rooms)
			}
			return
		}
	}
	t.Errorf("%s imports %s, which is not in the table of libraries", path, imported)
}
