package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestErrorsNameThePathOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plan := mustPlan(t, []Module{module(dir, wanted)}, Options{})
	// The directory is replaced by a file after planning.
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Dir(dir), tree{filepath.Base(dir): "x"})
	if err := plan.Commit(t.Context()); err == nil || err.Error() != "cannot open "+dir+": not a directory" {
		t.Errorf("%v", err)
	}
}

func TestChangedSincePlanning(t *testing.T) {
	t.Parallel()
	for name, meddle := range map[string]tree{
		"a file is edited":        {"main.tf": "saved in the editor\n"},
		"a file appears":          {"new.tf": "mine\n"},
		"a file to prune changes": {"old.tf": "still needed\n"},
		"another run was faster":  {ManifestName: string(manifest{}.encode())},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, with(generated(v1), users))
			plan := mustPlan(t, []Module{module(dir, v2)}, Options{Force: true})
			write(t, dir, meddle)
			if err := plan.Commit(t.Context()); err == nil || !strings.Contains(err.Error(), "was changed while dativo-gen was running") {
				t.Errorf("%v", err)
			}
			wantTree(t, dir, with(with(generated(v1), users), meddle))
		})
	}
}

// An editor that saves in place may change nothing but the time.
func TestSameSizeSavedSincePlanning(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, generated(v1))
	main := filepath.Join(dir, "main.tf")
	if err := os.Chtimes(main, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	plan := mustPlan(t, []Module{module(dir, v2)}, Options{})
	write(t, dir, tree{"main.tf": "9\n"})
	if err := plan.Commit(t.Context()); err == nil {
		t.Error("an edit was overwritten")
	}
	wantTree(t, dir, with(generated(v1), tree{"main.tf": "9\n"}))
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := with(generated(v1), users)
	write(t, dir, before)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := mustPlan(t, []Module{module(dir, v2)}, Options{}).Commit(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	wantTree(t, dir, before)
}

// TestRunsAtOnce lets several runs with different content meet in the same
// directories: each succeeds or reports that it was too late, none mistakes
// files of another run for manual edits, and the last one finds a valid state.
func TestRunsAtOnce(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	content := func(run string, i int) []Module {
		var modules []Module
		for m := range 3 {
			modules = append(modules, module(filepath.Join(base, fmt.Sprint(m)), tree{
				"main.tf": fmt.Sprintln(run, i), "variables.tf": fmt.Sprintln(run, i), "only_" + run + ".tf": "x\n"}))
		}
		return modules
	}
	var group sync.WaitGroup
	for _, run := range []string{"a", "b", "c", "d"} {
		group.Go(func() {
			for i := range 25 {
				plan, problems := NewPlan(content(run, i), Options{})
				if len(problems) > 0 {
					t.Errorf("plan: %v", problems)
					return
				}
				err := plan.Commit(t.Context())
				if err != nil && !strings.Contains(err.Error(), "was changed while dativo-gen was running") &&
					!strings.Contains(err.Error(), "was removed by another run") {
					t.Errorf("commit: %v", err)
				}
			}
		})
	}
	group.Wait()
	last := content("last", 0)
	mustCommit(t, last...)
	for _, m := range last {
		want := tree{}
		for _, file := range m.Files {
			want[file.Name] = string(file.Data)
		}
		wantTree(t, m.Dir, generated(want))
	}
}
