package document

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Decode stores the document in the zero value that into points to, by its yaml tags,
// as the YAML library would: null is the zero value, and keys that a struct does
// not have are ignored. A value of another type is reported and left out; the
// rest is stored.
//
// The library's own decoder takes quadratic time in the keys of one mapping, to
// look for duplicates. A document has none.
func (d *Document) Decode(into any) diag.List {
	var dec decoder
	dec.decode(d.Root, reflect.ValueOf(into).Elem())
	return dec.problems
}

type decoder struct{ problems diag.List }

// unmarshaler is a type with a form of its own in YAML. It is the interface of
// the YAML library that needs no import of it.
type unmarshaler interface {
	UnmarshalYAML(unmarshal func(any) error) error
}

func (d *decoder) decode(node *Node, out reflect.Value) {
	if node.IsNull() {
		return // out is zero
	}
	if out.Kind() == reflect.Pointer {
		if out.IsNil() {
			out.Set(reflect.New(out.Type().Elem()))
		}
		d.decode(node, out.Elem())
		return
	}
	if custom, ok := reflect.TypeAssert[unmarshaler](out.Addr()); ok {
		if err := custom.UnmarshalYAML(unmarshal(node)); err != nil {
			d.mismatch(node, out)
		}
		return
	}
	switch {
	case node.Kind == Scalar && out.Kind() == reflect.String:
		out.SetString(node.Text) // any scalar keeps its spelling
	case node.Kind == Scalar:
		if node.yamlScalar().Decode(out.Addr().Interface()) != nil {
			d.mismatch(node, out)
		}
	case out.Kind() == reflect.Interface:
		d.any(node, out)
	case node.Kind == List && out.Kind() == reflect.Slice:
		out.Set(reflect.MakeSlice(out.Type(), len(node.Items), len(node.Items)))
		for i, item := range node.Items {
			d.decode(item, out.Index(i))
		}
	case node.Kind == Mapping && out.Kind() == reflect.Map:
		out.Set(reflect.MakeMapWithSize(out.Type(), len(node.Entries)))
		for _, e := range node.Entries {
			d.entry(e, out)
		}
	case node.Kind == Mapping && out.Kind() == reflect.Struct:
		d.fields(node, out)
	default:
		d.mismatch(node, out)
	}
}

// unmarshal returns what an unmarshaler decodes its node with.
func unmarshal(node *Node) func(any) error {
	return func(into any) error {
		var inner decoder
		inner.decode(node, reflect.ValueOf(into).Elem())
		if len(inner.problems) > 0 {
			return fmt.Errorf("%s", inner.problems[0].Message)
		}
		return nil
	}
}

func (d *decoder) mismatch(node *Node, out reflect.Value) {
	d.problems.Errorf("type", "", "%s does not fit %s", node.TypeName(), out.Type()).Pos = node.Pos
}

// any stores a list or mapping in an interface.
func (d *decoder) any(node *Node, out reflect.Value) {
	value := reflect.New(reflect.TypeFor[[]any]()).Elem()
	if node.Kind == Mapping {
		value = reflect.New(reflect.TypeFor[map[string]any]()).Elem()
	}
	d.decode(node, value)
	out.Set(value)
}

// entry adds one entry to a map with keys of a string type.
func (d *decoder) entry(e Entry, out reflect.Value) {
	value := reflect.New(out.Type().Elem()).Elem()
	d.decode(e.Value, value)
	out.SetMapIndex(reflect.ValueOf(e.Key.Text).Convert(out.Type().Key()), value)
}

// fields stores the entries of a mapping in the fields of a struct. Those
// without a field go to its inline map, if it has one.
func (d *decoder) fields(node *Node, out reflect.Value) {
	fields := map[string]int{}
	inline := -1
	for i := range out.NumField() {
		name, options, _ := strings.Cut(out.Type().Field(i).Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			inline = i
		case name != "" && name != "-":
			fields[name] = i
		}
	}
	for _, e := range node.Entries {
		if i, known := fields[e.Key.Text]; known {
			d.decode(e.Value, out.Field(i))
			continue
		}
		if inline < 0 {
			continue
		}
		if rest := out.Field(inline); rest.IsNil() {
			rest.Set(reflect.MakeMap(rest.Type()))
		}
		d.entry(e, out.Field(inline))
	}
}
