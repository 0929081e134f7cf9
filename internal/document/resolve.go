package document

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// maxNodes is how many nodes a document may have with its aliases written out:
// a few lines of nested aliases can stand for billions.
const maxNodes = 100_000

// maxDepth is how deep a document may nest.
const maxDepth = 100

// resolver copies a tree of nodes with its aliases and merge keys written out.
// Every node keeps the position where its text stands.
type resolver struct {
	name     string
	budget   int
	depth    int
	open     []*yaml.Node // anchors that are being resolved
	problems diag.List
}

func (r *resolver) errorAt(node *yaml.Node, code, path, format string, args ...any) *diag.Diagnostic {
	d := r.problems.Errorf(code, path, format, args...)
	d.Pos = diag.Pos{File: r.name, Line: node.Line, Col: node.Column}
	return d
}

// resolve returns the node without aliases. Where that fails it reports why
// and returns an empty scalar.
func (r *resolver) resolve(node *yaml.Node, path string) *yaml.Node {
	r.budget--
	r.depth++
	defer func() { r.depth-- }()
	nothing := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: node.Line, Column: node.Column}
	switch {
	case r.budget == 0:
		r.errorAt(node, "too-large", path, "the document has more than %d values once its aliases are written out", maxNodes)
		return nothing
	case r.budget < 0:
		return nothing
	case r.depth > maxDepth:
		r.errorAt(node, "too-deep", path, "nests deeper than %d levels", maxDepth)
		r.budget = 0
		return nothing
	case node.Kind == yaml.AliasNode:
		if slices.Contains(r.open, node.Alias) {
			r.errorAt(node, "alias", path, "the alias *%s stands inside its own anchor", node.Value)
			return nothing
		}
		return r.resolve(node.Alias, path)
	case !knownTag(node):
		r.errorAt(node, "tag", path, "the YAML tag %s means nothing here", node.Tag).Hintf("write the value itself")
		return nothing
	case node.Style&yaml.TaggedStyle != 0 && node.Kind == yaml.ScalarNode && node.Decode(new(any)) != nil:
		r.errorAt(node, "tag", path, "%q is no %s", node.Value, node.ShortTag()).Hintf("write the value itself")
		return nothing
	}
	if node.Anchor != "" {
		r.open = append(r.open, node)
		defer func() { r.open = r.open[:len(r.open)-1] }()
	}
	resolved := *node
	resolved.Anchor, resolved.Content = "", nil
	switch node.Kind {
	case yaml.SequenceNode:
		for i, item := range node.Content {
			resolved.Content = append(resolved.Content, r.resolve(item, diag.ItemPath(path, i)))
		}
	case yaml.MappingNode:
		resolved.Content = r.mapping(node, path)
	}
	return &resolved
}

// knownTag reports whether a node has a tag of YAML's own.
func knownTag(node *yaml.Node) bool {
	switch node.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!map", "!!seq", "!!merge", "":
		return true
	}
	return false
}

// mapping returns the keys and values of a mapping: its own, and behind them
// what its merge keys bring.
func (r *resolver) mapping(node *yaml.Node, path string) []*yaml.Node {
	var content []*yaml.Node
	seen := map[string]*yaml.Node{}
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge" {
			continue
		}
		key = r.key(key, path)
		if key == nil {
			continue
		}
		if first, twice := seen[key.Value]; twice {
			r.errorAt(key, "duplicate-key", diag.KeyPath(path, key.Value), "stands here twice").
				Hintf("the first is in line %d", first.Line)
			continue
		}
		seen[key.Value] = key
		content = append(content, key, r.resolve(value, diag.KeyPath(path, key.Value)))
	}
	for i := 0; i < len(node.Content); i += 2 {
		if key := node.Content[i]; key.Kind != yaml.ScalarNode || key.ShortTag() != "!!merge" {
			continue
		}
		for _, merged := range r.merged(node.Content[i+1], path) {
			for j := 0; j < len(merged.Content); j += 2 {
				if _, own := seen[merged.Content[j].Value]; !own {
					seen[merged.Content[j].Value] = merged.Content[j]
					content = append(content, merged.Content[j], merged.Content[j+1])
				}
			}
		}
	}
	return content
}

// key returns the text of a key, or nil after reporting that it is none.
func (r *resolver) key(node *yaml.Node, path string) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind != yaml.ScalarNode || node.ShortTag() == "!!null" || !knownTag(node) {
		r.errorAt(node, "key", path, "a key must be text, got %s", KindOf(node)).
			Hintf("put quotes around text that begins with \"{\", \"[\" or \"!\"")
		return nil
	}
	resolved := *node
	resolved.Anchor = ""
	return &resolved
}

// merged returns the mappings that a merge key names, in order of precedence.
func (r *resolver) merged(value *yaml.Node, path string) []*yaml.Node {
	resolved := r.resolve(value, path)
	sources := []*yaml.Node{resolved}
	if resolved.Kind == yaml.SequenceNode {
		sources = resolved.Content
	}
	for _, source := range sources {
		if source.Kind != yaml.MappingNode {
			if len(r.problems) == 0 {
				r.errorAt(value, "merge", path, "a merge key takes a mapping, got %s", KindOf(source))
			}
			return nil
		}
	}
	return sources
}
