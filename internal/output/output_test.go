package output

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/render"
)

func TestLifeOfAModule(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "acme", "orders")
	users := tree{"custom_extra.tf": "# mine", "main_override.tf": "# mine too", ".terraform.lock.hcl": "# lock",
		"terraform.tfstate": "{}", "README.md": "hand-written"}
	steps := []struct {
		name    string
		content tree
		changes []string
	}{
		{"create", tree{"main.tf": "a\n", "old.tf": "x\n", "metadata/tags.json": "{}\n"},
			[]string{"create " + ManifestName, "create main.tf", "create metadata/tags.json", "create old.tf"}},
		{"again", tree{"main.tf": "a\n", "old.tf": "x\n", "metadata/tags.json": "{}\n"}, nil},
		{"update and prune", tree{"main.tf": "b\n", "new.tf": "n\n"},
			[]string{"update " + ManifestName, "update main.tf", "delete metadata/tags.json", "create new.tf", "delete old.tf"}},
		{"remove", tree{}, []string{"delete " + ManifestName, "delete main.tf", "delete new.tf"}},
		{"nothing left", tree{}, nil},
	}
	for i, step := range steps {
		modules := []Module{module(dir, step.content)}
		plan := mustPlan(t, modules, Options{})
		if got := summary(dir, plan); !slices.Equal(got, step.changes) {
			t.Errorf("%s: changes %q, want %q", step.name, got, step.changes)
		}
		if err := plan.Commit(t.Context()); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if i == 0 {
			write(t, dir, users)
		}
		want := with(users, step.content)
		if len(step.content) > 0 {
			want = with(users, generated(step.content))
		}
		wantTree(t, dir, want)
		if got := mustPlan(t, modules, Options{}).Changes(); len(got) != 0 {
			t.Errorf("%s: changes after the commit: %v", step.name, got)
		}
	}
}

func TestPlanChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := with(generated(tree{"main.tf": "a\n", "old.tf": "x\n"}), tree{tempName(): "half"})
	write(t, dir, before)
	mustPlan(t, []Module{module(dir, tree{"main.tf": "b\n"}), module(filepath.Join(dir, "new"), tree{"main.tf": ""})}, Options{})
	wantTree(t, dir, before)
}

func TestChangeCarriesBothSides(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, generated(tree{"main.tf": "a\n", "old.tf": "x\n"}))
	plan := mustPlan(t, []Module{module(dir, tree{"main.tf": "b\n", "new.tf": "n\n"})}, Options{})
	type sides struct{ before, after string }
	want := map[string]sides{"main.tf": {"a\n", "b\n"}, "new.tf": {"", "n\n"}, "old.tf": {"x\n", ""}}
	for _, change := range plan.Changes() {
		base := filepath.Base(change.Path)
		if change.Manifest != (base == ManifestName) {
			t.Errorf("%s: Manifest is %v", base, change.Manifest)
		}
		if got := (sides{string(change.Before), string(change.After)}); !change.Manifest && got != want[base] {
			t.Errorf("%s: %q, want %q", base, got, want[base])
		}
	}
	wantPaths := []string{filepath.Join(dir, ManifestName), filepath.Join(dir, "main.tf"), filepath.Join(dir, "new.tf")}
	if got := plan.Paths(); !slices.Equal(got, wantPaths) {
		t.Errorf("paths %q, want %q", got, wantPaths)
	}
}

func TestBytesDependOnContentAlone(t *testing.T) {
	t.Parallel()
	content := tree{"main.tf": "a\n", "variables.tf": "v\n", "terraform.tfvars.json": "{}\n"}
	first, second := t.TempDir(), t.TempDir()
	mustCommit(t, module(first, content))
	mustCommit(t, module(second, tree{"main.tf": "z\n", "gone.tf": "z\n"}))
	m := module(second, content)
	slices.Reverse(m.Files)
	mustCommit(t, m)
	wantTree(t, second, read(t, first))
}

func TestModes(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	mustCommit(t, module(dir, tree{"main.tf": "a\n", "run.tf": "a\n"}))
	main, run := filepath.Join(dir, "main.tf"), filepath.Join(dir, "run.tf")
	created, err := os.Stat(main)
	if err != nil || created.Mode().Perm()&^0o644 != 0 {
		t.Errorf("a new file has mode %v, %v", created.Mode(), err)
	}
	wantScript := runtime.GOOS != "windows" // which has no such mode
	script := filepath.Join(t.TempDir(), "new")
	mustCommit(t, module(script, tree{"bin/start": "#!/bin/sh\n", "main.tf": "# ! a\n"}))
	for name, want := range map[string]bool{"bin/start": wantScript, "main.tf": false} {
		info, err := os.Stat(filepath.Join(script, name))
		if err != nil || info.Mode().Perm()&0o100 != 0 != want {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
	}
	if err := os.Chmod(run, 0o640); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, module(dir, tree{"main.tf": "b\n", "run.tf": "b\n"}))
	if kept, err := os.Stat(run); err != nil || kept.Mode().Perm() != 0o640 {
		t.Errorf("an updated file has mode %v, %v; want 0640", kept.Mode(), err)
	}
	if updated, err := os.Stat(main); err != nil || updated.Mode() != created.Mode() {
		t.Errorf("an updated file has mode %v, %v; want %v", updated.Mode(), err, created.Mode())
	}
}

func TestCRLFCheckoutIsUnchanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	content := tree{"main.tf": "a\nb\n", "old.tf": "x\ny\n"}
	checkout := tree{}
	for name, data := range generated(content) {
		checkout[name] = strings.ReplaceAll(data, "\n", "\r\n")
	}
	write(t, dir, checkout)
	if got := mustPlan(t, []Module{module(dir, content)}, Options{}).Changes(); len(got) != 0 {
		t.Errorf("changes: %v", got)
	}
	next := tree{"main.tf": "a\nc\n"}
	mustCommit(t, module(dir, next))
	wantTree(t, dir, generated(next))
}

func TestSymlinkedDirectory(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	target, link := filepath.Join(base, "real"), filepath.Join(base, "link")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	content := tree{"main.tf": "a\n"}
	mustCommit(t, module(link, content))
	wantTree(t, target, generated(content))
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"main.tf":                "",
		"metadata/iceberg.json":  "",
		"customs.tf":             "",
		"custom_notes.md":        "",
		"terraform.tfvars.json":  "",
		"override.txt":           "",
		"../main.tf":             "is not a path below",
		"/etc/passwd":            "is not a path below",
		"a/../../b":              "is not a path below",
		`a\b`:                    "is not a path below",
		"a\x00b":                 "is not a path below",
		"":                       "is not a path below",
		".":                      "is not a path below",
		"a//b":                   "is not a path below",
		ManifestName:             "reserves for itself",
		tempName():               "reserves for itself",
		"custom_x.tf":            "reserved for users",
		"Custom_X.TF":            "reserved for users",
		"custom_x.tf.json":       "reserved for users",
		"override.tf":            "reserved for users",
		"a_override.tf.json":     "reserved for users",
		".terraform.lock.hcl":    "reserved for users",
		".terraform/modules/x":   "reserved for users",
		"terraform.tfstate":      "reserved for users",
		"terraform.tfstate.d/x":  "reserved for users",
		"x.tfstate.1700.backup":  "reserved for users",
		"sub/con.tf":             "reserves for a device",
		"sub./a.tf":              "which Windows drops",
		"sub/custom_x.tf":        "reserved for users",
		"terraform.tfstate/a.tf": "reserved for users",
	} {
		got := nameProblem(name)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		dir := t.TempDir()
		plan, problems := NewPlan([]Module{{Dir: dir, Files: []render.File{{Name: name}}}}, Options{Force: true})
		if (plan != nil) != (want == "") || problems.HasErrors() != (want != "") {
			t.Errorf("%q: planned %v with %v", name, plan != nil, problems)
		}
	}
}

func TestDuplicateNames(t *testing.T) {
	t.Parallel()
	for _, names := range [][2]string{{"main.tf", "main.tf"}, {"main.tf", "Main.tf"}} {
		m := Module{Dir: t.TempDir(), Files: []render.File{{Name: names[0]}, {Name: names[1]}}}
		if _, problems := NewPlan([]Module{m}, Options{}); !strings.Contains(messages(problems), "duplicate file name") {
			t.Errorf("%q: %v", names, problems)
		}
	}
}

func TestOverlappingModules(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	if err := os.Mkdir(filepath.Join(base, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", filepath.Join(base, "link")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ first, second, file, want string }{
		{"a", "b", "main.tf", ""},
		{"a", "a/b", "main.tf", ""},
		{"a", "a/b", "c/main.tf", ""},
		{"a", "a/b", "b/main.tf", "is in"},
		{"a", "a/b", "b/c/main.tf", "is in"},
		{"a", "a", "main.tf", "two modules"},
		{"a", "./x/../a", "main.tf", "two modules"},
		{"real", "link", "main.tf", "two modules (the other path is"},
		{"real/x", "link/x", "main.tf", "two modules (the other path is"},
		{"a", "A", "main.tf", "only in upper and lower case"},
	} {
		first := module(base+"/"+test.first, tree{test.file: "1"})
		second := module(base+"/"+test.second, tree{"main.tf": "2"})
		plan, problems := NewPlan([]Module{first, second}, Options{Force: true})
		if test.want == "" && plan == nil || !strings.Contains(messages(problems), test.want) {
			t.Errorf("%v: %v", test, problems)
		}
	}
}
