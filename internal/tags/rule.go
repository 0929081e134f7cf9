package tags

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule describes valid keys or valid values.
type Rule struct {
	// Allowed reports whether a character is valid anywhere, First and Last at
	// the ends. Nil means no limit beyond Allowed; a nil Allowed, all of UTF-8.
	Allowed, First, Last func(rune) bool
	// Charset describes Allowed, and Ends First and Last, in a message.
	Charset, Ends string
	// Min and Max count characters, not bytes; a Max of 0 means no limit.
	Min, Max int
	// Lower converts to lower case before anything is replaced.
	Lower bool
	// Lead is put before a letter or digit that is not allowed as the first
	// character.
	Lead string
}

// edit is how a text was changed.
type edit struct {
	invalid  bool // not UTF-8
	lowered  bool
	replaced []rune // each once, in order
	words    bool   // a letter, digit or mark is among the replaced
	odd      bool   // another character than ordinary punctuation is
	trimmed  bool
	led      bool
	cut      bool
}

// loses reports whether more than case and ordinary punctuation is lost: R&D and R_D
// are not the same, data@acme and data_acme are.
func (e edit) loses() bool { return e.invalid || e.words || e.odd || e.cut }

func (r Rule) accepts(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	count := 0
	var first, last rune
	for _, char := range text {
		if count == 0 {
			first = char
		}
		last = char
		count++
		if !allows(r.Allowed, char) {
			return false
		}
	}
	if count < r.Min || r.Max > 0 && count > r.Max {
		return false
	}
	return count == 0 || allows(r.First, first) && allows(r.Last, last)
}

func allows(class func(rune) bool, char rune) bool {
	return class == nil || class(char)
}

// replacement replaces a character that a sink does not allow; every sink
// allows it.
const replacement = "_"

// sanitize makes a text valid. joiner replaces a comma; full is the text that
// is hashed, should the result be cut. An empty result for a text that is not
// empty means that no part of it is allowed.
func (r Rule) sanitize(text, joiner, full string) (string, edit) {
	var e edit
	if r.accepts(text) {
		return text, e
	}
	valid := text
	if !utf8.ValidString(valid) {
		e.invalid = true
		valid = strings.ToValidUTF8(valid, string(utf8.RuneError))
	}
	if r.Lower {
		lower := strings.ToLower(valid)
		e.lowered = lower != valid
		valid = lower
	}
	valid = r.replace(valid, joiner, &e)
	valid = r.trim(valid, &e)
	// The rest may be valid and still mean nothing: "__" for two letters.
	if valid != text && !strings.ContainsFunc(valid, hasMeaning) {
		return "", e
	}
	return r.cut(valid, full, &e), e
}

// hasMeaning reports whether a character is a letter, a digit or a mark, not
// punctuation.
func hasMeaning(char rune) bool {
	return unicode.IsLetter(char) || unicode.IsNumber(char) || unicode.IsMark(char)
}

func (r Rule) replace(text, joiner string, e *edit) string {
	var b strings.Builder
	for _, char := range text {
		if allows(r.Allowed, char) {
			b.WriteRune(char)
			continue
		}
		if !slices.Contains(e.replaced, char) {
			e.replaced = append(e.replaced, char)
		}
		e.words = e.words || hasMeaning(char)
		e.odd = e.odd || !awsText(char)
		if char == ',' {
			b.WriteString(joiner)
		} else {
			b.WriteString(replacement)
		}
	}
	return b.String()
}

// trim makes the ends valid: characters that are not allowed there are removed,
// except for a letter or digit at the start, which gets the rule's Lead.
func (r Rule) trim(text string, e *edit) string {
	trimmed := strings.TrimLeftFunc(text, func(char rune) bool {
		return !allows(r.First, char) && (r.Lead == "" || !hasMeaning(char))
	})
	trimmed = strings.TrimRightFunc(trimmed, func(char rune) bool { return !allows(r.Last, char) })
	e.trimmed = trimmed != text
	if first, _ := utf8.DecodeRuneInString(trimmed); trimmed != "" && !allows(r.First, first) {
		e.led = true
		trimmed = r.Lead + trimmed
	}
	return trimmed
}

// cut shortens a text that is too long, and ends it with a hash of the full
// text: values that differ only after the cut stay different, and a value is
// cut to the same text everywhere.
func (r Rule) cut(text, full string, e *edit) string {
	if r.Max == 0 || utf8.RuneCountInString(text) <= r.Max {
		return text
	}
	e.cut = true
	const hashBytes = 4
	sum := sha256.Sum256([]byte(full))
	ending := "-" + hex.EncodeToString(sum[:hashBytes])
	return string([]rune(text)[:r.Max-len(ending)]) + ending
}
