// Package merge is a three-way merge of text, line by line, like diff3.
package merge

import (
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// Names label the sides in conflict markers.
type Names struct{ Ours, Base, Theirs string }

// Conflict markers as git writes them with merge.conflictStyle=diff3. Each starts
// a line and is followed by a space and a name, except for the third.
const (
	markOurs   = "<<<<<<<"
	markBase   = "|||||||"
	markMiddle = "======="
	markTheirs = ">>>>>>>"
)

// Three merges the changes that ours and theirs made to base. If both changed the
// same lines differently, the result contains all three versions between conflict
// markers; conflicts is the number of such places.
//
// Lines end in a line feed. A missing line feed at the end is merged like a line.
func Three(base, ours, theirs string, names Names) (text string, conflicts int) {
	m := merger{base: lines(base), ours: lines(ours), theirs: lines(theirs), names: names}
	m.run()
	open := isOpen(ours)
	if open == isOpen(base) {
		open = isOpen(theirs)
	}
	text = m.text.String()
	if open && !m.endsInConflict {
		text = strings.TrimSuffix(text, "\n")
	}
	return text, m.conflicts
}

// Conflict returns the line, counted from 1, of the first unresolved conflict, or
// 0 without conflicts.
func Conflict(text string) (line int) {
	ours, n := 0, 0
	for l := range strings.Lines(text) {
		n++
		switch {
		case ours == 0 && strings.HasPrefix(l, markOurs+" "):
			ours = n
		case ours > 0 && strings.HasPrefix(l, markTheirs+" "):
			return ours
		}
	}
	return 0
}

// isOpen reports whether the last line of a text has no line feed.
func isOpen(text string) bool { return text != "" && !strings.HasSuffix(text, "\n") }

// lines splits a text into lines, each ending in a line feed.
func lines(text string) []string {
	list := slices.Collect(strings.Lines(text))
	if isOpen(text) {
		list[len(list)-1] += "\n"
	}
	return list
}

// region is a run of n lines that all three texts share, starting at these
// lines.
type region struct{ base, ours, theirs, n int }

// regions lists the lines that all three texts share, in order. The last region
// is empty and marks the ends of the texts.
func regions(base, ours, theirs []string) []region {
	one := difflib.NewMatcherWithJunk(base, ours, false, nil).GetMatchingBlocks()
	two := difflib.NewMatcherWithJunk(base, theirs, false, nil).GetMatchingBlocks()
	var common []region
	for i, j := 0, 0; i < len(one) && j < len(two); {
		a, b := one[i], two[j]
		from, to := max(a.A, b.A), min(a.A+a.Size, b.A+b.Size)
		if from < to {
			common = append(common, region{base: from, ours: a.B + from - a.A, theirs: b.B + from - b.A, n: to - from})
		}
		if a.A+a.Size < b.A+b.Size {
			i++
		} else {
			j++
		}
	}
	return append(common, region{base: len(base), ours: len(ours), theirs: len(theirs)})
}

type merger struct {
	base, ours, theirs []string
	names              Names

	text           strings.Builder
	conflicts      int
	endsInConflict bool
}

// run visits the common regions and merges the lines between them.
func (m *merger) run() {
	var at region
	for _, next := range regions(m.base, m.ours, m.theirs) {
		m.between(m.base[at.base:next.base], m.ours[at.ours:next.ours], m.theirs[at.theirs:next.theirs])
		m.write(m.base[next.base : next.base+next.n])
		at = region{base: next.base + next.n, ours: next.ours + next.n, theirs: next.theirs + next.n}
	}
}

// between writes the merge of lines that not all three texts share.
func (m *merger) between(base, ours, theirs []string) {
	switch {
	case slices.Equal(ours, theirs), slices.Equal(base, theirs):
		m.write(ours)
	case slices.Equal(base, ours):
		m.write(theirs)
	default:
		m.conflict(base, ours, theirs)
	}
}

func (m *merger) conflict(base, ours, theirs []string) {
	m.write([]string{markOurs + " " + m.names.Ours + "\n"})
	m.write(ours)
	m.write([]string{markBase + " " + m.names.Base + "\n"})
	m.write(base)
	m.write([]string{markMiddle + "\n"})
	m.write(theirs)
	m.write([]string{markTheirs + " " + m.names.Theirs + "\n"})
	m.conflicts++
	m.endsInConflict = true
}

func (m *merger) write(lines []string) {
	for _, line := range lines {
		m.text.WriteString(line)
		m.endsInConflict = false
	}
}
