package render

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// Names that templates cannot write: the functions known to the check of
// function names leave them out.
const (
	encodeFunction = "_encode"
	markFunction   = "_mark"
)

// builtins are text/template's own functions that templates may use. Left out
// are html, js and urlquery, which quote for other languages, and call.
func builtins() []string {
	return []string{
		"and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or",
		"print", "printf", "println", "slice",
	}
}

// sprigNames are the functions of sprig 3.3.0 that templates may use: the same
// arguments always give the same result, and no argument is changed. Left out
// is everything that
//
//   - reads the environment, clock, network, files or random numbers;
//   - makes keys, hashes, certificates or UUIDs;
//   - gives a map's keys in Go's random order (keys, values, and what splits
//     text into a map);
//   - changes a map or list in place (set, unset, merge, sortAlpha: see below);
//   - lays out or quotes text for a language (indent, quote, toJson): values
//     are encoded as HCL anyway;
//   - can use any amount of memory (repeat, until, seq).
func sprigNames() []string {
	return []string{
		// text
		"camelcase", "cat", "contains", "hasPrefix", "hasSuffix", "join", "kebabcase", "lower", "nospace",
		"replace", "snakecase", "splitList", "substr", "title", "toString", "toStrings", "trim", "trimAll",
		"trimPrefix", "trimSuffix", "trunc", "untitle", "upper",
		"regexFind", "regexFindAll", "regexMatch", "regexQuoteMeta", "regexReplaceAll",
		"regexReplaceAllLiteral", "regexSplit",
		// numbers
		"add", "add1", "atoi", "ceil", "div", "float64", "floor", "int", "int64", "max", "maxf", "min", "minf",
		"mod", "mul", "round", "sub",
		// choices
		"all", "any", "coalesce", "default", "empty", "fail", "ternary",
		"deepEqual", "kindIs", "kindOf",
		// lists and maps
		"append", "chunk", "compact", "concat", "dict", "dig", "first", "get", "has", "hasKey", "initial",
		"last", "list", "pluck", "prepend", "rest", "reverse", "uniq", "without",
	}
}

// ownFunctions replace what exists elsewhere but cannot be used as it is.
func ownFunctions() template.FuncMap {
	return template.FuncMap{
		"sortAlpha": sortAlpha,
		"print":     func(args ...any) (string, error) { return fmt.Sprint(args...), checkPrintable("", args) },
		"println":   func(args ...any) (string, error) { return fmt.Sprintln(args...), checkPrintable("", args) },
		"printf": func(format string, args ...any) (string, error) {
			return fmt.Sprintf(format, args...), checkPrintable(format, args)
		},
	}
}

// sortAlpha returns a sorted copy of a list of texts. Sprig's function sorts the
// list that it is given.
func sortAlpha(list any) ([]string, error) {
	v := reflect.ValueOf(list)
	if kind := v.Kind(); kind != reflect.Slice && kind != reflect.Array {
		return nil, fmt.Errorf("cannot sort a %T", list)
	}
	sorted := make([]string, v.Len())
	for i := range sorted {
		sorted[i] = fmt.Sprint(v.Index(i).Interface())
	}
	slices.Sort(sorted)
	return sorted, nil
}

// checkPrintable refuses to print memory addresses: they differ from run to run.
func checkPrintable(format string, args []any) error {
	if printsAddress(format) {
		return errors.New("%p prints a memory address, which is never the same twice")
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

// functionMap is everything that a template can call, and the encoder.
func functionMap() template.FuncMap {
	all := sprig.GenericFuncMap()
	functions := ownFunctions()
	for _, name := range sprigNames() {
		functions[name] = all[name]
	}
	functions[encodeFunction] = func(v any) (string, error) {
		code, err := hcl.Encode(v)
		return code.String(), err
	}
	return functions
}

// Functions lists the functions that templates may use, sorted.
func Functions() []string {
	names := append(builtins(), sprigNames()...)
	names = append(names, slices.Collect(maps.Keys(ownFunctions()))...)
	slices.Sort(names)
	return slices.Compact(names)
}

// knownFunctions is Functions as a set.
func knownFunctions() map[string]bool {
	known := map[string]bool{}
	for _, name := range Functions() {
		known[name] = true
	}
	return known
}

// missingFunction explains why a function that people expect is not there.
func missingFunction(name string) string {
	switch name {
	case "quote", "squote", "toJson", "toPrettyJson", "toRawJson", "html", "js", "urlquery":
		return "print the value itself: it is written as HCL, with quotes where they belong"
	case "indent", "nindent":
		return "leave layout to the formatter"
	case "keys", "values", "pick", "omit":
		return "range over the map: its keys come sorted"
	case "env", "expandenv", "now", "date", "uuidv4", "randAlphaNum", "genPrivateKey", "getHostByName":
		return "the same job must always give the same files"
	}
	return ""
}

func suggestFunction(d *diag.Diagnostic, name string, known map[string]bool) {
	if near := diag.Suggest(name, slices.Collect(maps.Keys(known))); near != "" {
		d.Hintf("did you mean %s?", near)
	}
}
