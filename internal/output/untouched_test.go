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
