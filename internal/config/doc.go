// Package config reads job files and what lies beside them: nodes are held
// against the schema, and then become a Job whose every value can be pointed at
// in its file.
package config
