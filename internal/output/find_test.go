package output

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ofJob is a tree with the manifest of a job.
func ofJob(content tree, origin Origin) tree {
	files := map[string]string{}
	for name, data := range content {
		files[name] = hashOf([]byte(data))
	}
	return with(content, tree{ManifestName: string(manifest{Origin: origin, Files: files}.encode())})
}

func mustFind(t *testing.T, folder string) []Found {
	t.Helper()
	found, err := Find(folder)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestFind: every module below a folder, and nothing that only looks like one.
func TestFind(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	origin := Origin{Source: "../../../jobs/a.yaml", Tenant: "acme", Job: "a", Platform: "aws_ecs"}
	write(t, base, below("acme/a", ofJob(v1, origin)))
	write(t, base, below("acme/a/inner", ofJob(v1, origin)))
	write(t, base, below("finops", generated(v1)))
	write(t, base, below("old", tree{ManifestName: `{"format": 1, "files": {}}`}))
	write(t, base, below("broken", tree{ManifestName: "<<<<<<< a\n"}))
	for _, hidden := range []string{".git/x", "acme/a/.terraform/modules/x", ".dativo-gen-x-y.tmp"} {
		write(t, base, below(hidden, ofJob(v1, origin)))
	}
	if err := os.Symlink(filepath.Join(base, "acme"), filepath.Join(base, "link")); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range mustFind(t, base) {
		name, _ := filepath.Rel(base, f.Dir)
		got = append(got, fmt.Sprintf("%s %s %s", filepath.ToSlash(name), f.Origin.Job, f.Unknown))
	}
	want := []string{
		"acme/a a ", "acme/a/inner a ", "broken  its manifest cannot be read: unresolved merge conflict", "finops  ",
		"old  its manifest, of an older dativo-gen, names no job",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if through := mustFind(t, filepath.Join(base, "link")); len(through) != 2 || through[0].Dir != filepath.Join(base, "link", "a") {
		t.Errorf("through a link: %v", through)
	}
	if none := mustFind(t, filepath.Join(base, "nothing")); none != nil {
		t.Errorf("nowhere: %v", none)
	}
}

// remove is the module that removes one that was found.
func remove(root string, f Found) Module { return Module{Dir: f.Dir, Root: root, Origin: f.Origin} }

// TestRemovalLeavesPeoplesFiles puts random files of people into and around a
// module, edits some of its own, and removes it: exactly the files with their
// recorded content go, and the folders that this empties.
func TestRemovalLeavesPeoplesFiles(t *testing.T) {
	t.Parallel()
	names := []string{
		"custom_a.tf", "notes.txt", ".terraform.lock.hcl", "terraform.tfstate", "README.md", "sub/mine.txt", "other/x/y.txt",
		".dativo-gen-notes", "main.tf.bak", "Makefile", "main_override.tf", "empty/", "sub/deep/", "../sibling.txt", "../b/custom_b.tf",
	}
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		base := t.TempDir()
		root := filepath.Join(base, "terraform")
		dir := filepath.Join(root, "acme", "a")
		write(t, dir, ofJob(v1, Origin{Source: "../../../a.yaml"}))
		people := tree{}
		for _, name := range names {
			if random.IntN(3) > 0 {
				continue
			}
			path := filepath.Join(dir, filepath.FromSlash(name))
			if strings.HasSuffix(name, "/") {
				if err := os.MkdirAll(path, 0o755); err != nil {
					t.Fatal(err)
				}
			} else {
				write(t, filepath.Dir(path), tree{filepath.Base(path): "people's\n"})
			}
		}
		for name := range v1 {
			switch random.IntN(4) {
			case 0:
				write(t, dir, tree{name: "edited\n"})
			case 1:
				if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
					t.Fatal(err)
				}
			}
		}
		for name, data := range read(t, base) {
			generated := filepath.Base(name) == ManifestName || slices.Contains(slices.Collect(maps.Values(v1)), data)
			if !generated || strings.HasSuffix(name, "/") {
				people[name] = data
			}
		}
		found := mustFind(t, root)
		others, err := found[0].Others()
		if err != nil {
			t.Fatal(err)
		}
		mustCommit(t, remove(root, found[0]))
		got := read(t, base)
		for name, data := range people {
			if _, kept := got[name]; !kept || got[name] != data {
				if !strings.HasSuffix(name, "/") { // no file of a user is in an empty folder
					t.Fatalf("seed %d: %s held %q, and now %q", seed, name, data, got[name])
				}
			}
		}
		for name, data := range got {
			if _, theirs := people[name]; !theirs && !strings.HasSuffix(name, "/") {
				t.Fatalf("seed %d: %s is left: %q", seed, name, data)
			}
		}
		_, err = os.Stat(dir)
		if left := err == nil; left != hasFiles(got, "terraform/acme/a/") && len(others) == 0 {
			t.Fatalf("seed %d: folder left: %v, of %v", seed, left, got)
		}
	}
}

func hasFiles(content tree, prefix string) bool {
	for name := range content {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// TestRemovalKilledAtAnyPoint: wherever a removal ends, what is left is found again,
// cannot be planned in part, and is removed by the next run.
func TestRemovalKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	for n := 0; ; n++ {
		base := t.TempDir()
		root := filepath.Join(base, "terraform")
		dir := filepath.Join(root, "acme", "a")
		write(t, dir, with(ofJob(v1, Origin{Source: "../../../a.yaml"}), users))
		plan := mustPlan(t, []Module{remove(root, mustFind(t, root)[0])}, Options{})
		plan.step = crash(n)
		if plan.Commit(t.Context()) == nil && !hasFiles(read(t, dir), ManifestName) {
			if n < 8 {
				t.Errorf("only %d steps", n)
			}
			return
		}
		if got := read(t, dir); isMixture(got, v1, tree{}) {
			t.Errorf("after %d steps, a mixture without a guard: %v", n, got)
		}
		found := mustFind(t, root)
		if len(found) != 1 || found[0].Origin.Source == "" {
			t.Fatalf("after %d steps: %+v", n, found)
		}
		mustCommit(t, remove(root, found[0]))
		wantTree(t, dir, users)
	}
}

// TestOthers lists what people have put into a module's folder.
func TestOthers(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	write(t, base, ofJob(v1, Origin{Source: "a.yaml"}))
	write(t, base, tree{"custom_a.tf": "", "sub/mine.txt": "", "docs/a.md": "", "inner/" + ManifestName: "{}"})
	write(t, base, tree{GuardName: guardText, tempName(): ""})
	found := mustFind(t, base)
	got, err := found[0].Others()
	if want := []string{"custom_a.tf", "docs/", "sub/mine.txt"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: %v", got, want, err)
	}
	own, edited, err := found[0].Files()
	if err != nil || len(own) != len(v1) || edited != nil {
		t.Errorf("%d files, edited %q, %v", len(own), edited, err)
	}
	write(t, base, tree{"main.tf": "edited\n"})
	if own, edited, err = found[0].Files(); err != nil || len(own) != len(v1)-1 || !slices.Equal(edited, []string{"main.tf"}) {
		t.Errorf("%d files, edited %q, %v", len(own), edited, err)
	}
}
