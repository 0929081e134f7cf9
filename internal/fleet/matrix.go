package fleet

// MaxMatrix is the number of jobs that a matrix of GitHub Actions can have:
// docs.github.com, "Running variations of jobs in a workflow" (read 2026-11-25).
const MaxMatrix = 256

// Matrix is the matrix of a CI pipeline.
type Matrix struct {
	Include []MatrixRow `json:"include"`
}

// MatrixRow is one job of a pipeline. If a matrix would be too large, it is for several
// modules, whose keys and paths are separated by spaces.
type MatrixRow struct {
	Job      string `json:"job"`
	Path     string `json:"path"`
	Platform string `json:"platform"`
	// Change is what happened to the module; "" in a list of all modules.
	Change string `json:"change,omitempty"`
}

// NewMatrix returns the matrix of rows, in their order. Rows are joined to at most
// MaxMatrix, each of modules with the same platform and change.
func NewMatrix(rows []MatrixRow) Matrix {
	size := (len(rows) + MaxMatrix - 1) / MaxMatrix
	for {
		if joined := join(rows, size); len(joined) <= MaxMatrix {
			return Matrix{joined}
		}
		size++
	}
}

// join joins up to size rows with the same platform and change.
func join(rows []MatrixRow, size int) []MatrixRow {
	type kind struct{ platform, change string }
	open := map[kind]int{} // the row that takes more
	count := map[kind]int{}
	joined := []MatrixRow{}
	for _, row := range rows {
		k := kind{row.Platform, row.Change}
		if at, ok := open[k]; ok && count[k] < size {
			joined[at].Job += " " + row.Job
			joined[at].Path += " " + row.Path
			count[k]++
			continue
		}
		open[k], count[k] = len(joined), 1
		joined = append(joined, row)
	}
	return joined
}
