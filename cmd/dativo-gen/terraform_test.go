//go:build e2e

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// runsTerraform: the pages' Terraform commands are run too.
var runsTerraform = applies()

// applies reports whether the providers at hand need no account, so that
// plan and apply can run: then DATIVO_GEN_E2E is "apply".
func applies() bool { return os.Getenv("DATIVO_GEN_E2E") == "apply" }

// workspace is a copy of a golden module that Terraform works in.
type workspace struct {
	t   *testing.T
	dir string
}

// terraform runs one command and returns what it printed. Any status but the
// wanted one, and any warning, fails the test.
func (w workspace) terraform(want int, args ...string) string {
	w.t.Helper()
	command := exec.Command("terraform", append([]string{"-chdir=" + w.dir}, args...)...)
	command.Env = append(os.Environ(), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Run()
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		w.t.Fatalf("terraform: %v", err)
	}
	if status != want {
		w.t.Fatalf("terraform %s: status %d, want %d\n%s", strings.Join(args, " "), status, want, printed.String())
	}
	// Providers from a mirror on disk are not signed; that is said of the
	// mirror, not of the module.
	said := strings.ReplaceAll(printed.String(), "Warning: Incomplete lock file information for providers", "")
	if strings.Contains(said, "Warning:") {
		w.t.Fatalf("terraform %s warns:\n%s", strings.Join(args, " "), printed.String())
	}
	return printed.String()
}

// backendBlock finds the block that names where the state is kept.
var backendBlock = regexp.MustCompile(`(?m)^  backend "(\w+)"`)

// prepare copies a golden module; a remote backend becomes a local one.
func prepare(t *testing.T, name string) workspace {
	t.Helper()
	return prepareFolder(t, filepath.Join(root, "testdata", "golden", name))
}

func prepareFolder(t *testing.T, module string) workspace {
	t.Helper()
	w := workspace{t, t.TempDir()}
	if err := os.CopyFS(w.dir, os.DirFS(module)); err != nil {
		t.Fatal(err)
	}
	for _, path := range globFiles(t, filepath.Join(w.dir, "*.tf")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !backendBlock.Match(text) {
			continue
		}
		override := []byte("terraform {\n  backend \"local\" {}\n}\n")
		if err := os.WriteFile(filepath.Join(w.dir, "backend_override.tf"), override, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// goldenModules are the folders of all golden modules, by the name of their
// test.
func goldenModules(t *testing.T) map[string]string {
	t.Helper()
	modules := map[string]string{}
	for _, name := range exampleNames(t) {
		modules[name] = filepath.Join(root, "testdata", "golden", name)
	}
	for _, name := range platform.Names() {
		modules["platform_team_"+name] = filepath.Join(root, "testdata", "golden_layers", name)
	}
	return modules
}

// TestTerraform takes every golden module through Terraform.
func TestTerraform(t *testing.T) {
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Fatalf("%v: this test is about nothing else", err)
	}
	if !applies() {
		t.Log("plan and apply are left out: they need an account, or recorded providers and DATIVO_GEN_E2E=apply")
	}
	for name, module := range goldenModules(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := prepareFolder(t, module)
			w.terraform(0, "fmt", "-check", "-diff", "-recursive")
			w.terraform(0, "init", "-no-color")
			w.terraform(0, "validate", "-no-color")
			if !applies() {
				return
			}
			args := []string{"-no-color", "-lock=false"}
			if !hasImage(t, w.dir) {
				args = append(args, "-var=container_image=registry.example/dativo:1.4.2")
			}
			w.terraform(2, append([]string{"plan", "-detailed-exitcode"}, args...)...)
			w.terraform(0, append([]string{"apply", "-auto-approve"}, args...)...)
			w.planAgain(args)
			if command := w.terraform(0, "output", "-no-color", "-raw", "run_command"); strings.Contains(command, "\n\n") || command == "" {
				t.Errorf("run_command cannot be pasted: %q", command)
			}
		})
	}
}

// planAgain expects no changes after an apply. One is an artifact: the object of a
// kubernetes_manifest has a dynamic type, so providers that replay a recorded schema
// cannot tell that it matches the plan.
func (w workspace) planAgain(args []string) {
	w.t.Helper()
	network, err := os.ReadFile(filepath.Join(w.dir, "network.tf"))
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	if !bytes.Contains(network, []byte(`resource "kubernetes_manifest"`)) {
		w.terraform(0, append([]string{"plan", "-detailed-exitcode"}, args...)...)
		return
	}
	w.terraform(0, append([]string{"plan", "-out=again"}, args...)...)
	var plan struct {
		Changes []struct {
			Address string
			Change  struct {
				Actions       []string
				Before, After map[string]any
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(w.terraform(0, "show", "-json", "again")), &plan); err != nil {
		w.t.Fatal(err)
	}
	for _, c := range plan.Changes {
		delete(c.Change.Before, "object")
		delete(c.Change.After, "object")
		artifact := strings.HasPrefix(c.Address, "kubernetes_manifest.") && reflect.DeepEqual(c.Change.Before, c.Change.After)
		if c.Change.Actions[0] != "no-op" && !artifact {
			w.t.Errorf("a second plan would change %s: %v", c.Address, c.Change.Actions)
		}
	}
}

// hasImage reports whether the module knows its image, or Terraform asks.
func hasImage(t *testing.T, dir string) bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "terraform.tfvars.json"))
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	return values["container_image"] != nil
}
