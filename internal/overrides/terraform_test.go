package overrides

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// fakeTerraform puts a shell script on the PATH in place of terraform.
func fakeTerraform(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "terraform"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestValidate runs init without a backend, then validate, on the files.
func TestValidate(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	t.Setenv("LOG", log)
	fakeTerraform(t, `dir="${1#-chdir=}"; shift; echo "$@ $TF_IN_AUTOMATION $CHECKPOINT_DISABLE $(cat "$dir/main.tf")" >> "$LOG"`)
	if err := Validate([]render.File{{Name: "main.tf", Data: []byte("locals {}")}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(log)
	want := "init -backend=false -input=false -no-color 1 1 locals {}\nvalidate -no-color 1 1 locals {}\n"
	if err != nil || string(text) != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, text, want)
	}
}

// TestValidateReportsWhatTerraformPrints, and stops at the first failure.
func TestValidateReportsWhatTerraformPrints(t *testing.T) { //nolint:paralleltest // sets PATH
	for command, want := range map[string]string{
		"init":     "terraform init: exit status 3\ninit went wrong",
		"validate": "terraform validate: exit status 3\nvalidate went wrong",
	} {
		fakeTerraform(t, `if [ "$2" = `+command+` ]; then echo "$2 went wrong"; exit 3; fi`)
		if err := Validate(nil); err == nil || err.Error() != want {
			t.Errorf("%s: got %v", command, err)
		}
	}
}
