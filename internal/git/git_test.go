package git

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// run runs git in a folder.
func run(t *testing.T, folder string, arguments ...string) string {
	t.Helper()
	settings := []string{"-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always"}
	git := exec.Command("git", append(settings, arguments...)...)
	git.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	printed, err := git.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, printed)
	}
	return strings.TrimSpace(string(printed))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// repository is one with a commit of some files, and other files on disk.
func repository(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	run(t, folder, "init", "-q", "-b", "main")
	write(t, filepath.Join(folder, "jobs", "acme", "orders.yaml"), "a: 1\n")
	write(t, filepath.Join(folder, "jobs", "läufe", "tab\tname.yaml"), "b: 1\n")
	write(t, filepath.Join(folder, "top.yaml"), "")
	for link, target := range map[string]string{
		"jobs/link.yaml": "acme/orders.yaml", "dir": "jobs/acme", "out": "../victim", "round": "round", "broken": "nothing",
	} {
		if err := os.Symlink(target, filepath.Join(folder, link)); err != nil {
			t.Fatal(err)
		}
	}
	run(t, folder, "add", "-A")
	run(t, folder, "commit", "-q", "-m", "first")
	write(t, filepath.Join(folder, "jobs", "acme", "orders.yaml"), "a: 2\n")
	write(t, filepath.Join(folder, "jobs", "acme", "new.yaml"), "a: 1\n")
	return folder
}

func revision(t *testing.T, folder, name string) *Revision {
	t.Helper()
	r, err := Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	v, err := r.Revision(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestRevision reads what was committed, whatever is on disk.
func TestRevision(t *testing.T) {
	t.Parallel()
	folder := repository(t)
	v := revision(t, filepath.Join(folder, "jobs", "acme"), "HEAD")
	write(t, filepath.Join(folder, "..", "victim"), "v")
	for name, want := range map[string]string{
		"jobs/acme/orders.yaml": "a: 1\n", "jobs/läufe/tab\tname.yaml": "b: 1\n", "jobs/link.yaml": "a: 1\n",
		"dir/orders.yaml": "a: 1\n", "top.yaml": "",
	} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if got, err := v.Read(path); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if info, err := v.Stat(path); err != nil || !info.Mode().IsRegular() || !v.Exists(path) {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	for name, want := range map[string]string{
		"jobs/acme/new.yaml": "does not exist", "jobs": "is a directory", "out": "leads out of the repository",
		"round":  "too many symbolic links",
		"broken": "does not exist", "jobs/none/x": "does not exist",
	} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		_, err := v.Read(path)
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "file does not exist", "does not exist"), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	for name, want := range map[string]bool{".git": true, "jobs": true, "jobs/.git": false, "broken": true, "jobs/acme/new.yaml": false} {
		if got := v.Exists(filepath.Join(folder, filepath.FromSlash(name))); got != want {
			t.Errorf("%s exists: %v", name, got)
		}
	}
	if data, err := v.Read(filepath.Join(folder, "..", "victim")); err != nil || string(data) != "v" {
		t.Errorf("outside: %q, %v", data, err)
	}
}

// TestFolder is a file system by the rules of package fs.
func TestFolder(t *testing.T) {
	t.Parallel()
	folder := repository(t)
	v := revision(t, folder, "main")
	if err := fstest.TestFS(v.Folder(filepath.Join(folder, "jobs", "acme")), "orders.yaml"); err != nil {
		t.Error(err)
	}
	var names []string
	err := fs.WalkDir(v.Folder(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		names = append(names, path+" "+entry.Type().String()[:1])
		return err
	})
	want := []string{
		". d", "broken L", "dir L", "jobs d", "jobs/acme d", "jobs/acme/orders.yaml -", "jobs/link.yaml L", "jobs/läufe d",
		"jobs/läufe/tab\tname.yaml -", "out L", "round L", "top.yaml -",
	}
	if err != nil || !slices.Equal(names, want) {
		t.Errorf("got %q, want %q: %v", names, want, err)
	}
}

// TestReadingWritesNothing: index, objects and work tree are as they were.
func TestReadingWritesNothing(t *testing.T) {
	t.Parallel()
	folder := repository(t)
	state := func() string {
		var b strings.Builder
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				info, _ := entry.Info()
				data, _ := os.ReadFile(path)
				b.WriteString(path + info.ModTime().String() + string(data))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	before := state()
	v := revision(t, folder, "HEAD")
	if _, err := v.Read(filepath.Join(folder, "jobs", "acme", "orders.yaml")); err != nil {
		t.Error(err)
	}
	if state() != before {
		t.Error("a file has changed")
	}
}

// TestUnknownRevision says how to get one that a shallow clone does not have, and the
// command does it.
func TestUnknownRevision(t *testing.T) {
	t.Parallel()
	origin := repository(t)
	first := run(t, origin, "rev-parse", "HEAD")
	run(t, origin, "commit", "-q", "-a", "-m", "second")
	run(t, origin, "branch", "release")
	run(t, origin, "config", "uploadpack.allowAnySHA1InWant", "true")
	for _, test := range []struct{ name, want string }{
		{"origin/release", "git fetch --depth=1 origin +refs/heads/release:refs/remotes/origin/release"},
		{first, "git fetch --depth=1 origin " + first},
		{"HEAD~1", "git fetch --unshallow"},
	} {
		clone := filepath.Join(t.TempDir(), "clone")
		run(t, origin, "clone", "-q", "--depth=1", "--single-branch", "--branch=main", "file://"+origin, clone)
		r, err := Open(t.Context(), clone)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		_, err = r.Revision(t.Context(), test.name)
		if err == nil || !strings.HasSuffix(err.Error(), "the clone is shallow; get it with: "+test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
		run(t, clone, strings.Fields(test.want)[1:]...)
		if _, err = r.Revision(t.Context(), test.name); err != nil {
			t.Errorf("%s: after %s: %v", test.name, test.want, err)
		}
	}
	r, err := Open(t.Context(), origin)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, name := range []string{"nothing", "--help", "", "HEAD:top.yaml"} {
		if _, err := r.Revision(t.Context(), name); err == nil || !strings.HasPrefix(err.Error(), "unknown revision") {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), t.TempDir()); err == nil {
		t.Error("a folder without a repository is one")
	}
}

// TestLargeObject reads no more than a file that is too large by one byte.
func TestLargeObject(t *testing.T) {
	t.Parallel()
	folder := repository(t)
	if err := os.WriteFile(filepath.Join(folder, "large"), bytes.Repeat([]byte("x"), 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, folder, "add", "-A")
	run(t, folder, "commit", "-q", "-m", "large")
	v := revision(t, folder, "HEAD")
	for range 2 {
		if data, err := v.Read(filepath.Join(folder, "large")); err != nil || len(data) != maxSize {
			t.Errorf("%d bytes, %v", len(data), err)
		}
		if data, err := v.Read(filepath.Join(folder, "jobs", "acme", "orders.yaml")); err != nil || string(data) != "a: 2\n" {
			t.Errorf("after it: %q, %v", data, err)
		}
	}
}
