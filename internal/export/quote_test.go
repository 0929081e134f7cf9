package export

import "testing"

// TestLiterals checks that a literal has escapes only where it needs them.
func TestLiterals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ spark, trino string }{
		"a b":          {`'a b'`, `'a b'`},
		"it's":         {`'it\'s'`, `'it''s'`},
		`a\b`:          {`'a\\b'`, `'a\b'`},
		"a\nb\r\t":     {`'a\nb\r\t'`, `U&'a\000Ab\000D\0009'`},
		"\u2028'":      {`'\u2028\''`, `U&'\2028'''`},
		"\U000e0001\\": {`'\U000E0001\\'`, `U&'\+0E0001\\'`},
		"${x} $x":      {`'\u0024{x} $x'`, `'${x} $x'`},
		"漢🙂":           {`'漢🙂'`, `'漢🙂'`},
	} {
		if got := sparkString(text); got != want.spark {
			t.Errorf("Spark: %q is %s, want %s", text, got, want.spark)
		}
		if got := trinoString(text); got != want.trino {
			t.Errorf("Trino: %q is %s, want %s", text, got, want.trino)
		}
	}
}

// TestComment checks that a text from a file stays in its comment.
func TestComment(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme/orders": "-- Job acme/orders\n",
		"a\nb":        "-- Job \"a\\nb\"\n",
		"${env:X}":    "-- Job $ {env:X}\n",
		"":            "-- Job \"\"\n",
	} {
		if got := comment("Job ", text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
