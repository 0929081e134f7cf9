package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/schemas"
)

// mustParse reads a document that is known to be good.
func mustParse(t testing.TB, text string) *document.Document {
	t.Helper()
	doc, problems := document.Parse("job.yaml", []byte(text))
	if doc == nil {
		t.Fatalf("%v in:\n%s", problems, text)
	}
	return doc
}

// committedSchema is the schema that editors see.
func committedSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	schema, err := parseSchema(schemas.JobConfig)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// yamlFiles returns the texts of all YAML files below a folder by their path.
func yamlFiles(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		texts[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) == 0 {
		t.Fatalf("no YAML files in %s", folder)
	}
	return texts
}

// jobFiles leaves out the files that jobs refer to.
func jobFiles(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	jobs := yamlFiles(t, folder)
	for path := range jobs {
		if JobPaths(path) != nil {
			delete(jobs, path)
		}
		for _, folder := range []string{"/assets/", "/connectors/", "/vars/"} {
			if strings.Contains(filepath.ToSlash(path), folder) {
				delete(jobs, path)
			}
		}
	}
	return jobs
}

// oneLine writes a value for a comparison.
func oneLine(t testing.TB, value any) string {
	t.Helper()
	text, err := document.OneLine(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sorted sorts the keys of mappings: their order says nothing.
func sorted(node *document.Node) *document.Node {
	result := *node
	result.Entries = nil
	for _, e := range node.Entries {
		result.Entries = append(result.Entries, document.Entry{Key: e.Key, Value: sorted(e.Value)})
	}
	slices.SortFunc(result.Entries, func(a, b document.Entry) int { return strings.Compare(a.Key.Text, b.Key.Text) })
	return &result
}
