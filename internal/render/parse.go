package render

import (
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// parseTrees parses a template without looking at its function names. The tree
// called name is what stands outside of definitions.
func parseTrees(name, text string) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	_, err := tree.Parse(text, "", "", trees)
	if trees[name] == nil {
		trees[name] = tree
	}
	return trees, err
}

// parse fills in the source's trees, and reports whether it could.
func (s *source) parse(problems *diag.List) bool {
	trees, err := parseTrees(s.file(), s.text)
	if err != nil {
		pos, message := s.parseError(err.Error())
		errorAt(problems, "template-parse", pos, "%s", message)
		return false
	}
	s.body = trees[s.file()]
	before := len(*problems)
	for _, r := range regions(s.text) {
		if !plainBlockName(r.name) {
			errorAt(problems, "template-name", s.pos(r.start), "%q is not a name for a block", r.name).
				Hintf("use lower-case letters, digits and '_'")
			continue
		}
		s.definitions = append(s.definitions, &definition{
			name: r.name, kind: r.kind, source: s, tree: trees[r.name],
			start: r.start, inner: r.inner, innerEnd: r.innerEnd,
		})
	}
	if s.output() == "" {
		s.checkNothingOutside(problems)
	}
	return len(*problems) == before
}

// checkNothingOutside refuses text that would be lost.
func (s *source) checkNothingOutside(problems *diag.List) {
	for _, node := range s.body.Root.Nodes {
		if text, ok := node.(*parse.TextNode); ok && strings.TrimSpace(string(text.Text)) == "" {
			continue
		}
		at := int(node.Position())
		if text, ok := node.(*parse.TextNode); ok {
			at += len(text.Text) - len(strings.TrimLeft(string(text.Text), " \t\n"))
		}
		errorAt(problems, "template-unused", s.pos(at), "nothing uses what stands outside of {{define}} here").
			Hintf("only NAME.tf.tmpl files in a platform's folder are rendered; put the text into a {{define}}")
		return
	}
}

// plainBlockName allows the names that people use for blocks.
func plainBlockName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' && r != '.' {
			return false
		}
	}
	return name != ""
}

// parseError takes "template: FILE:LINE: message" apart. Text/template gives
// no column here.
func (s *source) parseError(text string) (diag.Pos, string) {
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

// checkFunctions reports the functions that do not exist, everywhere at once.
func (s *source) checkFunctions(problems *diag.List, known map[string]bool) {
	trees := []*parse.Tree{s.body}
	for _, d := range s.definitions {
		trees = append(trees, d.tree)
	}
	for _, tree := range trees {
		walk(tree.Root, func(node parse.Node) {
			id, ok := node.(*parse.IdentifierNode)
			if !ok || known[id.Ident] {
				return
			}
			d := errorAt(problems, "template-function", s.pos(int(id.Pos)), "there is no function %q", id.Ident)
			if hint := missingFunction(id.Ident); hint != "" {
				d.Hintf("%s", hint)
			} else {
				suggestFunction(d, id.Ident, known)
			}
		})
	}
}
