package fleet

import (
	"fmt"
	"strings"
	"testing"
)

// TestMatrix: every module is in exactly one row, and no row mixes platforms or
// changes.
func TestMatrix(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 255, 256, 257, 300, 512, 513, 5000} {
		for _, kinds := range []int{1, 4, 12} {
			var rows []MatrixRow
			kindOf := map[string]string{}
			for i := range n {
				row := MatrixRow{Job: fmt.Sprint("j", i), Path: fmt.Sprint("p", i), Platform: fmt.Sprint(i % kinds), Change: fmt.Sprint(i % 3)}
				rows = append(rows, row)
				kindOf[row.Path] = row.Platform + row.Change
			}
			m := NewMatrix(rows)
			if len(m.Include) > MaxMatrix || m.Include == nil || n <= MaxMatrix && len(m.Include) != n {
				t.Errorf("%d rows of %d", len(m.Include), n)
			}
			seen := 0
			for _, row := range m.Include {
				paths := strings.Fields(row.Path)
				if len(paths) != len(strings.Fields(row.Job)) {
					t.Errorf("%d of %d: %+v", n, kinds, row)
				}
				for _, path := range paths {
					if kindOf[path] != row.Platform+row.Change {
						t.Errorf("%s is in a row of another kind", path)
					}
					delete(kindOf, path)
					seen++
				}
			}
			if seen != n || len(kindOf) != 0 {
				t.Errorf("%d modules of %d", seen, n)
			}
		}
	}
}
