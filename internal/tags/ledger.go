package tags

import (
	"slices"
	"strings"
)

// ledger collects the values of each key: keys in the order of their first
// value, values from the lowest level to the highest.
type ledger struct {
	index map[string]int // key -> index in lines
	lines []line
	// ignoreCase gives a key of a higher level the line of a lower level's key that
	// differs from it in case only: clouds compare keys without regard to it.
	ignoreCase bool
}

type line struct {
	key    string
	values []Value
}

func newLedger(size int) *ledger {
	return &ledger{index: make(map[string]int, size), lines: make([]line, 0, size)}
}

// add adds the value of a level; an absent value adds nothing.
func (l *ledger) add(key string, level Level, value Value) {
	if !value.Present() {
		return
	}
	i, ok := l.index[key]
	if !ok && l.ignoreCase {
		i, ok = l.renamed(key, level)
	}
	if !ok {
		i = len(l.lines)
		l.index[key] = i
		l.lines = append(l.lines, line{key: key})
	}
	l.lines[i].values = append(l.lines[i].values, value.at(level))
}

// renamed gives a line of lower levels another spelling of its key, and returns its
// index; false if there is no such line.
func (l *ledger) renamed(key string, level Level) (int, bool) {
	for i, line := range l.lines {
		if strings.EqualFold(line.key, key) && line.values[len(line.values)-1].Origin.Level < level {
			delete(l.index, line.key)
			l.index[key], l.lines[i].key = i, key
			return i, true
		}
	}
	return 0, false
}

// has reports whether the values so far make the key a tag.
func (l *ledger) has(key string) bool {
	i, ok := l.index[key]
	return ok && l.lines[i].effective() >= 0
}

// effective is the index of the effective value, or -1 if the key is removed.
func (l line) effective() int {
	base, effective := -1, -1
	for i, value := range l.values {
		switch {
		case removes(value):
			// A job's environment is a fact about the job: an empty cost key
			// removes other cost keys, but not that.
			effective = base
		case value.Origin.Level == BaseLevel:
			base, effective = i, i
		default:
			effective = i
		}
	}
	return effective
}

// removes reports whether a value removes the values of lower levels.
func removes(v Value) bool {
	return v.blank() && (v.List || v.Origin.Level != InfrastructureLevel)
}

// resolve returns the tags, each with its effective value.
func (l *ledger) resolve() List {
	list := List{Tags: make([]Tag, 0, len(l.lines))}
	for _, line := range l.lines {
		effective := line.effective()
		removed := effective < 0
		if removed {
			effective = len(line.values) - 1
		}
		tag := Tag{Key: line.key, Value: line.values[effective]}
		for i, value := range slices.Backward(line.values) {
			if i != effective {
				tag.Shadowed = append(tag.Shadowed, value)
			}
		}
		if removed {
			list.Removed = append(list.Removed, tag)
		} else {
			list.Tags = append(list.Tags, tag)
		}
	}
	return list
}
