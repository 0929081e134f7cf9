package render

import "text/template/parse"

// parseTrees parses a template without checking its function names. The tree
// called name is the text outside of definitions.
func parseTrees(name, text string) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	_, err := tree.Parse(text, "", "", trees)
	if trees[name] == nil {
		trees[name] = tree
	}
	return trees, err
}

// calls lists the {{template}} and {{block}} actions at or below a node.
func calls(node parse.Node) []*parse.TemplateNode {
	var found []*parse.TemplateNode
	walk(node, func(n parse.Node) {
		if call, ok := n.(*parse.TemplateNode); ok {
			found = append(found, call)
		}
	})
	return found
}

// walk visits every node below a node, then the node itself.
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
