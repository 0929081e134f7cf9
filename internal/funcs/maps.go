package funcs

import (
	"errors"
	"fmt"
)

// maps work on maps with string keys and values of any type.
func maps() map[string]any {
	return map[string]any{
		"dict":   dict,
		"dig":    dig,
		"get":    get,
		"hasKey": func(m map[string]any, key string) bool { _, ok := m[key]; return ok },
		"pluck":  pluck,
	}
}

// dict makes a map of alternating keys and values. A last key without a value
// gets the empty text.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		m[toString(pairs[i])] = ""
		if i+1 < len(pairs) {
			m[toString(pairs[i])] = pairs[i+1]
		}
	}
	return m
}

// get returns the value of a key, the empty text if there is no such key.
func get(m map[string]any, key string) any {
	if v, ok := m[key]; ok {
		return v
	}
	return ""
}

// pluck returns the values of a key in those maps that have it.
func pluck(key string, all ...map[string]any) []any {
	values := []any{}
	for _, m := range all {
		if v, ok := m[key]; ok {
			values = append(values, v)
		}
	}
	return values
}

// dig takes keys, a default and a map, and follows the keys through nested maps.
func dig(arguments ...any) (any, error) {
	last := len(arguments) - 1
	if last < 2 {
		return nil, errors.New("expected at least one key, a default and a map")
	}
	value := arguments[last]
	for _, argument := range arguments[:last-1] {
		key, isText := argument.(string)
		m, isMap := value.(map[string]any)
		if !isText || !isMap {
			return nil, fmt.Errorf("expected keys and nested maps, got key %v of a value of kind %s", argument, kindOf(value))
		}
		next, ok := m[key]
		if !ok {
			return arguments[last-1], nil
		}
		value = next
	}
	return value, nil
}
