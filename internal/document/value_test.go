package document

import (
	"reflect"
	"testing"
)

func TestValueLeavesPlainScalarsToTheReader(t *testing.T) {
	t.Parallel()
	doc, problems := Parse("a.yaml", []byte("a: yes\nb: 'yes'\nc: !!str 1.0\nd: [12:30, \"12:30\", !!int \"7\"]\ne:\n  f: |-\n    no\n"))
	if doc == nil {
		t.Fatal(problems)
	}
	got := doc.Root.Value(func(plain string) any { return "plain " + plain })
	want := map[string]any{
		"a": "plain yes", "b": "yes", "c": "1.0",
		"d": []any{"plain 12:30", "12:30", 7}, "e": map[string]any{"f": "no"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v\nwant %#v", got, want)
	}
}
