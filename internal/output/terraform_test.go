//go:build e2e && unix

package output

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sentence is what a reader of Terraform's error has to see.
const sentence = "dativo-gen was interrupted while it wrote this module: run the same dativo-gen command again"

// terraform runs a command in a directory.
func terraform(dir string, args ...string) (string, error) {
	command := exec.Command("terraform", args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	return string(out), err
}

// TestTerraformOfKilledModules kills a process ahead of each of its changes, and
// has Terraform validate what is left: it accepts whole modules and stops at the
// guard of every other.
func TestTerraformOfKilledModules(t *testing.T) {
	t.Parallel()
	refused := 0
	for at := 0; ; at++ {
		dir := newKillDir(t)
		err := startChild(t, dir, at).Wait()
		for i, content := range wantNoMixture(t, dir) {
			if i > 0 && content[GuardName] == "" {
				continue // one whole module is enough
			}
			out, invalid := terraform(filepath.Join(dir, string(rune('0'+i))), "validate", "-no-color")
			guarded := content[GuardName] != ""
			if guarded {
				refused++
			}
			if guarded != (invalid != nil) || guarded != strings.Contains(out, sentence) {
				t.Fatalf("killed at %d, guard %v: %v\n%s", at, guarded, invalid, out)
			}
		}
		mustRecover(t, dir)
		if out, err := terraform(filepath.Join(dir, "0"), "validate", "-no-color"); err != nil {
			t.Fatalf("killed at %d, after the next run: %v\n%s", at, err, out)
		}
		if err == nil {
			break
		}
	}
	if refused < 10 {
		t.Errorf("Terraform refused only %d modules", refused)
	}
}

// TestTerraformStopsAtTheGuard tries the commands that read a module.
func TestTerraformStopsAtTheGuard(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, with(generated(hcl1), tree{GuardName: guardText}))
	for _, args := range [][]string{
		{"init", "-input=false"}, {"validate"}, {"plan", "-input=false"}, {"apply", "-auto-approve"}, {"destroy", "-auto-approve"},
		{"refresh"}, {"output"}, {"show"}, {"graph"}, {"providers"}, {"get"}, {"test"}, {"state", "list"}, {"workspace", "list"},
		{"import", "a.b", "c"}, {"console"},
	} {
		if out, err := terraform(dir, args...); err == nil || !strings.Contains(out, sentence) {
			t.Errorf("terraform %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}
