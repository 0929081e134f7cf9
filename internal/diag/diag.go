// Package diag holds problems as values: gathered while the work goes on,
// sorted, and printed once.
//
// A problem of the user's is a Diagnostic; a fault of this program's own is an
// ordinary error. The two never mix: a Diagnostic has a place in a file that
// its reader can go to and change.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity is how grave a problem is; the smaller, the graver. The zero value is
// Error, so that a rule that sets no severity is never overlooked.
type Severity int

const (
	// Error stops the work: nothing is written.
	Error Severity = iota
	// Warning leaves the result usable; --strict turns it into an Error.
	Warning
	// Note is information: nothing is wrong, and --strict leaves it alone.
	Note
)

func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return fmt.Sprintf("severity(%d)", int(s))
}

// Pos is a place in a file. Line and Col count from 1, Col in characters;
// 0 means unknown, and then only the file is printed.
type Pos struct {
	File string
	Line int
	Col  int
}

func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Diagnostic is one problem.
type Diagnostic struct {
	Severity Severity
	// Code names the rule: stable, lower-case words joined with "-".
	Code string
	Pos  Pos
	// Path is the place in the document: infrastructure.network.subnets[1].
	// A rule that knows no positions gives the path alone; the document that
	// the path belongs to fills in Pos.
	Path string
	// Message says what is wrong, in lower case, without a final stop.
	Message string
	// Hint says what to do about it; may be empty.
	Hint string
	// Private is true where the source line may hold a secret: it is not
	// printed then.
	Private bool
	// Related are the other positions that the problem involves, such as the
	// first of two equal keys. Message is complete without them.
	Related []Related
}

// Related is a further position, and what is there.
type Related struct {
	Pos     Pos
	Message string
}

// Identity is what a reader tells problems apart by; it is comparable. Two
// rules that say the same of the same place are one problem.
type Identity struct {
	Severity            Severity
	Pos                 Pos
	Path, Message, Hint string
	Private             bool
}

// Identity returns the problem's identity.
func (d Diagnostic) Identity() Identity {
	return Identity{d.Severity, d.Pos, d.Path, d.Message, d.Hint, d.Private}
}

// String is the first line of the problem as it is printed.
func (d Diagnostic) String() string {
	var b strings.Builder
	if pos := d.Pos.String(); pos != "" {
		b.WriteString(pos + ": ")
	}
	if d.Severity != Error {
		b.WriteString(d.Severity.String() + ": ")
	}
	if d.Path != "" {
		b.WriteString(shorten(d.Path) + ": ")
	}
	b.WriteString(d.Message)
	return b.String()
}

// List gathers problems. The zero value is ready to use.
type List []Diagnostic

// Errorf adds an error about path.
func (l *List) Errorf(code, path, format string, args ...any) *Diagnostic {
	return l.add(Error, code, path, format, args)
}

// Warnf adds a warning about path.
func (l *List) Warnf(code, path, format string, args ...any) *Diagnostic {
	return l.add(Warning, code, path, format, args)
}

// add returns the new element so that the caller can set its hint or position
// at once; the pointer is good until the next addition.
func (l *List) add(severity Severity, code, path, format string, args []any) *Diagnostic {
	*l = append(*l, Diagnostic{Severity: severity, Code: code, Path: path, Message: shorten(fmt.Sprintf(format, args...))})
	return &(*l)[len(*l)-1]
}

// Hintf sets what to do about the problem.
func (d *Diagnostic) Hintf(format string, args ...any) *Diagnostic {
	d.Hint = shorten(fmt.Sprintf(format, args...))
	return d
}

// shorten cuts the middle out of a text that is longer than anybody reads: a
// message quotes what was written, and that can be a megabyte.
func shorten(text string) string {
	const longest, kept = 400, 150 // in characters
	if len(text) <= longest {
		return text
	}
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:kept]) + "..." + string(runes[len(runes)-kept:])
}

// HasErrors reports whether any problem stops the work.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Strict returns the list with every warning made an error.
func (l List) Strict() List {
	strict := slices.Clone(l)
	for i := range strict {
		if strict[i].Severity == Warning {
			strict[i].Severity = Error
		}
	}
	return strict
}

// AtLeast returns the problems that are as grave as severity, or graver.
func (l List) AtLeast(severity Severity) List {
	var grave List
	for _, d := range l {
		if d.Severity <= severity {
			grave = append(grave, d)
		}
	}
	return grave
}

// Sorted returns the list in reading order, by file, line, column, path,
// severity, message and hint, without repetitions.
func (l List) Sorted() List {
	sorted := slices.Clone(l)
	slices.SortStableFunc(sorted, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Hint, b.Hint),
		)
	})
	return slices.CompactFunc(sorted, func(a, b Diagnostic) bool { return a.Identity() == b.Identity() })
}
