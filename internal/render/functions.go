package render

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"

	"github.com/dativo-io/dativo-gen/internal/funcs"
	"github.com/dativo-io/dativo-gen/internal/hcl"
	"github.com/dativo-io/dativo-gen/internal/markdown"
)

// Functions that compile and locate insert. Templates cannot call them: Functions
// does not list them.
const (
	encodeFunction = "_encode"
	proseFunction  = "_prose"
	shellFunction  = "_shell"
	markFunction   = "_mark"
)

// builtins are the functions of text/template that templates may use. Excluded
// are html, js and urlquery, which quote for other languages, and call.
func builtins() []string {
	return []string{
		"and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or",
		"print", "printf", "println", "slice",
	}
}

// printing replaces functions of text/template that print memory addresses.
func printing() template.FuncMap {
	return template.FuncMap{
		"print":   func(args ...any) (string, error) { return fmt.Sprint(args...), checkPrintable("", args) },
		"println": func(args ...any) (string, error) { return fmt.Sprintln(args...), checkPrintable("", args) },
		"printf": func(format string, args ...any) (string, error) {
			return fmt.Sprintf(format, args...), checkPrintable(format, args)
		},
	}
}

// checkPrintable refuses to print memory addresses: they differ in every run.
func checkPrintable(format string, args []any) error {
	if printsAddress(format) {
		return errors.New("%p prints a memory address, which differs in every run")
	}
	for _, arg := range args {
		switch reflect.ValueOf(arg).Kind() {
		case reflect.Pointer, reflect.Func, reflect.Chan, reflect.UnsafePointer:
			return fmt.Errorf("a %T has no text form", arg)
		}
	}
	return nil
}

// printsAddress reports whether a format has the verb %p.
func printsAddress(format string) bool {
	for {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			return false
		}
		rest = strings.TrimLeft(rest, "+-# 0123456789.*[]")
		if strings.HasPrefix(rest, "p") {
			return true
		}
		format = strings.TrimPrefix(rest, "%")
	}
}

// functionMap is everything that a template can call, plus the encoders. The
// functions of text/template itself are always there.
func functionMap() template.FuncMap {
	functions := printing()
	maps.Copy(functions, funcs.Map())
	functions[encodeFunction] = func(v any) (string, error) {
		code, err := hcl.Encode(v)
		return code.String(), err
	}
	functions[proseFunction], functions[shellFunction] = markdown.Prose, markdown.Shell
	return functions
}

// Functions lists the functions that templates may use, sorted.
func Functions() []string {
	names := append(builtins(), slices.Collect(maps.Keys(funcs.Map()))...)
	slices.Sort(names)
	return names
}

// missingFunction is a hint for a function that people expect and that is
// excluded; "" for any other.
func missingFunction(name string) string {
	switch name {
	case "quote", "squote", "toJson", "toPrettyJson", "toRawJson", "html", "js", "urlquery":
		return "print the value itself: it is encoded as HCL, quotes included"
	case "indent", "nindent":
		return "omit it: rendered files are formatted"
	case "keys", "values", "pick", "omit":
		return "range over the map: its keys are sorted"
	case "env", "expandenv", "now", "date", "uuidv4", "randAlphaNum", "genPrivateKey", "getHostByName":
		return "templates are deterministic: the same job always renders the same files"
	}
	return ""
}
