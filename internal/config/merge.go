package config

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// layer is a block of keys that is laid over others.
type layer struct {
	node *yaml.Node
	// file is where it stands.
	file string
}

// merger lays blocks over each other, and remembers where every value of the
// result comes from. The blocks stay as they are: many jobs share them.
type merger struct {
	// own is the file whose nulls must remove something.
	own string
	// files are the files of nodes that are not of the own one.
	files map[*yaml.Node]string
	// shadowed are the values that one value hides, the nearest first.
	shadowed map[*yaml.Node][]shadow
	// removed are the values that a null took away.
	removed []removal
}

// shadow is a value that another one hides.
type shadow struct {
	value *yaml.Node
	pos   diag.Pos
}

// removal is a null that took something away.
type removal struct {
	path     string
	pos      diag.Pos
	shadowed []shadow
}

func newMerger(own string) *merger {
	return &merger{own: own, files: map[*yaml.Node]string{}, shadowed: map[*yaml.Node][]shadow{}}
}

// fold lays the blocks over each other, the first lowest, and returns the
// result: mappings are merged key by key; a list or any other value replaces
// what lies beneath it; null removes it. A key or mapping that several layers
// have stands where the highest has it.
//
// A null that has nothing to remove stays if it is the own file's: its author
// meant something. That of another file goes, since what lies beneath it
// differs from job to job.
func (m *merger) fold(path string, layers ...layer) *yaml.Node {
	result := m.copy(layers[0].node, layers[0].file)
	for _, above := range layers[1:] {
		result = m.over(result, nil, above.node, above.file)
	}
	m.prune(result, path)
	return result
}

// over lays top over base, which is a result already. key is base's key.
func (m *merger) over(base, key, top *yaml.Node, file string) *yaml.Node {
	if base.Kind != yaml.MappingNode || top.Kind != yaml.MappingNode {
		result := m.copy(top, file)
		pos := m.pos(base)
		if key != nil && base.Kind != yaml.ScalarNode {
			pos = m.pos(key)
		}
		m.shadowed[result] = append([]shadow{{base, pos}}, m.shadowed[base]...)
		return result
	}
	result := m.shell(top, file)
	result.Style = 0
	if hidden := m.shadowed[base]; hidden != nil {
		m.shadowed[result] = hidden
	}
	result.Content = slices.Clone(base.Content)
	for i := 0; i < len(top.Content); i += 2 {
		at := keyIndex(result, top.Content[i].Value)
		if at < 0 {
			result.Content = append(result.Content, m.copy(top.Content[i], file), m.copy(top.Content[i+1], file))
			continue
		}
		result.Content[at+1] = m.over(result.Content[at+1], result.Content[at], top.Content[i+1], file)
		result.Content[at] = m.copy(top.Content[i], file)
	}
	return result
}

// keyIndex is where a key stands in a mapping's content, or -1.
func keyIndex(mapping *yaml.Node, key string) int {
	for i := 0; i < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// shell copies a node without what is in it.
func (m *merger) shell(node *yaml.Node, file string) *yaml.Node {
	result := *node
	result.Content = nil
	if file != m.own {
		result.HeadComment, result.LineComment, result.FootComment = "", "", ""
		m.files[&result] = file
	}
	return &result
}

// copy copies a node with all that is in it.
func (m *merger) copy(node *yaml.Node, file string) *yaml.Node {
	result := m.shell(node, file)
	for _, inner := range node.Content {
		result.Content = append(result.Content, m.copy(inner, file))
	}
	return result
}

func (m *merger) pos(node *yaml.Node) diag.Pos { return posIn(m.own, m.files, node) }

// posIn is where a node stands: in the file that it came from, or the own one.
func posIn(own string, files map[*yaml.Node]string, node *yaml.Node) diag.Pos {
	if file, ok := files[node]; ok {
		own = file
	}
	return diag.Pos{File: own, Line: node.Line, Col: node.Column}
}

// prune takes the nulls out of a mapping that did their work, or had none.
func (m *merger) prune(node *yaml.Node, path string) {
	if node.Kind != yaml.MappingNode {
		return
	}
	var kept []*yaml.Node
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := diag.KeyPath(path, key.Value)
		if isNull(value) && (!m.isOwn(value) || len(m.shadowed[value]) > 0) {
			m.remove(at, m.pos(value), m.shadowed[value])
			continue
		}
		m.prune(value, at)
		kept = append(kept, key, value)
	}
	node.Content = kept
}

// remove remembers that a null took values away, if there were any.
func (m *merger) remove(path string, pos diag.Pos, hidden []shadow) {
	values := slices.DeleteFunc(slices.Clone(hidden), func(s shadow) bool { return isNull(s.value) })
	if len(values) > 0 {
		m.removed = append(m.removed, removal{path, pos, values})
	}
}

// isOwn reports whether a node, or one in it, is the own file's.
func (m *merger) isOwn(node *yaml.Node) bool {
	_, foreign := m.files[node]
	return !foreign || slices.ContainsFunc(node.Content, m.isOwn)
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" }

// textOver returns the text of the scalar at a path as it is once the blocks,
// here the highest first, are laid over each other; "" if there is none.
func textOver(path string, highestFirst ...*yaml.Node) string {
	for _, node := range highestFirst {
		if text, hides := textIn(node, steps(path)); hides {
			return text
		}
	}
	return ""
}

// textIn walks a path, and reports whether what it ends at, or what stands in
// its way, hides what lies beneath.
func textIn(node *yaml.Node, path []step) (text string, hides bool) {
	for _, s := range path {
		if node.Kind != yaml.MappingNode {
			return "", true
		}
		_, value := child(node, s)
		if value == nil {
			return "", false
		}
		node = value
	}
	if node.Kind != yaml.ScalarNode || isNull(node) {
		return "", true
	}
	return node.Value, true
}
