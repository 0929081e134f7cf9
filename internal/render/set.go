package render

import (
	"text/template"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Set is the templates of one platform, ready to render. It may be used from
// several goroutines at once.
type Set struct {
	sources []*source
	outputs []*source
	// definitions are the ones in use, by name.
	definitions map[string]*definition
	root        *template.Template
	problems    diag.List
	cache       cache
}

// Parse reads the templates of a platform, the first layer before the others,
// and the last as the base (see [Layer]). Everything that can be known without
// data is checked here: text/template's grammar, the names of functions and
// blocks, that every override is used, and that every value is printed where
// HCL has a value.
//
// The Set is never nil: with problems it can still name and list its templates.
func Parse(platform string, layers ...Layer) (*Set, diag.List) {
	s := &Set{}
	s.problems = s.parse(platform, layers).Sorted()
	return s, s.problems
}

// parse goes on as far as the problems let it without repeating them.
func (s *Set) parse(platform string, layers []Layer) diag.List {
	r := &reader{layers: layers}
	r.read(platform)
	problems, base := r.problems, len(layers)-1
	known := knownFunctions()
	for _, src := range r.sources {
		if src.parse(&problems) {
			s.sources = append(s.sources, src)
			src.checkFunctions(&problems, known)
		}
	}
	if problems.HasErrors() {
		return problems
	}
	o := newOverlay(s.sources)
	o.markCalled()
	o.reportUnused(base, calledAnywhere(layers, r.folders()))
	if s.outputs, s.definitions = o.sortedOutputs(), o.definitions; o.problems.HasErrors() {
		return o.problems
	}
	k := newChecker(o.definitions)
	for _, src := range s.outputs {
		k.output(src)
	}
	if !k.problems.HasErrors() {
		s.root = s.build(functionMap(), encodePrinted)
	}
	return k.problems
}

// build makes the executable templates: a copy of every tree in use, changed by
// rewrite.
func (s *Set) build(functions template.FuncMap, rewrite func(*source, *parse.Tree)) *template.Template {
	root := template.New("").Funcs(functions).Option("missingkey=error")
	add := func(name string, src *source, tree *parse.Tree) {
		tree = tree.Copy()
		rewrite(src, tree)
		// The tree is new and the name was checked: there is nothing to refuse.
		_, _ = root.AddParseTree(name, tree)
	}
	for _, src := range s.outputs {
		add(src.file(), src, src.body)
	}
	for name, d := range s.definitions {
		if d.called {
			add(name, d.source, d.tree)
		}
	}
	return root
}

// encodePrinted lets every action that prints end in the encoder, so that what
// is printed is one HCL value whoever wrote the template.
func encodePrinted(_ *source, tree *parse.Tree) {
	walk(tree.Root, func(node parse.Node) {
		action, ok := node.(*parse.ActionNode)
		if !ok || len(action.Pipe.Decl) > 0 {
			return
		}
		name := parse.NewIdentifier(encodeFunction).SetTree(tree).SetPos(action.Pos)
		action.Pipe.Cmds = append(action.Pipe.Cmds, &parse.CommandNode{
			NodeType: parse.NodeCommand, Pos: action.Pos, Args: []parse.Node{name},
		})
	})
}
