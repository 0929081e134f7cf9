// Package hcl is the one place where a value becomes HCL text.
//
// It writes literals, checks and formats files, and says what a file declares.
// Only this package can make a [Code], so text that is to pass through
// unquoted has always been written here.
package hcl

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Code is a piece of HCL that stands for exactly one value. Its zero value is
// null.
type Code struct{ text string }

// String is the HCL text.
func (c Code) String() string {
	if c.text == "" {
		return "null"
	}
	return c.text
}

// maxDepth is how deep values may be nested: far beyond what a module holds,
// and an end for a value that contains itself.
const maxDepth = 100

// Encode writes a value as an HCL literal on one line: a string, a bool, a
// number, a list, or a map with string keys, which come out sorted. Types that
// are named after these count as well; nil is null; Code is itself. What has no
// HCL form (a struct, a function, an infinite number) is an error.
//
// A string arrives in Terraform byte for byte or is refused. Refused is what
// is no UTF-8, and what is not in Unicode's composed normal form (NFC):
// Terraform would change the latter.
func Encode(v any) (Code, error) {
	if code, ok := v.(Code); ok {
		return code, nil
	}
	var b strings.Builder
	if err := encode(&b, reflect.ValueOf(v), 0); err != nil {
		return Code{}, err
	}
	return Code{text: b.String()}, nil
}

func encode(b *strings.Builder, v reflect.Value, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("a value is nested more than %d levels deep", maxDepth)
	}
	if v.IsValid() && v.CanInterface() {
		if code, ok := v.Interface().(Code); ok {
			b.WriteString(code.String())
			return nil
		}
	}
	switch v.Kind() {
	case reflect.Invalid:
		b.WriteString("null")
	case reflect.Interface, reflect.Pointer:
		return encode(b, v.Elem(), depth+1)
	case reflect.String:
		return encodeString(b, v.String())
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		b.WriteString(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		return encodeFloat(b, v)
	case reflect.Slice, reflect.Array:
		return encodeList(b, v, depth)
	case reflect.Map:
		return encodeMap(b, v, depth)
	default:
		return fmt.Errorf("a %s has no form in HCL", v.Type())
	}
	return nil
}

// encodeFloat writes the shortest digits that give the same number again,
// without an exponent where a person would not write one either.
func encodeFloat(b *strings.Builder, v reflect.Value) error {
	f := v.Float()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return fmt.Errorf("%v has no form in HCL", f)
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b.WriteString(strconv.FormatFloat(f, format, -1, v.Type().Bits()))
	return nil
}

func encodeList(b *strings.Builder, v reflect.Value, depth int) error {
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := encode(b, v.Index(i), depth+1); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func encodeMap(b *strings.Builder, v reflect.Value, depth int) error {
	if v.Type().Key().Kind() != reflect.String {
		return fmt.Errorf("a %s has no form in HCL: its keys are no strings", v.Type())
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
	b.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte(' ')
		if err := encodeKey(b, key.String()); err != nil {
			return err
		}
		b.WriteString(" = ")
		if err := encode(b, v.MapIndex(key), depth+1); err != nil {
			return err
		}
	}
	if len(keys) > 0 {
		b.WriteByte(' ')
	}
	b.WriteByte('}')
	return nil
}

// encodeKey leaves the quotes away where a person would. The words that mean
// something in the first place of an object keep theirs: for starts a
// for expression.
func encodeKey(b *strings.Builder, key string) error {
	if hclsyntax.ValidIdentifier(key) && key != "for" && isASCII(key) {
		b.WriteString(key)
		return nil
	}
	return encodeString(b, key)
}

func encodeString(b *strings.Builder, s string) error {
	if isPlain(s) {
		b.WriteString(`"` + s + `"`)
		return nil
	}
	if err := checkString(s); err != nil {
		return err
	}
	for _, token := range hclwrite.TokensForValue(cty.StringVal(s)) {
		b.Write(token.Bytes)
	}
	return nil
}

// isPlain reports whether nothing in a string means anything to HCL: as most
// are, it is written as it stands, without hclwrite's work.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '$' || c == '%' {
			return false
		}
	}
	return true
}

// checkString refuses the strings that Terraform would not keep as they are.
func checkString(s string) error {
	switch {
	case isASCII(s):
		return nil
	case !utf8.ValidString(s):
		return errors.New("text that is not valid UTF-8 has no form in HCL")
	case cty.NormalizeString(s) != s:
		return fmt.Errorf("%q has a letter that is written as two characters, a base and an accent; "+
			"Terraform would change it: write it in composed form (Unicode NFC)", shorten(s))
	}
	return nil
}

// shorten keeps an error readable whatever was given.
func shorten(s string) string {
	const limit = 40
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "..."
	}
	return s
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
