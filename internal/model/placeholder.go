package model

import (
	"fmt"
	"slices"
	"strings"
)

// Names are the values of the placeholders in a path: see Expand.
type Names struct{ Tenant, Job, Environment string }

// Placeholders returns the names that Expand knows, in braces.
func Placeholders() []string { return []string{"{tenant}", "{job}", "{environment}"} }

// value returns the value of a placeholder.
func (n Names) value(placeholder string) string {
	switch placeholder {
	case "{tenant}":
		return n.Tenant
	case "{job}":
		return n.Job
	}
	return n.Environment
}

// Expand replaces the placeholders in a path with slashes. A path element that
// consists of one placeholder is omitted if the value is empty: a job without an
// environment has no folder for it. After an error the path is partly expanded.
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

// PlaceholderError reports an unknown placeholder or an unbalanced brace.
type PlaceholderError struct {
	// Placeholder is the text as written, including its braces.
	Placeholder string
}

// Error returns the message.
func (e *PlaceholderError) Error() string {
	if strings.HasPrefix(e.Placeholder, "{") && strings.HasSuffix(e.Placeholder, "}") {
		return fmt.Sprintf("unknown placeholder %s", quote(e.Placeholder))
	}
	return fmt.Sprintf("unbalanced brace in %s", quote(e.Placeholder))
}

// expandPart replaces the placeholders in one element of a path.
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
