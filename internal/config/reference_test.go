package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// TestReferenceIsCurrent makes docs/configuration.md from the schema and the
// list of platforms; make golden regenerates it.
func TestReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	page := reference{schema: schemaOnDisk(t, "job-config.schema.json")}
	page.write()
	goldie.New(t, goldie.WithFixtureDir("../../docs"), goldie.WithNameSuffix(".md")).
		Assert(t, "configuration", []byte(page.text.String()))
}

// schemaOnDisk is a committed schema as it is now: make golden may just have
// regenerated it, and then the one in the binary is old.
func schemaOnDisk(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../schemas", name))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := parseSchema(text)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// reference writes the page.
type reference struct {
	schema *jsonschema.Schema
	text   strings.Builder
}

func (r *reference) printf(format string, args ...any) { fmt.Fprintf(&r.text, format, args...) }

func (r *reference) write() {
	r.printf("# Configuration reference\n\n")
	r.printf("<!-- Generated from internal/model by make golden: edit the comments there. -->\n\n")
	r.printf("Every key of a job file that dativo-gen reads. `dativo-gen schema` prints the same as JSON Schema.\n\n")
	r.printf("## infrastructure\n\n")
	r.printf("The block is in the job file, or in `NAME.infrastructure.yaml` next to `NAME.yaml`. " +
		"`dativo-gen schema infrastructure` prints the JSON Schema of that file.\n\n")
	r.printf("Unknown keys are errors here. *Platforms* says where a key has an effect; no entry means on all of them.\n\n")
	r.section("Infrastructure", "")
	r.platforms()
	r.printf("## The rest of the job\n\n")
	r.printf("These keys are the engine's. Other top-level keys are left alone, with a warning.\n\n")
	r.table(r.schema, "")
	for _, name := range []string{"FinOps", "Governance", "RetryConfig", "Logging"} {
		key := map[string]string{"FinOps": "finops", "Governance": "governance_overrides",
			"RetryConfig": "retry_config", "Logging": "logging"}[name]
		r.printf("### %s\n\n", key)
		r.table(r.schema.Definitions[name], key)
	}
}

// section writes the table of a definition, then those of the ones below it.
func (r *reference) section(definition, path string) {
	schema := r.schema.Definitions[definition]
	r.table(schema, path)
	for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
		inner := pair.Value.Ref
		if inner == "" && pair.Value.Items != nil {
			inner = pair.Value.Items.Ref
		}
		if inner == "" {
			continue
		}
		at := strings.TrimPrefix(path+"."+pair.Key, ".")
		r.printf("### %s\n\n%s\n\n", at, pair.Value.Description)
		r.section(strings.TrimPrefix(inner, "#/$defs/"), at)
	}
}

// table writes one line for each key.
func (r *reference) table(schema *jsonschema.Schema, path string) {
	infrastructure := schema != r.schema && !slices.Contains([]string{"finops", "governance_overrides", "retry_config", "logging"}, path)
	r.printf("| Key | Type | Default |")
	if infrastructure {
		r.printf(" Platforms |")
	}
	r.printf(" Meaning |\n| --- | --- | --- |")
	if infrastructure {
		r.printf(" --- |")
	}
	r.printf(" --- |\n")
	for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
		p := pair.Value
		key := "`" + pair.Key + "`"
		if slices.Contains(schema.Required, pair.Key) {
			key += " (required)"
		}
		standard := ""
		if p.Default != nil {
			standard = fmt.Sprintf("`%v`", p.Default)
		}
		r.printf("| %s | %s | %s |", key, typeText(p), standard)
		if infrastructure {
			r.printf(" %s |", platformsOf(strings.TrimPrefix(path+"."+pair.Key, ".")))
		}
		r.printf(" %s |\n", strings.ReplaceAll(p.Description, "|", "\\|"))
	}
	r.printf("\n")
}

// typeText is the type of a value, in words.
func typeText(p *jsonschema.Schema) string {
	switch {
	case len(p.Enum) > 0:
		var words []string
		for _, option := range p.Enum {
			words = append(words, fmt.Sprintf("`%v`", option))
		}
		return strings.Join(words, ", ")
	case len(p.AnyOf) > 0:
		var words []string
		for _, option := range p.AnyOf {
			if option.Type != "null" { // any key may be empty
				words = append(words, typeText(option))
			}
		}
		return strings.Join(words, " or ")
	case p.Ref != "":
		return "mapping"
	case p.Type == "array":
		return "list"
	case p.Type == "object":
		return "mapping"
	case p.Type == "":
		return "any"
	}
	return p.Type
}

// platformsOf names the platforms on which a path has an effect; "" is all.
func platformsOf(path string) string {
	var names []string
	for _, p := range platform.All() {
		if !covers(p.Refused, path) && !covers(p.NoEffect, path) {
			names = append(names, "`"+p.Compute+"`")
		}
	}
	if len(names) == len(platform.All()) {
		return ""
	}
	return strings.Join(names, ", ")
}

func covers(notes []platform.KeyReason, path string) bool {
	return slices.ContainsFunc(notes, func(n platform.KeyReason) bool { return diag.Within(paths.Infrastructure+"."+path, n.Path) })
}

// platforms writes the required, unsupported and ignored keys of each platform.
func (r *reference) platforms() {
	r.printf("## Platforms\n\n")
	for _, p := range platform.All() {
		r.printf("### %s\n\n`provider: %s` with `compute.type: %s`.\n\n", p.Title, p.Cloud.Name, p.Compute)
		for _, need := range p.Required {
			r.printf("- required: `%s`\n", paths.BelowInfrastructure(need.Path))
		}
		for _, note := range p.Refused {
			r.printf("- unsupported: `%s` (%s)\n", paths.BelowInfrastructure(note.Path), note.Why)
		}
		for _, note := range p.NoEffect {
			r.printf("- no effect: `%s` (%s)\n", paths.BelowInfrastructure(note.Path), note.Why)
		}
		r.sizes(p)
	}
}

// sizes writes a platform's table of CPU and memory.
func (r *reference) sizes(p *platform.Platform) {
	r.printf("- default size: %s\n", p.Default)
	if len(p.Sizes.Rows) == 0 {
		r.printf("- any size: %s\n\n", p.Sizes.Source)
		return
	}
	r.printf("\n| CPU | Memory |\n| --- | --- |\n")
	for _, row := range p.Sizes.Rows {
		var amounts []string
		for _, m := range row.Listed {
			amounts = append(amounts, m.String())
		}
		text := strings.Join(amounts, ", ")
		if text == "" {
			text = fmt.Sprintf("%s to %s in steps of %s", row.Min, row.Max, row.Step)
		}
		r.printf("| %s | %s |\n", row.CPU, text)
	}
	r.printf("\nSource: %s.\n\n", p.Sizes.Source)
}
