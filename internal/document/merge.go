package document

import (
	"maps"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Layer is a block of keys that is laid over others.
type Layer struct {
	Node *yaml.Node
	// File is where it stands.
	File string
}

// merger lays blocks over each other, and remembers where every value of the
// result comes from. The blocks stay as they are: many jobs share them.
type merger struct {
	// own is the file whose nulls must remove something.
	own string
	// files are the files of nodes that are not of the own one.
	files map[*yaml.Node]string
	// shadowed are the values that one value hides, the nearest first.
	shadowed map[*yaml.Node][]Shadow
	// removed are the values that a null took away.
	removed []Removal
}

// Shadow is a value that another one hides.
type Shadow struct {
	Value *yaml.Node
	Pos   diag.Pos
}

// Removal is a null that took something away.
type Removal struct {
	Path     string
	Pos      diag.Pos
	Shadowed []Shadow
}

func newMerger(own string) *merger {
	return &merger{own: own, files: map[*yaml.Node]string{}, shadowed: map[*yaml.Node][]Shadow{}}
}

// fold lays the blocks over each other, the first lowest, and returns the
// result: mappings are merged key by key; a list or any other value replaces
// what lies beneath it; null removes it. A key or mapping that several layers
// have stands where the highest has it.
//
// A null that has nothing to remove stays if it is the own file's: its author
// meant something. That of another file goes, since what lies beneath it
// differs from job to job.
func (m *merger) fold(path string, layers ...Layer) *yaml.Node {
	result := m.copy(layers[0].Node, layers[0].File)
	for _, above := range layers[1:] {
		result = m.over(result, nil, above.Node, above.File)
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
		m.shadowed[result] = append([]Shadow{{base, pos}}, m.shadowed[base]...)
		return result
	}
	result := m.shell(top, file)
	result.Style = 0
	if hidden := m.shadowed[base]; hidden != nil {
		m.shadowed[result] = hidden
	}
	result.Content = slices.Clone(base.Content)
	for i := 0; i < len(top.Content); i += 2 {
		at := KeyIndex(result, top.Content[i].Value)
		if at < 0 {
			result.Content = append(result.Content, m.copy(top.Content[i], file), m.copy(top.Content[i+1], file))
			continue
		}
		result.Content[at+1] = m.over(result.Content[at+1], result.Content[at], top.Content[i+1], file)
		result.Content[at] = m.copy(top.Content[i], file)
	}
	return result
}

// KeyIndex is where a key stands in a mapping's content, or -1.
func KeyIndex(mapping *yaml.Node, key string) int {
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
		if IsNull(value) && (!m.isOwn(value) || len(m.shadowed[value]) > 0) {
			m.remove(at, m.pos(value), m.shadowed[value])
			continue
		}
		m.prune(value, at)
		kept = append(kept, key, value)
	}
	node.Content = kept
}

// remove remembers that a null took values away, if there were any.
func (m *merger) remove(path string, pos diag.Pos, hidden []Shadow) {
	values := slices.DeleteFunc(slices.Clone(hidden), func(s Shadow) bool { return IsNull(s.Value) })
	if len(values) > 0 {
		m.removed = append(m.removed, Removal{path, pos, values})
	}
}

// isOwn reports whether a node, or one in it, is the own file's.
func (m *merger) isOwn(node *yaml.Node) bool {
	_, foreign := m.files[node]
	return !foreign || slices.ContainsFunc(node.Content, m.isOwn)
}

func IsNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" }

// MergeAt replaces the value of a top-level key, which must be there, by layers
// laid over each other, the first lowest. See merger.fold.
func (d *Document) MergeAt(key string, layers ...Layer) {
	m := newMerger(d.Name)
	d.Root.Content[KeyIndex(d.Root, key)+1] = m.fold(key, layers...)
	maps.Copy(m.files, d.files)
	d.files, d.shadowed, d.removed = m.files, m.shadowed, m.removed
}

// IsOwn reports whether a node, or one in it, is of the document's own file.
func (d *Document) IsOwn(node *yaml.Node) bool { return d.merger().isOwn(node) }

// Shadowed returns the values that one value hides, the nearest first.
func (d *Document) Shadowed(node *yaml.Node) []Shadow { return d.shadowed[node] }

// Removed returns the nulls that took something away.
func (d *Document) Removed() []Removal { return d.removed }

// Remove remembers that a null at pos took values away, if there were any.
func (d *Document) Remove(path string, pos diag.Pos, hidden []Shadow) {
	m := d.merger()
	m.remove(path, pos, hidden)
	d.removed = m.removed
}

func (d *Document) merger() *merger {
	return &merger{own: d.Name, files: d.files, shadowed: d.shadowed, removed: d.removed}
}

// SetText makes a text that was written at pos the value of a top-level key.
func (d *Document) SetText(key, text string, pos diag.Pos) {
	scalar := func(text string) *yaml.Node {
		node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Line: pos.Line, Column: pos.Col}
		if d.files == nil {
			d.files = map[*yaml.Node]string{}
		}
		d.files[node] = pos.File
		return node
	}
	if own := KeyIndex(d.Root, key); own >= 0 {
		d.Root.Content[own+1] = scalar(text)
	} else {
		d.Root.Content = append(d.Root.Content, scalar(key), scalar(text))
	}
}

// TextOver returns the text of the scalar at a path as it is once the blocks,
// here the highest first, are laid over each other; "" if there is none.
func TextOver(path string, highestFirst ...*yaml.Node) string {
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
	if node.Kind != yaml.ScalarNode || IsNull(node) {
		return "", true
	}
	return node.Value, true
}
