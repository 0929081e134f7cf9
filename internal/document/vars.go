package document

import (
	"maps"
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Variable is a placeholder as the engine writes it. Anything else that begins
// with "${" is plain text.
var Variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// Expand replaces the placeholders in the values below node with the values
// that were given, and reports those that were not. The process environment is
// never asked: the same files and flags give the same module everywhere.
func (d *Document) Expand(node *yaml.Node, path string, vars map[string]string) diag.List {
	var problems diag.List
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(node.Content); i += 2 {
			problems = append(problems, d.Expand(node.Content[i+1], diag.KeyPath(path, node.Content[i].Value), vars)...)
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			problems = append(problems, d.Expand(item, diag.ItemPath(path, i), vars)...)
		}
	case yaml.ScalarNode:
		return d.expandScalar(node, path, vars)
	}
	return problems
}

// expandScalar does it for one value. It stays as it is unless every variable
// in it has a value.
func (d *Document) expandScalar(node *yaml.Node, path string, vars map[string]string) diag.List {
	var problems diag.List
	missing := map[string]bool{}
	value := Variable.ReplaceAllStringFunc(node.Value, func(placeholder string) string {
		name := placeholder[2 : len(placeholder)-1]
		value, ok := vars[name]
		if ok || missing[name] {
			return value
		}
		missing[name] = true
		problem := problems.Errorf("variable", path, "%s has no value", placeholder)
		problem.Pos = d.PosOf(node)
		if near := diag.Suggest(name, slices.Collect(maps.Keys(vars))); near != "" {
			problem.Hintf("%s has one: did you mean ${%s}?", near, near)
		} else {
			problem.Hintf("give it with --var %s=VALUE; the process environment is not read", name)
		}
		return ""
	})
	if len(missing) == 0 && value != node.Value {
		node.Value, node.Tag, node.Style = value, "", 0
		d.expanded[node] = true
	}
	return problems
}
