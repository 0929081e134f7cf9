package fleet

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPlace(t *testing.T) {
	t.Parallel()
	const environment = "environment: prod\n"
	for _, test := range []struct{ name, project, root, folder string }{
		{"without a project file", "", "", "acme/orders"},
		{"root", "output: {root: out}\n", "out", "acme/orders"},
		{"layout", "output: {layout: \"{environment}/{job}\"}\n", "", "prod/orders"},
		{"both", "output: {root: a/b, layout: \"x-{tenant}/{job}\"}\n", "a/b", "x-acme/orders"},
		{"no output", "defaults: []\n", "", "acme/orders"},
	} {
		files := map[string]string{"orders.yaml": environment + ecsJob()}
		if test.project != "" {
			files[".dativo-gen.yaml"] = test.project
		}
		j := jobsOf(t, files)[0]
		root := j.Root()
		if test.root != "" {
			root, _ = filepath.Rel(filepath.Dir(j.File()), root)
		}
		if filepath.ToSlash(root) != test.root || filepath.ToSlash(j.Folder()) != test.folder {
			t.Errorf("%s: root %q, folder %q", test.name, root, j.Folder())
		}
	}
}

// TestCheckLayouts: below a root, a layout without {environment} would write
// each environment over the others.
func TestCheckLayouts(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{
		"bad/.dativo-gen.yaml": "output:\n  root: out\n  layout: \"{tenant}/{job}\"\n", "bad/a.yaml": ecsJob(),
		"implied/.dativo-gen.yaml": "output: {root: out}\n", "implied/a.yaml": ecsJob(),
		"good/.dativo-gen.yaml": "output: {root: out, layout: \"{environment}/{job}\"}\n", "good/a.yaml": ecsJob(),
		"rootless/.dativo-gen.yaml": "output: {layout: \"{tenant}/{job}\"}\n", "rootless/a.yaml": ecsJob(),
		"without/a.yaml": ecsJob(),
	})
	var places []string
	for _, p := range CheckLayouts(jobs) {
		folder := filepath.Base(filepath.Dir(p.Pos.File))
		places = append(places, folder+p.Pos.String()[len(p.Pos.File):])
		if !strings.Contains(p.Message, "{tenant}/{job} has no {environment}") {
			t.Errorf("%s: %s", folder, p.Message)
		}
	}
	if want := []string{"bad:3:11", "implied:1:1"}; !slices.Equal(places, want) {
		t.Errorf("got %q, want %q", places, want)
	}
}
