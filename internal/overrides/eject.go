package overrides

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Copy is an ejected file.
type Copy struct {
	// Name is what the file overrides.
	Name Name
	// Path is relative to the team's folder.
	Path string
	// Text is the content, with the record.
	Text string
	// Base is the text that it is based on, to be kept at BasePath(Sum).
	Base, Sum string
}

// Eject returns the copies that override a file, a block, or every file of a
// folder. ok is false for an unknown or ambiguous name.
func (s *Shipped) Eject(name Name) (copies []Copy, ok bool) {
	switch {
	case name.Block != "":
		if _, ok := s.Text(name); !ok {
			return nil, false
		}
		return []Copy{s.copyBlock(name)}, true
	case name.File != "":
		if !s.has(name) {
			return nil, false
		}
		return []Copy{s.copyFile(name)}, true
	}
	for _, file := range s.Files(name.Folder) {
		copies = append(copies, s.copyFile(file))
	}
	return copies, len(copies) > 0
}

func (s *Shipped) copyFile(name Name) Copy {
	text := s.pieces[name].text
	record := Record{Name: name, Sum: Sum(text)}
	return Copy{Name: name, Path: name.String(), Text: record.Comment() + "\n" + text, Base: text, Sum: record.Sum}
}

// copyBlock writes a definition that trims white space like the shipped one, so
// that the copy renders to the same bytes.
func (s *Shipped) copyBlock(name Name) Copy {
	p := s.pieces[name]
	record := Record{Name: name, Sum: Sum(p.text)}
	var b strings.Builder
	b.WriteString(record.Comment() + "\n" + `{{define "` + name.Block + `"`)
	if p.trimsStart {
		b.WriteString(" -")
	}
	b.WriteString("}}" + p.text)
	if p.trimsEnd {
		b.WriteString("{{- end}}\n")
	} else {
		b.WriteString("{{end}}\n")
	}
	path := Name{Folder: name.Folder, File: name.Block + ".tmpl"}.String()
	return Copy{Name: name, Path: path, Text: b.String(), Base: p.text, Sum: record.Sum}
}

// Kind is that of a block: an extension point, or a definition that one calls.
func (s *Shipped) Kind(name Name) render.BlockKind { return s.pieces[name].kind }

// Eject writes copies and the texts that they are based on. If any of the files
// exists, it reports those and writes nothing.
func (f *Folder) Eject(copies []Copy) (diag.List, error) {
	if problems := f.taken(copies); len(problems) > 0 {
		return problems, nil
	}
	for _, made := range copies {
		if err := f.keepBase(made.Sum, made.Base); err != nil {
			return nil, err
		}
		if err := f.create(made.Path, made.Text); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// taken reports the copies whose file exists.
func (f *Folder) taken(copies []Copy) diag.List {
	var problems diag.List
	for _, made := range copies {
		if _, err := f.root.Lstat(made.Path); !errors.Is(err, fs.ErrNotExist) {
			problems.Errorf("template-exists", "", "already exists").
				Hintf("move it away, or eject to another folder").Pos.File = f.Place(made.Path)
		}
	}
	return problems
}
