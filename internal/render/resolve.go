package render

import (
	"maps"
	"slices"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// resolution is which sources and definitions are in use.
type resolution struct {
	// outputs are the sources that render to a file, sorted by path.
	outputs []*source
	// definitions are the ones in use, by name. Those that an output can reach
	// are marked as called.
	definitions map[string]*definition
}

// hclFiles are the outputs in HCL.
func (r resolution) hclFiles() []*source {
	return slices.DeleteFunc(slices.Clone(r.outputs), (*source).isPage)
}

// pages are the outputs in Markdown.
func (r resolution) pages() []*source {
	return slices.DeleteFunc(slices.Clone(r.outputs), func(s *source) bool { return !s.isPage() })
}

// resolver decides between the sources and definitions of several layers.
type resolver struct {
	report
	resolution
	sources []*source
	byPath  map[string]*source // the outputs
}

// resolve decides which of the parsed sources, the upper layers' first, and
// which of their definitions are in use. It marks the others as replaced.
func resolve(sources []*source) (resolution, diag.List) {
	r := &resolver{sources: sources, byPath: map[string]*source{}}
	r.definitions = map[string]*definition{}
	r.chooseFiles()
	r.chooseDefinitions()
	for _, path := range slices.Sorted(maps.Keys(r.byPath)) {
		r.outputs = append(r.outputs, r.byPath[path])
	}
	for _, s := range r.outputs {
		r.follow(s, s.body)
	}
	return r.resolution, r.problems
}

// chooseFiles picks the source of the uppermost layer for each output.
func (r *resolver) chooseFiles() {
	var removals []*source
	chosen := map[string]*source{}
	for _, s := range r.sources {
		kind := s.kind()
		if kind == Definitions {
			continue
		}
		if first := chosen[s.path]; first != nil {
			s.replacedBy = first
			continue
		}
		chosen[s.path] = s
		if kind == Output {
			r.byPath[s.path] = s
		} else {
			removals = append(removals, s)
		}
	}
	for _, s := range removals {
		if !slices.ContainsFunc(r.sources, func(other *source) bool { return other.replacedBy == s }) {
			d := r.errorf("template-unused", s.posOfFile(), "an empty template removes a file, but no template renders %s", s.output())
			suggest(d, s.output(), r.outputNames())
		}
	}
}

// outputNames lists the files that the layers render.
func (r *resolver) outputNames() []string {
	var names []string
	for _, s := range r.byPath {
		names = append(names, s.output())
	}
	return names
}

// chooseDefinitions picks the definition for each name.
func (r *resolver) chooseDefinitions() {
	for _, s := range r.sources {
		if s.replacedBy != nil {
			continue
		}
		for _, d := range s.definitions {
			first := r.definitions[d.name]
			if first == nil || d.rank() < first.rank() {
				r.definitions[d.name] = d
			} else if first.rank() == d.rank() {
				r.reportDuplicate(d, first)
			}
		}
	}
	for _, s := range r.sources {
		for _, d := range s.definitions {
			if used := r.definitions[d.name]; used != d && s.replacedBy == nil {
				d.replacedBy = used
			}
		}
	}
}

// rank orders the definitions of a name; the lowest is in use. A define comes
// before the default text of a block. Among defines, an upper layer's comes
// first, then a platform's own before a shared one. Among default texts, the
// platform's own comes before any shared one: that belongs to a block of the
// same name on other platforms.
func (d *definition) rank() int {
	const layers = 1 << 16
	rank := 2 * d.source.layer
	if d.source.shared() {
		rank++
	}
	if d.kind == Default {
		rank += layers
		if d.source.shared() {
			rank += layers
		}
	}
	return rank
}

func (r *resolver) reportDuplicate(d, first *definition) {
	r.errorf("template-duplicate", d.source.pos(d.start), "duplicate %s %q", d.kind, d.name).
		Hintf("also defined at %s", first.source.pos(first.start))
}

// follow marks what a tree calls, directly or not, and reports calls of
// undefined templates.
func (r *resolver) follow(s *source, tree *parse.Tree) {
	for _, call := range calls(tree.Root) {
		d := r.definitions[call.Name]
		if d == nil {
			r.reportUndefined(s, call)
			continue
		}
		if own := s.blockAt(int(call.Pos)); own != nil {
			r.checkDefault(own, d)
		}
		if !d.called {
			d.called = true
			r.follow(d.source, d.tree)
		}
	}
}

// blockAt is the {{block}} whose opening action is at an offset, or nil if that
// is a {{template}}.
func (s *source) blockAt(offset int) *definition {
	for _, d := range s.definitions {
		if d.kind == Default && d.start <= offset && offset < d.inner {
			return d
		}
	}
	return nil
}

// checkDefault refuses a block in use whose default text is replaced by a
// definition of its own layer that cannot be meant for it: another block, or
// one that several platforms share.
func (r *resolver) checkDefault(own, used *definition) {
	sameLayer := own != used && own.source.layer == used.source.layer
	if sameLayer && (used.kind == Default || used.source.shared() && !own.source.shared()) {
		r.reportDuplicate(own, used)
	}
}

func (r *resolver) reportUndefined(s *source, call *parse.TemplateNode) {
	d := r.errorf("template-undefined", s.pos(int(call.Pos)), "undefined template %q", call.Name)
	for _, other := range r.sources {
		for _, lost := range other.definitions {
			if lost.name == call.Name && other.replacedBy != nil {
				d.Hintf("%s defines it, but is replaced by %s", other.file(), other.replacedBy.file())
				return
			}
		}
	}
	suggest(d, call.Name, slices.Collect(maps.Keys(r.definitions)))
}
