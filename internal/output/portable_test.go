package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPortableNames(t *testing.T) {
	t.Parallel()
	const device, dropped, invalid = "reserves for a device", "which Windows drops", "invalid in file names on Windows"
	for name, want := range map[string]string{
		"orders": "", "console": "", "com": "", "com10": "", "auxiliary.tf": "", "x.con": "", "a b": "", ".hidden": "", "lpt": "", "coma": "", "é": "",
		"con": device, "CON": device, "Nul": device, "aux.txt": device, "prn.tf.json": device, "com1": device, "COM0": device, "lpt9.tf": device,
		"com¹": device, "conin$": device, "CONOUT$.x": device, "con .txt": device,
		"a.": dropped, "a ": dropped, "..": dropped,
		"a:b": invalid, "a<b": invalid, "a>b": invalid, `a"b`: invalid, "a|b": invalid, "a?": invalid, "a*": invalid, `a\b`: invalid, "a\x1fb": invalid,
	} {
		if got := portableProblem(name); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestFolderNames(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for folder, want := range map[string]string{
		"":                "",
		"acme/orders":     "",
		"acme/CON":        `folder "CON" is a name that Windows reserves`,
		"nul/orders":      `folder "nul" is a name that Windows reserves`,
		"acme./orders":    `folder "acme." ends with a dot`,
		"a:b/orders":      `folder "a:b" contains ':'`,
		".git/orders":     `folder ".git" is a name that Terraform or git reserves`,
		".terraform/x":    `folder ".terraform" is a name that Terraform or git reserves`,
		"x/prod.tfstate":  `folder "prod.tfstate" is a name that Terraform or git reserves`,
		"x/custom_orders": "",
	} {
		m := module(filepath.Join(root, folder), wanted)
		m.Root = root
		_, problems := NewPlan([]Module{m}, Options{Force: true})
		if got := messages(problems); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", folder, got, want)
		}
	}
	m := module(filepath.Join(root, "CON"), wanted)
	if _, problems := NewPlan([]Module{m}, Options{}); len(problems) > 0 {
		t.Errorf("a folder that the user named: %v", problems)
	}
}

// TestLinkOutOfTheRoot follows links within the output folder, and none that
// leads out of it.
func TestLinkOutOfTheRoot(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	root := filepath.Join(base, "root")
	write(t, base, tree{"outside/notes.txt": "n", "root/acme/notes.txt": "n"})
	for link, target := range map[string]string{
		"root/tenant": "../outside", "root/acme/orders": "../../outside", "root/acme/near": "customers", "root/other": "acme", "link": "root",
	} {
		if err := os.Symlink(target, filepath.Join(base, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(root, "acme", "customers"), 0o755); err != nil {
		t.Fatal(err)
	}
	const outside = "is outside of the output folder"
	for _, test := range []struct{ root, dir, want string }{
		{root, filepath.Join(root, "tenant", "orders"), outside},
		{root, filepath.Join(root, "acme", "orders"), outside},
		{root, filepath.Join(root, "acme", "near"), ""},
		{root, filepath.Join(root, "other", "new"), ""},
		{filepath.Join(base, "link"), filepath.Join(base, "link", "acme", "new"), ""},
		{filepath.Join(base, "link"), filepath.Join(base, "link", "tenant", "new"), outside},
		{filepath.Join(base, "missing"), filepath.Join(base, "missing", "acme"), ""},
		{"", filepath.Join(root, "tenant", "orders"), ""},
	} {
		m := module(test.dir, wanted)
		m.Root = test.root
		plan, problems := NewPlan([]Module{m}, Options{Force: true})
		if got := messages(problems); (plan == nil) != (test.want != "") || !strings.Contains(got, test.want) {
			t.Errorf("%s in %s: %q, want %q", test.dir, test.root, got, test.want)
		}
	}
	if entries, err := os.ReadDir(filepath.Join(base, "outside")); err != nil || len(entries) != 1 {
		t.Errorf("outside: %v, %v", entries, err)
	}
}
