package render

import (
	"path"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// sharedFolder holds the definitions that several platforms use.
const sharedFolder = "shared"

// source is one template file of one layer.
type source struct {
	// layer counts from 0, the layer that wins.
	layer     int
	layerName string
	// path is relative to the layer: aws_ecs/main.tf.tmpl.
	path string
	text string
	// body is the text outside of definitions.
	body        *parse.Tree
	definitions []*definition
	// replacedBy is the source of an upper layer that replaces this one, or nil.
	replacedBy *source
}

// definition is a {{define}} or {{block}} in a source.
type definition struct {
	name   string
	kind   BlockKind
	source *source
	tree   *parse.Tree
	// start is the offset of the opening action; inner and innerEnd delimit
	// the text between it and its {{end}}.
	start, inner, innerEnd int
	// replacedBy is the definition that overrides this one, or nil.
	replacedBy *definition
	// called is true if an output can reach it.
	called bool
}

// file is the name of the source in problems.
func (s *source) file() string { return fileOf(s.layerName, s.path) }

// fileOf joins the name of a layer and a path in it.
func fileOf(layer, path string) string {
	if layer == "" {
		return path
	}
	return layer + "/" + path
}

// posOfFile is the source as a whole.
func (s *source) posOfFile() diag.Pos { return diag.Pos{File: s.file()} }

// pos is the position of an offset into the text.
func (s *source) pos(offset int) diag.Pos {
	offset = max(0, min(offset, len(s.text)))
	before := s.text[:offset]
	line := strings.LastIndexByte(before, '\n') + 1
	return diag.Pos{
		File: s.file(),
		Line: strings.Count(before, "\n") + 1,
		Col:  utf8.RuneCountInString(before[line:]) + 1,
	}
}

// posOfByte is the position of a byte in a line: line counts from 1, column in
// bytes from 0.
func (s *source) posOfByte(line, column int) diag.Pos {
	pos := diag.Pos{File: s.file(), Line: line}
	lines := strings.SplitN(s.text, "\n", line+1)
	if line <= len(lines) && line > 0 {
		text := lines[line-1]
		pos.Col = utf8.RuneCountInString(text[:min(column, len(text))]) + 1
	}
	return pos
}

// shared reports whether the source serves several platforms.
func (s *source) shared() bool { return strings.HasPrefix(s.path, sharedFolder+"/") }

// output is the name of the file that the source renders to, or "" for a
// source of definitions only.
func (s *source) output() string {
	if base := s.base(); !s.shared() && renders(base) {
		return base
	}
	return ""
}

// base is the name of the file without .tmpl.
func (s *source) base() string { return strings.TrimSuffix(path.Base(s.path), ".tmpl") }

// renders reports whether a template of that name renders to a file.
func renders(base string) bool { return path.Ext(base) == ".tf" || path.Ext(base) == ".md" }

// kind is what the source does for the module. The content decides: a
// main.tf.tmpl with nothing but definitions overrides blocks, an empty one
// removes main.tf.
func (s *source) kind() FileKind {
	switch {
	case s.output() == "":
		return Definitions
	case !parse.IsEmptyTree(s.body.Root):
		return Output
	case len(s.definitions) > 0:
		return Definitions
	}
	return Removal
}
