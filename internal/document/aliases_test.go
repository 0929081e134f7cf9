package document

import (
	"reflect"
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       map[string]any
	}{
		{"alias", "a: &a [1, 2]\nb: *a\n", map[string]any{"a": []any{1, 2}, "b": []any{1, 2}}},
		{"alias of an alias", "a: &a {x: &x 1}\nb: *a\nc: *x\n", map[string]any{"a": map[string]any{"x": 1}, "b": map[string]any{"x": 1}, "c": 1}},
		{"alias as key", "a: &a k\nb: {*a : 1}\n", map[string]any{"a": "k", "b": map[string]any{"k": 1}}},
		{"anchor used again", "a: &a 1\nb: &a 2\nc: *a\n", map[string]any{"a": 1, "b": 2, "c": 2}},
		{"merge", "a: &a {x: 1, y: 2}\nb: {<<: *a, z: 3}\n",
			map[string]any{"a": map[string]any{"x": 1, "y": 2}, "b": map[string]any{"x": 1, "y": 2, "z": 3}}},
		{"own key wins, before or after the merge key", "b: {<<: {x: 1, y: 1}, x: 2}\nc: {x: 2, <<: {x: 1, y: 1}}\n",
			map[string]any{"b": map[string]any{"x": 2, "y": 1}, "c": map[string]any{"x": 2, "y": 1}}},
		{"the first of a list wins", "b: {<<: [{x: 1}, {x: 2, y: 2}]}\n", map[string]any{"b": map[string]any{"x": 1, "y": 2}}},
		{"merge of a merge", "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, y: 3}\n",
			map[string]any{"a": map[string]any{"x": 1}, "b": map[string]any{"x": 1, "y": 2}, "c": map[string]any{"x": 1, "y": 3}}},
		{"what is merged stays whole", "b: {<<: {x: {p: 1}}, x: {q: 2}}\n", map[string]any{"b": map[string]any{"x": map[string]any{"q": 2}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got map[string]any
			if problems := mustParse(t, test.text).Decode(&got); problems != nil {
				t.Fatal(problems)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// TestResolveKeepsPositions shows that what an alias brings is pointed to where
// it is written.
func TestResolveKeepsPositions(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "a: &a\n  x: 1\nb:\n  <<: *a\n  y: 2\nc: *a\n")
	for path, want := range map[string]diag.Pos{
		"a.x": {File: "job.yaml", Line: 2, Col: 6},
		"b.x": {File: "job.yaml", Line: 2, Col: 6},
		"b.y": {File: "job.yaml", Line: 5, Col: 6},
		"c.x": {File: "job.yaml", Line: 2, Col: 6},
	} {
		if got := doc.Pos(path); got != want {
			t.Errorf("%s is at %s, want %s", path, got, want)
		}
	}
}

func TestPos(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "a:\n  b: [x, {c: d}]\n  \"e.f\": 1\n  g:\n  \"\": 2\n  h: {}\n")
	for path, want := range map[string][2]int{
		"":               {1, 1},
		"a":              {1, 1},
		"a.b":            {2, 3},
		"a.b[0]":         {2, 7},
		"a.b[1]":         {2, 10},
		"a.b[1].c":       {2, 14},
		"a.b[2]":         {2, 3},  // not there: where it would be
		"a.b.c":          {2, 3},  // a list has no keys
		"a.b[1].x.y":     {2, 10}, // not there
		`a["e.f"]`:       {3, 10},
		`a[""]`:          {5, 7},
		"a.g":            {4, 3}, // nothing to point at but the key
		"a.h.i.j":        {6, 3},
		"nowhere":        {1, 1},
		`a["unfinished`:  {1, 1},
		"a.b[-1]":        {2, 3},
		"a.b[99999999]":  {2, 3},
		"a[0]":           {1, 1},
		"a.b[0].deeper":  {2, 7},
		`a["e.f"].x`:     {3, 3},
		"a.g.x":          {4, 3},
		"a.b[1].c.d.e.f": {2, 11},
	} {
		if got := doc.Pos(path); [2]int{got.Line, got.Col} != want {
			t.Errorf("%q is at %d:%d, want %d:%d", path, got.Line, got.Col, want[0], want[1])
		}
	}
}

// TestDuplicateKeys shows that each further key refers to the first.
func TestDuplicateKeys(t *testing.T) {
	t.Parallel()
	_, problems := Parse("job.yaml", []byte("a: 1\na: {b: 1, b: 2}\na: 3\n"))
	var got []string
	for _, p := range problems {
		got = append(got, p.String()+" ("+p.Hint+")")
	}
	want := []string{"job.yaml:2:1: a: duplicate key (first defined on line 1)", "job.yaml:3:1: a: duplicate key (first defined on line 1)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
