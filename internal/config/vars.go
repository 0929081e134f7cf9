package config

import (
	"maps"
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// variable is a placeholder as the engine writes it. Anything else that begins
// with "${" is plain text.
var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand replaces the placeholders in the values below node with the values
// that were given, and reports those that were not. The process environment is
// never asked: the same files and flags give the same module everywhere.
func (d *Document) expand(node *yaml.Node, path string, vars map[string]string) diag.List {
	var problems diag.List
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(node.Content); i += 2 {
			problems = append(problems, d.expand(node.Content[i+1], diag.KeyPath(path, node.Content[i].Value), vars)...)
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			problems = append(problems, d.expand(item, diag.ItemPath(path, i), vars)...)
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
	value := variable.ReplaceAllStringFunc(node.Value, func(placeholder string) string {
		name := placeholder[2 : len(placeholder)-1]
		value, ok := vars[name]
		if ok || missing[name] {
			return value
		}
		missing[name] = true
		problem := problems.Errorf("variable", path, "%s has no value", placeholder)
		problem.Pos = d.pos(node)
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

// ParseVars reads a file of variables: a YAML or JSON mapping of names to
// scalars. The values keep their spelling.
func ParseVars(name string, data []byte) (map[string]string, diag.List) {
	doc, problems := Parse(name, data)
	if doc == nil {
		return nil, problems
	}
	vars := map[string]string{}
	for i := 0; i < len(doc.root.Content); i += 2 {
		key, value := doc.root.Content[i], doc.root.Content[i+1]
		path := diag.KeyPath("", key.Value)
		switch {
		case !variable.MatchString("${" + key.Value + "}"):
			problems.Errorf("variable", path, "not the name of a variable").
				Hintf("use letters, digits and \"_\", and do not begin with a digit")
		case value.Kind != yaml.ScalarNode || value.ShortTag() == "!!null":
			problems.Errorf("type", path, "expected one value, got %s", kindOf(value))
		}
		vars[key.Value] = value.Value
	}
	return vars, doc.Locate(problems)
}
