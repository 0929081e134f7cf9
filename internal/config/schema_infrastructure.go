package config

import (
	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// InfrastructureSchemaID is the address of the infrastructure file's schema.
const InfrastructureSchemaID = "https://dativo.io/schemas/dativo-gen/infrastructure.schema.json"

// ReflectInfrastructureSchema makes the schema of infrastructure files from the
// structs of internal/model, whose source folder is modelDir. It is for editors:
// Loader checks the block as part of its job, with the job file's schema.
func ReflectInfrastructureSchema(modelDir string) ([]byte, error) {
	reflector, err := newReflector(modelDir)
	if err != nil {
		return nil, err
	}
	block := reflector.Reflect(model.Infrastructure{})
	addChoices(block, block.Definitions)
	block.AllOf = conditions()
	schema := &jsonschema.Schema{
		Version: block.Version, ID: InfrastructureSchemaID, Title: "Dativo infrastructure file",
		Description: block.Description, Definitions: block.Definitions,
	}
	block.ID, block.Version, block.Definitions = "", "", nil
	schema.Definitions["Infrastructure"] = block

	address := &jsonschema.Schema{Type: "string", Description: "The JSON Schema of this file, for editors."}
	whole := *block
	whole.Properties = jsonschema.NewProperties()
	whole.Properties.Set(paths.JobSchema, address)
	for pair := block.Properties.Oldest(); pair != nil; pair = pair.Next() {
		whole.Properties.Set(pair.Key, pair.Value)
	}
	below := &jsonschema.Schema{
		Type: "object", Properties: jsonschema.NewProperties(),
		AdditionalProperties: jsonschema.FalseSchema, Required: []string{paths.Infrastructure},
	}
	below.Properties.Set(paths.JobSchema, address)
	below.Properties.Set(paths.Infrastructure, &jsonschema.Schema{Ref: "#/$defs/Infrastructure"})
	schema.AnyOf = []*jsonschema.Schema{below, &whole}
	return printSchema(schema)
}
