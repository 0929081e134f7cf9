package config

import (
	"fmt"
	"path/filepath"
	"testing"
)

// TestStateOfEnvironments shows which names of states keep environments apart.
func TestStateOfEnvironments(t *testing.T) {
	t.Parallel()
	for key, shared := range map[string]bool{
		"{tenant}/{job}":                 false, // one environment has a bucket of its own
		"{tenant}/{job}/{environment}":   false,
		"{tenant}/{job}/${STAGE}":        false,
		"{tenant}/{job}.tfstate":         false,
		"{job}":                          true, // of two tenants
		"{tenant}":                       true, // of two jobs
		"${STAGE}":                       true,
		"{tenant}/{environment}/{stage}": true, // whatever it may be
	} {
		folder := t.TempDir()
		write(t, folder, map[string]string{".dativo-gen.yaml": fmt.Sprintf(`
defaults: [{infrastructure: {terraform: {backend: {key: %q}}}}]
environments: {a: , b: {infrastructure: {terraform: {backend: {bucket: b}}}}}
`, key)})
		projects := &Projects{}
		if _, broken, err := projects.For(filepath.Join(folder, "o.yaml")); broken != shared || err != nil {
			t.Errorf("%s: refused: %t, want %t (%v %v)", key, broken, shared, err, projects.Problems())
		}
	}
}

// TestEnvironmentBecomesTheJobs shows the position of the environment.
func TestEnvironmentBecomesTheJobs(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": "environments:\n  staging: {}\n"})
	for _, text := range []string{outside, outside + "environment: own\n", "environment: own\n" + outside} {
		loader := &Loader{Projects: &Projects{}, Environment: "staging"}
		file, problems, err := loader.Load(filepath.Join(folder, "o.yaml"), []byte(text+"infrastructure: {}\n"))
		if err != nil || file == nil {
			t.Fatal(err, problems)
		}
		at := file.Document.Pos("environment")
		if file.Input.Job.Environment != "staging" || filepath.Base(at.File) != ".dativo-gen.yaml" || at.Line != 2 || at.Col != 3 {
			t.Errorf("environment is %q from %s", file.Input.Job.Environment, at)
		}
		if tag := file.Input.Tags.Environment; tag.Join("") != "staging" || tag.Origin.File != at.File {
			t.Errorf("the tag is %v from %s", tag, tag.Origin)
		}
	}
}
