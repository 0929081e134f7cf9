package tags

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// replacement stands for a character that a sink refuses; every sink takes it.
const replacement = "_"

// fold makes a text legal. joiner replaces a comma; full is what the hash is
// of, should the text be cut. An empty result for a text that isn't empty
// means that nothing of it can be written.
func (r Rule) fold(text, joiner, full string) (string, edit) {
	var e edit
	if r.accepts(text) {
		return text, e
	}
	folded := text
	if !utf8.ValidString(folded) {
		e.invalid = true
		folded = strings.ToValidUTF8(folded, string(utf8.RuneError))
	}
	if r.Lower {
		lower := strings.ToLower(folded)
		e.lowered = lower != folded
		folded = lower
	}
	folded = r.replace(folded, joiner, &e)
	folded = r.trim(folded, &e)
	// What is left may be legal, but says nothing: "__" for two letters.
	if folded != text && !strings.ContainsFunc(folded, isWord) {
		return "", e
	}
	return r.cut(folded, full, &e), e
}

// isWord reports whether a character carries meaning, unlike punctuation.
func isWord(char rune) bool {
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
		e.words = e.words || isWord(char)
		if char == ',' {
			b.WriteString(joiner)
		} else {
			b.WriteString(replacement)
		}
	}
	return b.String()
}

// trim makes the ends legal: what may not stand there goes, but a letter or
// digit at the beginning is kept behind the lead.
func (r Rule) trim(text string, e *edit) string {
	trimmed := strings.TrimLeftFunc(text, func(char rune) bool {
		return !allows(r.First, char) && (r.Lead == "" || !isWord(char))
	})
	trimmed = strings.TrimRightFunc(trimmed, func(char rune) bool { return !allows(r.Last, char) })
	e.trimmed = trimmed != text
	if first, _ := utf8.DecodeRuneInString(trimmed); trimmed != "" && !allows(r.First, first) {
		e.led = true
		trimmed = r.Lead + trimmed
	}
	return trimmed
}

// cut shortens a text that is too long and ends it in a hash of the full text:
// values that differ only behind the cut stay different, and the same value is
// cut the same everywhere.
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
