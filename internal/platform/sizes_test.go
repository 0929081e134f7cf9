package platform

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	table := Sizes{Rows: []SizeRow{
		{CPU: 250, Listed: []model.MiB{512, 1024, 2048}},
		{CPU: 1000, Min: 2048, Max: 8192, Step: 1024},
		{CPU: 4000, Min: 8192, Max: 30720, Step: 1024},
	}}
	for _, test := range []struct {
		want, nearest Size
		allowed       bool
	}{
		{Size{250, 512}, Size{250, 512}, true},
		{Size{250, 1536}, Size{250, 2048}, false},
		{Size{1000, 3072}, Size{1000, 3072}, true},
		{Size{1000, 2500}, Size{1000, 3072}, false},
		{Size{1000, 512}, Size{1000, 2048}, false},
		{Size{250, 4096}, Size{1000, 4096}, false},
		{Size{500, 512}, Size{1000, 2048}, false},
		{Size{1000, 9000}, Size{4000, 9216}, false},
		{Size{1, 1}, Size{250, 512}, false},
		{Size{64000, 1}, Size{4000, 8192}, false},
		{Size{1000, 1 << 20}, Size{4000, 30720}, false},
	} {
		if got := table.Allows(test.want); got != test.allowed {
			t.Errorf("%s: allowed %t", test.want, got)
		}
		if got := table.Nearest(test.want); got != test.nearest || !table.Allows(got) {
			t.Errorf("%s: nearest is %s, want %s", test.want, got, test.nearest)
		}
	}
	standard := Size{1000, 2048}
	for _, test := range []struct{ known, filled Size }{
		{Size{}, standard},
		{Size{CPU: 1000}, standard},
		{Size{CPU: 250}, Size{250, 2048}}, // the default memory fits
		{Size{CPU: 4000}, Size{4000, 8192}},
		{Size{Memory: 4096}, Size{1000, 4096}},
		{Size{Memory: 16384}, Size{4000, 16384}},
		{Size{CPU: 250, Memory: 4096}, Size{250, 4096}}, // both are known: nothing is guessed
		{Size{CPU: 300}, Size{300, 2048}},               // no such row: left for Allows to refuse
	} {
		if got := table.Fill(test.known, standard); got != test.filled {
			t.Errorf("%s: filled to %s, want %s", test.known, got, test.filled)
		}
	}
	if size := (Size{123, 457}); !(Sizes{}).Allows(size) || (Sizes{}).Nearest(size) != size {
		t.Error("a platform without a table takes any size")
	}
}

// TestTables shows that each platform runs its own default, and that the
// nearest size is one that it runs.
func TestTables(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		if !p.Sizes.Allows(p.Default) {
			t.Errorf("%s does not run its own default", p.Name)
		}
		if len(p.Sizes.Rows) > 0 && p.Sizes.Source == "" {
			t.Errorf("%s: where is its table from?", p.Name)
		}
		for cpu := model.MilliCPU(100); cpu <= 20000; cpu += 1450 {
			for memory := model.MiB(128); memory <= 1<<18; memory = memory*3/2 + 1 {
				if near := p.Sizes.Nearest(Size{cpu, memory}); !p.Sizes.Allows(near) {
					t.Errorf("%s: nearest to %s is %s, which it does not run", p.Name, Size{cpu, memory}, near)
				}
			}
		}
	}
}
