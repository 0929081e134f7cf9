package output

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// contextLines is how many unchanged lines surround a change, as in diff -u.
const contextLines = 3

// Diff returns the change in unified format. Line endings are shown as LF,
// because those of a Windows checkout are not a change.
func (c Change) Diff() string {
	from, to := filepath.ToSlash(c.Path), filepath.ToSlash(c.Path)
	if c.Kind == Create {
		from = "/dev/null"
	}
	if c.Kind == Delete {
		to = "/dev/null"
	}
	return Unified(from, to, c.Before, c.After)
}

// Unified returns the difference of two texts in unified format, with their
// names in the header.
func Unified(from, to string, old, changed []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s\n+++ %s\n", from, to)
	before, after := lines(old), lines(changed)
	if slices.Equal(before, after) {
		return b.String()
	}
	for _, hunk := range difflib.NewMatcher(before, after).GetGroupedOpCodes(contextLines) {
		first, last := hunk[0], hunk[len(hunk)-1]
		fmt.Fprintf(&b, "@@ -%s +%s @@\n", span(first.I1, last.I2), span(first.J1, last.J2))
		for _, code := range hunk {
			if code.Tag == 'e' {
				writeLines(&b, ' ', before[code.I1:code.I2])
				continue
			}
			writeLines(&b, '-', before[code.I1:code.I2])
			writeLines(&b, '+', after[code.J1:code.J2])
		}
	}
	return b.String()
}

func lines(data []byte) []string {
	var lines []string
	for line := range bytes.Lines(withLF(data)) {
		lines = append(lines, string(line))
	}
	return lines
}

// span is the range of a hunk in unified format: the first line, counted from 1,
// and the number of lines unless it is one. An empty range names the line that
// precedes it.
func span(from, to int) string {
	switch to - from {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return fmt.Sprint(from + 1)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}

func writeLines(b *strings.Builder, mark byte, lines []string) {
	for _, line := range lines {
		b.WriteByte(mark)
		b.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
