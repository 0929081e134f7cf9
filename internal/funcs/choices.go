package funcs

import (
	"errors"
	"reflect"
	"slices"
)

// choices test values and choose between them.
func choices() map[string]any {
	return map[string]any{
		"all":       func(values ...any) bool { return !slices.ContainsFunc(values, empty) },
		"any":       func(values ...any) bool { return coalesce(values...) != nil },
		"coalesce":  coalesce,
		"deepEqual": reflect.DeepEqual,
		"default":   defaultTo,
		"empty":     empty,
		"fail":      func(message string) (string, error) { return "", errors.New(message) },
		"kindIs":    func(kind string, v any) bool { return kind == kindOf(v) },
		"kindOf":    kindOf,
		"ternary": func(yes, no any, condition bool) any {
			if condition {
				return yes
			}
			return no
		},
	}
}

// empty reports whether a value is false, 0, nil, or a text, list or map without
// content. Structs are never empty.
func empty(value any) bool {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Struct:
		return false
	case reflect.Array, reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	}
	return v.IsZero()
}

// coalesce returns the first value that is not empty, or nil.
func coalesce(values ...any) any {
	for _, v := range values {
		if !empty(v) {
			return v
		}
	}
	return nil
}

// defaultTo returns the value, or what to use if it is empty or missing.
func defaultTo(otherwise any, value ...any) any {
	if len(value) == 0 || empty(value[0]) {
		return otherwise
	}
	return value[0]
}
