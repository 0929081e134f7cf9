package document

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	large := filepath.Join(folder, "large.yaml")
	if err := os.WriteFile(large, make([]byte, 10<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := ReadFile(large); err != nil || len(data) != MaxSize+1 {
		t.Errorf("read %d bytes, %v; want no more than is needed to refuse it", len(data), err)
	}
	for path, want := range map[string]string{folder: "is a directory", os.DevNull: "is not a regular file", large: ""} {
		data, err := ReadRegularFile(path)
		if want == "" && (err != nil || len(data) != MaxSize+1) || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: %d bytes, %v; want %q", path, len(data), err, want)
		}
	}
	if _, err := ReadRegularFile(filepath.Join(folder, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	for path, want := range map[string]string{folder: "is a directory", filepath.Join(folder, "none"): "does not exist"} {
		_, problems := ReadJob(Disk{}, path)
		if len(problems) != 1 || problems[0].Message != want || problems[0].Pos.File != filepath.ToSlash(path) {
			t.Errorf("%s: %v, want %s", path, problems, want)
		}
	}
}
