package document

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Variable matches a placeholder as the engine writes it.
var Variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// placeholder matches what begins like a placeholder: the escape $${, a variable, or
// what is neither, up to its closing brace.
var placeholder = regexp.MustCompile(`\$\$\{|` + Variable.String() + `|\$\{\{[^}]*\}\}|\$\{[^}]*\}?`)

// Expand returns a node with the placeholders in its values replaced, and
// reports variables without a value, and placeholders of other tools. $${ is the
// text ${. The process environment is never read: the same files and flags give the
// same module everywhere.
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
		e.key(entry.Key, diag.KeyPath(path, entry.Key.Text))
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

// key reports a placeholder in a key: it would become a part of a name.
func (e *expander) key(key *Node, path string) {
	if !strings.Contains(key.Text, "${") {
		return
	}
	problem := e.problems.Errorf("variable", path, "invalid key %s: placeholders are replaced in values only", diag.Quote(key.Text))
	problem.Pos = key.Pos
	problem.Hintf("write the key without ${")
}

// scalar expands one value. It stays as it is unless every placeholder in it has a
// value.
func (e *expander) scalar(node *Node, path string) *Node {
	reported := map[string]bool{}
	text := placeholder.ReplaceAllStringFunc(node.Text, func(found string) string {
		if found == "$${" {
			return "${"
		}
		groups := Variable.FindStringSubmatch(found)
		if groups != nil {
			if value, ok := e.vars[groups[1]]; ok {
				return value
			}
		}
		if !reported[found] {
			reported[found] = true
			problem := e.problems.Errorf("variable", path, "undefined variable %s", found)
			if problem.Pos = node.Pos; groups == nil {
				foreign(problem, found)
			} else {
				e.undefined(problem, groups[1])
			}
		}
		return ""
	})
	if len(reported) > 0 || text == node.Text {
		return node
	}
	result := *node
	if result.Text = text; Variable.MatchString(strings.ReplaceAll(node.Text, "$${", "")) {
		result.Tag, result.style, result.FromVariable = tagOf(text), 0, true
	}
	return &result
}

// undefined says how to set a variable.
func (e *expander) undefined(problem *diag.Diagnostic, name string) {
	if near := diag.Suggest(name, slices.Collect(maps.Keys(e.vars))); near != "" {
		problem.Hintf("did you mean ${%s}?", near)
		return
	}
	problem.Hintf("set it with --var %s=VALUE; the process environment is not read", name)
}

// foreignDefault matches the beginning of a variable with a default, or another
// operator, of a shell or of Docker Compose.
var foreignDefault = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*):?[-=?+]`)

// foreign reports a placeholder of another tool.
func foreign(problem *diag.Diagnostic, found string) {
	problem.Message = "invalid placeholder " + diag.Quote(found)
	if groups := foreignDefault.FindStringSubmatch(found); groups != nil {
		problem.Message += ": a variable has no default"
		problem.Hintf("write ${%[1]s}, and set it with --var %[1]s=VALUE; or write $${ for the text ${", groups[1])
		return
	}
	problem.Hintf("write ${NAME} for a variable, or $${ for the text ${")
}
