package config

import (
	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

// decodeStrict checks a document against the schema of a struct, which allows no
// unknown keys, and decodes it.
func decodeStrict[T any](doc *document.Document) (T, diag.List) {
	var value T
	problems := append(check(doc, strictSchema(value)), doc.CheckNUL()...)
	if problems.HasErrors() {
		return value, problems
	}
	return value, append(problems, doc.Decode(&value)...)
}

// strictSchema makes the schema of a struct, without unknown keys.
func strictSchema(value any) *jsonschema.Schema {
	reflector := jsonschema.Reflector{
		FieldNameTag:               "yaml",
		RequiredFromJSONSchemaTags: true,
		ExpandedStruct:             true,
		Mapper:                     budgetType,
	}
	return reflector.Reflect(value)
}
