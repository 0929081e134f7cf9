package hcl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Attribute is a name and its value in a JSON object whose order counts.
type Attribute struct {
	Name  string
	Value any
}

// JSON writes attributes as one JSON object, in the order given, as people
// write *.tfvars.json files: two spaces, a line for each value, <, > and & as
// they are, a final newline. Keys of maps inside the values are sorted.
// Values and refusals are those of [Encode], without Code.
func JSON(attributes []Attribute) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, attribute := range attributes {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  ")
		if err := writeJSON(&b, attribute.Name, ""); err != nil {
			return nil, err
		}
		b.WriteString(": ")
		if err := writeJSON(&b, attribute.Value, "  "); err != nil {
			return nil, fmt.Errorf("%s: %w", attribute.Name, err)
		}
	}
	if len(attributes) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

// writeJSON first lets Encode refuse what Terraform would change or what has no
// form: encoding/json alone would put U+FFFD for bytes that are no UTF-8.
func writeJSON(b *bytes.Buffer, value any, prefix string) error {
	if _, err := Encode(value); err != nil {
		return err
	}
	tree, err := plain(reflect.ValueOf(value))
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(prefix, "  ")
	if err := encoder.Encode(tree); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1)
	return nil
}

// plain rebuilds a value from the types that encoding/json writes without
// asking the value: a nil slice is an empty list as in HCL, bytes are numbers,
// and no type brings its own MarshalJSON. Encode has checked it.
func plain(v reflect.Value) (any, error) {
	switch v.Kind() {
	case reflect.Invalid:
		return nil, nil
	case reflect.Interface, reflect.Pointer:
		return plain(v.Elem())
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		for i := range list {
			item, err := plain(v.Index(i))
			if err != nil {
				return nil, err
			}
			list[i] = item
		}
		return list, nil
	case reflect.Map:
		object := make(map[string]any, v.Len())
		for _, key := range v.MapKeys() {
			item, err := plain(v.MapIndex(key))
			if err != nil {
				return nil, err
			}
			object[key.String()] = item
		}
		return object, nil
	case reflect.Struct: // Encode lets no other struct through
		return nil, errors.New("HCL code has no form in JSON")
	}
	code, err := Encode(v.Interface())
	return json.Number(code.String()), err
}
