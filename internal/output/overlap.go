package output

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// overlaps finds modules that would write into each other. A module may lie
// inside another's directory as long as that one has no files there.
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
			problems.Errorf("output-overlap", "", "is the directory of two modules, also as %s", other.dir).Pos.File = m.dir
		default:
			problems.Errorf("output-overlap", "", "differs from %s only in upper and lower case", other.dir).
				Hintf("on some systems they are one directory, and the two modules would overwrite each other").
				Pos.File = m.dir
		}
	}
	for _, m := range modules {
		for _, t := range m.files {
			for dir := path.Dir(t.name); dir != "."; dir = path.Dir(dir) {
				inner, taken := owners[strings.ToLower(filepath.Join(m.real, filepath.FromSlash(dir)))]
				if taken {
					problems.Errorf("output-overlap", "", "lies in %s, the directory of another module", inner.dir).
						Pos.File = m.path(t.name)
				}
			}
		}
	}
	return problems
}

// realPath is the absolute path without symbolic links, as far as it exists:
// two spellings of one directory give one result.
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
