package fleet

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
)

// root is the folder of the Go module, seen from this package.
const root = "../.."

// loadText loads a job from the text of a file at path. Errors in it do not
// matter here.
func loadText(t testing.TB, loader *config.Loader, path, text string) *Job {
	t.Helper()
	loaded, err := Load(loader, path, []byte(text))
	if err != nil || loaded.Job == nil {
		t.Fatal(err, loaded.Problems)
	}
	return loaded.Job
}

// examples returns the paths of the examples.
func examples(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "examples", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	return paths
}

// writeFile writes a file, and the folder that it is in.
func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
