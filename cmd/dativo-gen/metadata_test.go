package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// TestWithMetadata: the files contain what the tags command prints, are checked
// like the others, and are removed without the flag.
func TestWithMetadata(t *testing.T) {
	t.Parallel()
	example := examplePath("aws_ecs")
	dir := filepath.Join(t.TempDir(), "module")
	render := func(status int, flags ...string) string {
		t.Helper()
		out, _ := runCommand(t, status, append([]string{"render", "--config", example, "--output", dir}, flags...)...)
		return out
	}
	render(exitDone)
	created := "create " + filepath.ToSlash(dir) + "/metadata/dagster.json"
	if changes := render(exitChanges, "--with-metadata", "--check"); !strings.Contains(changes, created) {
		t.Errorf("--check names no metadata:\n%s", changes)
	}
	render(exitDone, "--with-metadata")
	render(exitDone, "--with-metadata", "--check")
	for name, format := range map[string]string{fleet.DagsterFile: "dagster", fleet.IcebergFile: "iceberg"} {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := runTags(t, exitDone, "--config", example, "--format", format); string(got) != want {
			t.Errorf("%s differs from tags --format %s:\n%s", name, format, got)
		}
	}
	render(exitDone)
	if left := filesBelow(t, dir); slices.ContainsFunc(left, func(name string) bool { return strings.HasPrefix(name, "metadata") }) {
		t.Errorf("still there: %v", left)
	}
}
