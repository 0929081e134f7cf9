package config

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// SchemaID is the address of the job file's schema. Editors identify a schema by
// it: it never changes.
const SchemaID = "https://dativo.io/schemas/dativo-gen/job-config.schema.json"

// ReflectJobSchema makes the job file's schema from the structs of
// internal/model, whose source folder is modelDir: descriptions are their
// comments. Rules that depend on the platform come from the list of platforms.
func ReflectJobSchema(modelDir string) ([]byte, error) {
	reflector, err := newReflector(modelDir)
	if err != nil {
		return nil, err
	}
	schema := reflector.Reflect(model.Job{})
	schema.ID = SchemaID
	schema.Title = "Dativo job file"
	open(schema, "infrastructure")
	for _, name := range []string{"FinOps", "Governance", "RetryConfig", "Logging"} {
		open(schema.Definitions[name])
	}
	infrastructure := schema.Definitions["Infrastructure"]
	addChoices(infrastructure, schema.Definitions)
	infrastructure.AllOf = conditions()
	return printSchema(schema)
}

func printSchema(schema *jsonschema.Schema) ([]byte, error) {
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}

// open makes a part of the schema as open as the engine's own reading of it:
// unknown keys are allowed, and an optional key may be empty.
func open(schema *jsonschema.Schema, but ...string) {
	schema.AdditionalProperties = nil
	for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
		optional := !slices.Contains(append(but, schema.Required...), pair.Key)
		if inner := pair.Value; optional && (inner.Type != "" || inner.Ref != "" || inner.AnyOf != nil) {
			pair.Value = orNull(inner)
		}
	}
}

// orNull returns the schema that takes null too.
func orNull(schema *jsonschema.Schema) *jsonschema.Schema {
	null := &jsonschema.Schema{Type: "null"}
	if schema.AnyOf != nil {
		schema.AnyOf = append(schema.AnyOf, null)
		return schema
	}
	inner := *schema
	inner.Description, inner.Examples, inner.Default = "", nil, nil
	return &jsonschema.Schema{
		AnyOf:       []*jsonschema.Schema{&inner, null},
		Description: schema.Description, Examples: schema.Examples, Default: schema.Default,
	}
}

// mapType returns the schema of types that YAML writes in more than one form.
func mapType(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[model.Amount]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "string"}, {Type: "number"}}}
	case reflect.TypeFor[model.Scalar]():
		return scalarSchema()
	case reflect.TypeFor[model.Words]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
			{Type: "array", Items: scalarSchema()}, {Type: "string"},
		}}
	}
	return nil
}

func scalarSchema() *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "string"}, {Type: "number"}, {Type: "boolean"}}}
}

// conditions are the rules that depend on the platform: the compute types of each
// provider, and the keys that each platform requires or does not support.
func conditions() []*jsonschema.Schema {
	var all []*jsonschema.Schema
	for _, provider := range platform.Providers() {
		all = append(all, &jsonschema.Schema{
			If:   at("provider", &jsonschema.Schema{Const: provider}),
			Then: at("compute.type", &jsonschema.Schema{Enum: anys(platform.Computes(provider))}, optional),
		})
	}
	for _, p := range platform.All() {
		is := &jsonschema.Schema{AllOf: []*jsonschema.Schema{
			at("provider", &jsonschema.Schema{Const: p.Cloud.Name}),
			at("compute.type", &jsonschema.Schema{Const: p.Compute}),
		}}
		var rules []*jsonschema.Schema
		for _, need := range p.Required {
			rules = append(rules, at(paths.BelowInfrastructure(need.Path), nil))
		}
		for _, note := range p.Refused {
			rules = append(rules, at(paths.BelowInfrastructure(note.Path), &jsonschema.Schema{Not: &jsonschema.Schema{}}, optional))
		}
		if len(rules) > 0 {
			all = append(all, &jsonschema.Schema{If: is, Then: &jsonschema.Schema{AllOf: rules}})
		}
	}
	return all
}

// optional is the option of at that does not require the keys of the path.
const optional = true

// at returns the schema that applies inner to the value at a dotted path.
func at(path string, inner *jsonschema.Schema, without ...bool) *jsonschema.Schema {
	key, rest, more := strings.Cut(path, ".")
	if more {
		inner = at(rest, inner, without...)
	}
	outer := &jsonschema.Schema{}
	if inner != nil {
		outer.Properties = jsonschema.NewProperties()
		outer.Properties.Set(key, inner)
	}
	if !slices.Contains(without, optional) {
		outer.Required = []string{key}
	}
	return outer
}

// property returns the schema of a key, or nil.
func property(schema *jsonschema.Schema, name string) *jsonschema.Schema {
	if schema.Properties == nil {
		return nil
	}
	found, _ := schema.Properties.Get(name)
	return found
}

func anys(words []string) []any {
	var all []any
	for _, word := range words {
		all = append(all, word)
	}
	return all
}

// unwrapComments makes the lines of a comment one paragraph again.
func unwrapComments(comments map[string]string) {
	for name, text := range comments {
		comments[name] = strings.Join(strings.Fields(text), " ")
	}
}
