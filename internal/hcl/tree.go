package hcl

import (
	"cmp"
	"slices"
	"strings"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Node is a block, an argument or an object key, with its content. Objects are
// expanded wherever they occur: in lists, in function arguments, in both branches
// of a condition. A dynamic block is represented by the block that it generates.
type Node struct {
	// Name is the type of a block, the name of an argument, or a key; "" for a
	// computed key.
	Name string
	// Labels are the labels of a block.
	Labels []string
	// References are the references in the node and its children, sorted, without
	// attributes: var.labels, aws_iam_role.job, data.aws_vpc.main.
	References []string
	// Text is the literal part of a value: a string without its interpolations.
	// It is empty for a block, a list or a reference.
	Text string
	// Nodes are the children, in source order.
	Nodes []Node
}

// Tree lists everything in a file. The nodes are valid only without problems.
func Tree(src []byte) ([]Node, diag.List) {
	body, problems := parse(src)
	if len(problems) > 0 {
		return nil, problems
	}
	return bodyNodes(body), nil
}

// placed is a node and its byte offset.
type placed struct {
	Node
	offset int
}

func bodyNodes(body *hclsyntax.Body) []Node {
	all := make([]placed, 0, len(body.Attributes)+len(body.Blocks))
	for name, attribute := range body.Attributes {
		all = append(all, placed{valueNode(name, attribute.Expr), attribute.NameRange.Start.Byte})
	}
	for _, block := range body.Blocks {
		all = append(all, placed{blockNode(block), block.TypeRange.Start.Byte})
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.offset, b.offset) })
	nodes := make([]Node, len(all))
	for i, p := range all {
		nodes[i] = p.Node
	}
	return nodes
}

func blockNode(block *hclsyntax.Block) Node {
	node := Node{Name: block.Type, Labels: block.Labels, Nodes: bodyNodes(block.Body)}
	for _, inner := range node.Nodes {
		node.References = append(node.References, inner.References...)
	}
	slices.Sort(node.References)
	node.References = slices.Compact(node.References)
	if block.Type != "dynamic" || len(block.Labels) != 1 {
		return node
	}
	node.Name, node.Labels = block.Labels[0], nil
	content := slices.IndexFunc(node.Nodes, func(n Node) bool { return n.Name == "content" })
	if content < 0 {
		node.Nodes = nil
	} else {
		node.Nodes = node.Nodes[content].Nodes
	}
	return node
}

func valueNode(name string, value hclsyntax.Expression) Node {
	return Node{Name: name, References: references(value), Text: literalText(value), Nodes: objectNodes(value)}
}

func references(value hclsyntax.Expression) []string {
	var names []string
	for _, traversal := range value.Variables() {
		names = append(names, referenceName(traversal))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// referenceName is the part of a reference that names an object of the module.
func referenceName(traversal hcl2.Traversal) string {
	parts := []string{traversal.RootName()}
	length := 2
	if parts[0] == "data" {
		length = 3
	}
	for _, step := range traversal[1:] {
		attribute, ok := step.(hcl2.TraverseAttr)
		if !ok || len(parts) == length {
			break
		}
		parts = append(parts, attribute.Name)
	}
	return strings.Join(parts, ".")
}

// literalText returns the literal part of a string, or another literal as text.
func literalText(value hclsyntax.Expression) string {
	switch v := value.(type) {
	case *hclsyntax.LiteralValueExpr:
		text, err := convert.Convert(v.Val, cty.String)
		if err == nil && !text.IsNull() {
			return text.AsString()
		}
	case *hclsyntax.TemplateExpr:
		var b strings.Builder
		for _, part := range v.Parts {
			if literal, ok := part.(*hclsyntax.LiteralValueExpr); ok {
				b.WriteString(literalText(literal))
			}
		}
		return b.String()
	}
	return ""
}

// objectNodes lists the object keys in a value.
func objectNodes(value hclsyntax.Expression) []Node {
	switch v := value.(type) {
	case *hclsyntax.ObjectConsExpr:
		nodes := make([]Node, len(v.Items))
		for i, item := range v.Items {
			nodes[i] = valueNode(keyName(item.KeyExpr), item.ValueExpr)
		}
		return nodes
	case *hclsyntax.FunctionCallExpr:
		return objectsNodes(v.Args...)
	case *hclsyntax.TupleConsExpr:
		return objectsNodes(v.Exprs...)
	case *hclsyntax.ConditionalExpr:
		return objectsNodes(v.TrueResult, v.FalseResult)
	case *hclsyntax.ForExpr:
		return objectNodes(v.ValExpr)
	case *hclsyntax.ParenthesesExpr:
		return objectNodes(v.Expression)
	case *hclsyntax.TemplateWrapExpr:
		return objectNodes(v.Wrapped)
	}
	return nil
}

func objectsNodes(values ...hclsyntax.Expression) []Node {
	var nodes []Node
	for _, value := range values {
		nodes = append(nodes, objectNodes(value)...)
	}
	return nodes
}

// keyName is the key of an object's item; "" if it is computed.
func keyName(key hclsyntax.Expression) string {
	value, diagnostics := key.Value(nil)
	if diagnostics.HasErrors() || value.IsNull() || !value.IsKnown() || value.Type() != cty.String {
		return ""
	}
	return value.AsString()
}
