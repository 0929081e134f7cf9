package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// TestInvalidOverrides renders an example with each folder of templates in
// testdata/overrides/invalid, and compares the messages with its .stderr file; -update
// regenerates it.
func TestInvalidOverrides(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(root, "testdata", "overrides", "invalid")
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		name := entry.Name()
		cases[name] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			output := filepath.Join(t.TempDir(), "module")
			args := []string{"render", "--config", examplePath("aws_ecs"), "--templates", filepath.Join(folder, name), "--output", output}
			out, said := runCommand(t, exitError, args...)
			if _, err := os.Stat(output); !os.IsNotExist(err) || out != "" {
				t.Errorf("a failed run writes %s, and %q to stdout", output, out)
			}
			said = strings.ReplaceAll(said, filepath.ToSlash(root)+"/", "")
			if !strings.Contains(said, "testdata/overrides/invalid/"+name) {
				t.Errorf("no word of the file that is wrong:\n%s", said)
			}
			goldie.New(t, goldie.WithFixtureDir(folder), goldie.WithNameSuffix(".stderr")).Assert(t, name, []byte(said))
		})
	}
	if len(cases) < 20 {
		t.Errorf("found only %d cases", len(cases))
	}
	for _, name := range globFiles(t, filepath.Join(folder, "*.stderr")) {
		if !cases[strings.TrimSuffix(filepath.Base(name), ".stderr")] {
			t.Errorf("%s belongs to no case", name)
		}
	}
}
