package main

import (
	"fmt"
	"runtime/debug"

	"github.com/dativo-io/dativo-gen/schemas"
)

// schemaCommand prints a JSON Schema.
type schemaCommand struct {
	Of string `arg:"" optional:"" default:"job" help:"job: of a job file. project: of a project file, .dativo-gen.yaml."`
}

// Help is shown below the flags.
func (schemaCommand) Help() string {
	return `Examples:
  dativo-gen schema > job-config.schema.json
  dativo-gen schema project > project.schema.json

Editors check a job file while it is written if its first line is
  # yaml-language-server: $schema=job-config.schema.json`
}

// Run prints the schema that the program itself checks with.
func (c schemaCommand) Run(s *session) error {
	schema := schemas.JobConfig
	switch c.Of {
	case "job":
	case "project":
		schema = schemas.Project
	default:
		return fmt.Errorf("there is no schema %q: use job or project", c.Of)
	}
	_, err := s.stdout.Write(schema)
	return err
}

// versionCommand prints the version.
type versionCommand struct{}

// Run prints the module's version, which the Go toolchain has recorded.
func (versionCommand) Run(s *session) error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintln(s.stdout, "dativo-gen", version)
	return err
}
