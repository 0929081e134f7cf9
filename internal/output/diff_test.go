package output

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	numbered := strings.Split("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", " ")
	long := strings.Join(numbered, "\n") + "\n"
	for _, test := range []struct {
		name          string
		kind          Kind
		before, after string
		want          string
	}{
		{"create", Create, "", "a\nb\n", "--- /dev/null\n+++ out/main.tf\n@@ -0,0 +1,2 @@\n+a\n+b\n"},
		{"create empty", Create, "", "", "--- /dev/null\n+++ out/main.tf\n"},
		{"delete", Delete, "a\n", "", "--- out/main.tf\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"},
		{"one line", Update, "a\nb\nc\n", "a\nB\nc\n", "--- out/main.tf\n+++ out/main.tf\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
		{"no newline at the end", Update, "a", "a\n",
			"--- out/main.tf\n+++ out/main.tf\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		{"line endings are ignored", Update, "a\r\nb\r\n", "a\nc\n",
			"--- out/main.tf\n+++ out/main.tf\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"},
		{"two hunks", Update, long, strings.NewReplacer("2\n3\n", "2\nx\n3\n", "18\n", "").Replace(long),
			"--- out/main.tf\n+++ out/main.tf\n@@ -1,5 +1,6 @@\n 1\n 2\n+x\n 3\n 4\n 5\n@@ -15,6 +16,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			change := Change{Kind: test.kind, Path: filepath.Join("out", "main.tf"), After: []byte(test.after)}
			if test.kind != Create {
				change.Before = []byte(test.before)
			}
			if got := change.Diff(); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestDiffApplies has git apply every diff of a plan, and compares the result
// with what a commit writes.
func TestDiffApplies(t *testing.T) {
	t.Parallel()
	patched, committed := t.TempDir(), t.TempDir()
	before := generated(tree{"main.tf": "a\nb\nc\nd\ne\nf\ng\nh", "old.tf": "x\n"})
	write(t, patched, before)
	write(t, committed, before)
	m := module(committed, tree{"main.tf": "a\nB\nc\nd\ne\nf\ng\nh\ni\n", "new.tf": "n"})
	plan := mustPlan(t, []Module{m}, Options{})
	for _, change := range plan.Changes() {
		change.Path = "x/" + filepath.Base(change.Path) // git apply strips the first path component
		git := exec.Command("git", "apply", "--whitespace=nowarn", "-")
		git.Dir = patched
		git.Stdin = strings.NewReader(change.Diff())
		if out, err := git.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s\n%s", change.Path, err, out, change.Diff())
		}
	}
	if err := plan.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTree(t, patched, read(t, committed))
	if _, err := os.Stat(filepath.Join(patched, "old.tf")); err == nil {
		t.Error("old.tf is still there")
	}
}
