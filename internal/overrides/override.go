package overrides

import (
	"cmp"
	"maps"
	"path"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// State compares an override with the shipped text that it overrides.
type State string

const (
	// Current is based on the shipped text of this version, or does not depend
	// on it: it fills an empty block, or removes a file.
	Current State = "current"
	// Outdated is based on an older version of the shipped text.
	Outdated State = "outdated"
	// Conflict has unresolved conflict markers of an upgrade.
	Conflict State = "conflict"
	// Unrecorded overrides a text, and does not record which version of it.
	Unrecorded State = "unrecorded"
	// Unused has no effect.
	Unused State = "unused"
	// Own overrides nothing: a file or definition that the team has added.
	Own State = "own"
)

// Override is a file or definition in a team's layer.
type Override struct {
	Name Name
	// Path and Line locate it in the layer.
	Path string
	Line int
	// State, and an explanation of it; may be empty.
	State State
	Why   string
	// Text is the team's, without the record. Base is the shipped text of this
	// version; "" if it differs between platforms.
	Text, Base string
	Record     *Record

	// start is the offset of a block's Text in the file.
	start int
}

// finder collects the overrides of a layer.
type finder struct {
	layer     string
	shipped   *Shipped
	overrides map[string]*Override // by path and name
	// whole are the files that count as one override, so that their definitions
	// are not listed: ejected files, and files that another layer overrides.
	whole map[string]bool
}

// Find lists what a layer overrides and adds, by path. The sets are those of
// all platforms, parsed with all layers.
func Find(layer string, sets map[string]*render.Set, shipped *Shipped) []Override {
	f := &finder{layer: layer, shipped: shipped, overrides: map[string]*Override{}, whole: map[string]bool{}}
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
	for _, o := range f.overrides {
		f.classify(o)
		list = append(list, *o)
	}
	slices.SortFunc(list, func(a, b Override) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name.Block, b.Name.Block))
	})
	return list
}

// file adds a file that renders, that removes a shipped one, or that was
// ejected as a whole.
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
		o.State, o.Why = Unused, "overridden by "+file.OverriddenBy
	case file.Kind == render.Removal && f.shipped.has(name):
		o.State, o.Why = Current, "removes "+file.Output
	case file.Kind == render.Removal:
		o.State, o.Why = Unused, "nothing to remove"
	case file.Kind == render.Definitions && !recorded:
		return
	}
	f.overrides[file.Path] = o
}

// block adds a definition. A shared one is used if any platform uses it.
func (f *finder) block(block render.BlockInfo, text string) {
	name := Name{Folder: path.Dir(block.Path), Block: block.Name}
	key := block.Path + "#" + block.Name
	o := f.overrides[key]
	if o == nil {
		o = &Override{Name: name, Path: block.Path, Line: block.Line, Text: block.Source, start: block.Start, State: Unused}
		if record, ok := records(text)[name]; ok {
			o.Record = &record
		}
		f.overrides[key] = o
	}
	switch {
	case block.Called:
		o.State, o.Why = "", ""
	case o.State == Unused && block.OverriddenBy != "" && block.OverriddenBy != f.layer:
		o.Why = "overridden by " + block.OverriddenBy
	case o.State == Unused && o.Why == "":
		o.Why = "no template calls it"
	}
}

// classify sets the state of an override.
func (f *finder) classify(o *Override) {
	base, single := f.shipped.Text(o.Name)
	o.Base = base
	switch {
	case o.State != "":
	case !f.shipped.has(o.Name) && o.Record != nil:
		o.State, o.Why = Outdated, "no longer shipped"
	case !f.shipped.has(o.Name):
		o.State = Own
	case o.Record != nil && single && o.Record.Sum == Sum(base):
		o.State = Current
	case o.Record != nil:
		o.State = Outdated
	case f.shipped.wraps(o.Name, o.Text) != "":
		o.State, o.Why = Current, "calls "+f.shipped.wraps(o.Name, o.Text)
	case o.Name.Block != "" && f.shipped.blank(o.Name):
		o.State = Current
	default:
		o.State = Unrecorded
	}
}
