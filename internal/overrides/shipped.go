package overrides

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Shipped is what can be overridden, as it is in this version of the program.
type Shipped struct {
	pieces map[Name]piece
	// several are shared names whose text differs from platform to platform.
	several map[Name]bool
}

// piece is the text of a file or block.
type piece struct {
	text string
	// path is the file that the text stands in.
	path                 string
	kind                 render.BlockKind // of a block
	trimsStart, trimsEnd bool
	// calls is the definition that a block has its text from, where it only
	// calls one: then text is that of the definition.
	calls string
}

// onlyCalls matches the text of a block that only calls a definition.
var onlyCalls = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\{\{-?\s*template "([^"]+)" \.\s*-?\}\}\s*$`)
})

// NewShipped lists the shipped templates of each platform, parsed without any
// other layer.
func NewShipped(sets map[string]*render.Set) *Shipped {
	s := &Shipped{pieces: map[Name]piece{}, several: map[Name]bool{}}
	for _, platform := range slices.Sorted(maps.Keys(sets)) {
		for _, file := range sets[platform].Files() {
			s.pieces[fileName(file.Path)] = piece{text: file.Source, path: file.Path}
		}
		used := map[string]render.BlockInfo{}
		for _, block := range sets[platform].Blocks() {
			if block.OverriddenBy == "" && block.Called {
				used[block.Name] = block
			}
		}
		for name, block := range used {
			p := pieceOf(block)
			if match := onlyCalls().FindStringSubmatch(p.text); match != nil && block.Kind == render.Default {
				p = pieceOf(used[match[1]])
				p.kind, p.calls = block.Kind, match[1]
			}
			s.addBlock(platform, name, p)
		}
	}
	return s
}

func pieceOf(block render.BlockInfo) piece {
	return piece{
		text: block.Source, path: block.Path, kind: block.Kind,
		trimsStart: block.TrimsStart, trimsEnd: block.TrimsEnd,
	}
}

// addBlock adds a block that a platform uses. Shared templates can override it
// for all platforms at once.
func (s *Shipped) addBlock(platform, block string, p piece) {
	s.pieces[Name{Folder: platform, Block: block}] = p
	all := Name{Folder: Shared, Block: block}
	if other, known := s.pieces[all]; known && other.text != p.text {
		s.several[all] = true
	}
	s.pieces[all] = p
}

// Text is the text of a file or block. ok is false if there is none, or not one
// alone: a shared name can stand for several texts.
func (s *Shipped) Text(name Name) (text string, ok bool) {
	p, ok := s.pieces[name]
	if s.several[name] {
		return "", false
	}
	return p.text, ok
}

// has reports whether there is anything of that name.
func (s *Shipped) has(name Name) bool {
	_, ok := s.pieces[name]
	return ok
}

// blank reports whether a block is a place to add to, with nothing in it that
// an override would take away.
func (s *Shipped) blank(name Name) bool {
	return !s.several[name] && strings.TrimSpace(s.pieces[name].text) == ""
}

// wraps is the definition that the text of an override calls where the shipped
// block calls it: such an override moves on with it. "" is none.
func (s *Shipped) wraps(name Name, text string) string {
	calls := s.pieces[name].calls
	if calls == "" || !strings.Contains(text, `template "`+calls+`"`) {
		return ""
	}
	return calls
}

// Blocks lists the names of the {{block}}s of a folder: the ones that are meant
// to be replaced.
func (s *Shipped) Blocks(folder string) []Name {
	return s.names(func(name Name, p piece) bool {
		return name.Folder == folder && p.kind == render.Default
	})
}

// Files lists the files of a folder.
func (s *Shipped) Files(folder string) []Name {
	return s.names(func(name Name, _ piece) bool { return name.Folder == folder && name.File != "" })
}

// Calls is the definition that a block only calls: an override may call it too.
// It is empty for a block with a text of its own.
func (s *Shipped) Calls(name Name) string { return s.pieces[name].calls }

// Path is the file, below the templates, that the text of something stands in.
func (s *Shipped) Path(name Name) string { return s.pieces[name].path }

func (s *Shipped) names(wanted func(Name, piece) bool) []Name {
	var names []Name
	for name, p := range s.pieces {
		if wanted(name, p) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b Name) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.File, b.File), cmp.Compare(a.Block, b.Block))
	})
	return names
}

// Near is the name that an unknown one was meant to be; "" if none is near.
func (s *Shipped) Near(name Name) string {
	names := s.names(func(other Name, _ piece) bool {
		return other.Folder == name.Folder && (other.Block == "") == (name.Block == "")
	})
	if len(names) == 0 {
		names = s.names(func(other Name, _ piece) bool { return (other.Block == "") == (name.Block == "") })
	}
	var options []string
	for _, other := range names {
		options = append(options, other.String())
	}
	return diag.Suggest(name.String(), options)
}
