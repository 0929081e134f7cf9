package config

import (
	"encoding/json"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Setting is one value of a job's infrastructure block, and how it came about.
// A list is one value.
type Setting struct {
	// Path is the value's place in the job: infrastructure.compute.image.
	Path string `yaml:"path"`
	// Value is ready for Marshal; null for what was removed.
	Value any `yaml:"value"`
	// From is file:line:column, or what filled it in.
	From string `yaml:"from"`
	// Removed says that a null stands at From: the key is not there.
	Removed bool `yaml:"removed,omitempty"`
	// Shadowed are the values beneath, the nearest first.
	Shadowed []Shadowed `yaml:"shadowed,omitempty"`
}

// Shadowed is a value that another one hides.
type Shadowed struct {
	Value any    `yaml:"value"`
	From  string `yaml:"from"`
}

// Explain returns every value of the job's infrastructure block with the place
// that it comes from, in the order of the block, and behind them what was
// removed.
func (b *Bundle) Explain() []Setting {
	d := b.Document
	block, _ := d.find(blockPath)
	var all []Setting
	var walk func(node *yaml.Node, path string)
	walk = func(node *yaml.Node, path string) {
		isMapping := node.Kind == yaml.MappingNode
		if hidden := d.shadowed[node]; !isMapping || len(node.Content) == 0 || len(hidden) > 0 {
			setting := Setting{Path: path, Value: node, From: d.Pos(path).String(), Shadowed: shadows(hidden)}
			all = append(all, setting)
		}
		for i := 0; isMapping && i < len(node.Content); i += 2 {
			walk(node.Content[i+1], diag.KeyPath(path, node.Content[i].Value))
		}
	}
	walk(block, blockPath)
	for _, r := range d.removed {
		all = append(all, Setting{Path: r.path, From: r.pos.String(), Removed: true, Shadowed: shadows(r.shadowed)})
	}
	return all
}

func shadows(hidden []shadow) []Shadowed {
	var all []Shadowed
	for _, s := range hidden {
		all = append(all, Shadowed{s.value, s.pos.String()})
	}
	return all
}

// OneLine writes a value on one line, as YAML in flow style. Scalars keep their
// spelling; a string has quotes where it would be read as something else.
func OneLine(value any) (string, error) {
	node, ok := value.(*yaml.Node)
	if !ok {
		node = &yaml.Node{}
		if err := node.Encode(value); err != nil {
			return "", err
		}
	}
	var parts []string
	switch node.Kind {
	case yaml.ScalarNode:
		return oneWord(node)
	case yaml.SequenceNode:
		for _, item := range node.Content {
			text, err := OneLine(item)
			if err != nil {
				return "", err
			}
			parts = append(parts, text)
		}
		return "[" + strings.Join(parts, ", ") + "]", nil
	}
	for i := 0; i < len(node.Content); i += 2 {
		key, err := oneWord(node.Content[i])
		if err != nil {
			return "", err
		}
		text, err := OneLine(node.Content[i+1])
		if err != nil {
			return "", err
		}
		parts = append(parts, key+": "+text)
	}
	return "{" + strings.Join(parts, ", ") + "}", nil
}

// oneWord writes a scalar.
func oneWord(node *yaml.Node) (string, error) {
	text := node.Value
	if isNull(node) {
		return "null", nil
	}
	if node.ShortTag() != "!!str" {
		return text, nil
	}
	bare := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	safe := strings.TrimSpace(text) == text && text != "" && strings.IndexFunc(text, unicode.IsControl) < 0
	if safe && bare.ShortTag() == "!!str" && !strings.ContainsAny(text, ",[]{}#\"'`") &&
		!strings.Contains(text+" ", ": ") && !strings.ContainsAny(text[:1], "-?:|>@%&*!") {
		return text, nil
	}
	quoted, err := json.Marshal(text)
	return string(quoted), err
}
