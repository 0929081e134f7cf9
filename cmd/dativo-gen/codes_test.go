package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// codeForm is the form of a rule's code: lower-case words joined with "-".
var codeForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// TestEveryProblemHasACode reads the sources: every diagnostic sets a code, and
// every code that is written at a report has the form of one.
func TestEveryProblemHasACode(t *testing.T) {
	t.Parallel()
	reports := 0
	for _, file := range sourceFiles(t) {
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.CompositeLit:
				if isDiagnostic(n.Type) && len(n.Elts) > 0 && !setsCode(n) {
					t.Errorf("%s: a diagnostic without a code", set.Position(n.Pos()))
				}
			case *ast.CallExpr:
				code, ok := reportedCode(n)
				if !ok {
					return true
				}
				reports++
				if !codeForm.MatchString(code) {
					t.Errorf("%s: %q is not a code", set.Position(n.Pos()), code)
				}
			}
			return true
		})
	}
	if reports < 100 {
		t.Errorf("only %d reports were found", reports)
	}
}

// sourceFiles are the Go files of the program, without tests.
func sourceFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func isDiagnostic(expr ast.Expr) bool {
	switch e := expr.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == "Diagnostic"
	case *ast.Ident:
		return e.Name == "Diagnostic"
	}
	return false
}

func setsCode(literal *ast.CompositeLit) bool {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Code" {
			value, literal := pair.Value.(*ast.BasicLit)
			return !literal || codeForm.MatchString(strings.Trim(value.Value, `"`))
		}
	}
	return false
}

// reportedCode returns the literal code of a call that adds a diagnostic. A code
// in a constant or a parameter is checked where its literal is.
func reportedCode(call *ast.CallExpr) (string, bool) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 3 {
		return "", false
	}
	if receiver, ok := method.X.(*ast.Ident); ok && receiver.Name == "fmt" {
		return "", false
	}
	if name := strings.ToLower(method.Sel.Name); name != "errorf" && name != "warnf" {
		return "", false
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	code, err := strconv.Unquote(literal.Value)
	return code, err == nil
}
