// Package document turns the bytes of a YAML file into nodes that know their
// position, and nodes back into text. What the nodes mean is the business of
// package config.
//
// The stages of Parse: the bytes are checked for what YAML does not allow, the
// YAML library decodes them, and aliases and merge keys are replaced by what
// they stand for, within a budget. After that, Merge combines blocks of several
// documents, and Expand replaces variables; both keep the position of each value.
package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// MaxSize is the size in bytes from which on a file is refused unread. Real
// job files have a few kilobytes.
const MaxSize = 1 << 20

// Document is one YAML document, with every alias and merge key resolved.
type Document struct {
	// Name is how messages call the file.
	Name string
	// Root is the mapping that the document is.
	Root *yaml.Node
	// expanded are the values that held a variable: their text can stand for
	// any type, as nobody can write its quotes.
	expanded map[*yaml.Node]bool
	// sources are the names of other files that parts of the document come from.
	// files tells which nodes are of another file than Name, and shadowed and
	// removed what is hidden: see merger.
	sources  []string
	files    map[*yaml.Node]string
	shadowed map[*yaml.Node][]Shadow
	removed  []Removal
}

// Parse reads the one document of a file, which must be a mapping. After an
// error there is no document.
func Parse(name string, data []byte) (*Document, diag.List) {
	if problem := checkBytes(data); problem != nil {
		problem.Pos.File = name
		return nil, diag.List{*problem}
	}
	root, problem := decodeOne(name, data)
	if problem != nil {
		return nil, diag.List{*problem}
	}
	r := resolver{name: name, budget: maxNodes}
	doc := &Document{Name: name, Root: r.resolve(root, ""), expanded: map[*yaml.Node]bool{}}
	switch problems := r.problems; {
	case problems.HasErrors():
		return nil, problems
	case IsNull(doc.Root):
		return nil, diag.List{*emptyFile(name)}
	case doc.Root.Kind != yaml.MappingNode:
		d := problems.Errorf("type", "", "expected a mapping, got %s", KindOf(doc.Root))
		d.Pos = doc.PosOf(doc.Root)
		return nil, problems
	}
	return doc, nil
}

// decodeOne returns the root of the only document in data. Empty documents
// behind it, as a closing "---" makes one, do no harm.
func decodeOne(name string, data []byte) (*yaml.Node, *diag.Diagnostic) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first *yaml.Node
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		switch {
		case errors.Is(err, io.EOF) && first == nil:
			return nil, emptyFile(name)
		case errors.Is(err, io.EOF):
			return first, nil
		case err != nil:
			return nil, syntaxError(name, data, err)
		}
		root := document.Content[0]
		switch {
		case first == nil:
			first = root
		case root.Kind != yaml.ScalarNode || root.Value != "":
			return nil, &diag.Diagnostic{
				Code: "documents", Pos: diag.Pos{File: name, Line: root.Line, Col: root.Column},
				Message: "a second document begins here: a file holds one", Hint: "give each document a file of its own",
			}
		}
	}
}

func emptyFile(name string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: "empty", Pos: diag.Pos{File: name}, Message: "the file is empty"}
}

// checkBytes reports bytes that no YAML file may hold. From YAML 1.2.2,
// section 5.1.
func checkBytes(data []byte) *diag.Diagnostic {
	report := func(offset int, code, message, hint string) *diag.Diagnostic {
		line := 1 + bytes.Count(data[:offset], []byte("\n"))
		start := 1 + bytes.LastIndexByte(data[:offset], '\n')
		return &diag.Diagnostic{Code: code, Message: message, Hint: hint,
			Pos: diag.Pos{Line: line, Col: 1 + utf8.RuneCount(data[start:offset])}}
	}
	if len(data) > MaxSize {
		return &diag.Diagnostic{Code: "size", Message: "the file is larger than 1 MiB: that is not a job file"}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return report(0, "utf-8", "the file is UTF-16", "save it as UTF-8")
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return report(i, "utf-8", "a byte that is not UTF-8", "save the file as UTF-8")
		case r == 0:
			return report(i, "control-character", "the file is not text", "is it UTF-16? save it as UTF-8")
		case !printable(r), r == '\ufeff' && i > 0:
			return report(i, "control-character", fmt.Sprintf("the character %U cannot stand in a YAML file", r),
				"remove it; inside double quotes it can be written as an escape")
		}
		i += size
	}
	return nil
}

// printable reports whether YAML allows a character.
func printable(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r == 0x85:
		return true
	}
	return r >= 0x20 && r < 0x7f || r >= 0xa0 && r != 0xfffe && r != 0xffff
}

// PosOf returns the position of one of the document's nodes.
func (d *Document) PosOf(node *yaml.Node) diag.Pos { return posIn(d.Name, d.files, node) }

// AddSource names another file that parts of the document come from.
func (d *Document) AddSource(file string) { d.sources = append(d.sources, file) }

// HasSource reports whether parts of the document can be in a file: its own, or
// one that AddSource named.
func (d *Document) HasSource(file string) bool {
	return file == d.Name || slices.Contains(d.sources, file)
}

// Expanded reports whether a value held a variable: its text can stand for any
// type.
func (d *Document) Expanded(node *yaml.Node) bool { return d.expanded[node] }

// CheckNUL reports NUL characters, which a double-quoted scalar can hold and
// which end a string in half of the world.
func (d *Document) CheckNUL() diag.List {
	var problems diag.List
	var walk func(node *yaml.Node, path string)
	walk = func(node *yaml.Node, path string) {
		if strings.ContainsRune(node.Value, 0) {
			problems.Errorf("nul", path, "holds a NUL character").Pos = d.PosOf(node)
		}
		for i, inner := range node.Content {
			switch {
			case node.Kind == yaml.SequenceNode:
				walk(inner, diag.ItemPath(path, i))
			case i%2 == 0:
				walk(inner, path)
			default:
				walk(inner, diag.KeyPath(path, node.Content[i-1].Value))
			}
		}
	}
	walk(d.Root, "")
	return problems
}

// KindOf names a node's type for a message, as a person would.
func KindOf(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch node.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!bool":
		return "true or false"
	case "!!int", "!!float":
		return "a number"
	case "!!timestamp":
		return "a date"
	}
	return "a string"
}
