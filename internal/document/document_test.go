package document

import (
	"strings"
	"testing"
	"time"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text, code string
		line, col        int
	}{
		{"empty", "", "empty", 0, 0},
		{"white space", " \n\n", "empty", 0, 0},
		{"comment", "# a: 1\n", "empty", 0, 0},
		{"null", "---\n", "empty", 0, 0},
		{"list", "- a\n", "type", 1, 1},
		{"text", "\n  a\n", "type", 2, 3},
		{"two documents", "a: 1\n---\nb: 2\n", "documents", 3, 1},
		{"text after the document", "a: 1\n---\nb\n", "documents", 3, 1},
		{"invalid YAML after the document", "a: 1\n---\n\tb: 2\n", "yaml", 3, 1},
		{"bytes", "a: b\nb: \xff\n", "utf-8", 2, 4},
		{"half a character", "a: \xc3", "utf-8", 1, 4},
		{"UTF-16", "\xff\xfea\x00", "utf-8", 1, 1},
		{"UTF-16, big endian", "\xfe\xffa\x00", "utf-8", 1, 1},
		{"UTF-16 without a mark", "a\x00:\x00", "control-character", 1, 2},
		{"bell", "é: \x07", "control-character", 1, 4},
		{"delete", "a: \x7f", "control-character", 1, 4},
		{"C1 control", "a: \u0080", "control-character", 1, 4},
		{"mark after a character", "a\ufeff: b", "control-character", 1, 2},
		{"mark in the middle", "a: \ufeffb", "control-character", 1, 4},
		{"larger than any job", strings.Repeat("#", MaxSize+1), "size", 0, 0},
		{"tab", "a:\n  b: 1\n\tc: 1\n", "yaml", 3, 1},
		{"quote", "a: 1\nb: \"x\nc: 1\n", "yaml", 2, 1},
		{"indentation", "a:\n    b: 1\n  c: 1\n", "yaml", 3, 3},
		{"unknown anchor", "a: 1\nb: *c\n", "yaml", 2, 1},
		{"tag", "a: !x 1\n", "tag", 1, 4},
		{"tag that does not fit", "a: !!int x\n", "tag", 1, 4},
		{"list as key", "? [a]\n: 1\n", "key", 1, 3},
		{"null as key", "~: 1\n", "key", 1, 1},
		{"key twice", "a: 1\n\"a\": 2\n", "duplicate-key", 2, 1},
		{"key twice, once by an alias", "a: &a a\n*a : 2\n", "duplicate-key", 1, 4},
		{"alias in its anchor", "a: &a\n  b: *a\n", "alias", 2, 6},
		{"merge key of text", "<<: a\n", "merge", 1, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, problems := Parse("job.yaml", []byte(test.text))
			if doc != nil || len(problems) != 1 {
				t.Fatalf("got document %v and %v, want one problem", doc, problems)
			}
			want := diag.Pos{File: "job.yaml", Line: test.line, Col: test.col}
			if got := problems[0]; got.Code != test.code || got.Pos != want {
				t.Errorf("got %s at %s, want %s at %s (%s)", got.Code, got.Pos, test.code, want, got)
			}
		})
	}
}

// TestSyntaxErrors shows whole messages and hints.
func TestSyntaxErrors(t *testing.T) {
	t.Parallel()
	const indentation = "check that the indentation matches the lines above, and that each colon is followed by a space"
	const unclosed = "check for an unclosed quote or bracket, and that the indentation matches the lines above"
	for text, want := range map[string]string{
		"a:\n    b: 1\n  c: 1\n":       "job.yaml:3:3: invalid YAML: did not find expected key (" + indentation + ")",
		"a: 1\nb\nc: 2\n":              "job.yaml:2:1: invalid YAML: could not find expected ':' (" + indentation + ")",
		"a: 1\nb: [\n  c\n":            "job.yaml:2:1: invalid YAML: did not find expected ',' or ']' (" + unclosed + ")",
		"a: 1\nb: \"x\nc: 1\n":         "job.yaml:2:1: invalid YAML: found unexpected end of stream (" + unclosed + ")",
		"a: b: c\n":                    "job.yaml:1:1: invalid YAML: mapping values are not allowed in this context (check the indentation, and quote values that contain \": \")",
		"a: @b\n":                      "job.yaml:1:1: invalid YAML: found character that cannot start any token (quote the value)",
		"a: *\n":                       "job.yaml:1:1: invalid YAML: did not find expected alphabetic or numeric character (quote the value)",
		"a: *b\n":                      "job.yaml:1:1: invalid YAML: unknown anchor 'b' referenced (define the anchor with & before using it with *)",
		"a:\n  b: 1\n  \tc: 1\n":       "job.yaml:3:3: invalid YAML: tab in indentation (indent with spaces)",
		"a: 1\n---\nb: [\n---\nc: {\n": "job.yaml:3:1: invalid YAML: did not find expected node content (" + unclosed + ")",
	} {
		_, problems := Parse("job.yaml", []byte(text))
		if len(problems) != 1 {
			t.Errorf("%q: %v", text, problems)
			continue
		}
		if got := problems[0].String() + " (" + problems[0].Hint + ")"; got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// TestSyntaxErrorInALargeFile: where the search for the line would take too long,
// the library's own line is reported.
func TestSyntaxErrorInALargeFile(t *testing.T) {
	t.Parallel()
	_, problems := Parse("job.yaml", []byte(strings.Repeat("k: v\n", 100_000)+"x: [\n  y: z\n"+strings.Repeat("k: v\n", 50_000)))
	if len(problems) != 1 || problems[0].Pos.Line < 100_000 || problems[0].Pos.Line > 100_003 {
		t.Errorf("%v", problems)
	}
}

// TestTooDeepIsReportedOnce shows that the rest of a file that nests too deep is
// not read.
func TestTooDeepIsReportedOnce(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)
	_, problems := Parse("job.yaml", []byte("a: "+deep+"\nb: "+deep+"\n"))
	if len(problems) != 1 || problems[0].Code != "too-deep" || problems[0].Pos.Line != 1 {
		t.Errorf("got %v", problems)
	}
	if doc, problems := Parse("job.yaml", []byte("a: "+deep[2:len(deep)-2]+"\n")); doc == nil {
		t.Errorf("just deep enough: %v", problems)
	}
}

func TestParseTakes(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"byte order mark":      "\ufeffa: 1\n",
		"CRLF":                 "a: 1\r\nb: 2\r\n",
		"marks":                "---\na: 1\n...\n",
		"empty document after": "a: 1\n---\n",
		"flow":                 "{a: 1, b: [2]}",
		"JSON":                 `{"a": 1, "b": {"c": null}}`,
		"not ASCII":            "é: \U0001f600\n",
		"own tags":             "a: !!str 1\nb: !!int \"2\"\nc: !!map {}\n",
		"escapes":              "a: \"\\u0007\"\n",
		"number as key":        "1: a\ntrue: b\n",
		"quoted merge sign":    "\"<<\": a\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if doc, problems := Parse("job.yaml", []byte(text)); doc == nil || len(problems) > 0 {
				t.Errorf("refused: %v", problems)
			}
		})
	}
}

func TestParseCountsColumnsInCharacters(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"plain": "äö: {é: 1, key: 2}\n",
		"CRLF":  "äö: {é: 1, key: 2}\r\n",
		"mark":  "\ufeffäö: {é: 1, key: 2}\n",
	} {
		doc := mustParse(t, text)
		if got := doc.Pos(`["äö"].key`); got.Line != 1 || got.Col != 17 {
			t.Errorf("%s: got %s, want 1:17", name, got)
		}
	}
}

// TestParseIsQuick shows that a small file cannot ask for much.
func TestParseIsQuick(t *testing.T) {
	t.Parallel()
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for previous, name := "a", "b"; name <= "z"; previous, name = name, string(name[0]+1) {
		bomb += name + ": &" + name + " [" + strings.Repeat("*"+previous+", ", 10) + "]\n"
	}
	for name, text := range map[string]string{
		"alias bomb":     bomb,
		"merge bomb":     strings.ReplaceAll(strings.ReplaceAll(bomb, "[x, x, x, x, x, x, x, x, x, x]", "{x: 1}"), " [*", "\n  <<: [*"),
		"deep nesting":   strings.Repeat("[", 5000),
		"many bad lines": "a: \"\n" + strings.Repeat("b: [\n", 20_000),
		"long line":      "a: [" + strings.Repeat("x,", 150_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			if doc, _ := Parse("job.yaml", []byte(text)); doc != nil {
				t.Error("taken")
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}
