package config

import (
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// facts are the values of a job that a default can match.
type facts struct {
	provider, platform, environment, tenant string
	// file is the path relative to the project file's folder, with slashes; "" for
	// standard input.
	file string
}

// facts returns the values of a job outside of its block.
func (l *Loader) facts(doc *document.Document, project *Project, path string) facts {
	f := facts{environment: document.TextAt(paths.JobEnvironment, doc.Root), tenant: document.TextAt(paths.JobTenantID, doc.Root)}
	if path != "" {
		f.file = relative(project.Dir, path)
	}
	return f
}

// with adds the values of the job's block and of the defaults merged so far.
func (f facts) with(blocks []*document.Node, vars map[string]string) facts {
	expanded := func(path string) string {
		path = paths.BelowInfrastructure(path)
		return document.Variable.ReplaceAllStringFunc(document.TextAt(path, blocks...), func(placeholder string) string {
			return vars[placeholder[2:len(placeholder)-1]]
		})
	}
	f.provider = expanded(paths.Provider)
	if p, ok := platform.Find(f.provider, expanded(paths.ComputeType)); ok {
		f.platform = p.Name
	}
	return f
}

// relative returns a path relative to a folder, with slashes.
func relative(folder, path string) string {
	from, err := filepath.Abs(folder)
	if err != nil {
		return filepath.ToSlash(path)
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	if seen, err := filepath.Rel(from, to); err == nil {
		to = seen // otherwise they are on different drives
	}
	return filepath.ToSlash(to)
}

// matches reports whether a default applies to a job: every key of match must
// contain the job's value.
func (f facts) matches(match *model.Match) bool {
	if match == nil {
		return true
	}
	for _, condition := range []struct {
		words model.Words
		value string
	}{
		{match.Provider, f.provider}, {match.Platform, f.platform},
		{match.Environment, f.environment}, {match.Tenant, f.tenant},
	} {
		if condition.words != nil && !slices.Contains(condition.words, condition.value) {
			return false
		}
	}
	return match.File == nil || f.file != "" && slices.ContainsFunc(match.File, func(pattern string) bool {
		fits, err := matchGlob(pattern, f.file)
		return fits && err == nil // invalid patterns are reported by checkGlobs
	})
}
