package document

import (
	"encoding/json"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

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
	if IsNull(node) {
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
