package config

import (
	"bytes"
	"io/fs"
	"testing"
)

// FuzzParse shows that no bytes make it panic, and that every problem is in
// the file.
func FuzzParse(f *testing.F) {
	for _, text := range yamlFiles(f, "../../testdata/invalid") {
		f.Add(text)
	}
	f.Add([]byte("a: &a {b: *a}\n<<: [*a, {c: !!int 1}]\n? - x\n: |\n  text\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		referenced := func(path string) ([]byte, error) {
			if JobPaths(path) != nil {
				return nil, fs.ErrNotExist
			}
			return data, nil
		}
		loader := Loader{Vars: map[string]string{"A": "1"}, Read: referenced}
		file, problems, err := loader.Load("job.yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		if file == nil && !problems.HasErrors() {
			t.Error("refused without a word")
		}
		lines := 1 + bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + bytes.Count(data, []byte("\u0085")) +
			bytes.Count(data, []byte("\u2028")) + bytes.Count(data, []byte("\u2029"))
		for _, p := range problems {
			if p.Message == "" || p.Pos.File == "" || p.Pos.Line > lines || p.Pos.Line < 0 || p.Pos.Col < 0 {
				t.Errorf("%q: %+v is not in a file of %d lines", data, p, lines)
			}
		}
	})
}
