package document

import (
	"maps"
	"regexp"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Variable matches a placeholder as the engine writes it. Anything else that
// begins with "${" is plain text.
var Variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// Expand returns a node with the placeholders in its values replaced, and
// reports variables without a value. The process environment is never read: the
// same files and flags give the same module everywhere.
func Expand(node *Node, path string, vars map[string]string) (*Node, diag.List) {
	e := expander{vars: vars}
	return e.node(node, path), e.problems
}

type expander struct {
	vars     map[string]string
	problems diag.List
}

// node returns the node itself where nothing in it changes.
func (e *expander) node(node *Node, path string) *Node {
	if node.Kind == Scalar {
		return e.scalar(node, path)
	}
	result := *node
	changed := false
	for i, item := range node.Items {
		if expanded := e.node(item, diag.ItemPath(path, i)); expanded != item {
			if !changed {
				result.Items, changed = slices.Clone(node.Items), true
			}
			result.Items[i] = expanded
		}
	}
	for i, entry := range node.Entries {
		if expanded := e.node(entry.Value, diag.KeyPath(path, entry.Key.Text)); expanded != entry.Value {
			if !changed {
				result.Entries, changed = slices.Clone(node.Entries), true
			}
			result.Entries[i].Value = expanded
		}
	}
	if !changed {
		return node
	}
	return &result
}

// scalar expands one value. It stays as it is unless every variable in it has a
// value.
func (e *expander) scalar(node *Node, path string) *Node {
	missing := map[string]bool{}
	text := Variable.ReplaceAllStringFunc(node.Text, func(placeholder string) string {
		name := placeholder[2 : len(placeholder)-1]
		value, ok := e.vars[name]
		if ok || missing[name] {
			return value
		}
		missing[name] = true
		problem := e.problems.Errorf("variable", path, "undefined variable %s", placeholder)
		problem.Pos = node.Pos
		if near := diag.Suggest(name, slices.Collect(maps.Keys(e.vars))); near != "" {
			problem.Hintf("did you mean ${%s}?", near)
		} else {
			problem.Hintf("set it with --var %s=VALUE; the process environment is not read", name)
		}
		return ""
	})
	if len(missing) > 0 || text == node.Text {
		return node
	}
	result := *node
	result.Text, result.Tag, result.style, result.FromVariable = text, tagOf(text), 0, true
	return &result
}
