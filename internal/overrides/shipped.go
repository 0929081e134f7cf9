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

// Shipped is the files and blocks that can be overridden, as shipped with this
// version of the program.
type Shipped struct {
	pieces map[Name]piece
	// ambiguous are shared names whose text differs between platforms.
	ambiguous map[Name]bool
}

// piece is the text of a file or block.
type piece struct {
	text string
	// path is the file that contains the text.
	path                 string
	kind                 render.BlockKind // of a block
	trimsStart, trimsEnd bool
	// calls is the definition that a block does nothing but call; then text is
	// that of the definition.
	calls string
}

// onlyCalls matches the text of a block that does nothing but call a
// definition.
var onlyCalls = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\{\{-?\s*template "([^"]+)" \.\s*-?\}\}\s*$`)
})

// NewShipped indexes the shipped templates of each platform, parsed without
// other layers.
func NewShipped(sets map[string]*render.Set) *Shipped {
	s := &Shipped{pieces: map[Name]piece{}, ambiguous: map[Name]bool{}}
	for _, platform := range slices.Sorted(maps.Keys(sets)) {
		for _, file := range sets[platform].Files() {
			s.pieces[fileName(file.Path)] = piece{text: file.Source, path: file.Path}
		}
		used := map[string]render.BlockInfo{}
		for _, block := range sets[platform].Blocks() {
			if block.Called {
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

// addBlock adds a block that a platform uses, for overrides of that platform
// and for shared ones.
func (s *Shipped) addBlock(platform, block string, p piece) {
	s.pieces[Name{Folder: platform, Block: block}] = p
	all := Name{Folder: Shared, Block: block}
	if other, known := s.pieces[all]; known && other.text != p.text {
		s.ambiguous[all] = true
	}
	s.pieces[all] = p
}

// Text is the text of a file or block. ok is false for an unknown name, and for
// a shared one whose text differs between platforms.
func (s *Shipped) Text(name Name) (text string, ok bool) {
	p, ok := s.pieces[name]
	if s.ambiguous[name] {
		return "", false
	}
	return p.text, ok
}

// has reports whether a name is known.
func (s *Shipped) has(name Name) bool {
	_, ok := s.pieces[name]
	return ok
}

// blank reports whether a block is empty, so that an override only adds to it.
func (s *Shipped) blank(name Name) bool {
	return !s.ambiguous[name] && strings.TrimSpace(s.pieces[name].text) == ""
}

// wraps is the definition that both an override and the shipped block call, or
// "". Such an override follows the definition, and is never outdated.
func (s *Shipped) wraps(name Name, text string) string {
	calls := s.pieces[name].calls
	if calls == "" || !strings.Contains(text, `template "`+calls+`"`) {
		return ""
	}
	return calls
}

// Blocks lists the {{block}}s of a folder: the extension points.
func (s *Shipped) Blocks(folder string) []Name {
	return s.names(func(name Name, p piece) bool {
		return name.Folder == folder && p.kind == render.Default
	})
}

// Files lists the files of a folder.
func (s *Shipped) Files(folder string) []Name {
	return s.names(func(name Name, _ piece) bool { return name.Folder == folder && name.File != "" })
}

// Calls is the definition that a block does nothing but call, or "" for a block
// with its own text. An override may call it too.
func (s *Shipped) Calls(name Name) string { return s.pieces[name].calls }

// Path is the template file that contains the text of a name.
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

// Near suggests a known name for an unknown one; "" without a similar one.
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
