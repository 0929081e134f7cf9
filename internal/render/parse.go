package render

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// parser turns the text of a source into trees and definitions.
type parser struct {
	report
	// functions are the names that templates can call; shared by all parsers.
	functions map[string]bool
	parsed    bool
}

// parseSources fills in the body and the definitions of every source,
// concurrently, and returns the sources that could be parsed.
func parseSources(sources []*source) (parsed []*source, problems diag.List) {
	functions := map[string]bool{}
	for _, name := range Functions() {
		functions[name] = true
	}
	parsers := make([]parser, len(sources))
	var group sync.WaitGroup
	for i, s := range sources {
		p := &parsers[i]
		p.functions = functions
		group.Go(func() {
			if p.parsed = p.parse(s); p.parsed {
				p.checkFunctions(s)
			}
		})
	}
	group.Wait()
	for i, p := range parsers {
		problems = append(problems, p.problems...)
		if p.parsed {
			parsed = append(parsed, sources[i])
		}
	}
	return parsed, problems
}

// parse reports whether the source could be parsed.
func (p *parser) parse(s *source) bool {
	trees, err := parseTrees(s.file(), s.text)
	if err != nil {
		pos, message := parseError(s, err.Error())
		p.errorf("template-parse", pos, "%s", message)
		return false
	}
	s.body = trees[s.file()]
	before := len(p.problems)
	for _, r := range regions(s.text) {
		if !validBlockName(r.name) {
			p.errorf("template-name", s.pos(r.start), "invalid block name %q", r.name).
				Hintf("use letters, digits, '_', '-' and '.'")
			continue
		}
		s.definitions = append(s.definitions, &definition{
			name: r.name, kind: r.kind, source: s, tree: trees[r.name],
			start: r.start, inner: r.inner, innerEnd: r.innerEnd,
		})
	}
	if s.output() == "" {
		p.checkNothingOutside(s)
	}
	return len(p.problems) == before
}

// checkNothingOutside refuses text that would never be rendered.
func (p *parser) checkNothingOutside(s *source) {
	for _, node := range s.body.Root.Nodes {
		text, isText := node.(*parse.TextNode)
		if isText && strings.TrimSpace(string(text.Text)) == "" {
			continue
		}
		at := int(node.Position())
		if isText {
			at += len(text.Text) - len(strings.TrimLeft(string(text.Text), " \t\n"))
		}
		p.errorf("template-unused", s.pos(at), "unused text outside of {{define}}").
			Hintf("only NAME.tf.tmpl and NAME.md.tmpl files in a platform folder render to files; move the text into a {{define}}")
		return
	}
}

// validBlockName allows the names that people use for blocks. None of the
// characters needs an escape in a string.
func validBlockName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' && r != '.' {
			return false
		}
	}
	return name != ""
}

// parseError splits "template: FILE:LINE: message". Text/template gives no
// column for these.
func parseError(s *source, text string) (diag.Pos, string) {
	pos := s.posOfFile()
	rest := strings.TrimPrefix(text, "template: "+s.file()+":")
	if number, message, ok := strings.Cut(rest, ": "); ok {
		if line, err := strconv.Atoi(number); err == nil {
			pos.Line = line
			return pos, strings.ReplaceAll(message, s.file()+":", "line ")
		}
	}
	return pos, strings.TrimPrefix(text, "template: ")
}

// checkFunctions reports every call of an unknown function.
func (p *parser) checkFunctions(s *source) {
	trees := []*parse.Tree{s.body}
	for _, d := range s.definitions {
		trees = append(trees, d.tree)
	}
	for _, tree := range trees {
		walk(tree.Root, func(node parse.Node) {
			id, ok := node.(*parse.IdentifierNode)
			if !ok || p.functions[id.Ident] {
				return
			}
			d := p.errorf("template-function", s.pos(int(id.Pos)), "unknown function %q", id.Ident)
			if hint := missingFunction(id.Ident); hint != "" {
				d.Hintf("%s", hint)
			} else if near := diag.Suggest(id.Ident, slices.Collect(maps.Keys(p.functions))); near != "" {
				d.Hintf("did you mean %s?", near)
			}
		})
	}
}
