// Package config reads job files and what lies beside them: bytes become YAML
// nodes, nodes are held against the schema, and then become a Job whose every
// value can be pointed at in its file.
package config

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
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
	root *yaml.Node
}

// Parse reads the one document of a file. After an error there is no document.
func Parse(name string, data []byte) (*Document, diag.List) {
	var problems diag.List
	if problem := checkText(data); problem != nil {
		problem.Pos.File = name
		return nil, diag.List{*problem}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var root yaml.Node
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
		problems.Errorf("empty", "", "the file is empty").Pos.File = name
		return nil, problems
	} else if err != nil {
		return nil, diag.List{syntaxError(name, err)}
	}
	var second yaml.Node
	if err := decoder.Decode(&second); err == nil {
		d := problems.Errorf("documents", "", "a second document begins here: a file holds one")
		d.Pos = diag.Pos{File: name, Line: second.Line, Col: second.Column}
		d.Hint = "give each document a file of its own"
		return nil, problems
	} else if !errors.Is(err, io.EOF) {
		return nil, diag.List{syntaxError(name, err)}
	}
	r := resolver{name: name, budget: maxNodes}
	doc := &Document{Name: name, root: r.resolve(root.Content[0], "")}
	problems = append(problems, r.problems...)
	if len(r.problems) == 0 && doc.root.Kind != yaml.MappingNode {
		if doc.root.Tag == "!!null" {
			problems.Errorf("empty", "", "the file is empty").Pos.File = name
		} else {
			problems.Errorf("type", "", "expected a mapping, got %s", kindOf(doc.root)).Pos = doc.pos(doc.root)
		}
	}
	if problems.HasErrors() {
		return nil, problems
	}
	return doc, problems
}

// checkText reports bytes that no YAML file may hold.
func checkText(data []byte) *diag.Diagnostic {
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
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r', r == 0x7f, r == 0xfffe, r == 0xffff:
			return report(i, "control-character", "the control character U+"+strings.ToUpper(strconv.FormatInt(int64(r)+0x10000, 16)[1:])+" cannot stand in a YAML file", "")
		}
		i += size
	}
	return nil
}

// yamlLine finds the line in the text of a YAML library's error, which is the
// only place where it says it.
var yamlLine = regexp.MustCompile(`line (\d+): `)

func syntaxError(name string, err error) diag.Diagnostic {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	pos := diag.Pos{File: name}
	if found := yamlLine.FindStringSubmatch(message); found != nil {
		pos.Line, _ = strconv.Atoi(found[1])
		message = strings.Replace(message, found[0], "", 1)
	}
	return diag.Diagnostic{Code: "yaml", Pos: pos, Message: "not YAML: " + message}
}

func (d *Document) pos(node *yaml.Node) diag.Pos {
	return diag.Pos{File: d.Name, Line: node.Line, Col: node.Column}
}

// kindOf names a node's type for a message, as a person would.
func kindOf(node *yaml.Node) string {
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
