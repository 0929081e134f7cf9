package engine

import "strings"

// KindAt returns what the engine's model takes at a path of a document, such as
// source.tables[0].limit; Any for what it does not check or does not know.
func (v Version) KindAt(role Role, path string) Kind {
	document, known := v.Document(role)
	if !known {
		return Any
	}
	shape := document.Model
	for word := range strings.FieldsFuncSeq(path, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		inner, ok := shape.inner(word)
		if !ok {
			return Any
		}
		shape = inner
	}
	if shape.Kind == "" {
		return Any
	}
	return shape.Kind
}

// inner returns the shape of a key, or of an item of a list.
func (s Shape) inner(word string) (Shape, bool) {
	if s.Kind == List && s.Items != nil {
		return *s.Items, true
	}
	for _, k := range s.Keys {
		if k.Name == word {
			return k.Shape, true
		}
	}
	if s.Rest != nil {
		return *s.Rest, true
	}
	return Shape{}, false
}
