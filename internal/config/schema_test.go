package config

import (
	"encoding/json"
	"flag"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/schemas"
)

// TestJobSchemaIsCurrent fails when the structs and the committed schema
// differ; make golden regenerates the schema.
func TestJobSchemaIsCurrent(t *testing.T) {
	t.Chdir("../..") // the comments' import paths are relative to the module
	text, err := ReflectJobSchema("internal/model")
	if err != nil {
		t.Fatal(err)
	}
	goldie.New(t, goldie.WithFixtureDir("schemas"), goldie.WithNameSuffix(".json")).Assert(t, "job-config.schema", text)
	if flag.Lookup("update").Value.String() != "true" && string(schemas.JobConfig) != string(text) {
		t.Error("the schema in the binary is not the one on disk: build again")
	}
}

// TestInfrastructureSchemaIsCurrent is the same for infrastructure files.
func TestInfrastructureSchemaIsCurrent(t *testing.T) {
	t.Chdir("../..")
	text, err := ReflectInfrastructureSchema("internal/model")
	if err != nil {
		t.Fatal(err)
	}
	goldie.New(t, goldie.WithFixtureDir("schemas"), goldie.WithNameSuffix(".json")).Assert(t, "infrastructure.schema", text)
}

// enforced are the keywords that check enforces.
var enforced = map[string]bool{
	"$ref": true, "type": true, "anyOf": true, "enum": true, "const": true,
	"minLength": true, "maxLength": true, "minimum": true, "maximum": true, "minItems": true, "uniqueItems": true,
	"items": true, "properties": true, "additionalProperties": true, "required": true,
	"allOf": true, "not": true, "if": true, "then": true,
}

// notes are the keywords that promise nothing.
var notes = map[string]bool{
	"$schema": true, "$id": true, "$defs": true, "title": true, "description": true, "default": true, "examples": true,
}

// TestSchemaPromisesOnlyWhatIsEnforced walks the committed schemas for keywords
// that Check would silently ignore.
func TestSchemaPromisesOnlyWhatIsEnforced(t *testing.T) {
	t.Parallel()
	for name, text := range map[string][]byte{"job": schemas.JobConfig, "project": schemas.Project, "infrastructure": schemas.Infrastructure} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkKeywords(t, text)
		})
	}
}

func checkKeywords(t *testing.T, text []byte) {
	t.Helper()
	var schema any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	keywords := 0
	var walk func(node any, path string, isSchema bool)
	walk = func(node any, path string, isSchema bool) {
		switch node := node.(type) {
		case []any:
			for _, item := range node {
				walk(item, path+"[]", isSchema)
			}
		case map[string]any:
			for key, value := range node {
				if !isSchema { // a map of names to schemas
					walk(value, path+"."+key, true)
					continue
				}
				keywords++
				if !enforced[key] && !notes[key] {
					t.Errorf("%s.%s: check ignores this keyword", path, key)
				}
				switch key {
				case "properties", "$defs":
					walk(value, path+"."+key, false)
				case "items", "additionalProperties", "anyOf", "allOf", "not", "if", "then":
					walk(value, path+"."+key, true)
				}
			}
		}
	}
	walk(schema, "", true)
	if keywords < 100 {
		t.Fatalf("saw only %d keywords: is this the schema?", keywords)
	}
}
