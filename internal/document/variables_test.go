package document

import (
	"slices"
	"testing"
)

// TestExpandSharesWhatStays shows that a node without variables is not copied,
// and that one with variables does not change.
func TestExpandSharesWhatStays(t *testing.T) {
	t.Parallel()
	root := mustParse(t, "a: {b: [x, y]}\nc: {d: ['${V}', z], e: {f: g}}\n").Root
	expanded, problems := Expand(root, "", map[string]string{"V": "1"})
	if problems != nil || oneLine(t, expanded) != "{a: {b: [x, y]}, c: {d: [1, z], e: {f: g}}}" {
		t.Errorf("%s, %v", oneLine(t, expanded), problems)
	}
	if expanded.Get("a") != root.Get("a") || expanded.Get("c").Get("e") != root.Get("c").Get("e") {
		t.Error("a part without variables is a copy")
	}
	if got := oneLine(t, root); got != `{a: {b: [x, y]}, c: {d: ["${V}", z], e: {f: g}}}` {
		t.Errorf("it changed to %s", got)
	}
	value := expanded.Get("c").Get("d").Items[0]
	if !value.FromVariable || value.Tag != "!!int" || value.Pos.Line != 2 || root.Get("c").Get("d").Items[0].FromVariable {
		t.Errorf("%+v", value)
	}
	if text, _ := Marshal(expanded, "yaml"); string(text) != "a: {b: [x, y]}\nc: {d: [1, z], e: {f: g}}\n" {
		t.Errorf("printed as %s", text)
	}
	if again, _ := Expand(expanded, "", nil); again != expanded {
		t.Error("without variables it is a copy")
	}
}

// TestExpandReportsEachVariableOnce shows that of a value with several variables
// each missing one is reported, and that the value stays whole.
func TestExpandReportsEachVariableOnce(t *testing.T) {
	t.Parallel()
	root := mustParse(t, "a: ['${X}-${V}-${X}-${Y}', {b: '${V}'}]\n").Root
	expanded, problems := Expand(root, "p", map[string]string{"V": "${X}"})
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	if want := []string{"job.yaml:1:5: p.a[0]: undefined variable ${X}",
		"job.yaml:1:5: p.a[0]: undefined variable ${Y}"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if text := oneLine(t, expanded); text != `{a: ["${X}-${V}-${X}-${Y}", {b: "${X}"}]}` {
		t.Errorf("got %s", text) // a value is not expanded again
	}
}

// TestExpandEscapes shows the text of a placeholder, and that such a value stays
// what it was.
func TestExpandEscapes(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"'$${X}'": "${X}", "'a $${X} ${V} $${V}'": "a ${X} 1 ${V}", "'$$${V}'": "$${V}", "'$${'": "${", "'$V $$ $(V) %{V}'": "$V $$ $(V) %{V}",
		"'$${X:-y}'": "${X:-y}", "'$${1}'": "${1}",
	} {
		expanded, problems := Expand(mustParse(t, "a: "+written).Root, "", map[string]string{"V": "1"})
		if value := expanded.Get("a"); value.Text != want || len(problems) > 0 || value.Tag != "!!str" {
			t.Errorf("%s: got %q (%s), %v", written, value.Text, value.Tag, problems)
		}
	}
}
