package document

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// step is one part of a path: a key, or an index where key is empty.
type step struct {
	key   string
	index int
}

// steps takes a path apart.
func steps(path string) []step {
	var all []step
	for path != "" {
		switch {
		case strings.HasPrefix(path, "[\""):
			quoted, err := strconv.QuotedPrefix(path[1:])
			if err != nil {
				return all
			}
			key, _ := strconv.Unquote(quoted)
			all = append(all, step{key: key, index: -1})
			path = strings.TrimPrefix(path[1+len(quoted):], "]")
		case path[0] == '[':
			number, rest, _ := strings.Cut(path[1:], "]")
			index, _ := strconv.Atoi(number)
			all = append(all, step{index: index})
			path = rest
		default:
			path = strings.TrimPrefix(path, ".")
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			all = append(all, step{key: path[:end], index: -1})
			path = path[end:]
		}
	}
	return all
}

// Find returns the node at a path, and where to point for it: at the value,
// or, if it is not there, at the key of the nearest thing above it.
func (d *Document) Find(path string) (*yaml.Node, diag.Pos) {
	node, at := d.Root, d.PosOf(d.Root)
	for _, s := range steps(path) {
		key, value := child(node, s)
		if value == nil {
			return nil, at
		}
		node = value
		if key != nil {
			at = d.PosOf(key)
		} else {
			at = d.PosOf(value)
		}
	}
	if node.Kind == yaml.ScalarNode && node.ShortTag() != "!!null" || node == d.Root {
		at = d.PosOf(node)
	}
	return node, at
}

// Value returns the value of a key of a mapping, nil if it has none.
func Value(mapping *yaml.Node, key string) *yaml.Node {
	_, value := child(mapping, step{key: key, index: -1})
	return value
}

// child returns the key (nil in a list) and value of one step below a node.
func child(node *yaml.Node, s step) (key, value *yaml.Node) {
	switch {
	case node.Kind == yaml.SequenceNode && s.index >= 0 && s.index < len(node.Content) && s.key == "":
		return nil, node.Content[s.index]
	case node.Kind == yaml.MappingNode && s.index < 0:
		if i := KeyIndex(node, s.key); i >= 0 {
			return node.Content[i], node.Content[i+1]
		}
	}
	return nil, nil
}

// Pos is where a path stands in the file. What is not there is pointed to at
// the key of the nearest thing above it.
func (d *Document) Pos(path string) diag.Pos {
	_, at := d.Find(path)
	return at
}

// OwnPos is where a path stands in the document's own file. What is not there,
// or came from the project file, is pointed to at the nearest thing above it
// that is.
func (d *Document) OwnPos(path string) diag.Pos {
	for {
		if at := d.Pos(path); at.File == d.Name {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

// Locate gives problems that know only their path their position.
func (d *Document) Locate(problems diag.List) diag.List {
	for i := range problems {
		if problems[i].Pos == (diag.Pos{}) {
			problems[i].Pos = d.Pos(problems[i].Path)
		}
	}
	return problems
}
