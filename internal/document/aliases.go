package document

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// maxNodes is the number of nodes that a document may have with its aliases resolved:
// a few lines of nested aliases can expand to billions.
const maxNodes = 100_000

// maxDepth is how deep a document may nest.
const maxDepth = 100

// resolver makes nodes of the YAML library's, with aliases and merge keys
// resolved. Every node keeps the position of its text.
type resolver struct {
	name     string
	budget   int
	depth    int
	open     []*yaml.Node // anchors that are being resolved
	problems diag.List
}

func (r *resolver) errorAt(node *yaml.Node, code, path, format string, args ...any) *diag.Diagnostic {
	d := r.problems.Errorf(code, path, format, args...)
	d.Pos = r.pos(node)
	return d
}

func (r *resolver) pos(node *yaml.Node) diag.Pos {
	return diag.Pos{File: r.name, Line: node.Line, Col: node.Column}
}

// resolve returns the node without aliases. Where that fails it reports why
// and returns null.
func (r *resolver) resolve(node *yaml.Node, path string) *Node {
	r.budget--
	r.depth++
	defer func() { r.depth-- }()
	nothing := &Node{Tag: "!!null", Pos: r.pos(node)}
	switch {
	case r.budget == 0:
		r.errorAt(node, "too-large", path, "too many values: more than %d after resolving aliases", maxNodes)
		return nothing
	case r.budget < 0:
		return nothing
	case r.depth > maxDepth:
		r.errorAt(node, "too-deep", path, "nested deeper than %d levels", maxDepth)
		r.budget = 0
		return nothing
	case node.Kind == yaml.AliasNode:
		if slices.Contains(r.open, node.Alias) {
			r.errorAt(node, "alias", path, "invalid alias *%s: its own anchor contains it", node.Value)
			return nothing
		}
		return r.resolve(node.Alias, path)
	case !knownTag(node):
		r.errorAt(node, "tag", path, "unsupported YAML tag %s", node.Tag).Hintf("write the value without a tag")
		return nothing
	case node.Style&yaml.TaggedStyle != 0 && node.Kind == yaml.ScalarNode && node.Decode(new(any)) != nil:
		r.errorAt(node, "tag", path, "invalid %s: %q", node.ShortTag(), node.Value).Hintf("write the value without a tag")
		return nothing
	}
	if node.Anchor != "" {
		r.open = append(r.open, node)
		defer func() { r.open = r.open[:len(r.open)-1] }()
	}
	resolved := r.node(node)
	switch node.Kind {
	case yaml.SequenceNode:
		resolved.Kind = List
		for i, item := range node.Content {
			resolved.Items = append(resolved.Items, r.resolve(item, diag.ItemPath(path, i)))
		}
	case yaml.MappingNode:
		resolved.Kind, resolved.Entries = Mapping, r.mapping(node, path)
	}
	return resolved
}

// node returns what a node is without what is in it.
func (r *resolver) node(node *yaml.Node) *Node {
	resolved := &Node{Pos: r.pos(node), style: node.Style}
	if node.Kind == yaml.ScalarNode {
		resolved.Tag, resolved.Text = node.ShortTag(), node.Value
	}
	if node.HeadComment != "" || node.LineComment != "" || node.FootComment != "" {
		resolved.comments = &comments{node.HeadComment, node.LineComment, node.FootComment}
	}
	return resolved
}

// knownTag reports whether a node has a tag of YAML's own.
func knownTag(node *yaml.Node) bool {
	switch node.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!map", "!!seq", "!!merge", "":
		return true
	}
	return false
}

// mapping returns the entries of a mapping: its own, and after them what its
// merge keys bring.
func (r *resolver) mapping(node *yaml.Node, path string) []Entry {
	var entries []Entry
	seen := map[string]*Node{}
	for i := 0; i < len(node.Content); i += 2 {
		if isMergeKey(node.Content[i]) {
			continue
		}
		key := r.key(node.Content[i], path)
		if key == nil {
			continue
		}
		at := diag.KeyPath(path, key.Text)
		if first, twice := seen[key.Text]; twice {
			d := r.problems.Errorf("duplicate-key", at, "duplicate key")
			d.Pos = key.Pos
			d.Hintf("first defined on line %d", first.Pos.Line)
			continue
		}
		seen[key.Text] = key
		entries = append(entries, Entry{key, r.resolve(node.Content[i+1], at)})
	}
	for i := 0; i < len(node.Content); i += 2 {
		if !isMergeKey(node.Content[i]) {
			continue
		}
		for _, merged := range r.merged(node.Content[i+1], path) {
			for _, e := range merged.Entries {
				if _, own := seen[e.Key.Text]; !own {
					seen[e.Key.Text] = e.Key
					entries = append(entries, e)
				}
			}
		}
	}
	return entries
}

func isMergeKey(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge"
}

// key returns a key, or nil after reporting an invalid one.
func (r *resolver) key(node *yaml.Node, path string) *Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind != yaml.ScalarNode || node.ShortTag() == "!!null" || !knownTag(node) {
		r.errorAt(node, "key", path, "invalid key: expected a string, got %s", typeName(node)).
			Hintf("quote text that begins with \"{\", \"[\" or \"!\"")
		return nil
	}
	return r.node(node)
}

// typeName names the type of a node of the YAML library.
func typeName(node *yaml.Node) string {
	kinds := map[yaml.Kind]Kind{yaml.MappingNode: Mapping, yaml.SequenceNode: List}
	return (&Node{Kind: kinds[node.Kind], Tag: node.ShortTag()}).TypeName()
}

// merged returns the mappings that a merge key names, in order of precedence.
func (r *resolver) merged(value *yaml.Node, path string) []*Node {
	resolved := r.resolve(value, path)
	sources := []*Node{resolved}
	if resolved.Kind == List {
		sources = resolved.Items
	}
	for _, source := range sources {
		if source.Kind != Mapping {
			if len(r.problems) == 0 {
				r.errorAt(value, "merge", path, "invalid merge key: expected a mapping, got %s", source.TypeName())
			}
			return nil
		}
	}
	return sources
}
