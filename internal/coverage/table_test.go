package coverage

import (
	"slices"
	"strings"
	"testing"
)

// TestTables checks that every table is sorted, without duplicates, names its
// version, and contains only slots that the code supports.
func TestTables(t *testing.T) {
	t.Parallel()
	for _, table := range Tables() {
		types := table.Types()
		if !slices.IsSorted(types) || len(slices.Compact(slices.Clone(types))) != len(types) || len(types) < 50 {
			t.Errorf("%s: %d types, not sorted, or with duplicates", table.File, len(types))
		}
		title := "# The resource types of " + table.Provider + " " + table.Version + ","
		if !strings.HasPrefix(table.text, title) || !strings.Contains(table.text, "read "+table.Read) {
			t.Errorf("%s does not name %s %s, read %s", table.File, table.Provider, table.Version, table.Read)
		}
		for _, name := range types {
			if owner := tableOf(name); owner.File != table.File {
				t.Errorf("%s: %s is in another table", table.File, name)
			}
			slots, known := table.Slots(name)
			for _, slot := range slots {
				if !known || slot.ByDefault && table.Default == "" || strings.Trim(slot.Path, "abcdefghijklmnopqrstuvwxyz._") != "" {
					t.Errorf("%s: %s takes tags in %s", table.File, name, slot)
				}
			}
		}
	}
}

// TestReasons: a reason is of types that take no tags, and is the first that fits.
func TestReasons(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, table := range Tables() {
		for _, name := range table.Types() {
			if slots, _ := table.Slots(name); len(slots) == 0 {
				used[reasonOf(name, table)] = true
			}
		}
	}
	for _, r := range reasons() {
		if !used[r.text] {
			t.Errorf("no type of the tables is %q", r.text)
		}
	}
}
