// Package config reads job files, project files and the files they refer to.
//
// The stages of Loader.Load, in order:
//
//   - The text becomes a document.Document: nodes with positions.
//   - The project file's blocks are merged with the job's infrastructure block
//     (project_apply.go), and variables in it are resolved.
//   - The result is checked against the JSON schema (check.go), which is made
//     from the structs of internal/model (schema.go) and committed in schemas/.
//   - It is decoded into a model.Job.
//   - The asset and the connector that the job refers to are read
//     (referenced.go), and the levels of tags gathered (taginput.go).
//
// Load reports problems and goes on, so that one run reports them all. What the
// platform's own checks find later joins in JobFile.CombineProblems.
//
// Files with a strict schema and no job are read here as well: variables, tag
// policies and budgets.
package config
