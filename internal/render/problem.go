package render

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// executionProblem turns an error of text/template's into a problem. The error
// is text alone:
//
//	template: FILE:LINE:COLUMN: executing "NAME" at <ACTION>: MESSAGE
//
// with a column in bytes, from 0.
func (s *Set) executionProblem(err error, output *source, data any) diag.Diagnostic {
	var problems diag.List
	pos, message := output.posOfFile(), strings.TrimPrefix(err.Error(), "template: ")
	for _, src := range s.sources {
		rest, ok := strings.CutPrefix(message, src.file()+":")
		if !ok {
			continue
		}
		if line, column, what, ok := cutPosition(rest); ok {
			pos, message = src.posOfByte(line, column), what
			break
		}
	}
	// What the encoder and fail say is about the value, not about a function.
	message = strings.TrimPrefix(message, "error calling "+encodeFunction+": ")
	message = strings.TrimPrefix(message, "error calling fail: ")
	d := errorAt(&problems, "template-execute", pos, "%s", lowerFirst(message))
	hintField(d, message, data)
	return *d
}

// cutPosition reads LINE:COLUMN: executing "NAME" at <ACTION>: MESSAGE.
func cutPosition(text string) (line, column int, message string, ok bool) {
	lineText, rest, _ := strings.Cut(text, ":")
	columnText, rest, ok := strings.Cut(rest, ": ")
	if !ok {
		return 0, 0, "", false
	}
	line, lineErr := strconv.Atoi(lineText)
	column, columnErr := strconv.Atoi(columnText)
	if lineErr != nil || columnErr != nil {
		return 0, 0, "", false
	}
	if _, inside, ok := strings.Cut(rest, " at <"); ok {
		if _, what, ok := strings.Cut(inside, ">: "); ok {
			rest = what
		}
	}
	return line, column, rest, true
}

// posOfByte is the place of a line, from 1, and a byte in it, from 0.
func (s *source) posOfByte(line, column int) diag.Pos {
	pos := s.posOfFile()
	pos.Line = line
	lines := strings.SplitN(s.text, "\n", line+1)
	if line <= len(lines) && line > 0 {
		text := lines[line-1]
		pos.Col = utf8.RuneCountInString(text[:min(column, len(text))]) + 1
	}
	return pos
}

func lowerFirst(s string) string {
	// "can't evaluate field" and the like begin low already; names stay.
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// hintField suggests the field or method that an unknown one was meant to be:
// can't evaluate field Nmae in type model.Deployment.
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
		d.Hintf("the fields are %s", strings.Join(names, ", "))
	}
}

// findType looks for a struct of that name in what t is made of.
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
