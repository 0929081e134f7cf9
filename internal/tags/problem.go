package tags

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Kind is what happened to a tag on its way into a sink.
type Kind int

const (
	// Changed: written differently; only case, punctuation or the form of a
	// list differ, unless the severity is Warning.
	Changed Kind = iota
	// Cut: too long; the end is a hash of the full text.
	Cut
	// Moved: nothing of the value can be written here; the sink that FullText
	// names takes it.
	Moved
	// Lost: the tag is left out, and goes nowhere else.
	Lost
	// Collision: two tags become one.
	Collision
	// ReservedName: the key or value belongs to the sink's owner.
	ReservedName
	// Limit: there are too many tags, or too much text in them.
	Limit
)

// String is stable: lower-case words joined with "-", fit for a rule's code.
func (k Kind) String() string {
	switch k {
	case Changed:
		return "tag-changed"
	case Cut:
		return "tag-cut"
	case Moved:
		return "tag-moved"
	case Lost:
		return "tag-lost"
	case Collision:
		return "tag-collision"
	case ReservedName:
		return "tag-reserved"
	case Limit:
		return "tag-limit"
	}
	return "tag"
}

// Severity says what a problem asks for.
type Severity int

const (
	// Error: the set must not be used.
	Error Severity = iota
	// Warning: the set is legal, but something that was written is gone.
	Warning
	// Note: the set is legal and says the same, in other letters.
	Note
)

func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// Problem is one thing that Fold did or refused to do. Its texts are ready to
// print: lower case, without a final stop.
type Problem struct {
	Kind     Kind
	Severity Severity
	// Sink is the sink's name.
	Sink string
	// Key is the tag's key as it was written; empty for the set as a whole.
	Key     string
	Message string
	Hint    string
	// Origins are the places concerned, the one to change first.
	Origins []Origin
}

// edit is what had to be done to a text.
type edit struct {
	invalid  bool // it was no UTF-8
	lowered  bool
	replaced []rune // each once, in order
	words    bool   // a letter, digit or mark is among the replaced
	trimmed  bool
	led      bool
	cut      bool
}

// loses reports whether more than case and punctuation is gone.
func (e edit) loses() bool { return e.invalid || e.words || e.cut }

// reasons says why the text was edited, for a message.
func (e edit) reasons(rule Rule) string {
	var reasons []string
	if e.invalid {
		reasons = append(reasons, "it is not valid UTF-8")
	}
	if e.lowered {
		reasons = append(reasons, "upper case is not allowed")
	}
	if len(e.replaced) > 0 {
		reasons = append(reasons, notAllowed(e.replaced))
	}
	if e.trimmed || e.led {
		reasons = append(reasons, "it must "+rule.Ends)
	}
	if e.cut {
		reasons = append(reasons, fmt.Sprintf("it is longer than %d characters", rule.Max))
	}
	return strings.Join(reasons, ", ")
}

// maxNamed is how many characters a message names.
const maxNamed = 4

func notAllowed(chars []rune) string {
	named := make([]string, 0, maxNamed)
	for _, char := range chars[:min(len(chars), maxNamed)] {
		if unicode.IsMark(char) {
			named = append(named, fmt.Sprintf("%U", char)) // alone, it would sit on the quote
		} else {
			named = append(named, strconv.QuoteRune(char))
		}
	}
	if rest := len(chars) - len(named); rest > 0 {
		return fmt.Sprintf("%s and %d more are not allowed", strings.Join(named, ", "), rest)
	}
	if len(named) == 1 {
		return named[0] + " is not allowed"
	}
	last := len(named) - 1
	return strings.Join(named[:last], ", ") + " and " + named[last] + " are not allowed"
}

// quoted shows a text in a message, shortened in its middle.
func quoted(text string) string {
	const longest, kept = 72, 32
	runes := []rune(text)
	if len(runes) > longest {
		text = string(runes[:kept]) + "..." + string(runes[len(runes)-kept:])
	}
	return strconv.Quote(text)
}

// keyList shows up to eight keys.
func keyList(keys []string) string {
	const longest = 8
	shown := make([]string, 0, longest)
	for _, key := range keys[:min(len(keys), longest)] {
		shown = append(shown, quoted(key))
	}
	text := strings.Join(shown, ", ")
	if rest := len(keys) - len(shown); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}
