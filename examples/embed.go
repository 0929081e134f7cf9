// Package examples embeds the example jobs, which are also what templates test
// renders.
package examples

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml assets connectors
var files embed.FS

// FS returns the folder of examples, with the assets and connectors that they
// refer to.
func FS() fs.FS { return files }
