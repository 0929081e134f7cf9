package render

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// overlay decides which source and which definition is used.
type overlay struct {
	sources []*source
	// outputs are the sources that render, by the path they share.
	outputs map[string]*source
	// definitions are the ones in use, by name.
	definitions map[string]*definition
	problems    diag.List
}

// newOverlay lays parsed sources over each other. They are in the layers' order.
func newOverlay(sources []*source) *overlay {
	o := &overlay{sources: sources, outputs: map[string]*source{}, definitions: map[string]*definition{}}
	o.chooseFiles()
	o.chooseDefinitions()
	return o
}

// chooseFiles picks the file of the first layer that has one for each output.
func (o *overlay) chooseFiles() {
	var removals []*source
	chosen := map[string]*source{}
	for _, s := range o.sources {
		kind := s.kind()
		if kind == Definitions {
			continue
		}
		if first := chosen[s.path]; first != nil {
			s.replacedBy = first
			continue
		}
		chosen[s.path] = s
		if kind == Output {
			o.outputs[s.path] = s
		} else {
			removals = append(removals, s)
		}
	}
	for _, s := range removals {
		if !slices.ContainsFunc(o.sources, func(other *source) bool { return other.replacedBy == s }) {
			d := errorAt(&o.problems, "template-unused", s.posOfFile(), "an empty template removes a file, and there is no %s to remove", s.output())
			suggest(d, s.output(), o.outputNames())
		}
	}
}

// outputNames lists the files that the base and the layers render to.
func (o *overlay) outputNames() []string {
	var names []string
	for _, s := range o.outputs {
		names = append(names, s.output())
	}
	return names
}

// chooseDefinitions picks the definition for each name.
func (o *overlay) chooseDefinitions() {
	for _, s := range o.sources {
		if s.replacedBy != nil {
			continue
		}
		for _, d := range s.definitions {
			first := o.definitions[d.name]
			if first == nil || d.rank() < first.rank() {
				o.definitions[d.name] = d
			} else if first.rank() == d.rank() {
				o.reportTwice(d, first)
			}
		}
	}
	for _, s := range o.sources {
		for _, d := range s.definitions {
			if used := o.definitions[d.name]; used != d && s.replacedBy == nil {
				d.replacedBy = used
			}
		}
	}
}

// rank orders the definitions of a name, the one to use first: a define before
// a block's default text. Of defines, the first layer's, then a platform's own
// before the shared one; of default texts, the platform's own before any shared
// one: that belongs to a block of the same name which other platforms have.
func (d *definition) rank() int {
	const layers = 1 << 16
	rank := 2 * d.source.layer
	if d.source.shared() {
		rank++
	}
	if d.kind == Default {
		rank += layers
		if d.source.shared() {
			rank += layers
		}
	}
	return rank
}

func (o *overlay) reportTwice(d, first *definition) {
	errorAt(&o.problems, "template-duplicate", d.source.pos(d.start), "%s %q is there twice", d.kind, d.name).
		Hintf("the other one is at %s", first.source.pos(first.start))
}

// sortedOutputs are the sources that render, in the order of their names.
func (o *overlay) sortedOutputs() []*source {
	var list []*source
	for _, name := range slices.Sorted(maps.Keys(o.outputs)) {
		list = append(list, o.outputs[name])
	}
	return list
}

// markCalled follows the calls from every output, and reports the ones that
// lead nowhere.
func (o *overlay) markCalled() {
	var follow func(s *source, tree *parse.Tree)
	follow = func(s *source, tree *parse.Tree) {
		for _, call := range calls(tree.Root) {
			d := o.definitions[call.Name]
			if d == nil {
				o.reportUndefined(s, call)
				continue
			}
			if own := s.definitionAt(int(call.Pos)); own != nil {
				o.checkOwnText(own, d)
			}
			if !d.called {
				d.called = true
				follow(d.source, d.tree)
			}
		}
	}
	for _, s := range o.sortedOutputs() {
		follow(s, s.body)
	}
}

// definitionAt is the block that is called at an offset, or nil where that is
// the call of something defined elsewhere.
func (s *source) definitionAt(offset int) *definition {
	for _, d := range s.definitions {
		if d.kind == Default && d.start <= offset && offset < d.inner {
			return d
		}
	}
	return nil
}

// checkOwnText refuses a block in use whose default text gives way to something
// in its own layer that cannot have been meant for it: another block, or what
// several platforms share.
func (o *overlay) checkOwnText(own, used *definition) {
	sameLayer := own != used && own.source.layer == used.source.layer
	if sameLayer && (used.kind == Default || used.source.shared() && !own.source.shared()) {
		o.reportTwice(own, used)
	}
}

func (o *overlay) reportUndefined(s *source, call *parse.TemplateNode) {
	d := errorAt(&o.problems, "template-undefined", s.pos(int(call.Pos)), "no template defines %q", call.Name)
	for _, other := range o.sources {
		for _, lost := range other.definitions {
			if lost.name == call.Name && other.replacedBy != nil {
				d.Hintf("%s did, but %s stands in its place", other.file(), other.replacedBy.file())
				return
			}
		}
	}
	suggest(d, call.Name, slices.Collect(maps.Keys(o.definitions)))
}

// reportUnused reports the defines above the base that change nothing.
// elsewhere gives the names that all platforms together call: what is shared
// may be meant for another one.
func (o *overlay) reportUnused(base int, elsewhere func() map[string]bool) {
	called := map[string]bool{}
	for name, d := range o.definitions {
		if d.called {
			called[name] = true
		}
	}
	for _, s := range o.sources {
		if s.layer == base || s.replacedBy != nil {
			continue
		}
		for _, d := range s.definitions {
			if d.called || d.kind == Default || d.replacedBy != nil && d.replacedBy.called {
				continue
			}
			names := called
			if s.shared() {
				names = elsewhere()
			}
			if !names[d.name] {
				problem := errorAt(&o.problems, "template-unused", s.pos(d.start), "no template calls %q", d.name)
				suggest(problem, d.name, slices.Collect(maps.Keys(names)))
			}
		}
	}
}

// calledAnywhere returns a function that gives the names that the templates of
// all platforms call. They are read when it is first asked.
func calledAnywhere(layers []Layer, folders []string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		names := map[string]bool{}
		for _, layer := range layers {
			for _, folder := range folders {
				collectCalls(names, layer.FS, folder)
			}
		}
		return names
	})
}

// collectCalls adds the names that the templates of a folder call. A file that
// cannot be read or parsed is reported when its own platform is rendered.
func collectCalls(names map[string]bool, fsys fs.FS, folder string) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		data, err := fs.ReadFile(fsys, path.Join(folder, entry.Name()))
		if err != nil || !isTemplate(entry.Name()) {
			continue
		}
		trees, err := parseTrees(entry.Name(), plainText(data))
		if err != nil {
			continue
		}
		for _, tree := range trees {
			for _, call := range calls(tree.Root) {
				names[call.Name] = true
			}
		}
	}
}

// calls lists the {{template}} and {{block}} actions below a node.
func calls(node parse.Node) []*parse.TemplateNode {
	var found []*parse.TemplateNode
	walk(node, func(n parse.Node) {
		if call, ok := n.(*parse.TemplateNode); ok {
			found = append(found, call)
		}
	})
	return found
}

// walk visits a node and every node below it.
func walk(node parse.Node, visit func(parse.Node)) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			walk(child, visit)
		}
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, command := range n.Cmds {
			walk(command, visit)
		}
	case *parse.CommandNode:
		for _, argument := range n.Args {
			walk(argument, visit)
		}
	case *parse.ChainNode:
		walk(n.Node, visit)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.TemplateNode:
		walk(n.Pipe, visit)
	}
	visit(node)
}

func walkBranch(n *parse.BranchNode, visit func(parse.Node)) {
	walk(n.Pipe, visit)
	walk(n.List, visit)
	walk(n.ElseList, visit)
}
