package main

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// takenOut are the keys of a job file that its image is built without: the
// engine's schema refuses them.
var takenOut = []string{"infrastructure", "finops", "classification_overrides", "governance_overrides"}

// TestEngineTakes holds the files of every example against the schema and the
// models that are recorded of the engine.
func TestEngineTakes(t *testing.T) {
	t.Parallel()
	for name, jobs := range exampleJobs(t) {
		for _, j := range jobs {
			version := platform.EngineVersion(j.Deployment.Engine, "")
			files := j.Input.Engine.Files
			if !version.Known() {
				if len(files[engine.SourceRecipe].Value) > 0 {
					t.Errorf("%s %s: a recipe is read of an image without the engine", name, j.Deployment.Job)
				}
				continue
			}
			for _, role := range []engine.Role{engine.Job, engine.Asset, engine.SourceRecipe, engine.TargetRecipe} {
				file, found := files[role]
				if !found {
					t.Errorf("%s %s: no %s", name, j.Deployment.Job, role)
					continue
				}
				value := map[string]any{}
				maps.Copy(value, file.Value)
				for _, key := range takenOut {
					delete(value, key)
				}
				for _, refusal := range version.Takes(role, value, true) {
					t.Errorf("%s %s: %s: %s: %s (%s)", name, j.Deployment.Job, role, refusal.Path, refusal.Message, refusal.By)
				}
			}
			for _, role := range []engine.Role{engine.SourceRecipe, engine.TargetRecipe} {
				for _, refusal := range version.TakesMerged(role, files[engine.Job].Value, files[role].Value) {
					t.Errorf("%s %s: merged %s: %s: %s", name, j.Deployment.Job, role, refusal.Path, refusal.Message)
				}
			}
		}
	}
}

// TestRecipesOfExamples holds the recipes that no example's engine reads, such as
// those of images without it, against the same models.
func TestRecipesOfExamples(t *testing.T) {
	t.Parallel()
	version, _ := engine.Find(engine.Main)
	for _, path := range globFiles(t, filepath.Join(root, "examples", "connectors", "*.yaml")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, problems := document.Parse(path, text)
		if doc == nil {
			t.Fatal(problems)
		}
		value := doc.Root.Value(engine.Resolve)
		if len(version.Takes(engine.SourceRecipe, value, false)) > 0 && len(version.Takes(engine.TargetRecipe, value, false)) > 0 {
			t.Errorf("%s: the engine takes it neither as a source nor as a target", path)
		}
	}
}
