package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// mayNameClouds are the files that define clouds and platforms. No other file may
// distinguish clouds by name, because it would treat a third cloud as one of the
// first two.
var mayNameClouds = []string{
	"internal/platform/cloud_*.go", "internal/platform/aws_*.go", "internal/platform/gcp_*.go",
	"internal/tags/sinks.go",     // the names of the sinks
	"internal/engine/*.go",       // what the engine, another program, takes
	"internal/coverage/table.go", // how the types of a provider's resources begin
}

// TestOnlyCloudFilesNameClouds reads the source, and fails where the name of a
// cloud or platform is written, or where something is chosen by the sink of a
// cloud.
func TestOnlyCloudFilesNameClouds(t *testing.T) {
	t.Parallel()
	read := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		relative, _ := filepath.Rel(root, path)
		if slices.ContainsFunc(mayNameClouds, func(pattern string) bool {
			match, _ := filepath.Match(pattern, filepath.ToSlash(relative))
			return match
		}) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read++
		for _, fault := range cloudsNamed(relative, string(text)) {
			t.Error(fault)
		}
		return nil
	})
	if err != nil || read < 100 {
		t.Fatalf("%d files read: %v", read, err)
	}
}

// cloudsNamed returns where a Go file names a cloud or platform, or chooses by
// the sink of a cloud.
func cloudsNamed(name, text string) []string {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, 0)
	if err != nil {
		return []string{err.Error()}
	}
	var faults []string
	report := func(node ast.Node, what string) {
		faults = append(faults, set.Position(node.Pos()).String()+": "+what)
	}
	choices := func(nodes ...ast.Expr) {
		for _, node := range nodes {
			if s, ok := node.(*ast.SelectorExpr); ok && isIdent(s.X, "tags") && slices.Contains([]string{"AWS", "GCP"}, s.Sel.Name) {
				report(node, "chooses by the sink tags."+s.Sel.Name+": ask the cloud")
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && isCloudName(text) {
				report(n, "names "+n.Value+": ask the cloud or platform")
			}
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				choices(n.X, n.Y)
			}
		case *ast.CaseClause:
			choices(n.List...)
		case *ast.IndexExpr:
			choices(n.Index)
		case *ast.CompositeLit:
			for _, element := range n.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					element = pair.Key
				}
				choices(element)
			}
		}
		return true
	})
	return faults
}

func isIdent(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// isCloudName reports whether a text is the name of a cloud or platform, or how
// the names of a cloud's platforms begin.
func isCloudName(text string) bool {
	names := append(platform.Providers(), platform.Names()...)
	names = append(names, platform.Computes("")...)
	return slices.Contains(names, strings.TrimSuffix(text, "_"))
}

// comparison is a template's action that compares with a quoted text.
var comparison = regexp.MustCompile(`\{\{[^}]*\b(eq|ne|hasPrefix|contains|has|dict|get)\b[^}]*"([a-z_]+)"`)

// TestTemplatesDoNotCompareClouds does the same for templates: a folder is of
// one platform, and what is shared asks for what there is.
func TestTemplatesDoNotCompareClouds(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(filepath.Join(root, "templates"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".tmpl") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, groups := range comparison.FindAllStringSubmatch(string(text), -1) {
			if isCloudName(groups[2]) {
				t.Errorf("%s compares with the name of a cloud or platform: %s", path, groups[0])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCloudsNamedFindsThem shows that each form of the mistake is noticed.
func TestCloudsNamedFindsThem(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		`if j.Provider == "aws" {}`:                           1,
		`switch j.Provider { case "gcp": }`:                   1,
		`x = map[string]int{"aws": 1, "gcp": 2}`:              2,
		`for _, c := range []string{"aws", "gcp"} { use(c) }`: 2,
		`x = m["aws"]`:        1,
		`const cloud = "aws"`: 1,
		`if strings.HasPrefix(d.Platform, "aws_") {}`: 1,
		`if d.Platform == "gcp_gke" {}`:               1,
		`if compute.Type == "ecs" {}`:                 1,
		`if sink == tags.AWS {}`:                      1,
		`x = map[string]int{tags.AWS: 1}`:             1,
		`x = []string{tags.AWS, tags.GCP}`:            2,
		`if cloud.Name == other.Name {}`:              0,
		`x = Fold(tags.AWS)`:                          0,
		`x = "the bill of aws"`:                       0,
	} {
		if got := cloudsNamed("x.go", "package x\nfunc _() {\n"+code+"\n}"); len(got) != want {
			t.Errorf("%s: %q", code, got)
		}
	}
	if comparison.FindStringSubmatch(`{{- else if eq .Provider "aws"}}`) == nil {
		t.Error("a template's comparison is not noticed")
	}
}
