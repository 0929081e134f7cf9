package config

import (
	"regexp"

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
		if !variable.MatchString(node.Value) {
			return nil
		}
		missing := map[string]bool{}
		node.Value = variable.ReplaceAllStringFunc(node.Value, func(placeholder string) string {
			name := placeholder[2 : len(placeholder)-1]
			value, ok := vars[name]
			if !ok && !missing[name] {
				missing[name] = true
				problem := problems.Errorf("variable", path, "%s has no value", placeholder)
				problem.Pos = d.pos(node)
				problem.Hintf("give it with --var %s=VALUE; the process environment is not read", name)
			}
			return value
		})
		if node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
			node.Tag = "" // a bare ${TIMEOUT} may stand for a number
		}
	}
	return problems
}

// ParseVars reads a file of variables: a YAML or JSON mapping of names to
// scalars.
func ParseVars(name string, data []byte) (map[string]string, diag.List) {
	doc, problems := Parse(name, data)
	if problems.HasErrors() {
		return nil, problems
	}
	vars := map[string]string{}
	for i := 0; i < len(doc.root.Content); i += 2 {
		key, value := doc.root.Content[i], doc.root.Content[i+1]
		if value.Kind != yaml.ScalarNode {
			problems.Errorf("type", diag.KeyPath("", key.Value), "expected one value, got %s", kindOf(value)).Pos = doc.pos(key)
			continue
		}
		vars[key.Value] = value.Value
	}
	return vars, problems
}
