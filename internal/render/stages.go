package render

import (
	"sync"
	"text/template"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Set is the templates of one platform, ready to render. It is safe for
// concurrent use.
type Set struct {
	sources []*source
	resolution
	// compiled executes the outputs in HCL, compiledPages those in Markdown.
	compiled, compiledPages *template.Template
	problems                diag.List
	cache                   cache
	digest                  struct {
		once sync.Once
		sum  []byte
	}
}

// Parse reads the templates of a platform, the upper layers first and the base
// last (see [Layer]). It checks all that can be checked without data: the
// grammar of text/template, the names of functions and blocks, that every
// override has an effect, and that every value is printed where HCL expects an
// expression.
//
// The Set is never nil: with problems it can still list its templates.
func Parse(platform string, layers ...Layer) (*Set, diag.List) {
	s := &Set{}
	s.problems = s.parse(platform, layers).Sorted()
	return s, s.problems
}

// parse runs the stages. It stops before a stage that would only repeat the
// problems of an earlier one.
func (s *Set) parse(platform string, layers []Layer) diag.List {
	sources, folders, problems := readLayers(platform, layers)
	parsed, found := parseSources(sources)
	s.sources = parsed
	if problems = append(problems, found...); problems.HasErrors() {
		return problems
	}
	used, problems := resolve(parsed)
	s.resolution = used
	problems = append(problems, checkUse(parsed, used.definitions, layers, folders)...)
	if problems.HasErrors() {
		return problems
	}
	encoders, found := checkPages(used)
	problems = append(checkContexts(used), found...)
	if !problems.HasErrors() {
		functions := functionMap()
		s.compiled = compile(used.hclFiles(), used.definitions, functions, encodePrinted)
		s.compiledPages = compile(used.pages(), used.definitions, functions, encoders.encode)
	}
	return problems
}
