// Package schemas holds the JSON Schemas that editors and the program share.
package schemas

import _ "embed"

// JobConfig is the schema of a job file, JSON Schema draft 2020-12. It is made
// from the structs of internal/model; a test fails when the two differ.
//
//go:embed job-config.schema.json
var JobConfig []byte

// Project is the schema of a project file, made in the same way.
//
//go:embed project.schema.json
var Project []byte

// Infrastructure is the schema of an infrastructure file, which holds the block
// of the job file next to it.
//
//go:embed infrastructure.schema.json
var Infrastructure []byte
