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
	// path lies below the layer: aws_ecs/main.tf.tmpl.
	path string
	text string
	// body is what stands outside of definitions.
	body        *parse.Tree
	definitions []*definition
	// replacedBy is the source that stands in this one's place, or nil.
	replacedBy *source
}

// definition is a {{define}} or {{block}} in a source.
type definition struct {
	name   string
	kind   BlockKind
	source *source
	tree   *parse.Tree
	// start is the offset of the action that opens it; inner and innerEnd are
	// the bounds of what stands inside.
	start, inner, innerEnd int
	// replacedBy is the definition that is used in this one's place, or nil.
	replacedBy *definition
	// called is true if an output can reach it.
	called bool
}

// file is the name of the source in problems.
func (s *source) file() string {
	if s.layerName == "" {
		return s.path
	}
	return s.layerName + "/" + s.path
}

// pos is the place of an offset into the text.
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

// shared reports whether the source serves several platforms.
func (s *source) shared() bool { return strings.HasPrefix(s.path, sharedFolder+"/") }

// output is the name of the file that the source renders to, or "" for one
// that holds definitions alone.
func (s *source) output() string {
	base, _ := strings.CutSuffix(path.Base(s.path), ".tmpl")
	if s.shared() || !strings.HasSuffix(base, ".tf") {
		return ""
	}
	return base
}

// kind says what the source does for the module. What counts is what stands in
// it: a main.tf.tmpl of nothing but definitions changes blocks, an empty one
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
