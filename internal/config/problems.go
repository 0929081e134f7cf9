package config

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// The codes of problems that the platform's own checks may describe better than
// the schema does. See JobFile.CombineProblems.
const (
	codeCondition = "condition"
	codeRequired  = "required"
)

const (
	codeEmpty      = "empty"
	codeUnknownKey = "unknown-key"
)

// CombineProblems returns all problems of a job: those that Load found, and after
// them those found by later checks, which may have a path and no position. Each
// is reported once: a value that Load found invalid is not reported again, and a
// later check replaces what the schema says of a missing or unsupported key.
func (f *JobFile) CombineProblems(loaded, checked diag.List) diag.List {
	broken := brokenPaths(loaded)
	checked = slices.DeleteFunc(slices.Clone(checked), func(p diag.Diagnostic) bool {
		elsewhere := p.Pos.File != "" && !f.Document.HasSource(p.Pos.File)
		return !elsewhere && p.Path != "" && touchesAny(p.Path, broken, diag.Within)
	})
	spoken := broken
	for _, p := range checked {
		if p.Severity == diag.Error {
			spoken = append(spoken, p.Path)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(loaded), func(p diag.Diagnostic) bool {
		return vague(p) && touchesAny(p.Path, spoken, func(path, other string) bool {
			return diag.Within(path, other) || diag.Within(other, path)
		})
	})
	return f.Document.Locate(append(kept, checked...))
}

// vague reports whether a later check may describe the same problem better.
func vague(p diag.Diagnostic) bool { return p.Code == codeCondition || p.Code == codeRequired }

// brokenPaths returns the paths of errors that no later check replaces.
func brokenPaths(problems diag.List) []string {
	var paths []string
	for _, p := range problems {
		if p.Severity == diag.Error && !vague(p) && p.Path != "" {
			paths = append(paths, p.Path)
		}
	}
	return paths
}

// without removes the problems within paths that are broken already.
func without(problems diag.List, broken []string) diag.List {
	return slices.DeleteFunc(problems, func(p diag.Diagnostic) bool { return touchesAny(p.Path, broken, diag.Within) })
}

func touchesAny(path string, others []string, touches func(path, other string) bool) bool {
	return slices.ContainsFunc(others, func(other string) bool { return touches(path, other) })
}
