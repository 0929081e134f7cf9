package funcs

import (
	"fmt"
	"reflect"
	"slices"
)

// lists work on slices and arrays of any type. None of them changes its list.
func lists() map[string]any {
	return map[string]any{
		"append": func(list, item any) ([]any, error) {
			return changed(list, func(items []any) []any { return append(items, item) })
		},
		"chunk":   chunk,
		"compact": func(list any) ([]any, error) { return without(list, empty) },
		"concat":  concat,
		"first":   func(list any) (any, error) { return at(list, func(int) int { return 0 }) },
		"has":     has,
		"initial": func(list any) ([]any, error) { return part(list, func(n int) (int, int) { return 0, n - 1 }) },
		"last":    func(list any) (any, error) { return at(list, func(n int) int { return n - 1 }) },
		"list":    func(items ...any) []any { return items },
		"prepend": func(list, item any) ([]any, error) {
			return changed(list, func(items []any) []any { return append([]any{item}, items...) })
		},
		"sortAlpha": sortAlpha,
		"rest":      func(list any) ([]any, error) { return part(list, func(n int) (int, int) { return 1, n }) },
		"reverse": func(list any) ([]any, error) {
			return changed(list, func(items []any) []any { slices.Reverse(items); return items })
		},
		"uniq": uniq,
		"without": func(list any, unwanted ...any) ([]any, error) {
			return without(list, func(item any) bool { return contains(unwanted, item) })
		},
	}
}

// itemsOf returns a new slice with the items of a list.
func itemsOf(list any) ([]any, error) {
	v := reflect.ValueOf(list)
	if kind := v.Kind(); kind != reflect.Slice && kind != reflect.Array {
		return nil, fmt.Errorf("expected a list, got a value of kind %s", kindOf(list))
	}
	items := make([]any, v.Len())
	for i := range items {
		items[i] = v.Index(i).Interface()
	}
	return items, nil
}

// changed applies a change to a copy of a list.
func changed(list any, change func(items []any) []any) ([]any, error) {
	items, err := itemsOf(list)
	if err != nil {
		return nil, err
	}
	return change(items), nil
}

// at returns one item, nil of an empty list; index gets the length.
func at(list any, index func(n int) int) (any, error) {
	items, err := itemsOf(list)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return items[index(len(items))], nil
}

// part returns some items, nil of an empty list; bounds gets the length.
func part(list any, bounds func(n int) (from, to int)) ([]any, error) {
	items, err := itemsOf(list)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	from, to := bounds(len(items))
	return items[from:to], nil
}

// without leaves out the items that are unwanted.
func without(list any, unwanted func(any) bool) ([]any, error) {
	return changed(list, func(items []any) []any { return slices.DeleteFunc(items, unwanted) })
}

func contains(items []any, item any) bool {
	return slices.ContainsFunc(items, func(other any) bool { return reflect.DeepEqual(item, other) })
}

// has reports whether a list, or nil, contains an item.
func has(item, list any) (bool, error) {
	if list == nil {
		return false, nil
	}
	items, err := itemsOf(list)
	return contains(items, item), err
}

func uniq(list any) ([]any, error) {
	var seen []any
	return without(list, func(item any) bool {
		known := contains(seen, item)
		seen = append(seen, item)
		return known
	})
}

// sortAlpha returns a sorted copy of a list as texts.
func sortAlpha(list any) ([]string, error) {
	items, err := itemsOf(list)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = fmt.Sprint(item)
	}
	slices.Sort(texts)
	return texts, nil
}

// concat joins lists.
func concat(lists ...any) (any, error) {
	var all []any
	for _, list := range lists {
		items, err := itemsOf(list)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	return all, nil
}

// chunk splits a list into lists of size items; the last may be shorter.
func chunk(size int, list any) ([][]any, error) {
	items, err := itemsOf(list)
	if err != nil {
		return nil, err
	}
	if size < 1 {
		return nil, fmt.Errorf("expected a size of at least 1, got %d", size)
	}
	chunks := [][]any{}
	for some := range slices.Chunk(items, size) {
		chunks = append(chunks, some)
	}
	return chunks, nil
}
