package document

import (
	"encoding/json"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// OneLine writes a value, which may be a Node, on one line, as YAML in flow
// style. Scalars keep their spelling; a string has quotes where it would be read
// as something else.
func OneLine(value any) (string, error) {
	node := &yaml.Node{}
	if n, ok := value.(*Node); ok {
		node = n.yaml()
	} else if err := node.Encode(value); err != nil {
		return "", err
	}
	return flow(node)
}

func flow(node *yaml.Node) (string, error) {
	if node.Kind == yaml.ScalarNode {
		return flowScalar(node)
	}
	var parts []string
	for i, inner := range node.Content {
		text, err := flow(inner)
		if err != nil {
			return "", err
		}
		if node.Kind == yaml.MappingNode && i%2 == 1 {
			parts[len(parts)-1] += ": " + text
		} else {
			parts = append(parts, text)
		}
	}
	if node.Kind == yaml.SequenceNode {
		return "[" + strings.Join(parts, ", ") + "]", nil
	}
	return "{" + strings.Join(parts, ", ") + "}", nil
}

func flowScalar(node *yaml.Node) (string, error) {
	text := node.Value
	switch node.ShortTag() {
	case "!!null":
		return "null", nil
	case "!!str":
	default:
		return text, nil
	}
	safe := strings.TrimSpace(text) == text && text != "" && strings.IndexFunc(text, unicode.IsControl) < 0
	if safe && tagOf(text) == "!!str" && !strings.ContainsAny(text, ",[]{}#\"'`") &&
		!strings.Contains(text+" ", ": ") && !strings.ContainsAny(text[:1], "-?:|>@%&*!") {
		return text, nil
	}
	quoted, err := json.Marshal(text)
	return string(quoted), err
}
