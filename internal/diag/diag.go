// Package diag represents problems as values: collected as the work proceeds,
// sorted, and printed once.
//
// A problem in the user's files is a Diagnostic; a failure of the program itself is
// an ordinary error. They are never mixed: a Diagnostic has a position in a file
// that the reader can go to and change.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Severity is the severity of a problem; smaller is more severe. The zero value is
// Error, so that a rule without a severity is never overlooked.
type Severity int

const (
	// Error means that nothing is written.
	Error Severity = iota
	// Warning means that the result is usable; --strict turns it into an Error.
	Warning
	// Note is information: nothing is wrong, and --strict does not change it.
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

// Pos is a position in a file. Line and Col are counted from 1, Col in characters.
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
	// Code is the stable identifier of the rule: lower-case words joined with "-".
	Code string
	Pos  Pos
	// Path is the path in the document: infrastructure.network.subnets[1]. A
	// rule reports the path; the document resolves it to Pos.
	Path string
	// Message describes the problem, in lower case, without a final period.
	Message string
	// Hint suggests a fix; may be empty.
	Hint string
	// Private is true if the source line may contain a secret and must not be
	// printed.
	Private bool
	// Related are the other positions involved, such as the first of two equal
	// keys. Message is complete without them.
	Related []Related
}

// Related is an additional position with a description.
type Related struct {
	Pos     Pos
	Message string
}

// Identity distinguishes problems; it is comparable. Two rules that report the same
// message at the same position are one problem.
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

// String returns the first line of the printed problem.
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

// List collects problems. The zero value is ready to use.
type List []Diagnostic

// Errorf adds an error at a path.
func (l *List) Errorf(code, path, format string, args ...any) *Diagnostic {
	return l.add(Error, code, path, format, args)
}

// Warnf adds a warning at a path.
func (l *List) Warnf(code, path, format string, args ...any) *Diagnostic {
	return l.add(Warning, code, path, format, args)
}

// add returns the new element so that the caller can set its hint or position. The
// pointer is valid until the next addition.
func (l *List) add(severity Severity, code, path, format string, args []any) *Diagnostic {
	*l = append(*l, Diagnostic{Severity: severity, Code: code, Path: path, Message: shorten(fmt.Sprintf(format, args...))})
	return &(*l)[len(*l)-1]
}

// Hintf sets the hint.
func (d *Diagnostic) Hintf(format string, args ...any) *Diagnostic {
	d.Hint = shorten(fmt.Sprintf(format, args...))
	return d
}

// shorten cuts the middle out of a long text: a message quotes what was written,
// and that can be a megabyte.
func shorten(text string) string {
	const longest, kept = 400, 150 // in characters
	return cutMiddle(text, longest, kept)
}

// cutMiddle keeps the first and last characters of a text that is longer than
// longest.
func cutMiddle(text string, longest, kept int) string {
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	runes := []rune(text)
	return string(runes[:kept]) + "..." + string(runes[len(runes)-kept:])
}

// Quote quotes a text for a message, without the middle of a long one.
func Quote(text string) string {
	const longest, kept = 72, 32 // in characters
	return strconv.Quote(cutMiddle(text, longest, kept))
}

// HasErrors reports whether any problem is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Strict returns the list with every warning turned into an error.
func (l List) Strict() List {
	strict := slices.Clone(l)
	for i := range strict {
		if strict[i].Severity == Warning {
			strict[i].Severity = Error
		}
	}
	return strict
}

// AtLeast returns the problems that are at least as severe as severity.
func (l List) AtLeast(severity Severity) List {
	var kept List
	for _, d := range l {
		if d.Severity <= severity {
			kept = append(kept, d)
		}
	}
	return kept
}

// Sorted returns the list in reading order, by file, line, column, path,
// severity, message and hint, without duplicates.
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
