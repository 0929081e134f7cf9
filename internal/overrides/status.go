package overrides

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// TeamOverride is an override and the layer that it belongs to.
type TeamOverride struct {
	Override
	Layer render.Layer
}

// Place is the file of the override, with the line of a block.
func (o TeamOverride) Place() string {
	where := place(o.Layer.Name, o.Path)
	if o.Name.Block == "" {
		return where
	}
	return fmt.Sprintf("%s:%d", where, o.Line)
}

// Outdated reports whether something is left to do: the override is behind, or
// has conflicts.
func (o TeamOverride) Outdated() bool { return o.State == Behind || o.State == Conflict }

// Overrides lists what the layers of teams override and add. Files with
// conflicts of an upgrade hide everything else. Templates that cannot be read
// leave nothing to list: those problems are errors.
func (s *Stack) Overrides() ([]TeamOverride, diag.List) {
	if list := s.conflicts(); len(list) > 0 {
		return list, nil
	}
	if problems := s.unreadable(); problems.HasErrors() {
		return nil, problems
	}
	var list []TeamOverride
	for _, layer := range s.Teams() {
		for _, o := range Find(layer.Name, s.sets, s.Shipped) {
			list = append(list, TeamOverride{o, layer})
		}
	}
	return list, nil
}

// conflicts lists the files with marks of a merge, which need not be templates
// that can be parsed.
func (s *Stack) conflicts() []TeamOverride {
	var list []TeamOverride
	for _, d := range s.Problems.Sorted() {
		for _, layer := range s.Teams() {
			path, ok := strings.CutPrefix(d.Pos.File, layer.Name+"/")
			if d.Code == "template-conflict" && ok {
				list = append(list, TeamOverride{Layer: layer, Override: Override{
					Name: ParseName(path), Path: path, State: Conflict, Why: "resolve what is between the marks",
				}})
			}
		}
	}
	return list
}

// unreadable returns the problems with which it is not known which templates
// are used. An override that is behind may not fit any more: that is not one of
// them.
func (s *Stack) unreadable() diag.List {
	var problems diag.List
	for _, d := range s.Problems {
		switch d.Code {
		case "template-parse", "template-read", "template-name", "template-function":
			problems = append(problems, d)
		}
	}
	return problems
}
