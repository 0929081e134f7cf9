package document

import "gopkg.in/yaml.v3"

// Value returns a node as map[string]any, []any, string and what resolve makes
// of a plain scalar, one without quotes or a tag: another reader of the file may
// follow another version of YAML.
func (n *Node) Value(resolve func(plain string) any) any {
	switch n.Kind {
	case Mapping:
		values := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			values[e.Key.Text] = e.Value.Value(resolve)
		}
		return values
	case List:
		values := make([]any, 0, len(n.Items))
		for _, item := range n.Items {
			values = append(values, item.Value(resolve))
		}
		return values
	}
	const unlike = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle | yaml.TaggedStyle
	if n.style&unlike == 0 {
		return resolve(n.Text)
	}
	if n.Tag == "!!str" {
		return n.Text
	}
	var value any
	if n.yamlScalar().Decode(&value) != nil {
		return n.Text
	}
	return value
}
