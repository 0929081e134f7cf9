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

// NeedsUpgrade reports whether the override is outdated, or has conflicts of an
// upgrade.
func (o TeamOverride) NeedsUpgrade() bool { return o.State == Outdated || o.State == Conflict }

// Overrides lists what the layers of teams override and add. If there are files
// with conflicts of an upgrade, it lists only those: the others depend on them.
// The problems are errors of templates that cannot be read.
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

// conflicts lists the files with conflict markers, which may not parse.
func (s *Stack) conflicts() []TeamOverride {
	var list []TeamOverride
	for _, d := range s.Problems.Sorted() {
		for _, layer := range s.Teams() {
			path, ok := strings.CutPrefix(d.Pos.File, layer.Name+"/")
			if d.Code == "template-conflict" && ok {
				list = append(list, TeamOverride{Layer: layer, Override: Override{
					Name: ParseName(path), Path: path, State: Conflict, Why: "resolve the conflict markers",
				}})
			}
		}
	}
	return list
}

// unreadable returns the problems that leave unknown which templates are used.
// That an outdated override no longer fits is not one of them.
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
