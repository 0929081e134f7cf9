package markdown

import (
	"strings"
	"testing"
)

func TestProse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		value any
		want  string
	}{
		{"text", "eu-west-1", "`eu-west-1`"},
		{"number", 5, "`5`"},
		{"unit", struct{ v uint8 }{7}.v, "`7`"},
		{"fraction", 1.5, "`1.5`"},
		{"boolean", true, "`true`"},
		{"list", []string{"a", "b"}, "`a`, `b`"},
		{"list of any", []any{"a", 1}, "`a`, `1`"},
		{"empty list", []string{}, ""},
		{"empty text", "", "`\"\"`"},
		{"HTML", "<script>", "`<script>`"},
		{"a table's bar", "a|b", "`a|b`"},
		{"backtick inside", "a`b", "``a`b``"},
		{"backticks at the ends", "`a``", "``` `a`` ```"},
		{"blanks at both ends", " a ", "`  a  `"},
		{"blank", " ", "` `"},
		{"line break", "a\n\n# b", "`\"a\\n\\n# b\"`"},
		{"carriage return", "a\rb", "`\"a\\rb\"`"},
		{"text from right to left", "a\u202eb", "`\"a\\u202eb\"`"},
		{"invalid UTF-8", "a\xffb", "`a\ufffdb`"},
	} {
		if got, err := Prose(test.value); err != nil || got != test.want {
			t.Errorf("%s: got %s (%v), want %s", test.name, got, err, test.want)
		}
	}
}

func TestShell(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		value any
		want  string
	}{
		{"plain word", "projects/p-1/topics/a.b_c:d@e%f+g,h", "projects/p-1/topics/a.b_c:d@e%f+g,h"},
		{"option", "--from-file=a=b", "--from-file=a=b"},
		{"assignment", "PATH=x", "'PATH=x'"},
		{"number", 5, "5"},
		{"list", []string{"a", "b c"}, "a 'b c'"},
		{"empty", "", "''"},
		{"blank", " ", "' '"},
		{"quote", "a'; id #", `'a'\''; id #'`},
		{"substitution", "$(id)`id`${HOME}", "'$(id)`id`${HOME}'"},
		{"wildcard", "*", "'*'"},
		{"home", "~root", "'~root'"},
		{"history", "!!", "'!!'"},
		{"fence", "```", "'```'"},
		{"line break", "a\n```\nid", "$'a\\n```\\nid'"},
		{"line break and quotes", "a\n'\\!", `$'a\n\'\\\041'`},
		{"NUL", "a\x00b", `$'a\000b'`},
		{"text from right to left", "\u202e", `$'\342\200\256'`},
		{"letters of other scripts", "Ä", "'Ä'"},
	} {
		if got, err := Shell(test.value); err != nil || got != test.want {
			t.Errorf("%s: got %s (%v), want %s", test.name, got, err, test.want)
		}
	}
}

// TestValuesWithoutText: a value that has no one text is an error, not Go syntax.
func TestValuesWithoutText(t *testing.T) {
	t.Parallel()
	for _, value := range []any{nil, map[string]string{}, struct{}{}, []any{nil}, [][]string{{"a"}}, func() {}} {
		for name, encode := range map[string]func(any) (string, error){"Prose": Prose, "Shell": Shell} {
			if got, err := encode(value); err == nil || !strings.Contains(err.Error(), "cannot be printed in Markdown") {
				t.Errorf("%s(%T): got %q (%v)", name, value, got, err)
			}
		}
	}
}

func TestTidyAndBlank(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, page, want string
		blank            bool
	}{
		{"blank lines and blanks", "\n\n# a \n\n\n\nb\t\n\n", "# a\n\nb\n", false},
		{"no line end", "a", "a\n", false},
		{"nothing", "\n\n", "\n", true},
		{"header and heading", "<!-- Generated -->\n\n# Prerequisites\n", "<!-- Generated -->\n\n# Prerequisites\n", true},
		{"comment of several lines", "<!--\nGenerated\n-->\n# a\n## b\n", "<!--\nGenerated\n-->\n# a\n## b\n", true},
		{"a list", "# a\n\n- b\n", "# a\n\n- b\n", false},
		{"text after a comment", "<!-- a -->\nb\n", "<!-- a -->\nb\n", false},
	} {
		got := Tidy([]byte(test.page))
		if string(got) != test.want || Blank(got) != test.blank {
			t.Errorf("%s: got %q, blank %t", test.name, got, Blank(got))
		}
	}
}
