package output

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// overlaps finds modules that would write into each other's directories. A module
// may be inside another's directory as long as the other has no files there.
func overlaps(modules []*modulePlan) diag.List {
	var problems diag.List
	owners := map[string]*modulePlan{}
	for _, m := range modules {
		key := strings.ToLower(m.real)
		other, taken := owners[key]
		switch {
		case !taken:
			owners[key] = m
		case other.dir == m.dir:
			problems.Errorf("output-overlap", "", "is the directory of two modules").Pos.File = m.dir
		case other.real == m.real:
			problems.Errorf("output-overlap", "", "is the directory of two modules (the other path is %s)", other.dir).Pos.File = m.dir
		default:
			problems.Errorf("output-overlap", "", "differs from %s only in upper and lower case", other.dir).
				Hintf("on case-insensitive file systems they are the same directory, and the modules would overwrite each other").
				Pos.File = m.dir
		}
	}
	for _, m := range modules {
		for _, t := range m.files {
			for dir := path.Dir(t.name); dir != "."; dir = path.Dir(dir) {
				inner, taken := owners[strings.ToLower(filepath.Join(m.real, filepath.FromSlash(dir)))]
				if taken {
					problems.Errorf("output-overlap", "", "is in %s, the directory of another module", inner.dir).
						Pos.File = m.path(t.name)
				}
			}
		}
	}
	return problems
}

// realPath returns the absolute path with symbolic links resolved as far as it
// exists, so that two paths of one directory give the same result.
func realPath(dir string) string {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	rest := ""
	for existing := absolute; ; existing = filepath.Dir(existing) {
		if resolved, err := filepath.EvalSymlinks(existing); err == nil {
			return filepath.Join(resolved, rest)
		}
		if filepath.Dir(existing) == existing {
			return absolute
		}
		rest = filepath.Join(filepath.Base(existing), rest)
	}
}
