package hcl

import (
	"math"
	"reflect"
	"strings"
	"testing"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

type (
	word   string
	mib    int
	ratio  float64
	flag   bool
	names  []word
	levels map[word]mib
)

// String must not be called: the value is encoded, not its printed form.
func (mib) String() string { return "many" }

func TestEncode(t *testing.T) {
	t.Parallel()
	var nilPointer *string
	text := "x"
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"nil", nil, "null"},
		{"nil pointer", nilPointer, "null"},
		{"pointer", &text, `"x"`},
		{"empty string", "", `""`},
		{"string", "eu-west-1", `"eu-west-1"`},
		{"quotes and backslash", `a"b\c`, `"a\"b\\c"`},
		{"interpolation", "${var.x}", `"$${var.x}"`},
		{"directive", "%{if true}", `"%%{if true}"`},
		{"escaped interpolation", "$${x}", `"$$${x}"`},
		{"dollars", "$ $$ $$$ {", `"$ $$ $$$ {"`},
		{"dollar at the end", "a$", `"a$"`},
		{"lines", "a\nb\r\n\tc", `"a\nb\r\n\tc"`},
		{"NUL and escape", "\x00\x1b", `"\u0000\u001b"`},
		{"right to left", "a\u202eb", `"a\u202eb"`},
		{"beyond 16 bits", "\U000e0001", `"\U000e0001"`},
		{"composed letters", "Zürich", `"Zürich"`},
		{"named string", word("w"), `"w"`},
		{"bool", true, "true"},
		{"named bool", flag(false), "false"},
		{"int", -42, "-42"},
		{"int64", int64(math.MinInt64), "-9223372036854775808"},
		{"uint64", uint64(math.MaxUint64), "18446744073709551615"},
		{"named int", mib(512), "512"},
		{"float", 1.5, "1.5"},
		{"whole float", 2.0, "2"},
		{"small float", 1e-9, "1e-09"},
		{"smallest float without an exponent", 1e-6, "0.000001"},
		{"largest float without an exponent", 999999999999999900000.0, "999999999999999900000"},
		{"smallest large float with an exponent", 1e21, "1e+21"},
		{"large float", 1e21, "1e+21"},
		{"float32", float32(0.1), "0.1"},
		{"named float", ratio(0.25), "0.25"},
		{"list", []string{"a", "b"}, `["a", "b"]`},
		{"nil list", []string(nil), `[]`},
		{"named list", names{"a"}, `["a"]`},
		{"array", [2]int{1, 2}, `[1, 2]`},
		{"mixed list", []any{1, "a", nil, true}, `[1, "a", null, true]`},
		{"map", map[string]any{"b": 1, "a": []int{}}, `{ a = [], b = 1 }`},
		{"nil map", map[string]int(nil), `{}`},
		{"named map", levels{"x": 1}, `{ x = 1 }`},
		{"keys that need quotes", map[string]int{"a b": 1, "${x}": 2, "for": 3, "": 4, "ü": 5, "1": 6, "a.b": 7},
			`{ "" = 4, "$${x}" = 2, "1" = 6, "a b" = 1, "a.b" = 7, "for" = 3, "ü" = 5 }`},
		{"keywords as keys", map[string]int{"null": 1, "true": 2, "if": 3}, `{ if = 3, null = 1, true = 2 }`},
		{"code", Code{text: "var.x"}, "var.x"},
		{"zero code", Code{}, "null"},
		{"code in a list", []any{Code{text: "var.x"}}, "[var.x]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Encode(tt.value)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if strings.Contains(tt.want, "var.") && !strings.Contains(tt.want, "{var") {
				return
			}
			if back := parseValue(t, got.String()); !sameValue(back, reflect.ValueOf(tt.value)) {
				t.Errorf("%s reads back as %#v", got, back)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	loop := []any{nil}
	loop[0] = loop
	list := recursiveList{nil}
	list[0] = list
	table := recursiveMap{}
	table["a"] = table
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"broken UTF-8", "a\xffb", "invalid UTF-8"},
		{"half a surrogate", "\xed\xa0\x80", "invalid UTF-8"},
		{"decomposed letter", "Zu\u0308rich", "NFC"},
		{"singleton", "\u212b", "NFC"},
		{"broken key", map[string]int{"\xff": 1}, "invalid UTF-8"},
		{"decomposed key", map[string]int{"u\u0308": 1}, "NFC"},
		{"in a list", []string{"a", "\xff"}, "invalid UTF-8"},
		{"infinity", math.Inf(1), "no HCL form"},
		{"not a number", math.NaN(), "no HCL form"},
		{"struct", struct{ A int }{1}, "no HCL form"},
		{"function", func() {}, "no HCL form"},
		{"channel", make(chan int), "no HCL form"},
		{"complex", complex(1, 1), "no HCL form"},
		{"int keys", map[int]string{1: "a"}, "keys are not strings"},
		{"itself", loop, "levels deep"},
		{"a list that contains itself", list, "levels deep"},
		{"a map that contains itself", table, "levels deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Encode(tt.value)
			if err == nil {
				t.Fatalf("got %s, want an error", got)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want %q in it", err, tt.want)
			}
		})
	}
}

// Types without an interface, so that only the list or the map adds a level.
type (
	recursiveList []recursiveList
	recursiveMap  map[string]recursiveMap
)

// TestDepth checks that exactly maxDepth levels are encoded.
func TestDepth(t *testing.T) {
	t.Parallel()
	nested := func(levels int) recursiveList {
		list := recursiveList{}
		for range levels {
			list = recursiveList{list}
		}
		return list
	}
	if _, err := Encode(nested(maxDepth)); err != nil {
		t.Errorf("%d levels: %v", maxDepth, err)
	}
	if _, err := Encode(nested(maxDepth + 1)); err == nil {
		t.Errorf("%d levels: no error", maxDepth+1)
	}
}

// FuzzEncode checks that a string survives byte for byte or is rejected: as a
// value, as a key, and inside other text.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{
		"", "a", "${x}", "$${x}", "$$${x}", "%{", "%%{", "$%{", "%${", "$", "%", `\`, `\"`, "\x00", "\r\n", "\u2028", "\ufeff",
		"<<EOT\nEOT\n", "#", "/*", "*/", `"}\nresource`, "\u202e", "~}", "${~", "e\u0301", "\xff", "\U0010ffff", "for", "null",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<10 {
			return // hclsyntax takes quadratic time to parse dollar signs
		}
		for _, value := range []any{s, []string{s, s}, map[string]string{s: s, "z": s}} {
			code, err := Encode(value)
			if err != nil {
				if cty.NormalizeString(s) == s && strings.ToValidUTF8(s, "") == s {
					t.Fatalf("%q is refused: %v", s, err)
				}
				return
			}
			if back := parseValue(t, code.String()); !sameValue(back, reflect.ValueOf(value)) {
				t.Fatalf("%q is written as %s and reads back as %#v", s, code, back)
			}
			if formatted := Format([]byte("x = " + code.String() + "\n")); strings.Count(string(formatted), "\n") != 1 {
				t.Fatalf("%q takes several lines: %s", s, formatted)
			}
		}
	})
}

// parseValue reads HCL as Terraform does.
func parseValue(t *testing.T, text string) cty.Value {
	t.Helper()
	expr, diagnostics := hclsyntax.ParseExpression([]byte(text), "", hcl2.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatalf("%s is not an expression: %v", text, diagnostics)
	}
	value, diagnostics := expr.Value(nil)
	if diagnostics.HasErrors() {
		t.Fatalf("%s has no value: %v", text, diagnostics)
	}
	return value
}

// sameValue compares the value that Terraform reads with the encoded one.
func sameValue(got cty.Value, want reflect.Value) bool {
	for want.Kind() == reflect.Interface || want.Kind() == reflect.Pointer {
		want = want.Elem()
	}
	switch want.Kind() {
	case reflect.Invalid, reflect.Struct:
		return got.IsNull()
	case reflect.String:
		return got.Type() == cty.String && got.AsString() == want.String()
	case reflect.Bool:
		return got.Equals(cty.BoolVal(want.Bool())).True()
	case reflect.Float32:
		f, _ := got.AsBigFloat().Float32()
		return f == float32(want.Float())
	case reflect.Float64:
		f, _ := got.AsBigFloat().Float64()
		return f == want.Float()
	case reflect.Slice, reflect.Array:
		if got.LengthInt() != want.Len() {
			return false
		}
		for i := range want.Len() {
			if !sameValue(got.Index(cty.NumberIntVal(int64(i))), want.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if got.LengthInt() != want.Len() {
			return false
		}
		for _, key := range want.MapKeys() {
			if !got.Type().HasAttribute(key.String()) || !sameValue(got.GetAttr(key.String()), want.MapIndex(key)) {
				return false
			}
		}
		return true
	}
	if want.CanUint() {
		return got.Equals(cty.NumberUIntVal(want.Uint())).True()
	}
	return got.Equals(cty.NumberIntVal(want.Int())).True()
}
