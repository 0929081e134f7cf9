package config

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// TestAmbiguousNumbers shows which spellings of a number are refused, in a number of
// a job file, and what to write instead.
func TestAmbiguousNumbers(t *testing.T) {
	t.Parallel()
	const at = "infrastructure.compute.timeout_seconds"
	schema := committedSchema(t)
	for written, hint := range map[string]string{
		"600": "", "0": "no error", "+600": "", "600.0": "", "6.0e+2": "", `"600"`: "no error", "!!int 600": "",
		"0600": "write it in decimal: 600", "010": "write it in decimal: 10", "-0600": "write it in decimal: -600",
		"08": "write it in decimal: 8", "00": "write it in decimal",
		"0x10": "write it in decimal", "0b1010": "write it in decimal", "0o17": "write it in decimal",
		"1_000": "write it in decimal: 1000", "1_0.5": "write it in decimal", "1e3": "write it in decimal", "-.5": "write it in decimal",
		"1:00:00": "write it in decimal", "1:30.5": "write it in decimal", "!!int 0600": "write it in decimal: 600",
	} {
		problems := check(mustParse(t, "infrastructure: {compute: {timeout_seconds: "+written+"}}"), schema)
		i := slices.IndexFunc(problems, func(p diag.Diagnostic) bool { return p.Path == at && p.Code == codeNumber })
		switch {
		case hint == "" || hint == "no error":
			if i >= 0 {
				t.Errorf("%s: %s", written, problems[i])
			}
		case i < 0:
			t.Errorf("%s: no error", written)
		case problems[i].Hint != hint:
			t.Errorf("%s: hint %q, want %q", written, problems[i].Hint, hint)
		}
	}
}

// TestSpelledNumbers shows that values without a number type keep their spelling.
func TestSpelledNumbers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"infrastructure: {tags: {cost_center: 0012, batch: 1_000, window: 12:30}}",
		"infrastructure: {compute: {environment: {MODE: 0600}}}",
		"finops: {cost_center: 00123}",
		"classification_overrides: {id: 0x1}",
	} {
		for _, p := range check(mustParse(t, text), committedSchema(t)) {
			if p.Code == codeNumber {
				t.Errorf("%s: %s", text, p)
			}
		}
	}
}
