package overrides

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Stack is the templates of all platforms: the layers of teams on top of the
// shipped one.
type Stack struct {
	// layers are the teams', the first to win first, then the shipped one.
	layers    []render.Layer
	platforms []string
	// sets are the templates of each platform with all layers.
	sets map[string]*render.Set
	// Problems are those of the teams' templates.
	Problems diag.List
	// Shipped is what can be overridden.
	Shipped *Shipped
}

// Read parses the templates of platforms. The last layer is the shipped one: a
// problem with it is an error.
func Read(platforms []string, layers []render.Layer) (*Stack, error) {
	s := &Stack{layers: layers, platforms: platforms, sets: map[string]*render.Set{}}
	shipped := map[string]*render.Set{}
	for _, name := range platforms {
		set, problems := render.Parse(name, layers...)
		s.sets[name] = set
		s.Problems = append(s.Problems, problems...)
		if shipped[name], problems = render.Parse(name, s.shippedLayer()); problems.HasErrors() {
			return nil, fmt.Errorf("invalid shipped template: %s", problems[0])
		}
	}
	s.Shipped = NewShipped(shipped)
	return s, nil
}

// Teams are the layers other than the shipped one.
func (s *Stack) Teams() []render.Layer { return s.layers[:len(s.layers)-1] }

func (s *Stack) shippedLayer() render.Layer { return s.layers[len(s.layers)-1] }

// Folders are the platforms, sorted, and Shared.
func (s *Stack) Folders() []string {
	return append(slices.Sorted(maps.Keys(s.sets)), Shared)
}

// Resolve reads the name of a shipped file, block or folder. The error suggests
// a similar name.
func (s *Stack) Resolve(text string) (Name, error) {
	name := ParseName(text)
	if _, ok := s.Shipped.Eject(name); ok {
		return name, nil
	}
	if name.Folder == Shared && name.Block != "" && s.Shipped.Path(name) != "" {
		one := Name{Folder: s.platforms[0], Block: name.Block}
		return name, fmt.Errorf("%s differs between platforms: specify one, such as %s", text, one)
	}
	if near := s.Shipped.Near(name); near != "" {
		return name, fmt.Errorf("unknown template %s; did you mean %s?", text, near)
	}
	return name, fmt.Errorf("unknown template %s: dativo-gen templates list prints all names", text)
}

// place is the path of a file of a layer, as it can be opened.
func place(layer, path string) string { return filepath.ToSlash(filepath.Join(layer, path)) }
