package document

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Shadowed is a value that another one replaced, and where to point for it.
type Shadowed struct {
	Value *Node
	Pos   diag.Pos
}

// Removal is a null that removed something.
type Removal struct {
	Path string
	// Pos is the null's position.
	Pos      diag.Pos
	Shadowed []Shadowed
}

// merger merges blocks.
type merger struct {
	isOwn   func(file string) bool
	removed []Removal
}

// Merge merges blocks, the first with the lowest precedence, and returns the
// result and what was removed from it: mappings are merged key by key; a list or
// any other value replaces the one of lower precedence; null removes it. A key
// has the position of the highest block that has it. The blocks do not change.
//
// A null that has nothing to remove stays if it is from an own file: its author
// meant something. That of another file goes, since what it is merged with
// differs from job to job.
func Merge(path string, isOwn func(file string) bool, blocks ...*Node) (*Node, []Removal) {
	m := merger{isOwn: isOwn}
	result := blocks[0]
	for _, block := range blocks[1:] {
		result = override(Entry{Value: result}, block)
	}
	return m.prune(result, path), m.removed
}

// override merges a node over a value, whose key tells where it is.
func override(base Entry, top *Node) *Node {
	result := *top
	if base.Value.Kind != Mapping || top.Kind != Mapping {
		pos := base.Value.Pos
		if base.Key != nil && base.Value.Kind != Scalar {
			pos = base.Key.Pos
		}
		result.Shadowed = append([]Shadowed{{base.Value, pos}}, base.Value.Shadowed...)
		return &result
	}
	result.style = 0
	result.Shadowed = base.Value.Shadowed
	result.Entries = slices.Clone(base.Value.Entries)
	index := make(map[string]int, len(result.Entries))
	for i, e := range result.Entries {
		index[e.Key.Text] = i
	}
	for _, e := range top.Entries {
		if i, both := index[e.Key.Text]; both {
			result.Entries[i] = Entry{e.Key, override(result.Entries[i], e.Value)}
		} else {
			result.Entries = append(result.Entries, e)
		}
	}
	return &result
}

// prune returns a mapping without the nulls that did their work, or had none.
func (m *merger) prune(node *Node, path string) *Node {
	if node.Kind != Mapping {
		return node
	}
	kept, changed := node.Entries, false
	for i, e := range node.Entries {
		at := diag.KeyPath(path, e.Key.Text)
		goes := e.Value.IsNull() && (!m.isOwn(e.Value.Pos.File) || len(e.Value.Shadowed) > 0)
		value := e.Value
		if goes {
			m.removed = append(m.removed, Removed(at, value.Pos, value.Shadowed)...)
		} else {
			value = m.prune(value, at)
		}
		if !changed && (goes || value != e.Value) {
			kept, changed = slices.Clone(node.Entries[:i]), true
		}
		if changed && !goes {
			kept = append(kept, Entry{e.Key, value})
		}
	}
	if !changed {
		return node
	}
	result := *node
	result.Entries = kept
	return &result
}

// Removed is the removal by a null at pos: none if it shadows nothing but
// nulls.
func Removed(path string, pos diag.Pos, shadowed []Shadowed) []Removal {
	values := slices.DeleteFunc(slices.Clone(shadowed), func(s Shadowed) bool { return s.Value.IsNull() })
	if len(values) == 0 {
		return nil
	}
	return []Removal{{path, pos, values}}
}

// TextAt returns the text of the scalar at a path as it is once blocks, here the
// highest first, are merged; "" for none.
func TextAt(path string, highestFirst ...*Node) string {
	for _, node := range highestFirst {
		if text, decides := textIn(node, steps(path)); decides {
			return text
		}
	}
	return ""
}

// textIn follows a path of keys, and reports whether what it finds overrides the
// blocks of lower precedence.
func textIn(node *Node, path []step) (text string, decides bool) {
	for _, s := range path {
		if node.Kind != Mapping {
			return "", true
		}
		if node = node.Get(s.key); node == nil {
			return "", false
		}
	}
	if node.Kind != Scalar || node.IsNull() {
		return "", true
	}
	return node.Text, true
}
