package output

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOriginInTheManifest: what a manifest says of its job is written when it
// changes, and the hash of the inputs only together with something else.
func TestOriginInTheManifest(t *testing.T) {
	t.Parallel()
	inputs := func(text string) string { return InputsHash([]byte(text)) }
	was := Origin{Source: "../orders.yaml", Tenant: "acme", Job: "orders", Platform: "aws_ecs", Inputs: inputs("1")}
	with := func(change func(o *Origin)) Origin {
		o := was
		change(&o)
		return o
	}
	files := map[string]string{"main.tf": hashOf([]byte("m\n"))}
	current := string(manifest{Origin: was, Files: files}.encode())
	old := strings.Replace(string(manifest{Files: files}.encode()), `"format": 2`, `"format": 1`, 1)
	for _, test := range []struct {
		name, disk string
		now        Origin
		content    string
		want       []string
	}{
		{"nothing", current, was, "m\n", nil},
		{"nothing, with other line endings", strings.ReplaceAll(current, "\n", "\r\n"), was, "m\n", nil},
		{"the inputs", current, with(func(o *Origin) { o.Inputs = inputs("2") }), "m\n", nil},
		{"the inputs and a file", current, with(func(o *Origin) { o.Inputs = inputs("2") }), "n\n",
			[]string{"update .dativo-gen.manifest.json", "update main.tf"}},
		{"the job file", current, with(func(o *Origin) { o.Source = "../new.yaml" }), "m\n", []string{"update .dativo-gen.manifest.json"}},
		{"the state", current, with(func(o *Origin) { o.State = "s3://b/k" }), "m\n", []string{"update .dativo-gen.manifest.json"}},
		{"the format", old, Origin{}, "m\n", []string{"update .dativo-gen.manifest.json"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, tree{"main.tf": "m\n", ManifestName: test.disk})
			m := module(dir, tree{"main.tf": test.content})
			m.Origin = test.now
			plan := mustPlan(t, []Module{m}, Options{})
			if got := summary(dir, plan); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if err := plan.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := test.disk
			if test.want != nil {
				want = string(manifest{Origin: test.now, Files: map[string]string{"main.tf": hashOf([]byte(test.content))}}.encode())
			}
			wantTree(t, dir, tree{"main.tf": test.content, ManifestName: want})
		})
	}
}

func TestSourceOf(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	for _, test := range []struct{ dir, file, want string }{
		{filepath.Join(base, "terraform", "acme", "orders"), filepath.Join(base, "jobs", "orders.yaml"), "../../../jobs/orders.yaml"},
		{"terraform/orders", "jobs/orders.yaml", "../../jobs/orders.yaml"},
		{"terraform/orders", "", ""},
	} {
		if got := SourceOf(test.dir, test.file); got != test.want {
			t.Errorf("%s in %s: got %q, want %q", test.file, test.dir, got, test.want)
		}
	}
}
