package hcl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Attribute is a name and value in an ordered JSON object.
type Attribute struct {
	Name  string
	Value any
}

// JSON writes attributes as one JSON object, in the given order, formatted like a
// *.tfvars.json file: indented by two spaces, one value per line, <, > and &
// unescaped, a final line feed. Map keys inside values are sorted. It accepts the
// values that [Encode] accepts, except for Code.
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

// writeJSON first calls Encode, to reject values that Terraform would change or
// that have no form: encoding/json alone replaces invalid UTF-8 with U+FFFD.
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

// plain rebuilds a value from types without methods, so that HCL and JSON agree: a
// nil slice is an empty list, bytes are numbers, and MarshalJSON is not called.
// Encode has validated the value.
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
	case reflect.Struct: // Encode rejects every other struct
		return nil, errors.New("HCL code has no JSON form")
	}
	code, err := Encode(v.Interface())
	return json.Number(code.String()), err
}
