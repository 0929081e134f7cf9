package diag

import (
	"errors"
	"strings"
	"testing"
)

const printed = "a: 1\n\tb: \x1b[31m2\r\nc: é\u202ex\nd: \xff\n"

func printList(t *testing.T, p Printer, list List) string {
	t.Helper()
	var b strings.Builder
	if err := p.Print(&b, list); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func source(text string) func(string) []byte {
	return func(string) []byte { return []byte(text) }
}

func TestPrint(t *testing.T) {
	t.Parallel()
	at := func(line, col int) Pos { return Pos{"f.yaml", line, col} }
	for _, test := range []struct {
		name string
		d    Diagnostic
		want string
	}{
		{"whole", Diagnostic{Pos: at(1, 4), Path: "a", Message: "wrong", Hint: "right"},
			"f.yaml:1:4: a: wrong\n   1 | a: 1\n     |    ^\n  hint: right\n"},
		{"code", Diagnostic{Pos: at(1, 4), Path: "a", Message: "wrong", Code: "a-rule"}, "f.yaml:1:4: a: wrong [a-rule]\n   1 | a: 1\n     |    ^\n"},
		{"warning", Diagnostic{Severity: Warning, Pos: at(1, 1), Message: "odd"}, "f.yaml:1:1: warning: odd\n   1 | a: 1\n     | ^\n"},
		{"no column", Diagnostic{Pos: at(1, 0), Message: "wrong"}, "f.yaml:1: wrong\n   1 | a: 1\n"},
		{"no line", Diagnostic{Pos: at(0, 0), Message: "wrong"}, "f.yaml: wrong\n"},
		{"no file", Diagnostic{Message: "wrong"}, "wrong\n"},
		{"a line that does not exist", Diagnostic{Pos: at(99, 1), Message: "wrong"}, "f.yaml:99:1: wrong\n"},
		{"a column that does not exist", Diagnostic{Pos: at(1, 99), Message: "wrong"}, "f.yaml:1:99: wrong\n   1 | a: 1\n"},
		{"after the end", Diagnostic{Pos: at(1, 5), Message: "wrong"}, "f.yaml:1:5: wrong\n   1 | a: 1\n     |     ^\n"},
		{"a tab is kept, an escape is replaced", Diagnostic{Pos: at(2, 5), Message: "wrong"},
			"f.yaml:2:5: wrong\n   2 | \tb: \ufffd[31m2\n     | \t   ^\n"},
		{"a bidirectional mark is replaced", Diagnostic{Pos: at(3, 4), Message: "wrong\u202e"},
			"f.yaml:3:4: wrong\ufffd\n   3 | c: é\ufffdx\n     |    ^\n"},
		{"invalid UTF-8 is replaced", Diagnostic{Pos: at(4, 4), Message: "wrong\xff\n"},
			"f.yaml:4:4: wrong\ufffd\ufffd\n   4 | d: \ufffd\n     |    ^\n"},
		{"one column after the end", Diagnostic{Pos: at(1, 6), Message: "wrong"}, "f.yaml:1:6: wrong\n   1 | a: 1\n"},
		{"private", Diagnostic{Pos: at(1, 4), Message: "a secret", Private: true, Hint: "hide it"},
			"f.yaml:1:4: a secret\n  hint: hide it\n"},
	} {
		if got := printList(t, Printer{Source: source(printed)}, List{test.d}); got != test.want {
			t.Errorf("%s: got\n%q, want\n%q", test.name, got, test.want)
		}
	}
}

func TestPrintColor(t *testing.T) {
	t.Parallel()
	list := List{
		{Pos: Pos{"f.yaml", 1, 4}, Message: "wrong"},
		{Severity: Warning, Pos: Pos{"f.yaml", 1, 1}, Message: "odd"},
		{Severity: Note, Pos: Pos{"f.yaml", 1, 1}, Message: "so", Code: "a-rule"},
	}
	want := "\x1b[1m\x1b[33mf.yaml:1:1: warning: odd\x1b[0m\n   1 | a: 1\n\x1b[36m     | ^\x1b[0m\n" +
		"\x1b[1m\x1b[34mf.yaml:1:1: note: so\x1b[0m [a-rule]\n   1 | a: 1\n\x1b[36m     | ^\x1b[0m\n" +
		"\x1b[1m\x1b[31mf.yaml:1:4: wrong\x1b[0m\n   1 | a: 1\n\x1b[36m     |    ^\x1b[0m\n"
	if got := printList(t, Printer{Source: source(printed), Color: true}, list); got != want {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
	if got := printList(t, Printer{Source: source(printed)}, list); strings.Contains(got, "\x1b") {
		t.Errorf("escapes without Color: %q", got)
	}
}

// TestPrintLongLine checks that the caret is under its character however long the
// line is.
func TestPrintLongLine(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("é", 5000)
	for _, column := range []int{1, 30, 61, 62, 119, 120, 121, 2500, 4999, 5000} {
		text := []rune(line)
		text[column-1] = 'X'
		got := printList(t, Printer{Source: source(string(text))}, List{{Pos: Pos{"f", 1, column}, Message: "m"}})
		lines := strings.Split(got, "\n")
		shown, caret := []rune(lines[1]), []rune(lines[2])
		start := max(0, column-61)
		cutBefore, cutAfter := strings.HasPrefix(lines[1], "   1 | ..."), strings.HasSuffix(lines[1], "...")
		if cutBefore != (start > 0) || cutAfter != (start+120 < 5000) {
			t.Errorf("column %d: wrong ellipses:\n%s", column, got)
		}
		if len(shown) > 140 || shown[len(caret)-1] != 'X' || caret[len(caret)-1] != '^' {
			t.Errorf("column %d:\n%s", column, got)
		}
	}
}

// TestExcerpt checks that the column is in the middle of a long line's excerpt.
func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 60) + strings.Repeat("b", 60) + strings.Repeat("c", 60)
	for _, test := range []struct {
		line       string
		column     int
		want       string
		wantColumn int
	}{
		{long[:120], 100, long[:120], 100},
		{long[:121], 1, long[:120] + "...", 1},
		{long, 61, long[:120] + "...", 61},
		{long, 62, "..." + long[1:121] + "...", 64},
		{long, 180, "..." + long[119:], 64},
		{long, 0, long[:120] + "...", 0},
	} {
		if got, column := excerpt(test.line, test.column); got != test.want || column != test.wantColumn {
			t.Errorf("column %d of %d: got %d in %s", test.column, len(test.line), column, got)
		}
	}
}

func TestPrintWithoutSource(t *testing.T) {
	t.Parallel()
	list := List{{Pos: Pos{"f.yaml", 1, 1}, Message: "wrong"}}
	for name, printer := range map[string]Printer{"nil": {}, "no such file": {Source: func(string) []byte { return nil }}} {
		if got := printList(t, printer, list); got != "f.yaml:1:1: wrong\n" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestPrintByteOrderMark leaves the mark out of the first line, and only there.
func TestPrintByteOrderMark(t *testing.T) {
	t.Parallel()
	for line, want := range map[int]string{1: "f:1:1: wrong\n   1 | a: 1\n     | ^\n", 2: "f:2:1: wrong\n   2 | \ufffdb\n     | ^\n"} {
		printer := Printer{Source: source("\ufeffa: 1\n\ufeffb\n")}
		if got := printList(t, printer, List{{Pos: Pos{"f", line, 1}, Message: "wrong"}}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestVisible checks the ends of every range of characters that are replaced.
func TestVisible(t *testing.T) {
	t.Parallel()
	replaced := []rune{0, 0x08, 0x0a, 0x1f, 0x7f, 0x9f, 0x200b, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff}
	kept := []rune{'\t', 0x20, 0x7e, 0xa0, 0x200a, 0x2010, 0x2029, 0x202f, 0x2065, 0x206a, 0xfefe}
	for _, char := range replaced {
		if got := visible(string(char)); got != "\ufffd" {
			t.Errorf("%U is printed", char)
		}
	}
	for _, char := range kept {
		if got := visible(string(char)); got != string(char) {
			t.Errorf("%U is replaced by %q", char, got)
		}
	}
}

// broken simulates a full disk.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestPrintReportsItsOwnFailure(t *testing.T) {
	t.Parallel()
	if err := (Printer{}).Print(broken{}, List{{Message: "x"}}); err == nil {
		t.Error("no error")
	}
}

// TestPrintCutsLongLists shows that a file has so many problems of each severity,
// and that the rest is counted.
func TestPrintCutsLongLists(t *testing.T) {
	t.Parallel()
	var list List
	for i := range maxPrinted + 2 {
		list.Warnf("w", "", "warning").Pos = Pos{"a.yaml", i + 1, 1}
		list.Errorf("e", "", "wrong").Pos = Pos{"a.yaml", i + 1, 1}
	}
	list.Errorf("e", "", "last").Pos = Pos{"a.yaml", 9999, 1}
	list.Errorf("e", "", "other").Pos = Pos{"b.yaml", 1, 1}
	got := printList(t, Printer{}, list)
	for _, want := range []string{
		"a.yaml:100:1: wrong [e]\n", "a.yaml:100:1: warning: warning [w]\n", "b.yaml:1:1: other [e]\n",
		"a.yaml: 3 more problems not shown [more-problems]\n", "a.yaml: warning: 2 more problems not shown [more-problems]\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if lines := strings.Count(got, "\n"); lines != 2*maxPrinted+3 {
		t.Errorf("%d lines", lines)
	}
}
