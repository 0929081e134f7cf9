package document

import "testing"

// decomposed is an e followed by a combining accent; composed is one character.
const decomposed, composed = "e\u0301", "\u00e9"

func TestCheckNFC(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"value", "tenant_id: acm" + decomposed, "job.yaml:1:12: tenant_id"},
		{"composed", "tenant_id: acm" + composed, ""},
		{"inside", "infrastructure:\n  tags:\n    owner: " + decomposed, "job.yaml:3:12: infrastructure.tags.owner"},
		{"item", "finops:\n  business_tags: [a, " + decomposed + "]", "job.yaml:2:22: finops.business_tags[1]"},
		{"key", "infrastructure:\n  tags:\n    " + decomposed + ": x", "job.yaml:3:5: infrastructure.tags[\"" + decomposed + "\"]"},
		{"the engine's", "source:\n  file: " + decomposed + "\nasset: " + decomposed, ""},
		{"no composed form", "tenant_id: x\u0302", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc, problems := Parse("job.yaml", []byte(c.text))
			if doc == nil {
				t.Fatal(problems)
			}
			got := ""
			if found := doc.CheckNFC([]string{"tenant_id", "infrastructure", "finops", "source.tags"}); len(found) == 1 {
				got = found[0].Pos.String() + ": " + found[0].Path
			} else if len(found) > 1 {
				t.Errorf("reported twice: %v", found)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
