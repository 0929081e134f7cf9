package output

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestUnchangedModuleIsNotTouched commits a plan without changes after its
// directory is gone: nothing looks for it.
func TestUnchangedModuleIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "module")
	write(t, dir, generated(v1))
	plan := mustPlan(t, []Module{module(dir, v1)}, Options{})
	plan.step = func(operation, path string) error {
		t.Errorf("%s %s", operation, path)
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := plan.Commit(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestFailureWhileADirectoryVanishes cleans up as far as it can.
func TestFailureWhileADirectoryVanishes(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	gone, kept := filepath.Join(base, "gone"), filepath.Join(base, "kept")
	write(t, gone, generated(v1))
	write(t, kept, generated(v1))
	plan := mustPlan(t, []Module{module(gone, v2), module(kept, v2)}, Options{})
	plan.step = func(operation, _ string) error {
		if operation != "rename" {
			return nil
		}
		if err := os.RemoveAll(gone); err != nil {
			t.Error(err)
		}
		return syscall.EIO
	}
	if err := plan.Commit(t.Context()); err == nil {
		t.Error("no error")
	}
	wantTree(t, base, below("kept", generated(v1)))
}

// TestLeftOverFile removes one temporary file of a killed run, also where nothing
// else changes.
func TestLeftOverFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, with(generated(v1), tree{tempName(): "half"}))
	mustCommit(t, module(dir, v1))
	wantTree(t, dir, generated(v1))
}

// TestPruningRemovesEmptyDirectories removes those that become empty, from the
// inside out, up to one that holds something else.
func TestPruningRemovesEmptyDirectories(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, generated(tree{"a/b/c/x.json": "{}\n", "d/e/y.json": "{}\n", "main.tf": "m\n"}))
	write(t, dir, tree{"d/notes.txt": "n\n"})
	mustCommit(t, module(dir, tree{"main.tf": "m\n"}))
	wantTree(t, dir, with(generated(tree{"main.tf": "m\n"}), tree{"d/notes.txt": "n\n"}))
}
