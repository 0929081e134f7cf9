package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wanted is what every case of TestOwnership renders.
var wanted = tree{"main.tf": "new\n"}

func TestOwnership(t *testing.T) {
	t.Parallel()
	old := generated(tree{"main.tf": "old\n"})
	withPruned := generated(tree{"main.tf": "old\n", "alerts.tf": "a\n"})
	record := func(text string) tree { return tree{"main.tf": "old\n", ManifestName: text} }
	for _, test := range []struct {
		name    string
		disk    tree
		problem string // without force; empty if no problems are expected
		warning string // also with force
		kept    tree   // expected content in addition to the module
		refused bool   // even with force
	}{
		{name: "ours, unmodified", disk: old},
		{name: "ours, deleted", disk: tree{ManifestName: old[ManifestName]}},
		{name: "ours, cut off by a loss of power", disk: with(old, tree{"main.tf": "\x00\x00\x00"})},
		{name: "ours, edited", disk: with(old, tree{"main.tf": "edited\n"}), problem: "main.tf: was edited by hand since"},
		{name: "ours, edited to what is rendered", disk: with(old, tree{"main.tf": "new\n"})},
		{name: "no manifest, other content", disk: tree{"main.tf": "old\n"}, problem: "main.tf: exists and was not written by dativo-gen"},
		{name: "no manifest, the same content", disk: tree{"main.tf": "new\r\n"}, kept: tree{"main.tf": "new\r\n"}},
		{name: "not in the manifest", disk: with(generated(tree{"other.tf": "o\n"}), tree{"main.tf": "old\n"}),
			problem: "main.tf: exists and was not written"},
		{name: "not in the manifest, empty", disk: with(generated(tree{"other.tf": "o\n"}), tree{"main.tf": ""}),
			problem: "main.tf: exists and was not written"},
		{name: "pruned", disk: withPruned},
		{name: "to prune, edited", disk: with(withPruned, tree{"alerts.tf": "edited\n"}),
			warning: "alerts.tf: warning: is no longer generated, but was edited by hand", kept: tree{"alerts.tf": "edited\n"}},
		{name: "empty manifest", disk: record(""), problem: "main.tf: exists and was not written"},
		{name: "manifest is not JSON", disk: record("hello"), problem: "invalid manifest: invalid character"},
		{name: "manifest with a merge conflict", disk: record("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n"),
			problem: "has an unresolved merge conflict"},
		{name: "manifest of a newer format", disk: record(`{"format": 3, "shards": []}`),
			problem: "was written by a newer dativo-gen: its format is 3, and this version supports 2", refused: true},
		{name: "manifest with a way out", disk: record(`{"format": 1, "files": {"../victim.tf": "` + hashOf([]byte("v")) + `"}}`),
			problem: `"../victim.tf" is not a path below`},
		{name: "manifest with an absolute path", disk: record(`{"format": 1, "writing": {"/etc/passwd": "` + hashOf([]byte("v")) + `"}}`),
			problem: `"/etc/passwd" is not a path below`},
		{name: "manifest that claims a user's file",
			disk:    with(record(`{"format": 1, "files": {"custom_a.tf": "`+hashOf([]byte("c"))+`"}}`), tree{"custom_a.tf": "c"}),
			problem: `"custom_a.tf" is a name reserved for users`, kept: tree{"custom_a.tf": "c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			dir := filepath.Join(base, "module")
			write(t, base, tree{"victim.tf": "v"})
			write(t, dir, test.disk)
			modules := []Module{module(dir, wanted)}

			plan, problems := NewPlan(modules, Options{})
			if (plan == nil) != (test.problem != "") || !strings.Contains(messages(problems), test.problem) || len(problems) > 1 {
				t.Fatalf("without force: %v", problems)
			}
			wantTree(t, dir, test.disk)
			if plan == nil {
				plan, problems = NewPlan(modules, Options{Force: true})
				if (plan == nil) != test.refused {
					t.Fatalf("with force: %v", problems)
				}
				if plan == nil {
					return
				}
			}
			if !strings.Contains(messages(problems), test.warning) {
				t.Errorf("warnings %v, want %q", problems, test.warning)
			}
			if err := plan.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantTree(t, dir, with(generated(wanted), test.kept))
			wantTree(t, base, with(tree{"victim.tf": "v"}, below("module", read(t, dir))))
		})
	}
}

func below(dir string, content tree) tree {
	all := tree{}
	for name, data := range content {
		all[dir+"/"+name] = data
	}
	return all
}

func TestAllProblemsOfAllModules(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	disk := tree{"a/main.tf": "mine\n", "a/variables.tf": "mine\n", "b/main.tf": "mine\n", "c/" + ManifestName: "{"}
	write(t, base, disk)
	content := tree{"main.tf": "new\n", "variables.tf": "new\n"}
	var modules []Module
	for _, dir := range []string{"a", "b", "c", "good"} {
		modules = append(modules, module(filepath.Join(base, dir), content))
	}
	plan, problems := NewPlan(modules, Options{})
	if plan != nil || len(problems) != 4 {
		t.Errorf("want 4 problems: %v", problems)
	}
	wantTree(t, base, disk)
}

func TestNotAFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, problem string
		make          func(path string) error
		forced        bool
	}{
		{"link to a file", "is a symbolic link", func(path string) error { return os.Symlink("../victim.tf", path) }, true},
		{"link to nothing", "is a symbolic link", func(path string) error { return os.Symlink("../nothing", path) }, true},
		{"link to a directory", "is a symbolic link", func(path string) error { return os.Symlink("..", path) }, true},
		{"directory", "is a directory", func(path string) error { return os.Mkdir(path, 0o755) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			dir := filepath.Join(base, "module")
			write(t, base, tree{"victim.tf": "v", "module/README.md": ""})
			if err := test.make(filepath.Join(dir, "main.tf")); err != nil {
				t.Fatal(err)
			}
			if _, problems := NewPlan([]Module{module(dir, wanted)}, Options{}); !strings.Contains(messages(problems), test.problem) {
				t.Errorf("without force: %v", problems)
			}
			plan, problems := NewPlan([]Module{module(dir, wanted)}, Options{Force: true})
			if (plan != nil) != test.forced {
				t.Fatalf("with force: %v", problems)
			}
			if plan == nil {
				return
			}
			if err := plan.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantTree(t, dir, with(generated(wanted), tree{"README.md": ""}))
			if got, _ := os.ReadFile(filepath.Join(base, "victim.tf")); string(got) != "v" {
				t.Errorf("wrote through the link: %q", got)
			}
		})
	}
}

func TestLinkOutOfTheDirectory(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	dir := filepath.Join(base, "module")
	outside := tree{"victim/tags.json": "v"}
	write(t, base, outside)
	write(t, dir, tree{ManifestName: generated(tree{"metadata/tags.json": "v"})[ManifestName]})
	if err := os.Symlink("../victim", filepath.Join(dir, "metadata")); err != nil {
		t.Fatal(err)
	}
	_, problems := NewPlan([]Module{module(dir, tree{"metadata/tags.json": "new"})}, Options{Force: true})
	if !strings.Contains(messages(problems), "escapes") {
		t.Errorf("write: %v", problems)
	}
	plan := mustPlan(t, []Module{module(dir, tree{})}, Options{})
	if err := plan.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(base, "victim", "tags.json")); string(got) != "v" {
		t.Errorf("pruning followed the link: %q", got)
	}
	if _, err := os.Lstat(filepath.Join(dir, "metadata")); err != nil {
		t.Errorf("the user's link is gone: %v", err)
	}
}

func TestPruningLeavesAUsersLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	content := tree{"main.tf": "a\n", "metadata/tags.json": "{}\n"}
	write(t, dir, generated(content))
	if err := os.Rename(filepath.Join(dir, "metadata"), filepath.Join(dir, "moved")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("moved", filepath.Join(dir, "metadata")); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, module(dir, tree{"main.tf": "a\n"}))
	if _, err := os.Lstat(filepath.Join(dir, "metadata")); err != nil {
		t.Errorf("the user's link is gone: %v", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "moved", "tags.json")); err == nil {
		t.Error("tags.json is still there")
	}
}

func TestOutputDirectory(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	write(t, base, tree{"file": "x", "dir/" + ManifestName + "/x": ""})
	if err := os.Symlink("nowhere", filepath.Join(base, "dangling")); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		"file":           "file: is not a directory",
		"file/a/b":       "file: is not a directory",
		"dangling":       "dangling: is a broken symbolic link",
		"dangling/a":     "dangling: is a broken symbolic link",
		"dir":            ManifestName + ": is not a regular file",
		"new/and/deeper": "",
	} {
		_, problems := NewPlan([]Module{module(filepath.Join(base, dir), wanted)}, Options{Force: true})
		if got := messages(problems); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
}

// On a case-insensitive file system, a file renamed in case only is one file under
// both names. A hard link simulates that.
func TestRenameInCaseOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, generated(tree{"Main.tf": "old\n"}))
	err := os.Link(filepath.Join(dir, "Main.tf"), filepath.Join(dir, "main.tf"))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	plan := mustPlan(t, []Module{module(dir, wanted)}, Options{})
	if got := summary(dir, plan); strings.Join(got, ", ") != "update "+ManifestName+", update main.tf" {
		t.Errorf("changes: %q", got)
	}
}
