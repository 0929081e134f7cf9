package output

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestManifestBytes(t *testing.T) {
	t.Parallel()
	m := manifest{Files: map[string]string{"main.tf": hashOf([]byte("a\n")), "a&b.json": hashOf(nil)}}
	want := `{
  "format": 2,
  "files": {
    "a&b.json": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "main.tf": "sha256:87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
  }
}
`
	if got := string(m.encode()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	m = manifest{Origin: Origin{Source: "../orders.yaml", Tenant: "acme", Job: "orders", Platform: "aws_ecs"}}
	want = `{
  "format": 2,
  "source": "../orders.yaml",
  "tenant": "acme",
  "job": "orders",
  "platform": "aws_ecs",
  "files": null
}
`
	if got := string(m.encode()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestHashIgnoresLineEndings(t *testing.T) {
	t.Parallel()
	if hashOf([]byte("a\nb\n")) != hashOf([]byte("a\r\nb\r\n")) {
		t.Error("CRLF and LF differ")
	}
	if hashOf([]byte("a\nb")) == hashOf([]byte("a\rb")) {
		t.Error("a lone CR is taken as a line ending")
	}
}

func TestParseManifest(t *testing.T) {
	t.Parallel()
	hash := hashOf([]byte("x"))
	for _, test := range []struct{ name, text, want string }{
		{"valid", `{"format": 1, "files": {"main.tf": "` + hash + `"}, "writing": {"a/b": "` + hash + `"}}`, ""},
		{"no files", `{"format": 1, "files": {}}`, ""},
		{"newer, with other fields", `{"format": 7, "files": [1]}`, "its format is 7, and this version supports 2"},
		{"of a job", `{"format": 2, "source": "../a.yaml", "inputs": "` + hash + `", "files": {}}`, ""},
		{"files only, with a job", `{"format": 1, "source": "../a.yaml", "files": {}}`, "unknown format 1"},
		{"no hash of the inputs", `{"format": 2, "inputs": "x", "files": {}}`, "invalid hash of the inputs"},
		{"no format", `{"files": {}}`, "unknown format 0"},
		{"unknown field", `{"format": 1, "dirs": {}}`, `unknown field "dirs"`},
		{"two documents", `{"format": 1, "files": {}}{}`, "trailing data"},
		{"cut off", `{"format": 1, "files": {`, "unexpected EOF"},
		{"conflict", "{\n<<<<<<< HEAD\n", "unresolved merge conflict"},
		{"conflict, CRLF", "{\r\n>>>>>>> theirs\r\n", "unresolved merge conflict"},
		{"no hash", `{"format": 1, "files": {"main.tf": "sha256:"}}`, `invalid hash of "main.tf"`},
		{"other hash", `{"format": 1, "files": {"main.tf": "md5:` + hash[7:] + `"}}`, "invalid hash"},
		{"way out", `{"format": 1, "files": {"a/../../b": "` + hash + `"}}`, "is not a path below"},
		{"itself", `{"format": 1, "files": {"` + ManifestName + `": "` + hash + `"}}`, "reserves for itself"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseManifest([]byte(test.text))
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// FuzzManifest writes arbitrary bytes as a manifest next to files that are not
// generated, in the directory and above it. Whatever the manifest says, with or
// without force, those files must not change.
func FuzzManifest(f *testing.F) {
	hash := hashOf([]byte("victim"))
	for _, name := range []string{"main.tf", "../victim", "/victim", "custom_a.tf", "sub/x", "README.md"} {
		f.Add([]byte(`{"format": 1, "files": {"` + name + `": "` + hash + `"}}`))
	}
	f.Add([]byte("<<<<<<< HEAD"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := parseManifest(data); err == nil {
			again, err := parseManifest(m.encode())
			if err != nil || !bytes.Equal(again.encode(), m.encode()) {
				t.Errorf("%q does not survive: %v", data, err)
			}
		}
		base := t.TempDir()
		dir := filepath.Join(base, "module")
		victims := tree{"victim": "victim", "module/custom_a.tf": "victim", "module/README.md": "edited"}
		write(t, base, victims)
		write(t, dir, tree{ManifestName: string(data)})
		for _, options := range []Options{{}, {Force: true}} {
			if plan, _ := NewPlan([]Module{module(dir, wanted)}, options); plan != nil {
				if err := plan.Commit(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
		for name, want := range victims {
			if got, err := os.ReadFile(filepath.Join(base, name)); string(got) != want {
				t.Errorf("%s holds %q, %v", name, got, err)
			}
		}
	})
}
