package config

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/schemas"
)

// TestProjectSchemaIsCurrent fails when the structs and the committed schema
// differ; make golden regenerates the schema.
func TestProjectSchemaIsCurrent(t *testing.T) {
	t.Chdir("../..") // the comments' import paths are relative to the module
	text, err := ReflectProjectSchema("internal/model")
	if err != nil {
		t.Fatal(err)
	}
	goldie.New(t, goldie.WithFixtureDir("schemas"), goldie.WithNameSuffix(".json")).Assert(t, "project.schema", text)
	if flag.Lookup("update").Value.String() != "true" && string(schemas.Project) != string(text) {
		t.Error("the schema in the binary is not the one on disk: build again")
	}
}

// TestPartialKnowsTheKeysOfTheBlock shows that defaults can hold every key that
// a job can, and need none.
func TestPartialKnowsTheKeysOfTheBlock(t *testing.T) {
	t.Parallel()
	project, err := projectSchema()
	if err != nil {
		t.Fatal(err)
	}
	var compare func(job, partial checker, a, b *jsonschema.Schema, path string)
	compare = func(job, partial checker, a, b *jsonschema.Schema, path string) {
		a, b = job.resolved(a), partial.resolved(b)
		if len(b.AnyOf) == 2 && b.AnyOf[1].Type == "null" {
			b = partial.resolved(b.AnyOf[0])
		} else if path != "" && len(b.AnyOf) == 0 {
			t.Errorf("%s may not be null", path)
		}
		if !slices.Equal(keysOf(a), keysOf(b)) {
			t.Errorf("%s: has the keys %v, the job's are %v", path, keysOf(b), keysOf(a))
		}
		if len(b.Required) > 0 {
			t.Errorf("%s: needs %v", path, b.Required)
		}
		for _, key := range keysOf(a) {
			compare(job, partial, property(a, key), property(b, key), path+"."+key)
		}
	}
	job := committedSchema(t)
	compare(checker{root: job}, checker{root: project}, property(job, "infrastructure"), project.Definitions["Partial"], "")
}

// TestProjectReferenceIsCurrent makes docs/project.md from the schema; make
// golden regenerates it.
func TestProjectReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	schema := schemaOnDisk(t, "project.schema.json")
	var page strings.Builder
	fmt.Fprintf(&page, "# Project file reference\n\n")
	fmt.Fprintf(&page, "<!-- Generated from internal/model by make golden: edit the comments there. -->\n\n")
	fmt.Fprintf(&page, "Every key of `.dativo-gen.yaml`. `dativo-gen schema project` prints the same as JSON Schema. Unknown keys are errors.\n\n")
	fmt.Fprintf(&page, "The nearest project file applies: in the job's folder or in one above it, up to the repository's root. "+
		"`--project FILE` selects another. Paths in it are relative to its folder. `${VAR}` may be used in the `infrastructure` blocks, "+
		"which have the keys of [a job's](configuration.md#infrastructure).\n\n")
	projectTable(&page, schema)
	for _, section := range []struct {
		title      string
		about      *jsonschema.Schema
		definition string
	}{
		{"output", property(schema, "output"), "Output"},
		{"providers", property(schema, "providers"), "Providers"},
		{"defaults[]", property(schema, "defaults"), "Default"},
		{"defaults[].match", property(schema.Definitions["Default"], "match"), "Match"},
		{"environments.NAME", property(schema, "environments"), "Environment"},
	} {
		fmt.Fprintf(&page, "## %s\n\n%s\n\n", section.title, section.about.Description)
		projectTable(&page, schema.Definitions[section.definition])
	}
	goldie.New(t, goldie.WithFixtureDir("../../docs"), goldie.WithNameSuffix(".md")).
		Assert(t, "project", []byte(strings.TrimSuffix(page.String(), "\n")))
}

// projectTable writes one line for each key.
func projectTable(page *strings.Builder, schema *jsonschema.Schema) {
	fmt.Fprintf(page, "| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n")
	for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
		key, standard := "`"+pair.Key+"`", ""
		if slices.Contains(schema.Required, pair.Key) {
			key += " (required)"
		}
		if pair.Value.Default != nil {
			standard = fmt.Sprintf("`%v`", pair.Value.Default)
		}
		fmt.Fprintf(page, "| %s | %s | %s | %s |\n", key, projectType(pair.Value), standard, strings.ReplaceAll(pair.Value.Description, "|", "\\|"))
	}
	fmt.Fprintln(page)
}

// projectType is the type of a value, in words.
func projectType(schema *jsonschema.Schema) string {
	if len(schema.AnyOf) == 2 && schema.AnyOf[0].Type == "array" {
		return typeText(schema.AnyOf[1]) + ", or a list"
	}
	return typeText(schema)
}
