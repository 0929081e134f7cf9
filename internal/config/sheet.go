package config

import (
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// ParseTagPolicy reads a tag policy of this program's own form. After an error
// its contents must not be used.
func ParseTagPolicy(doc *Document) (model.TagPolicy, diag.List) {
	return decodeSheet[model.TagPolicy](doc)
}

// ParseBudgets reads a file of budgets. After an error its contents must not
// be used; without a document there are none.
func ParseBudgets(name string, data []byte) (model.Budgets, *Document, diag.List) {
	doc, problems := Parse(name, data)
	if doc == nil {
		return model.Budgets{}, nil, problems
	}
	budgets, problems := decodeSheet[model.Budgets](doc)
	return budgets, doc, problems
}

// decodeSheet holds a document against the schema of a struct, in which every
// key is known, and decodes it.
func decodeSheet[T any](doc *Document) (T, diag.List) {
	var sheet T
	problems := append(doc.Check(sheetSchema(sheet)), doc.checkNUL()...)
	if problems.HasErrors() {
		return sheet, problems
	}
	if err := doc.root.Decode(&sheet); err != nil {
		problems.Errorf("type", "", "%s", strings.TrimPrefix(err.Error(), "yaml: ")).Pos = doc.pos(doc.root)
	}
	return sheet, problems
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
