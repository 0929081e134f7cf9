package render

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// FileKind says what a template file does for the module.
type FileKind string

const (
	// Output renders to a file.
	Output FileKind = "output"
	// Definitions override or provide blocks, and render to no file.
	Definitions FileKind = "definitions"
	// Removal removes the file that a lower layer renders.
	Removal FileKind = "removal"
)

// BlockKind says how a named piece of template was written.
type BlockKind string

const (
	// Define is a {{define}}.
	Define BlockKind = "define"
	// Default is a {{block}}: the text of a call unless a define replaces it.
	Default BlockKind = "block"
)

// FileInfo describes a template file of a platform.
type FileInfo struct {
	// Path is relative to the layer: aws_ecs/main.tf.tmpl.
	Path string
	Kind FileKind
	// Output is the file that it renders or removes; empty otherwise.
	Output string
	// Layer is the name of the layer it comes from.
	Layer string
	// OverriddenBy is the layer whose file replaces this one; empty for a file
	// in use.
	OverriddenBy string
	// Source is the whole text, with LF line endings.
	Source string
}

// BlockInfo describes a named piece of a template.
type BlockInfo struct {
	Name string
	Kind BlockKind
	// Path and Line are its position in Layer.
	Path  string
	Line  int
	Layer string
	// OverriddenBy is the layer whose definition is used instead; empty for the
	// one in use.
	OverriddenBy string
	// Called is true if a file of the module can reach it.
	Called bool
	// Source is the text between the opening action and its end. It starts at
	// offset Start of the file's Source.
	Source string
	Start  int
	// TrimsStart and TrimsEnd are true if the actions around Source trim the
	// white space at that end of it: {{block "x" . -}} and {{- end}}.
	TrimsStart, TrimsEnd bool
}

// Files lists the template files of every layer, by path, the one in use first.
func (s *Set) Files() []FileInfo {
	infos := make([]FileInfo, 0, len(s.sources))
	for _, src := range s.sources {
		info := FileInfo{Path: src.path, Kind: src.kind(), Output: src.output(), Layer: src.layerName, Source: src.text}
		if info.Kind == Definitions {
			info.Output = ""
		}
		if src.replacedBy != nil {
			info.OverriddenBy = src.replacedBy.layerName
		}
		infos = append(infos, info)
	}
	slices.SortStableFunc(infos, func(a, b FileInfo) int { return strings.Compare(a.Path, b.Path) })
	return infos
}

// Blocks lists the definitions of every layer, by name, the one in use first.
func (s *Set) Blocks() []BlockInfo {
	var infos []BlockInfo
	for _, src := range s.sources {
		for _, d := range src.definitions {
			info := BlockInfo{
				Name: d.name, Kind: d.kind, Path: src.path, Line: src.pos(d.start).Line, Layer: src.layerName,
				Called: d.called, Source: src.text[d.inner:d.innerEnd], Start: d.inner,
				TrimsStart: strings.HasSuffix(src.text[d.start:d.inner], " -}}"),
				TrimsEnd:   strings.HasPrefix(src.text[d.innerEnd:], "{{- "),
			}
			switch {
			case src.replacedBy != nil:
				info.OverriddenBy = src.replacedBy.layerName
			case d.replacedBy != nil:
				info.OverriddenBy = d.replacedBy.source.layerName
			}
			infos = append(infos, info)
		}
	}
	slices.SortStableFunc(infos, func(a, b BlockInfo) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.OverriddenBy, b.OverriddenBy))
	})
	return infos
}

// Source is the text of a template, by its name in problems; nil if there is no
// such template.
func (s *Set) Source(file string) []byte {
	for _, src := range s.sources {
		if src.file() == file {
			return []byte(src.text)
		}
	}
	return nil
}

// Digest is the hash of all templates of the set: two sets with the same digest
// render the same files.
func (s *Set) Digest() []byte {
	s.digest.once.Do(func() {
		whole := sha256.New()
		for _, src := range s.sources {
			fmt.Fprintf(whole, "%d %s %d\n%s\n", src.layer, src.path, len(src.text), src.text)
		}
		s.digest.sum = whole.Sum(nil)
	})
	return s.digest.sum
}
