package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// TestAffectedIsTheDifference makes histories at random and compares, for pairs of
// commits, what affected says with the modules that renders of two checkouts write:
// never more, and never less.
func TestAffectedIsTheDifference(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 3))
			folder := t.TempDir()
			inGit(t, folder, "init", "-q", "-b", "main")
			var commits []string
			var modules []map[string]string
			for step := range 5 {
				if step%2 == 0 || random.IntN(2) == 0 {
					changeFleet(t, random, filepath.Join(folder, "jobs"))
				}
				writeFile(t, filepath.Join(folder, "jobs", "asset.yaml"), fmt.Sprintf("schema: []\n# %d\ndomain: d%d\n", step, step/3))
				inGit(t, folder, "add", "-A")
				inGit(t, folder, "commit", "-q", "--allow-empty", "-m", "step")
				commits = append(commits, inGit(t, folder, "rev-parse", "HEAD"))
				modules = append(modules, renderCheckout(t, folder, commits[step]))
			}
			if err := os.RemoveAll(filepath.Join(folder, "jobs", "always.yaml")); err != nil {
				t.Fatal(err) // what is not committed does not count
			}
			for base := range commits {
				for _, head := range []int{base, (base + 1) % len(commits), (base + 2) % len(commits)} {
					got := affectedModules(t, folder, commits[base], commits[head])
					if want := differences(modules[base], modules[head]); !slices.Equal(got, want) {
						t.Errorf("%d to %d: got %q, want %q", base, head, got, want)
					}
				}
			}
			if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 { // .git and jobs
				t.Errorf("something is written: %v, %v", entries, err)
			}
		})
	}
}

// inGit runs git in a folder.
func inGit(t *testing.T, folder string, arguments ...string) string {
	t.Helper()
	git := exec.Command("git", append([]string{"-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com"}, arguments...)...)
	git.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	printed, err := git.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, printed)
	}
	return strings.TrimSpace(string(printed))
}

// renderCheckout checks a commit out and renders it, and returns the text of each
// module by its path in the repository.
func renderCheckout(t *testing.T, folder, commit string) map[string]string {
	t.Helper()
	checkout := filepath.Join(t.TempDir(), "checkout")
	inGit(t, folder, "clone", "-q", folder, checkout)
	inGit(t, checkout, "checkout", "-q", commit)
	out := filepath.Join(checkout, "terraform")
	runCommand(t, exitDone, "render", "--job-dir", filepath.Join(checkout, "jobs"), "--output", out)
	modules := map[string]string{}
	names := filesBelow(t, out)
	slices.Sort(names)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		modules["terraform/"+filepath.ToSlash(filepath.Dir(name))] += "-- " + name + " --\n" + string(data)
	}
	return modules
}

// differences are the modules that differ, each with what happened to it.
func differences(base, head map[string]string) []string {
	var all []string
	for path, text := range head {
		if was, existed := base[path]; !existed {
			all = append(all, path+" created")
		} else if was != text {
			all = append(all, path+" changed")
		}
	}
	for path := range base {
		if _, exists := head[path]; !exists {
			all = append(all, path+" deleted")
		}
	}
	slices.Sort(all)
	return all
}

// affectedModules runs affected, and expects a cause and a file for each module.
func affectedModules(t *testing.T, folder, base, head string) []string {
	t.Helper()
	printed, _ := runCommand(t, exitDone, "affected",
		"--job-dir", filepath.Join(folder, "jobs"), "--output", filepath.Join(folder, "terraform"),
		"--base", base, "--head", head, "--format", "json")
	var list []fleet.Affected
	decoder := json.NewDecoder(bytes.NewReader([]byte(printed)))
	if err := decoder.Decode(&list); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range list {
		path, err := filepath.Rel(folder, filepath.FromSlash(a.Path))
		if err != nil || len(a.Causes) == 0 || len(a.Files) == 0 || a.Job == "" || a.Platform == "" {
			t.Errorf("%+v: %v", a, err)
		}
		all = append(all, filepath.ToSlash(path)+" "+a.Change)
	}
	slices.Sort(all)
	return all
}

// TestAffectedInAShallowClone says how to get the base, and works after that.
func TestAffectedInAShallowClone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	inGit(t, folder, "init", "-q", "-b", "main")
	for _, name := range []string{"a", "b"} {
		writeJob(t, filepath.Join(folder, "jobs"), name+".yaml", jobText("", ""), "schema: []\n")
		inGit(t, folder, "add", "-A")
		inGit(t, folder, "commit", "-q", "-m", name)
		inGit(t, folder, "branch", "with_"+name)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	inGit(t, folder, "clone", "-q", "--depth=1", "file://"+folder, clone)
	args := []string{"affected", "--job-dir", filepath.Join(clone, "jobs"), "--output", "out", "--base", "origin/with_a", "--format", "paths"}
	_, said := runCommand(t, exitError, args...)
	const fetch = "git fetch --depth=1 origin +refs/heads/with_a:refs/remotes/origin/with_a"
	if !strings.HasSuffix(said, "the clone is shallow; get it with: "+fetch+"\n") {
		t.Error(said)
	}
	inGit(t, clone, strings.Fields(fetch)[1:]...)
	if out, _ := runCommand(t, exitDone, args...); out != "out/acme/b\n" {
		t.Errorf("prints %q", out)
	}
}
