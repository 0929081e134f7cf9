package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func TestNode(t *testing.T) {
	t.Parallel()
	root := mustParse(t, "a: 1\nb: ~\nc: {d: 2}\n").Root
	if root.Index("b") != 1 || root.Index("x") != -1 || root.Get("x") != nil || root.Get("a").Text != "1" {
		t.Errorf("b is at %d, x at %d", root.Index("b"), root.Index("x"))
	}
	root.Set(Entry{Key: NewText("a", diag.Pos{}), Value: NewText("2", diag.Pos{})})
	root.Set(Entry{Key: NewText("e", diag.Pos{}), Value: NewText("3", diag.Pos{})})
	if got := oneLine(t, root); got != `{a: "2", b: null, c: {d: 2}, e: "3"}` {
		t.Errorf("got %s", got)
	}
	for text, want := range map[string]float64{"1": 1, "0x1F": 31, "1.5": 1.5, "1e3": 1000, "x": -1,
		`"1"`: -1, "true": -1, "[1]": -1, "~": -1} {
		value, ok := mustParse(t, "a: "+text).Root.Get("a").Number()
		if ok != (want != -1) || ok && value != want {
			t.Errorf("%s is %v, %t", text, value, ok)
		}
	}
	for text, want := range map[string]string{
		"{}": "a mapping", "[]": "a list", "~": "nothing", "": "nothing", "true": "true or false", "1": "a number", "1.5": "a number",
		"2026-01-01": "a date", "x": "a string", `"1"`: "a string",
	} {
		if got := mustParse(t, "a: "+text).Root.Get("a").TypeName(); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestWalk(t *testing.T) {
	t.Parallel()
	var got []string
	mustParse(t, "a: {b c: [x, {d: y}]}\n").Root.Walk("", func(node *Node, path string, isKey bool) {
		got = append(got, fmt.Sprintf("%s=%s/%t", path, node.Text, isKey))
	})
	want := []string{
		"=/false", "a=a/true", "a=/false", `a["b c"]=b c/true`, `a["b c"]=/false`, `a["b c"][0]=x/false`, `a["b c"][1]=/false`,
		`a["b c"][1].d=d/true`, `a["b c"][1].d=y/false`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSources shows which files a document is made of, and where its own parts
// are.
func TestSources(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "a: 1\nb:\n  c: 2\n")
	doc.AddOwn("own.yaml")
	doc.AddShared("shared.yaml")
	doc.AddShared("more.yaml")
	for file, want := range map[string][2]bool{
		"job.yaml": {true, true}, "own.yaml": {true, true}, "shared.yaml": {true, false}, "more.yaml": {true, false}, "other.yaml": {false, false}, "": {false, false},
	} {
		if got := [2]bool{doc.HasSource(file), doc.Owns(file)}; got != want {
			t.Errorf("%s: source and own are %v, want %v", file, got, want)
		}
	}
	for _, file := range []string{"own.yaml", "shared.yaml"} {
		value := NewText("x", diag.Pos{File: file, Line: 7, Col: 1})
		doc.Root.Get("b").Set(Entry{Key: value, Value: value})
		doc.Root.Get("b").Set(Entry{Key: NewText("d", value.Pos), Value: value})
		want := diag.Pos{File: "own.yaml", Line: 7, Col: 1}
		if file == "shared.yaml" {
			want = diag.Pos{File: "job.yaml", Line: 2, Col: 1}
		}
		if got := doc.OwnPos("b.d.e[0]"); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
	if at := doc.OwnPos("nowhere"); at.File != "job.yaml" || at.Line != 1 {
		t.Errorf("got %s", at)
	}
}

// TestDecodeReportsEachMismatch shows that a wrong value is reported at its
// position, and that the rest is decoded.
func TestDecodeReportsEachMismatch(t *testing.T) {
	t.Parallel()
	var into struct {
		Number  int              `yaml:"number"`
		Pointer *bool            `yaml:"pointer"`
		List    []int            `yaml:"list"`
		Map     map[string]int   `yaml:"map"`
		Any     any              `yaml:"any"`
		Maps    []map[string]int `yaml:"maps"`
		Lists   [][]int          `yaml:"lists"`
		Structs []struct{}       `yaml:"structs"`
		Ignored string           `yaml:"-"`
		Plain   string
		Rest    map[string]int `yaml:",inline"`
	}
	problems := mustParse(t, `
number: x
pointer: true
list: [1, a, 3]
map: {a: 1, b: []}
any: {a: [1, {b: ~}]}
maps: [{}, []]
lists: [[], {}]
structs: [{}, []]
Ignored: 1
other: 7
Plain: 8
"": 9
`).Decode(&into)
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		"job.yaml:2:9: a string does not fit int", "job.yaml:4:11: a string does not fit int", "job.yaml:5:16: a list does not fit int",
		"job.yaml:7:12: a list does not fit map[string]int", "job.yaml:8:13: a mapping does not fit []int", "job.yaml:9:15: a list does not fit struct {}",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if into.Number != 0 || !*into.Pointer || fmt.Sprint(into.List, into.Map, into.Any, into.Rest) != "[1 0 3] map[a:1 b:0] map[a:[1 map[b:<nil>]]] map[:9 Ignored:1 Plain:8 other:7]" || into.Ignored+into.Plain != "" {
		t.Errorf("%+v", into)
	}
}
