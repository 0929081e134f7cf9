package main

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/schemas"
)

// schemaCommand prints a JSON Schema.
type schemaCommand struct {
	Of string `arg:"" optional:"" default:"job" help:"@schema_of"`
}

// Help is shown before the flags.
func (schemaCommand) Help() string {
	return `Examples:
  dativo-gen schema > job-config.schema.json
  dativo-gen schema infrastructure > infrastructure.schema.json
  dativo-gen schema project > project.schema.json

Editors validate a job file while you write it if its first line is
  # yaml-language-server: $schema=job-config.schema.json`
}

// Run prints the embedded schema, which validate and render use too.
func (c schemaCommand) Run(s *session) error {
	schema := schemas.JobConfig
	switch c.Of {
	case "job":
	case "infrastructure":
		schema = schemas.Infrastructure
	case "project":
		schema = schemas.Project
	default:
		return fmt.Errorf("unknown schema %q: use job, infrastructure or project", c.Of)
	}
	_, err := s.stdout.Write(schema)
	return err
}
