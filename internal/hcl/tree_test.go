package hcl

import (
	"reflect"
	"strings"
	"testing"
)

// outline writes nodes as lines: name, labels, text and references.
func outline(nodes []Node, indent string) string {
	var b strings.Builder
	for _, n := range nodes {
		line := indent + n.Name
		for _, label := range n.Labels {
			line += " " + label
		}
		if n.Text != "" {
			line += " = " + n.Text
		}
		if len(n.References) > 0 {
			line += " <- " + strings.Join(n.References, " ")
		}
		b.WriteString(line + "\n" + outline(n.Nodes, indent+"  "))
	}
	return b.String()
}

func TestTree(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"in the order of the text", "b = 1\na {}\nA = true\n", "b = 1\na\nA = true\n"},
		{"blocks", "resource \"x\" \"y\" {\n  a = var.b[0].c\n  z {\n    d = data.e.f.g\n  }\n}\n",
			"resource x y <- data.e.f var.b\n  a <- var.b\n  z <- data.e.f\n    d <- data.e.f\n"},
		{"a reference of several arguments", "a {\n  b = var.x\n  c = var.x\n  d = var.w\n}\n",
			"a <- var.w var.x\n  b <- var.x\n  c <- var.x\n  d <- var.w\n"},
		{"strings", "a = \"x${var.y}z\"\nb = \"\"\nc = null\nd = [\"x\"]\n", "a = xz <- var.y\nb\nc\nd\n"},
		{"keys", "a = { b = 1, \"c d\" : 2, (var.e) = 3 }\n", "a <- var.e\n  b = 1\n  c d = 2\n   = 3\n"},
		{"keys that are not strings", "a = { 1 = 2, true = 3, (null) = 4, (\"e\") = 5 }\n", "a\n   = 2\n  true = 3\n   = 4\n  e = 5\n"},
		{"objects anywhere",
			"a = jsonencode([{ b = 1 }, true ? { c = 2 } : ({ d = 3 })])\n" +
				"e = \"${merge(local.x, { f = 4 })}\"\ng = [for k in var.h : { i = k }]\n",
			"a\n  b = 1\n  c = 2\n  d = 3\ne <- local.x\n  f = 4\ng <- var.h\n  i <- k\n"},
		{"dynamic blocks", "dynamic \"tag\" {\n  for_each = var.tags\n  content {\n    key = tag.key\n  }\n}\ndynamic \"none\" {}\n",
			"tag <- tag.key var.tags\n  key <- tag.key\nnone\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			nodes, problems := Tree([]byte(test.src))
			if got := outline(nodes, ""); len(problems) > 0 || got != test.want {
				t.Errorf("got\n%s\nwant\n%s\n%v", got, test.want, problems)
			}
		})
	}
	if nodes, problems := Tree([]byte("a {")); nodes != nil || len(problems) == 0 {
		t.Errorf("got %+v, %v from invalid HCL", nodes, problems)
	}
}

// TestTreeAgreesWithParse: both list the same blocks.
func TestTreeAgreesWithParse(t *testing.T) {
	t.Parallel()
	src := []byte("resource \"a\" \"b\" {\n  c = 1\n}\nlocals {\n  d = 2\n}\nresource \"a\" \"e\" {}\n")
	blocks, _ := Parse(src)
	nodes, _ := Tree(src)
	if len(blocks) != len(nodes) {
		t.Fatalf("%d blocks, %d nodes", len(blocks), len(nodes))
	}
	for i, block := range blocks {
		if nodes[i].Name != block.Type || !reflect.DeepEqual(nodes[i].Labels, block.Labels) {
			t.Errorf("%+v is not %+v", nodes[i], block)
		}
	}
}
