package config

import (
	"fmt"
	"maps"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// ProjectSchemaID is the address of the project file's schema.
const ProjectSchemaID = "https://dativo.io/schemas/dativo-gen/project.schema.json"

// partialRef is how the schema refers to an infrastructure block.
const partialRef = "#/$defs/Partial"

// ReflectProjectSchema makes the project file's schema from the structs of
// internal/model, whose source folder is modelDir. Its infrastructure blocks
// have the keys of a job's, but none is required, and null removes a value of
// lower precedence.
func ReflectProjectSchema(modelDir string) ([]byte, error) {
	reflector, err := newReflector(modelDir)
	if err != nil {
		return nil, err
	}
	schema := reflector.Reflect(model.Project{})
	schema.ID = ProjectSchemaID
	schema.Title = "dativo-gen project file"
	block := reflector.Reflect(model.Infrastructure{})
	addChoices(block, block.Definitions)
	maps.Copy(schema.Definitions, block.Definitions)
	block.ID, block.Version, block.Definitions = "", "", nil
	block.Description = schema.Definitions["Partial"].Description
	schema.Definitions["Partial"] = block
	relax(schema, block)

	match := schema.Definitions["Match"]
	setChoices(property(match, "provider"), platform.Providers())
	setChoices(property(match, "platform"), platform.Names())
	for _, key := range keysOf(match) {
		one := uint64(1)
		property(match, key).AnyOf[0].MinItems = &one
	}
	environments := property(schema, "environments")
	environments.AdditionalProperties = orNull(environments.AdditionalProperties)
	return printSchema(schema)
}

// newReflector makes schemas from structs, with their comments.
func newReflector(modelDir string) (*jsonschema.Reflector, error) {
	reflector := &jsonschema.Reflector{
		FieldNameTag:               "yaml",
		RequiredFromJSONSchemaTags: true,
		ExpandedStruct:             true,
		Mapper:                     mapType,
	}
	// The comments are found by the folder's name relative to the module.
	if err := reflector.AddGoComments("github.com/dativo-io/dativo-gen", modelDir, jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("read the comments of %s: %w", modelDir, err)
	}
	unwrapComments(reflector.CommentMap)
	return reflector, nil
}

// addChoices restricts keys of an infrastructure block to the values that the
// list of platforms has.
func addChoices(infrastructure *jsonschema.Schema, definitions jsonschema.Definitions) {
	definitions["Tags"].AdditionalProperties = scalarSchema()
	property(infrastructure, "provider").Enum = anys(platform.Providers())
	property(definitions["Compute"], "type").Enum = anys(platform.Computes(""))
	property(definitions["Backend"], "type").Enum = anys(platform.Backends())
}

// relax makes a mapping, and those in it, one to be merged: no key is required,
// and each may be null. Items of lists keep their rules: a list is replaced as a
// whole.
func relax(root, schema *jsonschema.Schema) {
	schema.Required = nil
	if isOpen := schema.AdditionalProperties != nil && !isFalse(schema.AdditionalProperties); isOpen {
		schema.AdditionalProperties = orNull(schema.AdditionalProperties)
	}
	if schema.Properties == nil {
		return
	}
	c := checker{root: root}
	for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
		relax(root, c.resolved(pair.Value))
		pair.Value = orNull(pair.Value)
	}
}

// setChoices restricts a string, or a list of strings, to some values.
func setChoices(schema *jsonschema.Schema, choices []string) {
	for _, form := range schema.AnyOf {
		if form.Type == "array" {
			form.Items = &jsonschema.Schema{Type: "string", Enum: anys(choices)}
		} else {
			form.Enum = anys(choices)
		}
	}
}
