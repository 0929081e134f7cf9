package document

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// MaxSize is the largest size of a file in bytes. Real job files have a few
// kilobytes.
const MaxSize = 1 << 20

// Document is one YAML document, with every alias and merge key resolved.
type Document struct {
	// Name is the file's name in messages.
	Name string
	// Text is the file as it was written. It must not be changed.
	Text []byte
	// Root is a mapping.
	Root *Node
	// own and shared are further files that values of the document come from: own
	// ones belong to this document alone, shared ones to others too.
	own, shared []string
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
	doc := &Document{Name: name, Text: data, Root: r.resolve(root, "")}
	switch problems := r.problems; {
	case problems.HasErrors():
		return nil, problems
	case doc.Root.IsNull():
		return nil, diag.List{*emptyFile(name)}
	case doc.Root.Kind != Mapping:
		problems.Errorf("type", "", "expected a mapping, got %s", doc.Root.TypeName()).Pos = doc.Root.Pos
		return nil, problems
	}
	return doc, nil
}

// decodeOne returns the root of the only document in data. Empty documents
// after it, such as a closing "---" makes, are ignored.
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
				Message: "multiple YAML documents: expected one", Hint: "move the second document to a file of its own",
			}
		}
	}
}

func emptyFile(name string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: "empty", Pos: diag.Pos{File: name}, Message: "the file is empty"}
}

// AddShared names a file, shared with other documents, that values of this one
// come from.
func (d *Document) AddShared(file string) { d.shared = append(d.shared, file) }

// AddOwn names a further file that belongs to this document alone.
func (d *Document) AddOwn(file string) { d.own = append(d.own, file) }

// HasSource reports whether values of the document can come from a file.
func (d *Document) HasSource(file string) bool {
	return d.Owns(file) || slices.Contains(d.shared, file)
}

// Owns reports whether a file belongs to this document alone.
func (d *Document) Owns(file string) bool { return file == d.Name || slices.Contains(d.own, file) }

// DropComments removes all comments, which Marshal would print otherwise. It is
// for a document that nothing shares yet.
func (d *Document) DropComments() {
	d.Root.Walk("", func(node *Node, _ string, _ bool) { node.comments = nil })
}
