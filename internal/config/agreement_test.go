package config

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/schemas"
)

// independent is the job file's schema in an independent validator.
func independent(t testing.TB) *validator.Schema {
	t.Helper()
	return compileSchema(t, schemas.JobConfig, SchemaID)
}

// compileSchema compiles a committed schema with an independent validator.
func compileSchema(t testing.TB, text []byte, id string) *validator.Schema {
	t.Helper()
	schema, err := validator.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := validator.NewCompiler()
	compiler.DefaultDraft(validator.Draft2020)
	if err := compiler.AddResource(id, schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// plain is a node as JSON has it.
func plain(t testing.TB, node *document.Node) any {
	t.Helper()
	switch {
	case node.Kind == document.Mapping:
		object := map[string]any{}
		for _, e := range node.Entries {
			object[e.Key.Text] = plain(t, e.Value)
		}
		return object
	case node.Kind == document.List:
		list := []any{}
		for _, item := range node.Items {
			list = append(list, plain(t, item))
		}
		return list
	case node.Tag == "!!str" || node.Tag == "!!timestamp":
		return node.Text
	}
	text, err := document.Marshal(node, "yaml")
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	switch value := value.(type) {
	case nil, bool:
		return value
	default:
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return json.Number(text)
	}
}

// TestAgreement shows that our check and an independent validator say the same
// of every job file here: what editors accept, the program accepts.
func TestAgreement(t *testing.T) {
	t.Parallel()
	ours, theirs := committedSchema(t), independent(t)
	taken, refused := 0, 0
	for _, folder := range []string{"../../testdata/invalid", "../../examples"} {
		for path, text := range jobFiles(t, folder) {
			doc, _ := document.Parse(path, text)
			if doc == nil {
				continue
			}
			if problems := check(doc, ours); len(problems) == 0 {
				taken++
			} else {
				refused++
			}
			agree(t, path, doc, ours, theirs)
		}
	}
	if taken < 20 || refused < 20 {
		t.Errorf("only %d files were taken and %d refused: what does this prove?", taken, refused)
	}
}

// onlySpelling reports whether all problems are about the spelling of numbers. JSON
// has one, so the schema cannot refuse another one.
func onlySpelling(problems diag.List) bool {
	return !slices.ContainsFunc(problems, func(p diag.Diagnostic) bool { return p.Code != codeNumber })
}

// agree reports a document of which the two validators think differently.
func agree(t *testing.T, name string, doc *document.Document, ours *jsonschema.Schema, theirs *validator.Schema) bool {
	t.Helper()
	problems := check(doc, ours)
	err := theirs.Validate(plain(t, doc.Root))
	if (err == nil) == (len(problems) == 0) || err == nil && onlySpelling(problems) {
		return true
	}
	text, _ := document.Marshal(doc.Root, "yaml")
	t.Errorf("%s: we say %v, the validator says %v of\n%s", name, problems, err, text)
	return false
}

// TestAgreementOnMutations changes one thing at a time, at random, in files
// that are valid.
func TestAgreementOnMutations(t *testing.T) {
	t.Parallel()
	ours, theirs := committedSchema(t), independent(t)
	random := rand.New(rand.NewPCG(1, 2))
	files := jobFiles(t, "../../examples")
	for _, path := range slices.Sorted(maps.Keys(files)) { // in order: the same mutations in every run
		refused := 0
		for range 50 {
			doc, problems := document.Parse(path, files[path])
			if doc == nil {
				t.Fatal(problems)
			}
			mutate(random, doc.Root)
			if len(check(doc, ours)) > 0 {
				refused++
			}
			if !agree(t, path, doc, ours, theirs) {
				return
			}
		}
		if refused == 0 {
			t.Errorf("%s: no mutation broke it", path)
		}
	}
}

// mutate replaces a random value below a mapping or list, takes it out, or adds
// a key.
func mutate(random *rand.Rand, root *document.Node) {
	var parents []*document.Node
	root.Walk("", func(node *document.Node, _ string, _ bool) {
		if len(node.Items)+len(node.Entries) > 0 {
			parents = append(parents, node)
		}
	})
	parent := parents[random.IntN(len(parents))]
	texts := []string{
		"", "~", `""`, "x", "aws", "ecs", "gke", "0", "-1", "1.5", "2.0", "true", "yes", "4000", "70000", "2026-01-01", "1e3", "0o17",
		"[]", "[a]", "[a, a]", "[1]", "[[]]", "{}", "{a: b}", "{a: {}}", "{type: eks}", "[{cidr: x, port: 1}]",
	}
	replacement, _ := document.Parse("", []byte("v: "+texts[random.IntN(len(texts))]))
	value := replacement.Root.Get("v")
	if parent.Kind == document.List {
		parent.Items[random.IntN(len(parent.Items))] = value
		return
	}
	i := random.IntN(len(parent.Entries))
	switch random.IntN(4) {
	case 0:
		parent.Entries = slices.Delete(parent.Entries, i, i+1)
	case 1:
		parent.Set(document.Entry{Key: document.NewText("odd", diag.Pos{}), Value: value})
	default:
		parent.Entries[i].Value = value
	}
}
