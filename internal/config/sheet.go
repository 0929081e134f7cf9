package config

import (
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// ParseTagPolicy reads a tag policy of this program's own form. After an error
// its contents must not be used.
func ParseTagPolicy(doc *document.Document) (model.TagPolicy, diag.List) {
	return decodeSheet[model.TagPolicy](doc)
}

// ParseBudgets reads a file of budgets. After an error its contents must not
// be used; without a document there are none.
func ParseBudgets(name string, data []byte) (model.Budgets, *document.Document, diag.List) {
	doc, problems := document.Parse(name, data)
	if doc == nil {
		return model.Budgets{}, nil, problems
	}
	budgets, problems := decodeSheet[model.Budgets](doc)
	return budgets, doc, problems
}

// decodeSheet holds a document against the schema of a struct, in which every
// key is known, and decodes it.
func decodeSheet[T any](doc *document.Document) (T, diag.List) {
	var sheet T
	problems := append(check(doc, sheetSchema(sheet)), doc.CheckNUL()...)
	if problems.HasErrors() {
		return sheet, problems
	}
	return sheet, append(problems, doc.Decode(&sheet)...)
}

// sheetSchema makes the schema of a struct, with every key known.
func sheetSchema(sheet any) *jsonschema.Schema {
	reflector := jsonschema.Reflector{
		FieldNameTag:               "yaml",
		RequiredFromJSONSchemaTags: true,
		ExpandedStruct:             true,
		Mapper:                     sheetType,
	}
	return reflector.Reflect(sheet)
}

// sheetType gives the types that YAML writes in more than one way their schema.
func sheetType(t reflect.Type) *jsonschema.Schema {
	if t != reflect.TypeFor[model.BudgetAmount]() {
		return mapType(t)
	}
	number := &jsonschema.Schema{Type: "number", Minimum: "0.01"}
	clouds := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	clouds.Properties.Set("aws", number)
	clouds.Properties.Set("gcp", number)
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{number, clouds}}
}
