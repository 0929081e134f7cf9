package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// reportsPaths are the rooms whose rules are about the keys of job files,
// project files and files of budgets.
var reportsPaths = []string{
	"cmd/dativo-gen", "internal/config", "internal/export", "internal/finops", "internal/fleet", "internal/platform", "internal/policy",
}

// otherFiles are about files of which no struct of ours is: assets, connectors
// and tag policies of AWS Organizations.
var otherFiles = []string{"internal/config/asset.go", "internal/config/connector.go", "internal/config/tagpolicy_aws.go"}

// TestPathsAreConstants reads the source of the rules: a path that one reports,
// or asks for, is a constant of package paths, or made of one. A text could be
// misspelled, and the problem would lose its position.
func TestPathsAreConstants(t *testing.T) {
	t.Parallel()
	read := 0
	for _, room := range reportsPaths {
		names, err := filepath.Glob(filepath.Join(root, room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, name := range names {
			relative, _ := filepath.Rel(root, name)
			if strings.HasSuffix(name, "_test.go") || slices.Contains(otherFiles, filepath.ToSlash(relative)) {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(text)
		}
		read += len(files)
		for _, fault := range pathsTyped(files) {
			t.Error(fault)
		}
	}
	if read < 60 {
		t.Errorf("only %d files read", read)
	}
}

// pathReader finds paths that are written as text.
type pathReader struct {
	set    *token.FileSet
	faults []string
	// takes are the parameters that hold a path, by the name of the function.
	takes map[string][]int
}

// pathsTyped returns where the files of a package write a path as text.
func pathsTyped(files map[string]string) []string {
	r := pathReader{set: token.NewFileSet(), takes: map[string][]int{
		// The path follows the code; the second argument of fmt.Errorf is a value.
		"Errorf": {1}, "Warnf": {1}, "Notef": {1}, "Within": {1}, "ItemPath": {0}, "KeyPath": {0},
		"OwnPos": {0}, "Pos": {0}, "Find": {0}, "Has": {0}, "TextAt": {0},
	}}
	var parsed []*ast.File
	for name, text := range files {
		file, err := parser.ParseFile(r.set, name, text, 0)
		if err != nil {
			return []string{err.Error()}
		}
		parsed = append(parsed, file)
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				r.parameters(f)
			}
		}
	}
	for _, file := range parsed {
		ast.Inspect(file, r.look)
	}
	slices.Sort(r.faults)
	return r.faults
}

// isPathName reports whether a variable, parameter or field of a name holds a
// path.
func isPathName(name string) bool {
	return slices.Contains([]string{"at", "Path", "KeyPath"}, name) || strings.HasSuffix(name, "At")
}

// parameters notes which parameters of a function hold a path.
func (r *pathReader) parameters(f *ast.FuncDecl) {
	index := 0
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			if isPathName(name.Name) {
				r.takes[f.Name.Name] = append(r.takes[f.Name.Name], index)
			}
			index++
		}
	}
}

// look reports the texts that are paths by their content or position.
func (r *pathReader) look(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.BasicLit:
		if strings.HasPrefix(text(n), "infrastructure.") && !strings.Contains(text(n), " ") {
			r.report(n)
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			if name = f.Sel.Name; isIdent(f.X, "fmt") {
				return true
			}
		}
		for _, i := range r.takes[name] {
			if i < len(n.Args) {
				r.path(n.Args[i])
			}
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && isPathName(key.Name) {
			r.path(n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if name, ok := left.(*ast.Ident); ok && isPathName(name.Name) && i < len(n.Rhs) {
				r.path(n.Rhs[i])
			}
		}
	case *ast.CompositeLit:
		// The tables of a platform begin with the path.
		if name, ok := elementType(n.Type); ok && slices.Contains([]string{"Need", "Note", "Default"}, name) {
			for _, element := range n.Elts {
				if inner, ok := element.(*ast.CompositeLit); ok {
					element = inner.Elts[0]
				}
				if _, keyed := element.(*ast.KeyValueExpr); !keyed {
					r.path(element)
				}
				if _, list := n.Type.(*ast.ArrayType); !list {
					break
				}
			}
		}
	case *ast.BinaryExpr:
		// Nothing but a dot is joined to a path, and a constant to that.
		for _, side := range []ast.Expr{n.X, n.Y} {
			if s, ok := side.(*ast.SelectorExpr); ok && isIdent(s.X, "paths") && n.Op == token.ADD {
				r.path(n)
			}
		}
	}
	return true
}

// elementType is the name of a composite's type, or of what it is a list of.
func elementType(x ast.Expr) (string, bool) {
	if list, ok := x.(*ast.ArrayType); ok {
		x = list.Elt
	}
	if s, ok := x.(*ast.SelectorExpr); ok {
		return s.Sel.Name, true
	}
	id, ok := x.(*ast.Ident)
	if !ok {
		return "", false
	}
	return id.Name, true
}

// written is a text that names a key, or several.
var written = regexp.MustCompile(`[a-z]`)

// path reports an expression that is a path with a text in it.
func (r *pathReader) path(x ast.Expr) {
	switch n := x.(type) {
	case *ast.BasicLit:
		if written.MatchString(text(n)) {
			r.report(n)
		}
	case *ast.BinaryExpr:
		r.path(n.X)
		r.path(n.Y)
	}
}

func (r *pathReader) report(n *ast.BasicLit) {
	fault := r.set.Position(n.Pos()).String() + ": " + n.Value + " is a path as text: use package paths"
	if !slices.Contains(r.faults, fault) {
		r.faults = append(r.faults, fault)
	}
}

// text is the value of a string literal, or "".
func text(n *ast.BasicLit) string {
	value, err := strconv.Unquote(n.Value)
	if err != nil || n.Kind != token.STRING {
		return ""
	}
	return value
}

// TestPathsTypedFindsThem shows that each form of the mistake is noticed.
func TestPathsTypedFindsThem(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		`n.problems.Errorf("kms-location", "infrastructure.monitoring.log_kms_keyid", "is in %s", x)`: 1,
		`n.problems.Warnf("code", "tenant_id", "missing")`:                                            1,
		`n.problems.Errorf("code", at+"bucket", "missing")`:                                           1,
		`n.problems.Errorf("code", "", "missing")`:                                                    0,
		`at := "environment"`:                                    1,
		`x := paths.Network + "subnets"`:                         1,
		`x := diag.ItemPath(paths.Network+".subnets", 1)`:        1,
		`check("bucket")`:                                        1,
		`x := claim{Path: "layout"}`:                             1,
		`x := []Note{{"compute.image", "why"}}`:                  1,
		`x := Note{"compute.image", "why"}`:                      1,
		`x := []Note{{paths.ComputeImage, "why"}}`:               0,
		`x := paths.Network + "." + key`:                         0,
		`return fmt.Errorf("%s: %w", "layout", err)`:             0,
		`p.Hintf("write infrastructure.storage.bucket too")`:     0,
		`p.Hintf("infrastructure.storage.bucket is needed too")`: 0,
	} {
		got := pathsTyped(map[string]string{"x.go": "package x\nfunc check(at string) {\n" + code + "\n}"})
		if len(got) != want {
			t.Errorf("%s: %q", code, got)
		}
	}
}
