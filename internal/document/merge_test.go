package document

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// merge merges documents, the last of which is the own one.
func merge(t testing.TB, texts ...string) (*Node, []Removal) {
	t.Helper()
	var blocks []*Node
	for i, text := range texts {
		file := fmt.Sprintf("file%d", i)
		if i == len(texts)-1 {
			file = "own"
		}
		doc, problems := Parse(file, []byte(text))
		if doc == nil {
			t.Fatalf("%v in:\n%s", problems, text)
		}
		blocks = append(blocks, doc.Root)
	}
	return Merge("", isOwn, blocks...)
}

func isOwn(file string) bool { return file == "own" }

// oneLine writes a node for a comparison.
func oneLine(t testing.TB, value any) string {
	t.Helper()
	text, err := OneLine(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestMerge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		layers []string
		want   string
	}{
		{"one layer", []string{"{a: 1}"}, "{a: 1}"},
		{"the last wins", []string{"{a: 1}", "{a: 2}", "{a: 3}"}, "{a: 3}"},
		{"new keys are appended", []string{"{b: 1}", "{a: 2}"}, "{b: 1, a: 2}"},
		{"mappings merge", []string{"{a: {b: 1, c: 1}}", "{a: {c: 2, d: 2}}"}, "{a: {b: 1, c: 2, d: 2}}"},
		{"deep", []string{"{a: {b: {c: {d: 1}}}}", "{a: {b: {c: {e: 2}}}}"}, "{a: {b: {c: {d: 1, e: 2}}}}"},
		{"an empty mapping changes nothing", []string{"{a: {b: 1}}", "{a: {}}"}, "{a: {b: 1}}"},
		{"lists replace", []string{"{a: [1, 2]}", "{a: [3]}"}, "{a: [3]}"},
		{"an empty list replaces", []string{"{a: [1, 2]}", "{a: []}"}, "{a: []}"},
		{"mappings in lists do not merge", []string{"{a: [{b: 1}]}", "{a: [{c: 2}]}"}, "{a: [{c: 2}]}"},
		{"an empty string replaces", []string{"{a: x}", "{a: ''}"}, `{a: ""}`},
		{"false and 0 replace", []string{"{a: true, b: 1}", "{a: false, b: 0}"}, "{a: false, b: 0}"},
		{"a scalar replaces a mapping", []string{"{a: {b: 1}}", "{a: x}"}, "{a: x}"},
		{"a mapping replaces a scalar", []string{"{a: x}", "{a: {b: 1}}"}, "{a: {b: 1}}"},
		{"null removes a scalar", []string{"{a: 1, b: 1}", "{a: null}"}, "{b: 1}"},
		{"null removes a list", []string{"{a: [1], b: 1}", "{a: null}"}, "{b: 1}"},
		{"null removes a mapping", []string{"{a: {b: 1}, b: 1}", "{a: null}"}, "{b: 1}"},
		{"null removes inside a mapping", []string{"{a: {b: 1, c: 1}}", "{a: {b: null}}"}, "{a: {c: 1}}"},
		{"an empty value is null", []string{"{a: 1, b: 1}", "a:"}, "{b: 1}"},
		{"a mapping over a null starts empty", []string{"{a: {b: 1}}", "{a: null}", "{a: {c: 2}}"}, "{a: {c: 2}}"},
		{"null twice", []string{"{a: 1, b: 1}", "{a: null}", "{a: null}"}, "{b: 1}"},
		{"an own null that shadows nothing stays", []string{"{b: 1}", "{a: null}"}, "{b: 1, a: null}"},
		{"another file's goes", []string{"{a: null}", "{b: 1}"}, "{b: 1}"},
		{"another file's goes inside what is new too", []string{"{a: {b: null, c: 1}}", "{b: 1}"}, "{a: {c: 1}, b: 1}"},
		{"an own null over another file's goes", []string{"{a: null}", "{a: null, b: 1}"}, "{b: 1}"},
		{"nulls in lists stay", []string{"{a: [1]}", "{a: [null]}"}, "{a: [null]}"},
		{"spelling stays", []string{"{a: 007}", "{b: 0x1F, c: '1'}"}, `{a: 007, b: 0x1F, c: "1"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result, _ := merge(t, test.layers...)
			if got := oneLine(t, result); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestMergeRemembers shows where values come from, and what they hide.
func TestMergeRemembers(t *testing.T) {
	t.Parallel()
	result, removed := merge(t,
		"a: {b: 1, c: [1, 2]}\nd: x\ne: {f: 1}\nh: 1\n",
		"a: {b: 2}\nd:\n  g: 1\nh: {i: 1}\n",
		"a:\n  b: 3\n  c: [3]\nd: null\ne: y\nh: {j: 2}\n")
	describe := func(path string) string {
		doc := &Document{Name: "own", Root: result}
		node, pos := doc.Find(path)
		text := oneLine(t, node) + " " + pos.String()
		for _, o := range node.Shadowed {
			text += " over " + oneLine(t, o.Value) + " " + o.Pos.String()
		}
		return text
	}
	for path, want := range map[string]string{
		"a.b": "3 own:2:6 over 2 file1:1:8 over 1 file0:1:8",
		"a.c": "[3] own:3:3 over [1, 2] file0:1:11",
		"e":   "y own:5:4 over {f: 1} file0:3:1",
		"h":   "{i: 1, j: 2} own:6:1 over 1 file0:4:4",
	} {
		if got := describe(path); got != want {
			t.Errorf("%s: got  %s\nwant %s", path, got, want)
		}
	}
	if len(removed) != 1 || removed[0].Path != "d" || removed[0].Pos.String() != "own:4:4" {
		t.Fatalf("removed: %+v", removed)
	}
	var values []string
	for _, o := range removed[0].Shadowed {
		values = append(values, oneLine(t, o.Value)+" "+o.Pos.String())
	}
	if want := []string{"{g: 1} file1:2:1", "x file0:2:4"}; !slices.Equal(values, want) {
		t.Errorf("removed %q, want %q", values, want)
	}
}

// TestMergeSharesWhatStays shows that parts of one block alone are not copied, and
// that what is merged is printed as a block.
func TestMergeSharesWhatStays(t *testing.T) {
	t.Parallel()
	low := mustParse(t, "{a: {b: 1}, c: {d: 1}}\n").Root
	high := mustParse(t, "{c: {e: [2]}}\n").Root
	isOwn := func(string) bool { return true }
	if alone, _ := Merge("", isOwn, low); alone != low {
		t.Error("one block is copied")
	}
	result, _ := Merge("", isOwn, low, high)
	if result.Get("a") != low.Get("a") || result.Get("c").Get("e") != high.Get("c").Get("e") {
		t.Error("a part of one block is copied")
	}
	if text, _ := Marshal(result, "yaml"); string(text) != "a: {b: 1}\nc:\n  d: 1\n  e: [2]\n" {
		t.Errorf("printed as %s", text)
	}
}

// TestMergeLeavesLayersAlone shows that the blocks that jobs share never change.
func TestMergeLeavesLayersAlone(t *testing.T) {
	t.Parallel()
	base := mustParse(t, "a: {b: 1, c: '${X}'}\nd: [1]\n")
	before := oneLine(t, base.Root)
	own, _ := Parse("own", []byte("{a: {b: null}, d: null}"))
	result, _ := Merge("", isOwn, base.Root, own.Root)
	expanded, problems := Expand(result, "", map[string]string{"X": "1"})
	if got := oneLine(t, expanded); problems != nil || got != "{a: {c: 1}}" {
		t.Errorf("%s, %v", got, problems)
	}
	if after := oneLine(t, base.Root); after != before {
		t.Errorf("it was %s, and is %s", before, after)
	}
}

// randomBlock writes a block of few keys, so that blocks meet; nulls and values
// of another type than usual are left out unless they are asked for.
func randomBlock(r *rand.Rand, depth int, wild bool) string {
	var entries []string
	for _, key := range []string{"a", "b", "c", "d"} {
		if r.IntN(3) == 0 {
			continue
		}
		kind := map[string]int{"a": 0, "b": 0, "c": 1, "d": 2}[key]
		if wild {
			kind = r.IntN(4)
		}
		value := fmt.Sprint(r.IntN(100))
		switch {
		case kind == 0 && depth > 0:
			value = randomBlock(r, depth-1, wild)
		case kind == 1:
			value = fmt.Sprintf("[%d, %d]", r.IntN(10), r.IntN(10))
		case kind == 3:
			value = "null"
		}
		entries = append(entries, key+": "+value)
	}
	return "{" + strings.Join(entries, ", ") + "}"
}

// TestMergeIsAssociative shows that, where no null removes and no type changes,
// it does not matter which blocks are merged first; and that merging a block with
// itself changes nothing.
func TestMergeIsAssociative(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	together := func(texts ...string) string {
		result, _ := merge(t, texts...)
		keys := oneLine(t, sorted(result))
		return keys
	}
	for range 300 {
		a, b, c := randomBlock(r, 3, false), randomBlock(r, 3, false), randomBlock(r, 3, false)
		left, right := together(together(a, b), c), together(a, together(b, c))
		if left != right || left != together(a, b, c) {
			t.Fatalf("%s, %s, %s: %s and %s", a, b, c, left, right)
		}
		if twice := together(a, a); twice != together(a) {
			t.Fatalf("%s over itself is %s", a, twice)
		}
	}
}

// TestMergeGoesOneAtATime shows that, whatever the blocks hold, merging one more
// with a result is the same as merging all at once, but for the nulls of other
// files, which are gone by then.
func TestMergeGoesOneAtATime(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		a, b, c := randomBlock(r, 3, true), randomBlock(r, 3, true), randomBlock(r, 3, true)
		below, _ := merge(t, a, b, "{}")
		left, _ := merge(t, oneLine(t, below), c)
		all, _ := merge(t, a, b, c)
		if got, want := withoutNulls(t, left), withoutNulls(t, all); got != want {
			t.Fatalf("%s, %s, %s:\n%s\n%s", a, b, c, got, want)
		}
		again, _ := merge(t, a, b, c)
		if oneLine(t, again) != oneLine(t, all) {
			t.Fatal("the second time it is another result")
		}
	}
}

// withoutNulls writes a block without the nulls that removed nothing.
func withoutNulls(t *testing.T, node *Node) string {
	t.Helper()
	result, _ := merge(t, oneLine(t, node), "{}")
	return oneLine(t, sorted(result))
}

// sorted sorts the keys of mappings: their order says nothing.
func sorted(node *Node) *Node {
	result := *node
	result.Entries = nil
	for _, e := range node.Entries {
		result.Entries = append(result.Entries, Entry{e.Key, sorted(e.Value)})
	}
	slices.SortFunc(result.Entries, func(a, b Entry) int { return strings.Compare(a.Key.Text, b.Key.Text) })
	return &result
}

func TestTextAt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ high, low, want string }{
		{"{a: {b: x}}", "{a: {b: y}}", "x"},
		{"{a: {c: x}}", "{a: {b: y}}", "y"},
		{"{}", "{a: {b: y}}", "y"},
		{"{a: {b: null}}", "{a: {b: y}}", ""},
		{"{a: null}", "{a: {b: y}}", ""},
		{"{a: [b]}", "{a: {b: y}}", ""},
		{"{a: {b: [x]}}", "{a: {b: y}}", ""},
		{"{}", "{}", ""},
	} {
		if got := TextAt("a.b", mustParse(t, test.high).Root, mustParse(t, test.low).Root); got != test.want {
			t.Errorf("%s over %s: got %q, want %q", test.high, test.low, got, test.want)
		}
	}
}

func TestOneLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value any
		want  string
	}{
		{"x", "x"}, {"", `""`}, {"true", `"true"`}, {"1", `"1"`}, {"null", `"null"`}, {" x", `" x"`},
		{"a: b", `"a: b"`}, {"arn:aws:iam::1:role/x", "arn:aws:iam::1:role/x"}, {"a\nb", `"a\nb"`}, {"x\x1b[0m", `"x\u001b[0m"`}, {"\x1b[0m", `"\u001b[0m"`},
		{"-x", `"-x"`}, {"a, b", `"a, b"`}, {"#x", `"#x"`}, {"a  b", "a  b"},
		{1, "1"}, {true, "true"}, {nil, "null"}, {1.5, "1.5"},
		{[]string{}, "[]"}, {[]string{"a", "b c"}, "[a, b c]"}, {map[string]int{"b": 1, "a": 2}, "{a: 2, b: 1}"},
	} {
		got := oneLine(t, test.value)
		if got != test.want {
			t.Errorf("%#v: got %s, want %s", test.value, got, test.want)
		}
		var back any
		if err := yaml.Unmarshal([]byte(got), &back); err != nil {
			t.Errorf("%s is not YAML: %v", got, err)
		} else if test.want != got || oneLine(t, back) != got {
			t.Errorf("%s reads back as %#v", got, back)
		}
	}
}
