package output

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGuardComesFirstAndGoesLast records the order of the changes.
func TestGuardComesFirstAndGoesLast(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		disk, after tree
		guarded     bool
	}{
		{"an update", generated(v1), v2, true},
		{"a new module", tree{}, v1, true},
		{"a module that is removed", generated(v1), tree{}, true},
		{"two files", generated(tree{"a.tf": "1\n", "terraform.tfvars.json": "{}\n"}),
			tree{"a.tf": "2\n", "terraform.tfvars.json": "{\n}\n"}, true},
		{"one file", generated(tree{"a.tf": "1\n", "b.tf": "1\n"}), tree{"a.tf": "2\n", "b.tf": "1\n"}, false},
		{"one file that Terraform reads", generated(tree{"a.tf": "1\n"}), tree{"a.tf": "2\n", "README.md": "r\n", "metadata/a.tf": "m\n"}, false},
		{"no change", generated(v1), v1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, test.disk)
			var steps []string
			err := commitWith(t, dir, test.after, func(operation, path string) error {
				if name := filepath.Base(path); operation == "rename" || operation == "remove" {
					steps = append(steps, operation+" "+name)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !test.guarded {
				if slices.Contains(steps, "rename "+GuardName) {
					t.Errorf("a guard for nothing: %q", steps)
				}
				return
			}
			if last := len(steps) - 1; len(test.after) == 0 && last > 0 && steps[last] == "remove "+ManifestName {
				steps = steps[:last] // by which the next run would find what is left
			}
			if len(steps) < 3 || steps[0] != "rename "+GuardName || steps[len(steps)-1] != "remove "+GuardName {
				t.Errorf("steps: %q", steps)
			}
			if got := mustPlan(t, []Module{module(dir, test.after)}, Options{}).Changes(); len(got) != 0 {
				t.Errorf("changes after the commit: %v", got)
			}
		})
	}
}

// TestGuardThatIsLeft is what the next run finds of one that was killed when all
// files were in place.
func TestGuardThatIsLeft(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"as written":              guardText,
		"of another version":      guardHeader + "\nsomething_else {}\n",
		"converted by git":        strings.ReplaceAll(guardText, "\n", "\r\n"),
		"after a loss of power":   "",
		"with zeros in its place": "\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, with(generated(v1), tree{GuardName: text}))
			plan := mustPlan(t, []Module{module(dir, v1)}, Options{})
			if got := summary(dir, plan); !slices.Equal(got, []string{"delete " + GuardName}) {
				t.Errorf("changes: %q", got)
			}
			if slices.Contains(plan.Paths(), filepath.Join(dir, GuardName)) {
				t.Error("the guard is listed as a file of the module")
			}
			if err := plan.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantTree(t, dir, generated(v1))
		})
	}
}

// TestGuardOfAUser never replaces a file that only has the guard's name, and is
// in the way only where a guard is needed.
func TestGuardOfAUser(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mine := tree{GuardName: "locals {}\n"}
	write(t, dir, with(generated(v1), mine))
	for _, options := range []Options{{}, {Force: true}} {
		_, problems := NewPlan([]Module{module(dir, v2)}, options)
		if !strings.Contains(messages(problems), GuardName+": exists, but dativo-gen reserves the name") {
			t.Errorf("force %v: %v", options.Force, problems)
		}
	}
	mustCommit(t, module(dir, with(v1, tree{"main.tf": "2\n"})))
	wantTree(t, dir, with(generated(with(v1, tree{"main.tf": "2\n"})), mine))
}

// TestGuardAppearsMeanwhile lets another run put its guard in place between plan
// and commit.
func TestGuardAppearsMeanwhile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, generated(v1))
	plan := mustPlan(t, []Module{module(dir, v2)}, Options{})
	write(t, dir, tree{GuardName: guardText})
	if err := plan.Commit(t.Context()); err == nil || !strings.Contains(err.Error(), GuardName+" was changed while dativo-gen was running") {
		t.Errorf("%v", err)
	}
	wantTree(t, dir, with(generated(v1), tree{GuardName: guardText}))
}

// TestFailureBeforeTheFirstChange takes the guard away again if no file has
// changed, unless it is the guard of an earlier run.
func TestFailureBeforeTheFirstChange(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]tree{"no guard": generated(v1), "a guard": with(generated(v1), tree{GuardName: guardText})} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, before)
			err := commitWith(t, dir, v2, func(operation, path string) error {
				if operation == "rename" && filepath.Base(path) == ManifestName {
					return filepath.SkipDir
				}
				return nil
			})
			if err == nil {
				t.Fatal("no error")
			}
			wantTree(t, dir, before)
		})
	}
}
