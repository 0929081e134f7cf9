package fleet

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzTagPolicy reads anything as a policy: it is a policy, or the problem says
// where it is invalid.
func FuzzTagPolicy(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(root, "testdata", "policies", "*.*"))
	if err != nil || len(files) < 10 {
		f.Fatalf("%d policies: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		rules, problems := ParsePolicy("policy.yaml", text)
		if rules == nil && !problems.HasErrors() {
			t.Fatal("neither a policy nor a problem")
		}
		for _, p := range problems {
			if p.Pos.File != "policy.yaml" || p.Message == "" {
				t.Errorf("a problem without a place or a message: %+v", p)
			}
		}
	})
}
