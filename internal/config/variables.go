package config

import (
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
	for _, e := range doc.Root.Entries {
		key, value := e.Key.Text, e.Value
		path := diag.KeyPath("", key)
		switch {
		case !document.Variable.MatchString("${" + key + "}"):
			problems.Errorf("variable", path, "invalid variable name").
				Hintf("use letters, digits and \"_\", not starting with a digit")
		case value.Kind != document.Scalar || value.IsNull():
			problems.Errorf("type", path, "expected one value, got %s", value.TypeName())
		}
		vars[key] = value.Text
	}
	return vars, doc.Locate(problems)
}
