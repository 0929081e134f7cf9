// Package templates holds the Terraform templates that are built into the
// program: a folder for each platform, and shared definitions.
package templates

import (
	"embed"
	"io/fs"
)

// The pattern names no platform: a new folder needs no edit here.
//
//go:embed */*.tmpl
var files embed.FS

// FS is the embedded folder: shared/*.tmpl and PLATFORM/*.tmpl.
func FS() fs.FS { return files }
