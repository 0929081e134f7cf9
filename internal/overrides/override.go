package overrides

import (
	"cmp"
	"maps"
	"path"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// State is how an override stands to what it overrides.
type State string

const (
	// Current was made from what is shipped today, or changes nothing that
	// could move on: it fills an empty block, or removes a file.
	Current State = "current"
	// Behind was made from an older text.
	Behind State = "behind"
	// Conflict has marks of an upgrade that nobody has resolved.
	Conflict State = "conflict"
	// Unrecorded replaces something and does not say which version of it.
	Unrecorded State = "unrecorded"
	// Unused changes nothing.
	Unused State = "unused"
	// Own overrides nothing: a file or definition that the team has added.
	Own State = "own"
)

// Override is a file or definition of a team's.
type Override struct {
	Name Name
	// Path and Line are its place below the layer.
	Path string
	Line int
	// State, and what there is to say about it; may be empty.
	State State
	Why   string
	// Text is the team's, without the record; Base is today's of what it
	// overrides, if there is one text alone.
	Text, Base string
	Record     *Record

	// start is where Text begins in the file, for a block.
	start int
}

// finder goes through a layer.
type finder struct {
	layer   string
	shipped *Shipped
	found   map[string]*Override // by path and name
	// whole are the files whose definitions are not looked at one by one: those
	// that were copied as a whole, and those that another file stands before.
	whole map[string]bool
}

// Find lists what a layer overrides and adds, by path. The sets are those of
// all platforms, parsed with all layers.
func Find(layer string, sets map[string]*render.Set, shipped *Shipped) []Override {
	f := &finder{layer: layer, shipped: shipped, found: map[string]*Override{}, whole: map[string]bool{}}
	platforms := slices.Sorted(maps.Keys(sets))
	texts := map[string]string{}
	for _, platform := range platforms {
		for _, file := range sets[platform].Files() {
			if file.Layer == layer {
				texts[file.Path] = file.Source
				f.file(file)
			}
		}
	}
	for _, platform := range platforms {
		for _, block := range sets[platform].Blocks() {
			if block.Layer == layer && block.Kind == render.Define && !f.whole[block.Path] {
				f.block(block, texts[block.Path])
			}
		}
	}
	var list []Override
	for _, o := range f.found {
		f.judge(o)
		list = append(list, *o)
	}
	slices.SortFunc(list, func(a, b Override) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name.Block, b.Name.Block))
	})
	return list
}

// file adds a file that renders, that removes one, or that is the copy of a
// shipped one.
func (f *finder) file(file render.FileInfo) {
	name := fileName(file.Path)
	o := &Override{Name: name, Path: file.Path, Line: 1, Text: cutRecord(file.Source, name)}
	record, recorded := records(file.Source)[name]
	if recorded {
		o.Record = &record
	}
	f.whole[file.Path] = recorded || file.OverriddenBy != ""
	switch {
	case file.OverriddenBy != "":
		o.State, o.Why = Unused, file.OverriddenBy+" stands before it"
	case file.Kind == render.Removal && f.shipped.has(name):
		o.State, o.Why = Current, "removes "+file.Output
	case file.Kind == render.Removal:
		o.State, o.Why = Unused, "there is nothing to remove"
	case file.Kind == render.Definitions && !recorded:
		return
	}
	f.found[file.Path] = o
}

// block adds a definition. A shared one is there for every platform: it is used
// if one of them uses it.
func (f *finder) block(block render.BlockInfo, text string) {
	name := Name{Folder: path.Dir(block.Path), Block: block.Name}
	key := block.Path + "#" + block.Name
	o := f.found[key]
	if o == nil {
		o = &Override{Name: name, Path: block.Path, Line: block.Line, Text: block.Source, start: block.Start, State: Unused}
		if record, ok := records(text)[name]; ok {
			o.Record = &record
		}
		f.found[key] = o
	}
	switch {
	case block.Called:
		o.State, o.Why = "", ""
	case o.State == Unused && block.OverriddenBy != "" && block.OverriddenBy != f.layer:
		o.Why = block.OverriddenBy + " stands before it"
	case o.State == Unused && o.Why == "":
		o.Why = "no template calls it"
	}
}

// judge compares an override with what it overrides.
func (f *finder) judge(o *Override) {
	base, single := f.shipped.Text(o.Name)
	o.Base = base
	switch {
	case o.State != "":
	case !f.shipped.has(o.Name) && o.Record != nil:
		o.State, o.Why = Behind, "it is no longer shipped"
	case !f.shipped.has(o.Name):
		o.State = Own
	case o.Record != nil && single && o.Record.Sum == Sum(base):
		o.State = Current
	case o.Record != nil:
		o.State = Behind
	case f.shipped.wraps(o.Name, o.Text) != "":
		o.State, o.Why = Current, "calls "+f.shipped.wraps(o.Name, o.Text)
	case o.Name.Block != "" && f.shipped.blank(o.Name):
		o.State = Current
	default:
		o.State = Unrecorded
	}
}
