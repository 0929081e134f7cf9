package config

import (
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

// ParseVars reads a file of variables: a YAML or JSON mapping of names to
// scalars. The values keep their spelling.
func ParseVars(name string, data []byte) (map[string]string, diag.List) {
	doc, problems := document.Parse(name, data)
	if doc == nil {
		return nil, problems
	}
	vars := map[string]string{}
	for i := 0; i < len(doc.Root.Content); i += 2 {
		key, value := doc.Root.Content[i], doc.Root.Content[i+1]
		path := diag.KeyPath("", key.Value)
		switch {
		case !document.Variable.MatchString("${" + key.Value + "}"):
			problems.Errorf("variable", path, "not the name of a variable").
				Hintf("use letters, digits and \"_\", and do not begin with a digit")
		case value.Kind != yaml.ScalarNode || value.ShortTag() == "!!null":
			problems.Errorf("type", path, "expected one value, got %s", document.KindOf(value))
		}
		vars[key.Value] = value.Value
	}
	return vars, doc.Locate(problems)
}
