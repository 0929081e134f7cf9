package funcs

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/huandu/xstrings"
)

// texts work on strings. The string comes last, so that it can be piped in.
func texts() map[string]any {
	return map[string]any{
		"camelcase":  xstrings.ToPascalCase,
		"cat":        cat,
		"contains":   func(part, text string) bool { return strings.Contains(text, part) },
		"hasPrefix":  func(prefix, text string) bool { return strings.HasPrefix(text, prefix) },
		"hasSuffix":  func(suffix, text string) bool { return strings.HasSuffix(text, suffix) },
		"join":       func(separator string, list any) string { return strings.Join(toStrings(list), separator) },
		"kebabcase":  xstrings.ToKebabCase,
		"lower":      strings.ToLower,
		"nospace":    nospace,
		"replace":    func(old, with, text string) string { return strings.ReplaceAll(text, old, with) },
		"snakecase":  xstrings.ToSnakeCase,
		"splitList":  func(separator, text string) []string { return strings.Split(text, separator) },
		"substr":     substr,
		"title":      title,
		"toString":   toString,
		"toStrings":  toStrings,
		"trim":       strings.TrimSpace,
		"trimAll":    func(characters, text string) string { return strings.Trim(text, characters) },
		"trimPrefix": func(prefix, text string) string { return strings.TrimPrefix(text, prefix) },
		"trimSuffix": func(suffix, text string) string { return strings.TrimSuffix(text, suffix) },
		"trunc":      trunc,
		"untitle":    untitle,
		"upper":      strings.ToUpper,
		"atoi":       func(text string) int { n, _ := strconv.Atoi(text); return n },
	}
}

// patterns match regular expressions of package regexp.
func patterns() map[string]any {
	return map[string]any{
		"regexFind": func(pattern, text string) (string, error) {
			return compiled(pattern, func(r *regexp.Regexp) string { return r.FindString(text) })
		},
		"regexFindAll": func(pattern, text string, n int) ([]string, error) {
			return compiled(pattern, func(r *regexp.Regexp) []string { return r.FindAllString(text, n) })
		},
		"regexMatch": func(pattern, text string) (bool, error) {
			return compiled(pattern, func(r *regexp.Regexp) bool { return r.MatchString(text) })
		},
		"regexQuoteMeta": regexp.QuoteMeta,
		"regexReplaceAll": func(pattern, text, with string) (string, error) {
			return compiled(pattern, func(r *regexp.Regexp) string { return r.ReplaceAllString(text, with) })
		},
		"regexReplaceAllLiteral": func(pattern, text, with string) (string, error) {
			return compiled(pattern, func(r *regexp.Regexp) string { return r.ReplaceAllLiteralString(text, with) })
		},
		"regexSplit": func(pattern, text string, n int) ([]string, error) {
			return compiled(pattern, func(r *regexp.Regexp) []string { return r.Split(text, n) })
		},
	}
}

// compiled applies a regular expression.
func compiled[T any](pattern string, apply func(*regexp.Regexp) T) (result T, err error) {
	r, err := regexp.Compile(pattern)
	if err != nil {
		return result, err
	}
	return apply(r), nil
}

// toString is a value as text.
func toString(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

// toStrings is a list as texts, without nils; any other value is a list of one.
func toStrings(v any) []string {
	texts := []string{}
	items := []any{v}
	if list, err := itemsOf(v); err == nil {
		items = list
	}
	for _, item := range items {
		if item != nil {
			texts = append(texts, toString(item))
		}
	}
	return texts
}

// cat joins values with spaces, without nils.
func cat(values ...any) string {
	var texts []string
	for _, v := range values {
		if v != nil {
			texts = append(texts, fmt.Sprintf("%v", v))
		}
	}
	return strings.Join(texts, " ")
}

func nospace(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// substr cuts a text by bytes. A negative start is the start of the text; an end
// that is negative or too large is its end.
func substr(start, end int, text string) (string, error) {
	if start < 0 {
		start = 0
	} else if end < 0 || end > len(text) {
		end = len(text)
	}
	if end < start || end > len(text) {
		return "", fmt.Errorf("no substring from %d to %d in a text of %d bytes", start, end, len(text))
	}
	return text[start:end], nil
}

// trunc keeps the first n bytes of a text, or the last -n.
func trunc(n int, text string) string {
	switch {
	case n < 0 && len(text)+n > 0:
		return text[len(text)+n:]
	case n >= 0 && len(text) > n:
		return text[:n]
	}
	return text
}

// title sets the first letter of every word in title case.
func title(text string) string {
	inWord := false
	return strings.Map(func(r rune) rune {
		was := inWord
		inWord = isWordRune(r)
		if was {
			return r
		}
		return unicode.ToTitle(r)
	}, text)
}

// isWordRune reports whether a letter after r is in the same word.
func isWordRune(r rune) bool {
	switch {
	case r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
		return true
	case r <= unicode.MaxASCII:
		return false
	}
	return !unicode.IsSpace(r)
}

// untitle lowers the first letter of every word.
func untitle(text string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = unicode.IsSpace(r)
		if was {
			return unicode.ToLower(r)
		}
		return r
	}, text)
}

// kindOf names the kind of a value: string, int, slice, map, invalid for nil.
func kindOf(v any) string { return reflect.ValueOf(v).Kind().String() }
