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

// sprigNames are the functions of sprig 3.3.0 that templates may use: the same
// arguments always give the same result, and no argument is modified. Excluded
// is everything that
//
//   - reads the environment, clock, network, files or random numbers;
//   - makes keys, hashes, certificates or UUIDs;
//   - returns the keys of a map in Go's random order (keys, values, and
//     whatever splits text into a map);
//   - modifies a map or list in place (set, unset, merge, sortAlpha: see below);
//   - formats or quotes text for a language (indent, quote, toJson): values are
//     encoded as HCL anyway;
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

// ownFunctions replace functions of text/template and sprig that do not meet
// these rules.
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

// sortAlpha returns a sorted copy of a list as strings. Sprig's function sorts
// the list in place.
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

// functionMap is everything that a template can call, plus the encoders.
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
	functions[proseFunction], functions[shellFunction] = markdown.Prose, markdown.Shell
	return functions
}

// Functions lists the functions that templates may use, sorted.
func Functions() []string {
	names := append(builtins(), sprigNames()...)
	names = append(names, slices.Collect(maps.Keys(ownFunctions()))...)
	slices.Sort(names)
	return slices.Compact(names)
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
