package document

import "testing"

func TestAmbiguousNumber(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]bool{
		"0": false, "12": false, "-3": false, "1.5": false, ".5": false, "1.": false, "00.5": false, ".inf": false, "1.5e+3": false,
		"text": false, "1.2.3": false, `"0600"`: false, "'1:30'": false, "true": false, "2026-01-01": false, "10:80": false, "~": false,
		"0600": true, "08": true, "0x1F": true, "0b11": true, "0o17": true, "1_000": true, "1_0.5": true, "1e3": true, "1.5e3": true,
		"-.5": true, "1:30": true, "190:20:30": true, "-1:30.5": true, "!!int 0x1": true,
	} {
		doc, problems := Parse("", []byte("a: "+written))
		if doc == nil {
			t.Fatal(problems)
		}
		if got := doc.Root.Get("a").AmbiguousNumber(); got != want {
			t.Errorf("%s: %t", written, got)
		}
	}
}
