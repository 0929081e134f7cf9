package output

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFreshModule is published by one rename, without a guard.
func TestFreshModule(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	dir := filepath.Join(base, "acme", "orders")
	var renames []string
	err := commitWith(t, dir, v1, func(operation, path string) error {
		if operation == "rename" {
			renames = append(renames, path)
		}
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("%s %s: the directory exists before the module is whole", operation, path)
		}
		return nil
	})
	if err != nil || !slices.Equal(renames, []string{dir}) {
		t.Errorf("%v, renames: %q", err, renames)
	}
	wantTree(t, base, below("acme/orders", generated(v1)))
}

// TestFreshModulesInside creates modules in directories inside of one another.
func TestFreshModulesInside(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	mustCommit(t, module(filepath.Join(base, "a"), v1), module(filepath.Join(base, "a", "b"), v2), module(filepath.Join(base, "a-b"), v3),
		module(filepath.Join(base, "a", "b", "c", "d"), v3))
	want := below("a", generated(v1))
	for dir, version := range map[string]tree{"a/b": v2, "a-b": v3, "a/b/c/d": v3} {
		want = with(want, below(dir, generated(version)))
	}
	wantTree(t, base, want)
}

// TestFreshModuleAppearsMeanwhile lets something be faster than the rename.
func TestFreshModuleAppearsMeanwhile(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]tree{"a directory with files": {"orders/main.tf": "mine\n"}, "a file": {"orders": "mine\n"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			plan := mustPlan(t, []Module{module(filepath.Join(base, "orders"), v1)}, Options{})
			write(t, base, content)
			if err := plan.Commit(t.Context()); err == nil || !strings.Contains(err.Error(), "orders was changed while dativo-gen was running") {
				t.Errorf("%v", err)
			}
			wantTree(t, base, content)
		})
	}
}

// TestStaleDirectories removes what killed runs have staged for a module, and
// nothing that another run may be staging for others.
func TestStaleDirectories(t *testing.T) {
	t.Parallel()
	others := tree{
		".dativo-gen-orders-eu-AAAA.tmp/main.tf": "o\n", ".dativo-gen-orders2-AAAA.tmp/main.tf": "o\n", ".dativo-gen-AAAA.tmp/main.tf": "o\n", ".dativo-gen-orders-AAAA/main.tf": "o\n", "orders-AAAA.tmp/x": "o\n",
	}
	for name, content := range map[string]tree{"a module": v1, "no module": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			write(t, base, with(others, tree{".dativo-gen-orders-AAAA.tmp/main.tf": "1\n", ".dativo-gen-orders-BBBB.tmp/sub/x": "1\n"}))
			mustCommit(t, module(filepath.Join(base, "orders"), content))
			want := others
			if len(content) > 0 {
				want = with(others, below("orders", generated(content)))
			}
			wantTree(t, base, want)
		})
	}
}

// TestSlowRun has another run take its staged directory for that of a killed run:
// the slow run publishes nothing, and the module is whole.
func TestSlowRun(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"write", "rename"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			dir := filepath.Join(base, "orders")
			once := false
			err := commitWith(t, dir, v1, func(operation, _ string) error {
				if operation == at && !once {
					once = true
					mustCommit(t, module(dir, v2))
				}
				return nil
			})
			if err == nil || !strings.Contains(err.Error(), "was removed by another run") && !strings.Contains(err.Error(), "was changed while") {
				t.Errorf("%v", err)
			}
			wantTree(t, base, below("orders", generated(v2)))
		})
	}
}
