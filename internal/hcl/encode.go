// Package hcl is the only place where a value becomes HCL text.
//
// It encodes literals, parses and formats files, and lists what a file declares.
// Only this package can create a [Code], so text that is printed unquoted always
// comes from here.
package hcl

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Code is an HCL expression for exactly one value. Its zero value is null.
type Code struct{ text string }

// String returns the HCL text.
func (c Code) String() string {
	if c.text == "" {
		return "null"
	}
	return c.text
}

// maxDepth limits the nesting of values: far beyond what a module contains, but an
// end for a value that contains itself.
const maxDepth = 100

// Encode writes a value as an HCL literal on one line: a string, a bool, a number,
// a list, or a map with string keys, which are sorted. Types derived from these are
// supported; nil is null; Code is printed as it is. A value without an HCL form (a
// struct, a function, an infinite number) is an error.
//
// A string reaches Terraform byte for byte or is rejected. Invalid UTF-8 is
// rejected, and so is text that is not in Unicode Normalization Form C, because
// Terraform would normalize it.
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
		return fmt.Errorf("value is nested more than %d levels deep", maxDepth)
	}
	if v.IsValid() && v.CanInterface() {
		if code, ok := reflect.TypeAssert[Code](v); ok {
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
		return fmt.Errorf("a %s has no HCL form", v.Type())
	}
	return nil
}

// encodeFloat writes the shortest digits that parse to the same number, without an
// exponent for ordinary numbers.
func encodeFloat(b *strings.Builder, v reflect.Value) error {
	f := v.Float()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return fmt.Errorf("%v has no HCL form", f)
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
		return fmt.Errorf("a %s has no HCL form: its keys are not strings", v.Type())
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

// encodeKey omits the quotes of keys that do not need them. Keywords keep theirs:
// at the start of an object, for begins a for expression.
func encodeKey(b *strings.Builder, key string) error {
	if hclsyntax.ValidIdentifier(key) && key != "for" && isASCII(key) {
		b.WriteString(key)
		return nil
	}
	return encodeString(b, key)
}

func encodeString(b *strings.Builder, s string) error {
	if err := checkString(s); err != nil {
		return err
	}
	b.WriteByte('"')
	for i, r := range s {
		writeRune(b, r, s[i+utf8.RuneLen(r):])
	}
	b.WriteByte('"')
	return nil
}

// writeRune writes a character of a quoted string, escaped where HCL would read
// it otherwise, or where a reader could not see it. rest follows it.
func writeRune(b *strings.Builder, r rune, rest string) {
	switch r {
	case '\n':
		b.WriteString(`\n`)
	case '\r':
		b.WriteString(`\r`)
	case '\t':
		b.WriteString(`\t`)
	case '"', '\\':
		b.WriteByte('\\')
		b.WriteRune(r)
	case '$', '%':
		b.WriteRune(r)
		if strings.HasPrefix(rest, "{") {
			b.WriteRune(r)
		}
	default:
		switch {
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(b, `\U%08x`, r)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
	}
}

// checkString rejects strings that Terraform would change.
func checkString(s string) error {
	switch {
	case isASCII(s):
		return nil
	case !utf8.ValidString(s):
		return errors.New("invalid UTF-8")
	case cty.NormalizeString(s) != s:
		return fmt.Errorf("%s contains decomposed Unicode (NFD); "+
			"Terraform normalizes strings to NFC: write it in composed form", diag.Quote(s))
	}
	return nil
}

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
