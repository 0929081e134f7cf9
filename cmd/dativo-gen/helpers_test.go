package main

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// root is the folder of the Go module, seen from this package.
const root = "../.."

// runCommand runs the program in this package's folder, without standard input,
// and returns what it prints. Any exit status but the expected one fails the
// test.
func runCommand(t testing.TB, status int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	if got := run(args, strings.NewReader(""), &out, &problems); got != status {
		t.Fatalf("dativo-gen %s: status %d, want %d\n%s%s", strings.Join(args, " "), got, status, out.String(), problems.String())
	}
	return out.String(), problems.String()
}

// updating reports whether the golden files are being regenerated.
func updating() bool {
	update := flag.Lookup("update")
	return update != nil && update.Value.String() == "true"
}

// examplePath is the path of an example.
func examplePath(name string) string { return filepath.Join(root, "examples", name+".yaml") }

// exampleNames returns the name of every example, without its extension.
func exampleNames(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, path := range globFiles(t, examplePath("*")) {
		if config.JobPaths(path) != nil {
			continue
		}
		names = append(names, strings.TrimSuffix(filepath.Base(path), ".yaml"))
	}
	if len(names) < 2*len(platform.All()) {
		t.Fatalf("only %d examples: each platform has at least a complete and a minimal one", len(names))
	}
	return names
}

// filesBelow returns the names of all files in a folder and the folders below
// it, except manifests.
func filesBelow(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && entry.Name() != output.ManifestName {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// globFiles returns the files that match a pattern.
func globFiles(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// writeFile writes a file, and creates its folder.
func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// replaceInFile replaces a text that the file contains.
func replaceInFile(t testing.TB, path, old, replacement string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s: no %q in\n%s", path, old, text)
	}
	writeFile(t, path, strings.Replace(string(text), old, replacement, 1))
}

// missing returns the items of want that are not in got.
func missing(want, got []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(name string) bool { return slices.Contains(got, name) })
}

// singleSpaced replaces runs of spaces by one.
func singleSpaced(text string) string {
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return text
}
