package config

import (
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// ParseBudgets reads a file of budgets. After an error its contents must not
// be used, and without a document it has none.
func ParseBudgets(name string, data []byte) (model.Budgets, *document.Document, diag.List) {
	doc, problems := document.Parse(name, data)
	if doc == nil {
		return model.Budgets{}, nil, problems
	}
	budgets, problems := decodeStrict[model.Budgets](doc)
	return budgets, doc, problems
}

// budgetType adds the schema of an amount to those of mapType.
func budgetType(t reflect.Type) *jsonschema.Schema {
	if t != reflect.TypeFor[model.BudgetAmount]() {
		return mapType(t)
	}
	number := &jsonschema.Schema{Type: "number", Minimum: "0.01"}
	clouds := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, name := range platform.Providers() {
		clouds.Properties.Set(name, number)
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{number, clouds}}
}
