package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// TestWithMetadata: the files beside a module hold what the command prints, are
// checked like the others, and go when they are not asked for any more.
func TestWithMetadata(t *testing.T) {
	t.Parallel()
	example := filepath.Join(root, "examples", "aws_ecs.yaml")
	dir := filepath.Join(t.TempDir(), "module")
	render := func(want int, flags ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		args := append([]string{"render", "--config", example, "--output", dir}, flags...)
		if status := run(args, strings.NewReader(""), &out, &problems); status != want {
			t.Fatalf("%q: status %d\n%s", flags, status, problems.String())
		}
		return out.String()
	}
	render(exitDone)
	if changes := render(exitChanges, "--with-metadata", "--check"); !strings.Contains(changes, "create "+filepath.ToSlash(dir)+"/metadata/dagster.json") {
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
