package config

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestNearestProjectFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	region := func(word string) string { return fmt.Sprintf("defaults: [{infrastructure: {region: %s}}]\n", word) }
	write(t, folder, map[string]string{
		".dativo-gen.yaml":             region("above"),
		"repo/.git/HEAD":               "",
		"repo/jobs/.dativo-gen.yaml":   region("jobs"),
		"repo/jobs/a/b/x":              "",
		"repo/jobs/c/.dativo-gen.yaml": region("c"),
		"repo/other/x":                 "",
		"one/two/x":                    "",
	})
	for name, want := range map[string]string{
		"repo/jobs/o.yaml":     "{region: jobs}",
		"repo/jobs/a/b/o.yaml": "{region: jobs}",
		"repo/jobs/c/o.yaml":   "{region: c}",
		"repo/other/o.yaml":    "{}", // not beyond the repository
		"one/two/o.yaml":       "{region: above}",
	} {
		loader := &Loader{Projects: &Projects{}}
		for range 2 { // the second time from what was found before
			if got := block(t, loader, folder, name, outside+"infrastructure: {}\n"); got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
	}
	loader := &Loader{Projects: &Projects{File: filepath.Join(folder, "repo/jobs/c/.dativo-gen.yaml")}}
	if got := block(t, loader, folder, "repo/other/o.yaml", outside+"infrastructure: {}\n"); got != "{region: c}" {
		t.Errorf("--project: got %s", got)
	}
}

// TestStandardInputIsInTheWorkingDirectory shows which project file a job
// without a path has, and that no pattern matches it.
func TestStandardInputIsInTheWorkingDirectory(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{
		".dativo-gen.yaml": "defaults: [{infrastructure: {region: here}}, {match: {file: '**'}, infrastructure: {region: file}}]\n",
		"below/x":          "",
	})
	t.Chdir(filepath.Join(folder, "below"))
	file, problems, err := (&Loader{Projects: &Projects{}}).Load("", []byte(outside+"infrastructure: {}\n"))
	if err != nil || file == nil {
		t.Fatal(err, problems)
	}
	if got := file.Input.Job.Infrastructure.Region; got != "here" {
		t.Errorf("region is %q", got)
	}
}
