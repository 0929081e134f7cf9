//go:build unix

package output

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The environment of a child process that commits until it is killed.
const (
	childDir  = "DATIVO_GEN_TEST_COMMIT" // the folder to commit to
	childKill = "DATIVO_GEN_TEST_KILL"   // the change at which it kills itself, from 0; none if negative
)

// killModules is how many modules a child writes at once.
const killModules = 2

// Two versions of a module. Terraform accepts each, and any mixture of them.
var (
	hcl1 = tree{"main.tf": "locals {\n  version = 1\n}\n", "outputs.tf": "output \"version\" {\n  value = local.version\n}\n",
		"old.tf": "locals {\n  old = 1\n}\n", "metadata/tags.json": "{}\n"}
	hcl2 = tree{"main.tf": "locals {\n  version = 2\n}\n", "outputs.tf": "output \"version\" {\n  value = \"v${local.version}\"\n}\n",
		"new.tf": "variable \"new\" {\n  default = 2\n}\n", "terraform.tfvars.json": "{\n  \"new\": 3\n}\n"}
	hclUsers = tree{"custom_a.tf": "locals {\n  mine = 1\n}\n", ".terraform.lock.hcl": "", "notes.txt": "n\n"}
)

func killModulesOf(dir string, version tree) []Module {
	var modules []Module
	for i := range killModules {
		modules = append(modules, module(filepath.Join(dir, fmt.Sprint(i)), version))
	}
	return modules
}

// TestCommitUntilKilled is the child's part, and does nothing in other runs.
func TestCommitUntilKilled(*testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return
	}
	at, _ := strconv.Atoi(os.Getenv(childKill))
	var steps atomic.Int64
	for {
		for _, version := range []tree{hcl2, hcl1} {
			plan, problems := NewPlan(killModulesOf(dir, version), Options{})
			if problems.HasErrors() {
				fmt.Fprint(os.Stderr, messages(problems))
				os.Exit(1)
			}
			plan.step = func(string, string) error {
				if at >= 0 && steps.Add(1) > int64(at) {
					_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
					select {}
				}
				return nil
			}
			if err := plan.Commit(context.Background()); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			if at >= 0 && version["main.tf"] == hcl2["main.tf"] {
				os.Exit(0)
			}
		}
	}
}

// startChild starts a process that commits to dir.
func startChild(t *testing.T, dir string, at int) *exec.Cmd {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCommitUntilKilled$")
	child.Env = append(os.Environ(), childDir+"="+dir, childKill+"="+strconv.Itoa(at))
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child
}

// wantNoMixture checks every module that a killed process has left, and returns
// their content.
func wantNoMixture(t *testing.T, dir string) []tree {
	t.Helper()
	var left []tree
	for i := range killModules {
		content := read(t, filepath.Join(dir, fmt.Sprint(i)))
		if isMixture(content, hcl1, hcl2) {
			t.Fatalf("module %d is a mixture without a guard: %v", i, content)
		}
		left = append(left, content)
	}
	return left
}

// mustRecover expects the next run to finish the work.
func mustRecover(t *testing.T, dir string) {
	t.Helper()
	mustCommit(t, killModulesOf(dir, hcl2)...)
	for i := range killModules {
		got := read(t, filepath.Join(dir, fmt.Sprint(i)))
		delete(got, "metadata/") // an empty directory may be left over
		if want := with(generated(hcl2), hclUsers); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("module %d after the next run: %v, want %v", i, got, want)
		}
	}
}

func newKillDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range killModules {
		write(t, filepath.Join(dir, fmt.Sprint(i)), with(generated(hcl1), hclUsers))
	}
	return dir
}

// TestKilledAtEveryChange kills a real process ahead of each of its changes to
// the disk.
func TestKilledAtEveryChange(t *testing.T) {
	t.Parallel()
	guarded := 0
	for at := 0; ; at++ {
		dir := newKillDir(t)
		err := startChild(t, dir, at).Wait()
		left := wantNoMixture(t, dir)
		mustRecover(t, dir)
		if err == nil {
			break // it has finished
		}
		if slices.ContainsFunc(left, func(content tree) bool { return content[GuardName] != "" }) {
			guarded++
		}
	}
	if guarded < killModules {
		t.Errorf("only %d kills met a guard", guarded)
	}
}

// randomKills is how many processes are killed at a random moment.
const randomKills = 40

// TestKilledAtRandom kills a real process, which commits one version after the
// other, at a random moment.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(time.Now().UnixNano()))
	for range randomKills {
		dir := newKillDir(t)
		child := startChild(t, dir, -1)
		time.Sleep(time.Duration(random.Intn(60)) * time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := child.Wait(); err == nil {
			t.Fatal("the process was not killed")
		}
		wantNoMixture(t, dir)
		mustRecover(t, dir)
	}
}
