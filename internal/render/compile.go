package render

import (
	"text/template"
	"text/template/parse"
)

// compile makes executable templates of some outputs and what they call, from a
// copy of each tree that rewrite has changed.
func compile(
	outputs []*source, definitions map[string]*definition,
	functions template.FuncMap, rewrite func(*source, *parse.Tree),
) *template.Template {
	root := template.New("").Funcs(functions).Option("missingkey=error")
	added := map[string]bool{}
	var add func(name string, src *source, tree *parse.Tree)
	add = func(name string, src *source, tree *parse.Tree) {
		added[name] = true
		tree = tree.Copy()
		rewrite(src, tree)
		// A new tree with a valid name is never refused.
		_, _ = root.AddParseTree(name, tree)
		for _, call := range calls(tree.Root) {
			if !added[call.Name] {
				d := definitions[call.Name]
				add(d.name, d.source, d.tree)
			}
		}
	}
	for _, src := range outputs {
		add(src.file(), src, src.body)
	}
	return root
}

// encodePrinted appends the encoder to every action that prints, so that the
// output is exactly one HCL value, whoever wrote the template.
func encodePrinted(_ *source, tree *parse.Tree) {
	walk(tree.Root, func(node parse.Node) {
		action, ok := node.(*parse.ActionNode)
		if !ok || len(action.Pipe.Decl) > 0 {
			return
		}
		appendCall(action, tree, encodeFunction)
	})
}

// appendCall appends a function to the pipeline of an action.
func appendCall(action *parse.ActionNode, tree *parse.Tree, function string) {
	name := parse.NewIdentifier(function).SetTree(tree).SetPos(action.Pos)
	action.Pipe.Cmds = append(action.Pipe.Cmds, &parse.CommandNode{
		NodeType: parse.NodeCommand, Pos: action.Pos, Args: []parse.Node{name},
	})
}
