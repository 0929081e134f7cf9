// Package overrides keeps a team's templates in step with the shipped ones. It
// knows what can be overridden, writes the copies that a team begins with,
// finds what a team has changed, says what has fallen behind, and merges what
// the shipped templates have become into it.
//
// Find, Upgrade and Accept are functions of texts. Stack reads the layers, and
// Folder and Plan alone write.
package overrides

import (
	"path"
	"strings"
)

// Contract is the version of what overrides can rely on: the fields of the
// data, the functions and the names of files and blocks, all in
// docs/templates.md. What is added leaves it as it is; what is renamed or taken
// away raises it.
const Contract = 2

// Shared is the folder of what several platforms use.
const Shared = "shared"

// Name is the name of something that can be overridden: a file or a block, or
// with neither a whole folder.
type Name struct {
	// Folder is a platform or Shared.
	Folder string
	// File is the name of a template in it: main.tf.tmpl.
	File string
	// Block is the name of a block that the platform uses, in whatever file it
	// stands.
	Block string
}

// String is the form that people write: aws_ecs, aws_ecs/main.tf.tmpl or
// aws_ecs#network.
func (n Name) String() string {
	switch {
	case n.Block != "":
		return n.Folder + "#" + n.Block
	case n.File != "":
		return n.Folder + "/" + n.File
	}
	return n.Folder
}

// ParseName reads that form; the ending .tmpl may be left out.
func ParseName(text string) Name {
	if folder, block, ok := strings.Cut(text, "#"); ok {
		return Name{Folder: folder, Block: block}
	}
	folder, file, _ := strings.Cut(strings.TrimSuffix(text, "/"), "/")
	if file != "" && path.Ext(file) != ".tmpl" {
		file += ".tmpl"
	}
	return Name{Folder: folder, File: file}
}

// fileName is the name of the file at a path below a layer.
func fileName(filePath string) Name {
	return Name{Folder: path.Dir(filePath), File: path.Base(filePath)}
}
