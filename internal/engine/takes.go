package engine

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// By says which of the engine's checks refuses a document.
type By string

// Checks of the engine: the JSON Schema is checked only if the image has it.
const (
	BySchema By = "schema"
	ByModel  By = "model"
	ByCheck  By = "check"
)

// Refusal is a reason for which the engine does not take a document.
type Refusal struct {
	// Path is the place in the document: source.incremental.strategy, or empty
	// for the document itself.
	Path    string
	Message string
	By      By
	// Status is the exit status of the run.
	Status int
}

// Takes reports why the engine would refuse a document; nil if it takes it. The
// value is made of map[string]any, []any, string, bool, int, int64, uint64,
// float64, time.Time and nil, its plain scalars resolved as Resolve does it.
// With schema, the image holds the job schema.
func (v Version) Takes(role Role, value any, schema bool) []Refusal {
	document, known := v.Document(role)
	if !known {
		return nil
	}
	var found []Refusal
	if schema && document.Schema != nil {
		found = checker{by: BySchema, status: StatusFailed}.check(value, *document.Schema, "")
	}
	status := StatusFailed
	if role == SourceRecipe || role == TargetRecipe {
		status = StatusPartial
	}
	model := checker{by: ByModel, status: status}
	top, isMapping := value.(map[string]any)
	if !isMapping {
		return append(found, model.refuse("", "invalid document: expected a mapping"))
	}
	found = append(found, model.check(value, document.Model, "")...)
	found = append(found, extraChecks(document, top, status)...)
	if document.Older != nil && len(model.check(value, *document.Older, "")) == 0 {
		return nil
	}
	return slices.CompactFunc(found, func(a, b Refusal) bool { return a.Path == b.Path && a.Message == b.Message })
}

// checker holds a value against a shape.
type checker struct {
	by     By
	status int
}

func (c checker) refuse(path, format string, args ...any) Refusal {
	return Refusal{Path: path, Message: fmt.Sprintf(format, args...), By: c.by, Status: c.status}
}

// check gathers every refusal of a value, in the order of the shape's keys.
func (c checker) check(value any, shape Shape, path string) []Refusal {
	if shape.Kind == "" || shape.Kind == Any || value == nil && shape.Null {
		return nil
	}
	if !c.fits(value, shape.Kind) {
		return []Refusal{c.refuse(path, "invalid value: expected a %s, found %s", shape.Kind, describe(value))}
	}
	switch shape.Kind {
	case Mapping:
		return c.mapping(value.(map[string]any), shape, path)
	case List:
		return c.list(value.([]any), shape, path)
	case Text:
		return c.text(value.(string), shape, path)
	case Integer, Number:
		return c.number(value, shape, path)
	}
	return nil
}

func (c checker) mapping(m map[string]any, shape Shape, path string) []Refusal {
	var found []Refusal
	listed := map[string]bool{}
	for _, k := range shape.Keys {
		listed[k.Name] = true
		value, given := m[k.Name]
		switch {
		case given:
			found = append(found, c.check(value, k.Shape, join(path, k.Name))...)
		case k.Required:
			found = append(found, c.refuse(join(path, k.Name), "missing %s", k.Name))
		}
	}
	for _, name := range sortedKeys(m) {
		switch {
		case listed[name]:
		case shape.Rest != nil:
			found = append(found, c.check(m[name], *shape.Rest, join(path, name))...)
		case !shape.Open:
			found = append(found, c.refuse(join(path, name), "unknown key %q", name))
		}
	}
	return found
}

func (c checker) list(items []any, shape Shape, path string) []Refusal {
	var found []Refusal
	if shape.Items == nil {
		return nil
	}
	for i, item := range items {
		found = append(found, c.check(item, *shape.Items, fmt.Sprintf("%s[%d]", path, i))...)
	}
	return found
}

func (c checker) text(s string, shape Shape, path string) []Refusal {
	if shape.NotEmpty && s == "" {
		return []Refusal{c.refuse(path, "invalid value: must not be empty")}
	}
	if len(shape.Choices) > 0 && !slices.Contains(shape.Choices, s) {
		return []Refusal{c.refuse(path, "invalid value %q: expected %s", s, strings.Join(shape.Choices, ", "))}
	}
	return nil
}

func (c checker) number(value any, shape Shape, path string) []Refusal {
	n, isNumber := number(value)
	if isTrue, isBool := value.(bool); isBool && isTrue {
		n = 1
	} else if !isNumber { // a text that the model converts
		n, _ = strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(value)), 64)
	}
	if shape.Min != nil && n < *shape.Min {
		return []Refusal{c.refuse(path, "invalid value %v: minimum is %v", value, *shape.Min)}
	}
	if shape.Max != nil && n > *shape.Max {
		return []Refusal{c.refuse(path, "invalid value %v: maximum is %v", value, *shape.Max)}
	}
	return nil
}

// fits reports whether a value is of a kind. The schema converts nothing; the
// model (pydantic 2) takes whole numbers written as text, and the words of
// truth.
func (c checker) fits(value any, kind Kind) bool {
	converts := c.by == ByModel
	n, isNumber := number(value)
	written, isText := value.(string)
	_, isBool := value.(bool)
	switch kind {
	case Mapping:
		_, ok := value.(map[string]any)
		return ok
	case List:
		_, ok := value.([]any)
		return ok
	case Text:
		return isText
	case Number:
		_, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
		return isNumber || converts && (isBool || isText && err == nil)
	case Integer:
		return isNumber && n == math.Trunc(n) || converts && (isBool || isText && wholeNumber(written))
	case Boolean:
		return isBool || converts && (isNumber && (n == 0 || n == 1) || isText && truth(written))
	}
	return true
}

// wholeNumber reports whether pydantic reads a text as an integer: 5, " 5 " and
// 5.0.
func wholeNumber(s string) bool {
	whole, zeros, _ := strings.Cut(strings.TrimSpace(s), ".")
	_, err := strconv.ParseInt(strings.ReplaceAll(whole, "_", ""), 10, 64)
	return err == nil && strings.Trim(zeros, "0") == ""
}

// truth reports whether pydantic reads a text as a boolean.
func truth(s string) bool {
	word := strings.ToLower(s)
	return slices.Contains(trueWords(), word) || slices.Contains([]string{"0", "off", "f", "false", "n", "no"}, word)
}

func trueWords() []string { return []string{"1", "on", "t", "true", "y", "yes"} }

// number returns a value as a number, if it is one.
func number(value any) (float64, bool) {
	switch n := value.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// describe names a value's kind and, where it is short, the value.
func describe(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	case bool:
		return fmt.Sprintf("the boolean %t", v)
	case string:
		return fmt.Sprintf("the string %q", v)
	case time.Time:
		return "a date"
	}
	return fmt.Sprintf("the number %v", value)
}
