package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// contract is what overrides can rely on, as the code has it.
type contract struct {
	fields    []field
	functions []string
	shipped   *overrides.Shipped
	// variables are the names of the variables that have values, by platform.
	variables map[string][]string
}

// field is a field or method that a template can access.
type field struct {
	// path is its path, .Container.Image; [] marks a list item.
	path string
	// kind is a description of its type; for a method, the types of its arguments
	// come first.
	kind string
	doc  string
}

func readContract(t *testing.T) contract {
	t.Helper()
	model := readModel(t)
	c := contract{
		fields: model.below("", "Deployment"), functions: render.Functions(),
		shipped: shippedTemplates(t).Shipped, variables: map[string][]string{},
	}
	for name, jobs := range exampleJobs(t) {
		for _, j := range jobs {
			for variable := range j.Deployment.Variables {
				c.variables[name] = append(c.variables[name], variable)
			}
		}
		slices.Sort(c.variables[name])
		c.variables[name] = slices.Compact(c.variables[name])
	}
	return c
}

// lines lists everything in the contract, one per line.
func (c contract) lines() []string {
	var lines []string
	for _, f := range c.fields {
		lines = append(lines, "field "+f.path+" "+f.kind)
	}
	for _, name := range c.functions {
		lines = append(lines, "function "+name)
	}
	for _, p := range platform.Names() {
		for _, name := range c.shipped.Files(p) {
			if strings.HasSuffix(name.File, ".tf.tmpl") || strings.HasSuffix(name.File, ".md.tmpl") {
				lines = append(lines, "file "+strings.TrimSuffix(name.String(), ".tmpl"))
			}
		}
		for _, name := range c.shipped.Blocks(p) {
			line := "block " + name.String()
			if calls := c.shipped.Calls(name); calls != "" {
				line += " calls " + calls
			}
			lines = append(lines, line)
		}
		for _, name := range c.variables[p] {
			lines = append(lines, "variable "+p+" "+name)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// goModel is the declarations of package model.
type goModel struct {
	structs map[string]*ast.StructType
	kinds   map[string]string // of types that are not structs
	methods map[string][]*ast.FuncDecl
}

func readModel(t *testing.T) goModel {
	t.Helper()
	m := goModel{structs: map[string]*ast.StructType{}, kinds: map[string]string{}, methods: map[string][]*ast.FuncDecl{}}
	files := globFiles(t, filepath.Join(root, "internal", "model", "*.go"))
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			m.add(declaration)
		}
	}
	return m
}

func (m goModel) add(declaration ast.Decl) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil && d.Name.IsExported() {
			receiver := strings.TrimPrefix(types.ExprString(d.Recv.List[0].Type), "*")
			m.methods[receiver] = append(m.methods[receiver], d)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if named, ok := spec.(*ast.TypeSpec); ok {
				if structure, ok := named.Type.(*ast.StructType); ok {
					m.structs[named.Name.Name] = structure
				} else {
					m.kinds[named.Name.Name] = types.ExprString(named.Type)
				}
			}
		}
	}
}

// below lists the fields and methods of a struct and of those in it.
func (m goModel) below(path, structure string) []field {
	var list []field
	before := ""
	for _, f := range m.structs[structure].Fields.List {
		for _, name := range f.Names {
			doc := sentence(f.Doc, f.Comment)
			// One comment describes all fields that it names.
			if doc == "" && strings.Contains(before, name.Name) {
				doc = before
			}
			before = doc
			at, of := path+"."+name.Name, types.ExprString(f.Type)
			item, isList := strings.CutPrefix(of, "[]")
			switch {
			case isList && m.structs[item] != nil:
				list = append(list, field{at, "list", doc})
				list = append(list, m.below(at+"[]", item)...)
			case m.structs[of] != nil:
				list = append(list, m.below(at, of)...)
			default:
				list = append(list, field{at, m.kind(of), doc})
			}
		}
	}
	for _, method := range m.methods[structure] {
		var arguments string
		for _, argument := range method.Type.Params.List {
			arguments += " " + strings.ToUpper(argument.Names[0].Name)
		}
		result := m.kind(types.ExprString(method.Type.Results.List[0].Type))
		list = append(list, field{path + "." + method.Name.Name + arguments, result, sentence(method.Doc)})
	}
	return list
}

// kind describes a type for people.
func (m goModel) kind(of string) string {
	if inner, named := m.kinds[of]; named {
		if kind := m.kind(inner); kind == "number" {
			return kind + " of " + of // which is its unit
		}
		of = inner
	}
	item, isList := strings.CutPrefix(of, "[]")
	value, isMap := strings.CutPrefix(of, "map[string]")
	switch {
	case isList:
		return "list of " + m.kind(item)
	case isMap:
		return "map of " + m.kind(value)
	case strings.HasPrefix(of, "int"), strings.HasPrefix(of, "float"):
		return "number"
	case of == "any":
		return "any"
	}
	return of
}

// sentence returns a comment on one line.
func sentence(comments ...*ast.CommentGroup) string {
	for _, comment := range comments {
		if text := strings.Join(strings.Fields(comment.Text()), " "); text != "" {
			return text
		}
	}
	return ""
}

// TestTemplatesContractIsCurrent compares the contract with the recorded one of its
// version. -update adds new entries; removing an entry or changing its type breaks
// the contract and needs a new version.
func TestTemplatesContractIsCurrent(t *testing.T) {
	t.Parallel()
	path := filepath.Join(root, "testdata", "contract", fmt.Sprintf("v%d.txt", overrides.Contract))
	text, err := os.ReadFile(path)
	if err != nil && !(updating() && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	recorded := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(text) == 0 {
		recorded = nil
	}
	lines := readContract(t).lines()
	for _, gone := range missing(recorded, lines) {
		t.Errorf("%s: overrides may rely on it; keep it, or raise overrides.Contract and say so in CHANGELOG.md", gone)
	}
	added := missing(lines, recorded)
	if !updating() {
		for _, line := range added {
			t.Errorf("%s: not in %s; make golden records it, and CHANGELOG.md should say so", line, path)
		}
		return
	}
	all := slices.Concat(recorded, added)
	slices.Sort(all)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Join(all, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
