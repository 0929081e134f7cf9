package overrides

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEjectIntoAFolder writes the copies with their bases, and overwrites
// nothing.
func TestEjectIntoAFolder(t *testing.T) {
	t.Parallel()
	_, shipped := read(t, mainNow)
	dir := t.TempDir()
	folder := openFolder(t, dir)
	copies, _ := shipped.Eject(ParseName("one"))
	problems, err := folder.Eject(copies)
	if err != nil || problems != nil {
		t.Fatal(problems, err)
	}
	for _, made := range copies {
		if text := readText(t, dir, made.Path); text != made.Text {
			t.Errorf("%s: got %q", made.Path, text)
		}
		if base := readText(t, dir, BasePath(made.Sum)); base != made.Base {
			t.Errorf("base of %s: got %q", made.Path, base)
		}
	}
	if err := os.Remove(filepath.Join(dir, "one", "outputs.tf.tmpl")); err != nil {
		t.Fatal(err)
	}
	problems, err = folder.Eject(copies)
	if err != nil || !problems.HasErrors() {
		t.Errorf("overwritten: %v, %v", problems, err)
	}
	expect(t, "problems", lines(problems, dir), "one/main.tf.tmpl: already exists")
	if _, err := os.Stat(filepath.Join(dir, "one", "outputs.tf.tmpl")); !os.IsNotExist(err) {
		t.Errorf("written although another file exists: %v", err)
	}
}

// TestFolderStaysInside: links out of the folder are not followed.
func TestFolderStaysInside(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	for _, name := range []string{"one", ".dativo-gen"} {
		if err := os.Symlink(outside, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	folder := openFolder(t, dir)
	_, shipped := read(t, mainNow)
	copies, _ := shipped.Eject(ParseName("one#size"))
	if problems, err := folder.Eject(copies); !problems.HasErrors() && err == nil {
		t.Error("ejected through a link")
	}
	if err := folder.keepBase(Sum(""), ""); err == nil {
		t.Error("a base is kept through a link")
	}
	if err := folder.create("one/x.tmpl", ""); err == nil {
		t.Error("created through a link")
	}
	if err := folder.replace("one/x.tmpl", ""); err == nil {
		t.Error("replaced through a link")
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) > 0 {
		t.Errorf("written outside: %v (%v)", entries, err)
	}
}

// TestCreateDoesNotOverwrite a file that another process has created.
func TestCreateDoesNotOverwrite(t *testing.T) {
	t.Parallel()
	dir, _ := onDisk(t, "one/a.tmpl", "theirs")
	if err := openFolder(t, dir).create("one/a.tmpl", "ours"); err == nil || readText(t, dir, "one/a.tmpl") != "theirs" {
		t.Errorf("%v: now %q", err, readText(t, dir, "one/a.tmpl"))
	}
}

// TestEjectWithoutPlaceForBases writes no override: an upgrade could not merge
// it.
func TestEjectWithoutPlaceForBases(t *testing.T) {
	t.Parallel()
	_, shipped := read(t, mainNow)
	dir, _ := onDisk(t, ".dativo-gen", "a file")
	copies, _ := shipped.Eject(ParseName("one#size"))
	if _, err := openFolder(t, dir).Eject(copies); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(filepath.Join(dir, "one")); !os.IsNotExist(err) {
		t.Errorf("an override is written: %v", err)
	}
}

func TestOpenFolderThatDoesNotExist(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "nowhere")
	if _, err := OpenFolder(dir); err == nil || err.Error() != dir+": does not exist" {
		t.Errorf("got %v", err)
	}
}

// TestReplace leaves the new text and no temporary file, whatever an earlier run
// has left.
func TestReplace(t *testing.T) {
	t.Parallel()
	dir, _ := onDisk(t, "one/a.tmpl", "old", "one/.a.tmpl.new", "left over")
	if err := openFolder(t, dir).replace("one/a.tmpl", "new"); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "one"))
	if text := readText(t, dir, "one/a.tmpl"); text != "new" || err != nil || len(entries) != 1 {
		t.Errorf("text %q, files %v, %v", text, entries, err)
	}
	if err := openFolder(t, dir).replace("one", "x"); err == nil || strings.Contains(err.Error(), "rename") {
		t.Errorf("a folder is replaced, or the operation is named twice: %v", err)
	}
}

// TestKeepBase repairs a base that was edited, and does not touch a good one.
func TestKeepBase(t *testing.T) {
	t.Parallel()
	sum := Sum("base\n")
	for name, before := range map[string][]string{
		"missing": nil, "edited": {BasePath(sum), "edited"}, "good": {BasePath(sum), "base\r\n"},
	} {
		dir, _ := onDisk(t, before...)
		if err := openFolder(t, dir).keepBase(sum, "base\n"); err != nil {
			t.Fatal(err)
		}
		want := "base\n"
		if name == "good" {
			want = "base\r\n" // the same text
		}
		if text := readText(t, dir, BasePath(sum)); text != want {
			t.Errorf("%s: got %q", name, text)
		}
	}
}
