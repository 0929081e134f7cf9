package model

import (
	"fmt"
	"slices"
	"strings"
)

// Names are what a path can be made of: see Expand.
type Names struct{ Tenant, Job, Environment string }

// Placeholders are the names that Expand knows, in braces.
func Placeholders() []string { return []string{"{tenant}", "{job}", "{environment}"} }

// value is what a placeholder stands for.
func (n Names) value(placeholder string) string {
	switch placeholder {
	case "{tenant}":
		return n.Tenant
	case "{job}":
		return n.Job
	}
	return n.Environment
}

// Expand replaces the placeholders of a path that slashes divide. A part that
// is one placeholder alone, and that of an empty name, is left out: a job
// without an environment has no folder of that name. After an error the path
// is as far expanded as it could be.
func Expand(path string, names Names) (string, error) {
	var parts []string
	var fault error
	for part := range strings.SplitSeq(path, "/") {
		expanded, err := expandPart(part, names)
		if fault == nil {
			fault = err
		}
		if expanded != "" || !slices.Contains(Placeholders(), part) {
			parts = append(parts, expanded)
		}
	}
	return strings.Join(parts, "/"), fault
}

// PlaceholderError says which placeholder of a path nobody knows.
type PlaceholderError struct {
	// Placeholder is as written, with its braces as far as they are there.
	Placeholder string
}

// Error says it.
func (e *PlaceholderError) Error() string {
	if strings.HasPrefix(e.Placeholder, "{") && strings.HasSuffix(e.Placeholder, "}") {
		return fmt.Sprintf("%s is no placeholder", quote(e.Placeholder))
	}
	return fmt.Sprintf("a brace is not closed, or not opened, in %s", quote(e.Placeholder))
}

// expandPart replaces the placeholders of one part of a path.
func expandPart(part string, names Names) (string, error) {
	var b strings.Builder
	rest := part
	for {
		start := strings.IndexAny(rest, "{}")
		if start < 0 {
			b.WriteString(rest)
			return b.String(), nil
		}
		end := strings.IndexByte(rest[start:], '}')
		if rest[start] == '}' || end < 0 {
			return part, &PlaceholderError{part}
		}
		placeholder := rest[start : start+end+1]
		if !slices.Contains(Placeholders(), placeholder) {
			return part, &PlaceholderError{placeholder}
		}
		b.WriteString(rest[:start] + names.value(placeholder))
		rest = rest[start+len(placeholder):]
	}
}
