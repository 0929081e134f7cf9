// Package examples holds the example jobs, which are also what templates are
// tried on.
package examples

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml assets connectors
var files embed.FS

// FS is the folder of the examples, with the assets and connectors that they
// name.
func FS() fs.FS { return files }
