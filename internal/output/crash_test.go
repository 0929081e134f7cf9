package output

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// crash allows the first n changes to the disk and no more, not even cleanup, as
// if the process were killed at that point.
func crash(n int) step {
	var mu sync.Mutex
	return func(string, string) error {
		mu.Lock()
		defer mu.Unlock()
		if n--; n < 0 {
			return errors.New("killed")
		}
		return nil
	}
}

// refuse fails once, at change number n.
func refuse(n int) step {
	var mu sync.Mutex
	return func(string, string) error {
		mu.Lock()
		defer mu.Unlock()
		if n--; n == -1 {
			return syscall.ENOSPC
		}
		return nil
	}
}

var (
	users = tree{"custom_a.tf": "mine\n", ".terraform.lock.hcl": "lock\n", "notes.txt": "n\n"}
	v1    = tree{"main.tf": "1\n", "same.tf": "s\n", "old.tf": "o\n", "sub/deep.json": "{}\n"}
	v2    = tree{"main.tf": "2\n", "same.tf": "s\n", "new.tf": "n\n", "other/x.json": "{}\n"}
	v3    = tree{"main.tf": "3\n", "old.tf": "o3\n", "new.tf": "n3\n"}
)

// commitWith plans and commits one module with a step hook.
func commitWith(t *testing.T, dir string, content tree, step step) error {
	t.Helper()
	plan := mustPlan(t, []Module{module(dir, content)}, Options{})
	plan.step = step
	return plan.Commit(t.Context())
}

// ofTerraform is what Terraform reads of the generated files of a tree.
func ofTerraform(content tree) tree {
	all := tree{}
	for name, data := range content {
		if isTerraform(name) && !isUsers(name) {
			all[name] = data
		}
	}
	return all
}

// isMixture reports whether a directory holds parts of several versions, and no
// guard that keeps Terraform from them.
func isMixture(content tree, versions ...tree) bool {
	return content[GuardName] != guardText && !slices.ContainsFunc(versions, func(version tree) bool {
		return maps.Equal(ofTerraform(content), ofTerraform(version))
	})
}

// wantComplete checks that each file is identical to one of the versions, and
// that Terraform cannot plan a mixture of them.
func wantComplete(t *testing.T, dir string, versions ...tree) {
	t.Helper()
	got := read(t, dir)
	if isMixture(got, versions...) {
		t.Errorf("a mixture without a guard: %v", got)
	}
	for name, data := range got {
		complete := name == GuardName && data == guardText || name == ManifestName || isTemp(filepath.Base(name)) ||
			strings.HasSuffix(name, "/") || users[name] == data
		for _, version := range versions {
			expected, ok := version[name]
			complete = complete || ok && expected == data
		}
		if !complete {
			t.Errorf("%s holds %q", name, data)
		}
	}
	for name, data := range users {
		if got[name] != data {
			t.Errorf("the user's %s holds %q", name, got[name])
		}
	}
}

// TestKilledAtAnyPoint interrupts an update at each of its steps, and the
// recovery at every third of its own, in turn, and expects the run after that
// to succeed without force, whatever it renders.
func TestKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	for first := 0; ; first++ {
		finished := false
		for second := first % 3; !finished; second += 3 {
			dir := t.TempDir()
			write(t, dir, with(generated(v1), users))
			if err := commitWith(t, dir, v2, crash(first)); err == nil {
				if first < 10 {
					t.Fatalf("only %d steps", first)
				}
				wantTree(t, dir, with(generated(v2), users))
				return
			}
			wantComplete(t, dir, v1, v2)
			finished = commitWith(t, dir, v3, crash(second)) == nil
			wantComplete(t, dir, v1, v2, v3)
			next := []tree{v3, v1, v2, {}}[(first+second)%4]
			mustCommit(t, module(dir, next))
			want := users
			if len(next) > 0 {
				want = with(generated(next), users)
			}
			got := read(t, dir)
			delete(got, "sub/") // an empty directory may be left over
			delete(got, "other/")
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("killed at %d and %d: %v, want %v", first, second, got, want)
			}
		}
	}
}

func TestKilledWhileCreating(t *testing.T) {
	t.Parallel()
	for n := 0; ; n++ {
		base := t.TempDir()
		dir := filepath.Join(base, "acme", "orders")
		if commitWith(t, dir, v1, crash(n)) == nil {
			return
		}
		if _, err := os.Stat(dir); err == nil && isMixture(read(t, dir), tree{}, v1) {
			t.Fatalf("killed at %d: a part of a module without a guard: %v", n, read(t, dir))
		}
		mustCommit(t, module(dir, v3))
		if got, want := read(t, base), below("acme/orders", generated(v3)); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("killed at %d: %v, want %v", n, got, want)
		}
	}
}

// TestFailureWhileStaging fails each step in turn and expects that a commit that
// renamed nothing leaves nothing on disk.
func TestFailureWhileStaging(t *testing.T) {
	t.Parallel()
	staging := true
	for n := 0; staging; n++ {
		base := t.TempDir()
		before := below("old", with(generated(v1), users))
		write(t, base, before)
		plan := mustPlan(t, []Module{module(filepath.Join(base, "old"), v2), module(filepath.Join(base, "a", "new"), v2),
			module(filepath.Join(base, "a", "other"), v2)}, Options{})
		fail := refuse(n)
		var renamed atomic.Bool
		plan.step = func(operation, path string) error {
			err := fail(operation, path)
			if operation == "rename" {
				renamed.Store(true)
			}
			return err
		}
		err := plan.Commit(t.Context())
		if err == nil {
			t.Fatalf("step %d did not fail", n)
		}
		if staging = !renamed.Load(); staging {
			wantTree(t, base, before)
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("step %d: %v", n, err)
			}
		} else if !strings.Contains(err.Error(), "of 3 modules written; run the same command again") {
			t.Errorf("step %d: %v", n, err)
		}
	}
}

func TestFailureWhileRenaming(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, with(generated(v1), users))
	err := commitWith(t, dir, v2, func(operation, path string) error {
		if operation == "rename" && filepath.Base(path) == "new.tf" {
			return syscall.EACCES
		}
		return nil
	})
	if !errors.Is(err, syscall.EACCES) {
		t.Fatal(err)
	}
	wantComplete(t, dir, v1, v2)
	for name := range read(t, dir) {
		if isTemp(filepath.Base(name)) {
			t.Errorf("%s was left over", name)
		}
	}
	mustCommit(t, module(dir, v2))
	wantTree(t, dir, with(generated(v2), users))
}
