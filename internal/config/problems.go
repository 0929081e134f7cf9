package config

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// The codes of problems of which the schema knows only half: that something is
// missing, or does not go with the platform. See JobFile.CombineProblems.
const (
	codeCondition = "condition"
	codeRequired  = "required"
)

// CombineProblems returns all that is wrong with a job: what Load found, and behind it
// what was found in the job that Load returned, by its path alone. Nothing is
// told twice: a value that Load found broken is not spoken of again, and where
// the schema knows only that something is missing or out of place, whoever
// knows the platform says it better.
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
		return vague(p) && touchesAny(p.Path, spoken, func(path, other string) bool { return diag.Within(path, other) || diag.Within(other, path) })
	})
	return f.Document.Locate(append(kept, checked...))
}

// vague reports whether somebody else can say the same thing better.
func vague(p diag.Diagnostic) bool { return p.Code == codeCondition || p.Code == codeRequired }

// brokenPaths returns where errors are that need no better words.
func brokenPaths(problems diag.List) []string {
	var paths []string
	for _, p := range problems {
		if p.Severity == diag.Error && !vague(p) && p.Path != "" {
			paths = append(paths, p.Path)
		}
	}
	return paths
}

// without leaves out the problems with what is broken already.
func without(problems diag.List, broken []string) diag.List {
	return slices.DeleteFunc(problems, func(p diag.Diagnostic) bool { return touchesAny(p.Path, broken, diag.Within) })
}

func touchesAny(path string, others []string, touches func(path, other string) bool) bool {
	return slices.ContainsFunc(others, func(other string) bool { return touches(path, other) })
}
