package fleet

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/output"
)

// TestCheckTakenOver: an update of the values that changes the module's name.
func TestCheckTakenOver(t *testing.T) {
	t.Parallel()
	const path = "out/terraform.tfvars.json"
	one, two := []byte(`{"name": "one"}`), []byte(`{"name": "two"}`)
	taken := ": contains the module of one: after rendering two here, terraform apply would destroy the other's resources"
	for _, test := range []struct {
		name   string
		change output.Change
		want   []string
	}{
		{"another name", output.Change{Path: path, Kind: output.Update, Before: one, After: two}, []string{taken}},
		{"the same name", output.Change{Path: path, Kind: output.Update, Before: one, After: one}, nil},
		{"a new module", output.Change{Path: path, Kind: output.Create, After: two}, nil},
		{"a removed module", output.Change{Path: path, Kind: output.Delete, Before: one}, nil},
		{"another file", output.Change{Path: "out/main.tf", Kind: output.Update, Before: one, After: two}, nil},
		{"edited by hand", output.Change{Path: path, Kind: output.Update, Before: []byte("x"), After: two}, nil},
		{"without a name", output.Change{Path: path, Kind: output.Update, Before: one, After: []byte("{}")}, nil},
	} {
		problems := CheckTakenOver([]output.Change{test.change})
		if got := lines(problems); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		for _, p := range problems {
			if p.Pos.File != path {
				t.Errorf("%s: at %s", test.name, p.Pos)
			}
		}
	}
}
