package render

import (
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// mark records where in a rendered text a node of a template started to write.
type mark struct {
	source *source
	node   parse.Node
	// at is the offset into the rendered text.
	at int
}

// locate finds the template lines of problems in a rendered file. The text does
// not tell which template wrote a byte, so locate renders the file again with a
// mark before every node that writes.
func (s *Set) locate(output *source, data any, problems diag.List) diag.List {
	var b limitedBuffer
	var nodes, marks []mark
	functions := functionMap()
	functions[markFunction] = func(i int) string {
		m := nodes[i]
		m.at = b.Len()
		marks = append(marks, m)
		return ""
	}
	root := compile([]*source{output}, s.definitions, functions, func(src *source, tree *parse.Tree) {
		encodePrinted(src, tree)
		insertMarks(src, tree, &nodes)
	})
	// The same data has been rendered without an error.
	_ = root.ExecuteTemplate(&b, output.file(), data)

	var r report
	for _, problem := range problems {
		pos, offset := output.posOfFile(), offsetOf(b.String(), problem.Pos)
		for _, m := range marks {
			if m.at > offset {
				break
			}
			pos = m.pos(offset)
		}
		r.errorf("template-output", pos, "this makes %s invalid: %s", output.output(), problem.Message)
	}
	return r.problems
}

// offsetOf is the offset of a position in a text.
func offsetOf(text string, pos diag.Pos) int {
	offset := 0
	for range pos.Line - 1 {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	for range pos.Col - 1 {
		_, size := utf8.DecodeRuneInString(text[offset:])
		offset += size
	}
	return offset
}

// pos is the position in the template that wrote the byte at an offset after
// the mark: exact for text, the action for a printed value.
func (m mark) pos(offset int) diag.Pos {
	start := int(m.node.Position())
	if text, ok := m.node.(*parse.TextNode); ok {
		return m.source.pos(start + min(offset-m.at, len(text.Text)))
	}
	return m.source.pos(start)
}

// insertMarks inserts a call of the mark function before every node of a tree
// that writes.
func insertMarks(src *source, tree *parse.Tree, nodes *[]mark) {
	walk(tree.Root, func(node parse.Node) {
		list, ok := node.(*parse.ListNode)
		if !ok || list == nil {
			return
		}
		var marked []parse.Node
		for _, child := range list.Nodes {
			switch child.(type) {
			case *parse.TextNode, *parse.ActionNode:
				marked = append(marked, markNode(tree, child.Position(), len(*nodes)))
				*nodes = append(*nodes, mark{source: src, node: child})
			}
			marked = append(marked, child)
		}
		list.Nodes = marked
	})
}

// markNode is the action {{_mark i}}.
func markNode(tree *parse.Tree, pos parse.Pos, i int) parse.Node {
	name := parse.NewIdentifier(markFunction).SetTree(tree).SetPos(pos)
	number := &parse.NumberNode{NodeType: parse.NodeNumber, Pos: pos, IsInt: true, Int64: int64(i), Text: strconv.Itoa(i)}
	command := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: pos, Args: []parse.Node{name, number}}
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Pos: pos, Cmds: []*parse.CommandNode{command}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: pos, Pipe: pipe}
}
