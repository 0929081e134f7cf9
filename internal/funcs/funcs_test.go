package funcs

import (
	"fmt"
	"math"
	"math/rand"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/Masterminds/sprig/v3"
)

// arguments are values of every type that a template can have at hand.
func arguments() []any {
	return []any{
		nil, true, false, 0, 1, -1, 2, 3, 7, 255, int64(5), int32(-4), uint8(9), uint64(12), 0.0, 0.5, 1.5, 2.49, -2.5, 3.999, 1e6, float32(2.5), math.Inf(1),
		"", " ", "a", "A", "orders", "Some Text here", "  padded\t", "HTTPServer", "some_words-and more", "http2xx", "a,b,,c", "éclair Österreich", "don't stop-me",
		"12", "-7", "0x1f", "010", "2.00", "2.50", "2.", "1e3", "nope", "true", "[a-z]+", "(a)(b)?", "(", "$1", "s", ",",
		[]string{}, []string{"b", "a", "b"}, []any{}, []any{1, "a", nil, 1, 2.5, "a", []any{}, ""}, []int{3, 1, 2, 3}, [2]string{"x", "y"}, [][]string{{"a"}, {}},
		map[string]any{}, map[string]any{"a": 1, "b": map[string]any{"c": "d", "e": nil}, "": 0}, map[string]string{"a": "b"},
		[]byte("bytes"), struct{ A int }{1}, fmt.Errorf("an error"),
	}
}

// call applies a function to arguments as text/template does. What text/template
// would refuse is not valid; an error or panic of the function is failed.
func call(function any, args []any) (result any, valid, failed bool) {
	f := reflect.ValueOf(function)
	var in []reflect.Value
	for i, arg := range args {
		t := f.Type().In(min(i, f.Type().NumIn()-1))
		if f.Type().IsVariadic() && i >= f.Type().NumIn()-1 {
			t = t.Elem()
		}
		v := reflect.ValueOf(arg)
		if arg == nil {
			v = reflect.Zero(t)
		}
		if arg == nil && t.Kind() != reflect.Interface || !v.Type().AssignableTo(t) {
			return nil, false, false
		}
		in = append(in, v)
	}
	defer func() {
		if recover() != nil {
			failed = true
		}
	}()
	out := f.Call(in)
	failed = len(out) == 2 && !out[1].IsNil()
	return out[0].Interface(), true, failed
}

// same compares results: a template cannot tell a nil list from an empty one, nor
// one NaN from another.
func same(a, b any) bool {
	if x, ok := a.(float64); ok && math.IsNaN(x) {
		y, ok := b.(float64)
		return ok && math.IsNaN(y)
	}
	v, w := reflect.ValueOf(a), reflect.ValueOf(b)
	if v.IsValid() && w.IsValid() && v.Kind() == reflect.Slice && w.Kind() == reflect.Slice && v.Len() == 0 && w.Len() == 0 {
		return v.Type() == w.Type()
	}
	return reflect.DeepEqual(a, b)
}

// TestAsSprig compares every function with sprig's, for random arguments.
func TestAsSprig(t *testing.T) {
	t.Parallel()
	all := arguments()
	theirs := sprig.GenericFuncMap()
	for name, ours := range Map() {
		if name == "sortAlpha" {
			continue // sprig's sorts the list in place
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewSource(1))
			f := reflect.TypeOf(ours)
			compared := 0
			for tries := 0; tries < 20000; tries++ {
				count := f.NumIn()
				if f.IsVariadic() {
					count += random.Intn(4) - 1
				}
				args := make([]any, max(0, count))
				for i := range args {
					args[i] = all[random.Intn(len(all))]
				}
				want, valid, failed := call(theirs[name], args)
				got, ourValid, ourFailed := call(ours, args)
				if valid != ourValid && !failed && !ourFailed {
					t.Fatalf("%#v: valid is %v, want %v", args, ourValid, valid)
				}
				if !valid || !ourValid || garbled(name, args) {
					continue
				}
				compared++
				if failed || refused(name, args) {
					if !ourFailed {
						t.Fatalf("%#v: got %#v, want an error", args, got)
					}
				} else if ourFailed || !same(got, want) {
					t.Fatalf("%#v: got %#v (failed: %v), want %#v", args, got, ourFailed, want)
				}
			}
			if compared < 20 {
				t.Errorf("only %d calls were compared", compared)
			}
		})
	}
}

// refused reports a call that sprig answers with something that means nothing, and
// this package with an error.
func refused(name string, args []any) bool {
	switch name {
	case "regexMatch":
		_, err := regexp.Compile(args[0].(string))
		return err != nil
	case "chunk":
		return args[0].(int) < 1
	}
	return false
}

// garbled reports a call whose result sprig garbles.
func garbled(name string, args []any) bool {
	return name == "nospace" && strings.ContainsFunc(args[0].(string), func(r rune) bool { return r > unicode.MaxASCII })
}

// TestErrors holds the messages that a template's author reads.
func TestErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"first", []any{"text"}, "expected a list, got a value of kind string"},
		{"append", []any{nil, 1}, "expected a list, got a value of kind invalid"},
		{"concat", []any{[]any{1}, 2}, "expected a list, got a value of kind int"},
		{"has", []any{1, map[string]any{}}, "expected a list, got a value of kind map"},
		{"chunk", []any{0, []any{1}}, "expected a size of at least 1, got 0"},
		{"div", []any{1, 0}, "division by zero"},
		{"mod", []any{1, "x"}, "division by zero"},
		{"dig", []any{"a", 1}, "expected at least one key, a default and a map"},
		{"dig", []any{"a", "b", 0, map[string]any{"a": 1}}, "expected keys and nested maps, got key b of a value of kind int"},
		{"substr", []any{3, 1, "abcdef"}, "no substring from 3 to 1 in a text of 6 bytes"},
		{"substr", []any{9, 99, "abc"}, "no substring from 9 to 3 in a text of 3 bytes"},
		{"regexMatch", []any{"(", "a"}, "error parsing regexp: missing closing ): `(`"},
		{"fail", []any{"tags are needed"}, "tags are needed"},
	} {
		in := make([]reflect.Value, len(test.args))
		f := reflect.ValueOf(Map()[test.name])
		for i, arg := range test.args {
			if in[i] = reflect.ValueOf(arg); arg == nil {
				in[i] = reflect.Zero(f.Type().In(i))
			}
		}
		out := f.Call(in)
		if err, _ := out[1].Interface().(error); err == nil || err.Error() != test.want {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

func TestSortAlpha(t *testing.T) {
	t.Parallel()
	for want, list := range map[string]any{"[]": []any{}, "[a b b]": []string{"b", "a", "b"}, "[1 10 2 x]": []any{"x", 10, 2, 1}, "[x y]": [2]string{"y", "x"}} {
		if got, err := sortAlpha(list); fmt.Sprint(got) != want || err != nil {
			t.Errorf("%v: got %v, %v", list, got, err)
		}
	}
	if _, err := sortAlpha("b"); err == nil {
		t.Error("a text is sorted")
	}
}

func TestNospaceKeepsEveryLetter(t *testing.T) {
	t.Parallel()
	if got := nospace(" é\u2003ö\tx\n"); got != "éöx" {
		t.Errorf("got %q", got)
	}
}

// TestNamedTypes converts numbers of the program's own types.
func TestNamedTypes(t *testing.T) {
	t.Parallel()
	type cores float64
	type count int
	if got := []any{toInt64(count(3)), toFloat64(cores(1.5)), toInt64(cores(2.9))}; !slices.Equal(got, []any{int64(3), 1.5, int64(2)}) {
		t.Errorf("got %v", got)
	}
}

// TestNothingIsChanged calls every function with lists and maps, and expects them
// to stay as they are.
func TestNothingIsChanged(t *testing.T) {
	t.Parallel()
	for name, function := range Map() {
		list, m := []any{"b", "a", "", "b"}, map[string]any{"k": "v"}
		for _, args := range [][]any{{list}, {list, "x"}, {"b", list}, {list, list}, {2, list}, {m}, {m, "k"}, {"k", m}, {"k", "x", m}} {
			_, _, _ = call(function, slices.Clone(args[:min(len(args), max(1, reflect.TypeOf(function).NumIn()))]))
		}
		if fmt.Sprint(list, m) != "[b a  b] map[k:v]" {
			t.Errorf("%s changed its argument: %v %v", name, list, m)
		}
	}
}
