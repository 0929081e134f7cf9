package render

import (
	"reflect"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// hintField suggests a field or method in place of an unknown one: "can't
// evaluate field Nmae in type model.Deployment".
func hintField(d *diag.Diagnostic, message string, data any) {
	rest, ok := strings.CutPrefix(message, "can't evaluate field ")
	if !ok {
		return
	}
	field, typeName, _ := strings.Cut(rest, " in type ")
	t := findType(reflect.TypeOf(data), strings.TrimPrefix(typeName, "*"), map[reflect.Type]bool{})
	if t == nil {
		return
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() {
			names = append(names, f.Name)
		}
	}
	pointer := reflect.PointerTo(t)
	for i := range pointer.NumMethod() {
		names = append(names, pointer.Method(i).Name)
	}
	if near := diag.Suggest(field, names); near != "" {
		d.Hintf("did you mean %s?", near)
	} else if len(names) > 0 {
		d.Hintf("fields: %s", strings.Join(names, ", "))
	}
}

// findType looks for a struct of that name among the types that t consists of.
func findType(t reflect.Type, name string, seen map[reflect.Type]bool) reflect.Type {
	if t == nil || seen[t] {
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return findType(t.Elem(), name, seen)
	case reflect.Struct:
		if t.String() == name {
			return t
		}
		for i := range t.NumField() {
			if found := findType(t.Field(i).Type, name, seen); found != nil {
				return found
			}
		}
	}
	return nil
}
