package document

import "testing"

// mustParse reads a document that is known to be good.
func mustParse(t testing.TB, text string) *Document {
	t.Helper()
	doc, problems := Parse("job.yaml", []byte(text))
	if doc == nil {
		t.Fatalf("%v in:\n%s", problems, text)
	}
	return doc
}
