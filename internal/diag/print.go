package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Printer writes problems for people to read.
type Printer struct {
	// Source returns the text of a file that problems refer to. If it is nil or
	// returns nothing, source lines are omitted.
	Source func(file string) []byte
	// Color prints ANSI escapes.
	Color bool
}

const (
	bold   = "\x1b[1m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	blue   = "\x1b[34m"
	cyan   = "\x1b[36m"
	reset  = "\x1b[0m"
)

// maxSourceLine is the length, in characters, to which a source line is cut around
// its caret: a minified file is one line of megabytes.
const maxSourceLine = 120

// maxPrinted is how many problems of one severity are printed for a file: a file
// of the wrong kind can have one on every line.
const maxPrinted = 100

// Print writes the sorted list: each problem with its source line, a caret and the
// hint. What is beyond maxPrinted is counted.
func (p Printer) Print(w io.Writer, list List) error {
	type group struct {
		file     string
		severity Severity
	}
	var b strings.Builder
	lines := map[string][]string{}
	private := privateLines(list)
	printed := map[group]int{}
	var cut []group // in the order of the list
	for _, d := range list.Sorted() {
		g := group{d.Pos.File, d.Severity}
		switch printed[g]++; {
		case printed[g] <= maxPrinted:
			d.Private = private[Pos{File: d.Pos.File, Line: d.Pos.Line}]
			p.printOne(&b, d, lines)
		case printed[g] == maxPrinted+1:
			cut = append(cut, g)
		}
	}
	for _, g := range cut {
		d := Diagnostic{Severity: g.severity, Code: "more-problems", Pos: Pos{File: g.file}}
		d.Message = fmt.Sprintf("%s not shown", Count(printed[g]-maxPrinted, "more problem"))
		p.printOne(&b, d, lines)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// privateLines are the lines that may contain a secret: another problem on such a
// line does not show it either.
func privateLines(list List) map[Pos]bool {
	private := map[Pos]bool{}
	for _, d := range list {
		if d.Private {
			private[Pos{File: d.Pos.File, Line: d.Pos.Line}] = true
		}
	}
	return private
}

func (p Printer) printOne(b *strings.Builder, d Diagnostic, lines map[string][]string) {
	color := red
	switch d.Severity {
	case Warning:
		color = yellow
	case Note:
		color = blue
	}
	head := visible(d.String())
	if p.Color {
		head = bold + color + head + reset
	}
	if d.Code != "" {
		head += " [" + d.Code + "]"
	}
	fmt.Fprintln(b, head)
	if line, ok := p.line(d.Pos, lines); ok && !d.Private {
		text, column := excerpt(line, d.Pos.Col)
		number := fmt.Sprintf("%4d", d.Pos.Line)
		fmt.Fprintf(b, "%s | %s\n", number, text)
		if column > 0 {
			caret := strings.Repeat(" ", len(number)) + " | " + indent(text, column) + "^"
			if p.Color {
				caret = cyan + caret + reset
			}
			fmt.Fprintf(b, "%s\n", caret)
		}
	}
	if d.Hint != "" {
		fmt.Fprintf(b, "  hint: %s\n", visible(d.Hint))
	}
}

func (p Printer) line(pos Pos, lines map[string][]string) (string, bool) {
	if p.Source == nil || pos.Line == 0 {
		return "", false
	}
	split, ok := lines[pos.File]
	if !ok {
		split = strings.Split(string(p.Source(pos.File)), "\n")
		lines[pos.File] = split
	}
	if pos.Line > len(split) {
		return "", false
	}
	line := strings.TrimSuffix(split[pos.Line-1], "\r")
	if pos.Line == 1 {
		line = strings.TrimPrefix(line, "\ufeff")
	}
	return line, line != ""
}

// excerpt cuts a long line around the column and makes it safe to print. It returns
// the text and the column of the caret in it.
func excerpt(line string, column int) (string, int) {
	runes := []rune(visible(line))
	if column > len(runes)+1 {
		column = 0
	}
	if len(runes) <= maxSourceLine {
		return string(runes), column
	}
	start := max(0, column-1-maxSourceLine/2)
	end := min(len(runes), start+maxSourceLine)
	text := string(runes[start:end])
	if column > 0 {
		column -= start
	}
	if start > 0 {
		text = "..." + text
		column += 3
	}
	if end < len(runes) {
		text += "..."
	}
	return text, column
}

// indent returns the whitespace before the caret, which is at most one column after
// the text. Tabs stay tabs, so that the caret lines up with the character in the
// terminal.
func indent(text string, column int) string {
	var b strings.Builder
	for i, r := range []rune(text) {
		if i >= column-1 {
			break
		}
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// visible replaces characters that would change the terminal or hide text: control
// characters, invalid UTF-8, and Unicode bidirectional marks. Each character is
// replaced by one character, so columns stay the same.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0,
			r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e,
			r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return utf8.RuneError
		}
		return r
	}, s)
}
