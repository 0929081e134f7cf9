package document

import (
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Kind is the type of a node.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	Mapping
	List
)

// Node is a value of a document, or a key.
type Node struct {
	Kind Kind
	// Tag is a scalar's short YAML tag: !!str, !!int, !!float, !!bool, !!null or
	// !!timestamp.
	Tag string
	// Text is a scalar's text, without quotes, and otherwise as it was written.
	Text string
	// Items are the values of a list.
	Items []*Node
	// Entries are the keys and values of a mapping, in the order of the file.
	Entries []Entry
	// Pos is where the node begins.
	Pos diag.Pos
	// FromVariable is true for a value that held a variable. Its text can be read
	// as any type: the author cannot put the variable's value in quotes.
	FromVariable bool
	// Shadowed are the values that this one replaced in Merge, the nearest first.
	Shadowed []Shadowed

	style    yaml.Style
	comments *comments
}

// Entry is a key of a mapping and its value.
type Entry struct{ Key, Value *Node }

// comments are those that the YAML library attaches to a node.
type comments struct{ head, line, foot string }

// IsNull reports whether a node is null, spelled out or left empty.
func (n *Node) IsNull() bool { return n.Kind == Scalar && n.Tag == "!!null" }

// Index returns the index of a key in a mapping's entries, or -1.
func (n *Node) Index(key string) int {
	for i := range n.Entries {
		if n.Entries[i].Key.Text == key {
			return i
		}
	}
	return -1
}

// Get returns the value of a key of a mapping, nil if it is missing.
func (n *Node) Get(key string) *Node {
	if i := n.Index(key); i >= 0 {
		return n.Entries[i].Value
	}
	return nil
}

// Set makes an entry part of a mapping, in the place of one with the same key.
// It is for a document's own root: other nodes may be shared.
func (n *Node) Set(entry Entry) {
	if i := n.Index(entry.Key.Text); i >= 0 {
		n.Entries[i] = entry
		return
	}
	n.Entries = append(n.Entries, entry)
}

// NewText returns a string node with a position.
func NewText(text string, pos diag.Pos) *Node {
	return &Node{Kind: Scalar, Tag: "!!str", Text: text, Pos: pos}
}

// Number returns the value of a number; ok is false for anything else.
func (n *Node) Number() (value float64, ok bool) {
	if n.Tag != "!!int" && n.Tag != "!!float" {
		return 0, false
	}
	return value, n.yamlScalar().Decode(&value) == nil
}

// TypeName names a node's type for a message.
func (n *Node) TypeName() string {
	switch n.Kind {
	case Mapping:
		return "a mapping"
	case List:
		return "a list"
	}
	switch n.Tag {
	case "!!null":
		return "nothing"
	case "!!bool":
		return "true or false"
	case "!!int", "!!float":
		return "a number"
	case "!!timestamp":
		return "a date"
	}
	return "a string"
}

// Walk visits a node and everything in it with its path, keys before their
// values. A key has the path of its value.
func (n *Node) Walk(path string, visit func(node *Node, path string, isKey bool)) {
	visit(n, path, false)
	for i, item := range n.Items {
		item.Walk(diag.ItemPath(path, i), visit)
	}
	for _, e := range n.Entries {
		at := diag.KeyPath(path, e.Key.Text)
		visit(e.Key, at, true)
		e.Value.Walk(at, visit)
	}
}

// tagOf returns the tag that plain text has in YAML.
func tagOf(text string) string {
	return (&yaml.Node{Kind: yaml.ScalarNode, Value: text}).ShortTag()
}

// yamlScalar returns a scalar as the YAML library has it.
func (n *Node) yamlScalar() *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: n.Tag, Value: n.Text, Style: n.style}
}

// MarshalYAML returns a node as the YAML library has it, with its comments.
func (n *Node) MarshalYAML() (any, error) { return n.yaml(), nil }

func (n *Node) yaml() *yaml.Node {
	node := n.yamlScalar()
	if n.comments != nil {
		node.HeadComment, node.LineComment, node.FootComment = n.comments.head, n.comments.line, n.comments.foot
	}
	switch n.Kind {
	case List:
		node.Kind, node.Tag = yaml.SequenceNode, "!!seq"
	case Mapping:
		node.Kind, node.Tag = yaml.MappingNode, "!!map"
	}
	for _, item := range n.Items {
		node.Content = append(node.Content, item.yaml())
	}
	for _, e := range n.Entries {
		node.Content = append(node.Content, e.Key.yaml(), e.Value.yaml())
	}
	return node
}
