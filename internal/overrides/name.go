// Package overrides keeps custom templates in sync with the shipped ones. It
// lists what can be overridden, ejects copies of it, finds the overrides in a
// team's folders, reports the outdated ones, and merges the changes of the
// shipped templates into them.
//
// Find, Upgrade and Accept are functions of texts. Stack reads the layers; only
// Folder and UpgradePlan write.
package overrides

import (
	"path"
	"strings"
)

// Contract is the version of what overrides can rely on: the fields of the
// data, the functions and the names of files and blocks, all in
// docs/templates.md. Additions keep the version; a rename or a removal raises
// it.
const Contract = 2

// Shared is the folder of the templates that several platforms use.
const Shared = "shared"

// Name identifies what can be overridden: a file, a block or, with neither, a
// whole folder.
type Name struct {
	// Folder is a platform or Shared.
	Folder string
	// File is the name of a template in it: main.tf.tmpl.
	File string
	// Block is the name of a block that the platform uses, in any file.
	Block string
}

// String is the form that users write: aws_ecs, aws_ecs/main.tf.tmpl or
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
