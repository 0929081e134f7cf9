// Package markdown is the one place where a value becomes Markdown: a code span
// in prose, or shell words in a fenced block of commands. It also tidies a
// rendered page.
//
// A value never changes what surrounds it. A code span is as long as it needs to
// be (CommonMark 0.31.2, section 6.1: a span ends at the next run of as many
// backticks). A shell word is quoted as POSIX.1-2024 has it (Shell & Utilities,
// section 2.2: within '...' every character is literal; $'...' holds what cannot
// be printed). Neither has a line break in it, so that no value can end a fence
// (section 4.5), a list item or a paragraph.
package markdown

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prose is a value as a code span. A list becomes one span for each item, joined
// by commas. Only texts, numbers, booleans and lists of them can be printed.
func Prose(v any) (string, error) { return printed(v, ", ", codeSpan) }

// Shell is a value as a shell word. A list becomes one word for each item. Only
// texts, numbers, booleans and lists of them can be printed.
func Shell(v any) (string, error) { return printed(v, " ", shellWord) }

func printed(v any, separator string, encode func(string) string) (string, error) {
	value := reflect.ValueOf(v)
	if kind := value.Kind(); kind != reflect.Slice && kind != reflect.Array {
		text, err := plain(value)
		return encode(text), err
	}
	items := make([]string, value.Len())
	for i := range items {
		text, err := plain(value.Index(i))
		if err != nil {
			return "", err
		}
		items[i] = encode(text)
	}
	return strings.Join(items, separator), nil
}

// plain is the text of a single value.
func plain(value reflect.Value) (string, error) {
	if value.Kind() == reflect.Interface {
		value = value.Elem()
	}
	switch {
	case value.Kind() == reflect.String:
		return strings.ToValidUTF8(value.String(), "\ufffd"), nil
	case value.Kind() == reflect.Bool:
		return strconv.FormatBool(value.Bool()), nil
	case value.CanInt():
		return strconv.FormatInt(value.Int(), 10), nil
	case value.CanUint():
		return strconv.FormatUint(value.Uint(), 10), nil
	case value.CanFloat():
		return strconv.FormatFloat(value.Float(), 'f', -1, 64), nil
	case !value.IsValid():
		return "", fmt.Errorf("a missing value cannot be printed in Markdown")
	}
	return "", fmt.Errorf("a %s cannot be printed in Markdown", value.Type())
}

// codeSpan shows a text literally. What cannot be seen, line breaks among it, is
// shown as Go escapes it.
func codeSpan(text string) string {
	if strings.ContainsFunc(text, invisible) || text == "" {
		text = strconv.QuoteToGraphic(text)
	}
	delimiter := strings.Repeat("`", longestRun(text, '`')+1)
	// The renderer strips one space at both ends where both have one.
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") ||
		strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Trim(text, " ") != "" {
		text = " " + text + " "
	}
	return delimiter + text + delimiter
}

// invisible reports whether a character shows nothing, or changes how others are
// shown: controls, and the marks that order text from right to left.
func invisible(r rune) bool { return !unicode.IsPrint(r) }

// longestRun is the length of the longest run of a character.
func longestRun(text string, of byte) int {
	longest, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != of {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// shellWord quotes a text where it has to be.
func shellWord(text string) string {
	switch {
	case strings.ContainsFunc(text, invisible):
		return "$'" + escaped(text) + "'"
	case text == "" || strings.ContainsFunc(text, special) || strings.Contains(text, "=") && text[0] != '-':
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return text
}

// special reports whether a character can mean something to some shell. An equals
// sign does at most in a word that begins with a name.
func special(r rune) bool {
	return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("@%+:,./_-=", r)
}

// escaped is a text for $'...'. Octal escapes of three digits are what every
// shell reads alike; the exclamation mark would be expanded from history.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\\' || r == '\'':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '!' || invisible(r):
			for _, octet := range []byte(string(r)) {
				fmt.Fprintf(&b, `\%03o`, octet)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Tidy lays out a page: no blanks at the end of a line, of several blank lines
// one, one line end at the end.
func Tidy(page []byte) []byte {
	var out []byte
	for line := range bytes.Lines(page) {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) == 0 && (len(out) == 0 || bytes.HasSuffix(out, []byte("\n\n"))) {
			continue
		}
		out = append(append(out, line...), '\n')
	}
	return append(bytes.TrimRight(out, "\n"), '\n')
}

// Blank reports whether a page says nothing: it has headings and HTML comments
// alone. A comment begins at the start of a line and ends its line.
func Blank(page []byte) bool {
	inComment := false
	for line := range bytes.Lines(page) {
		text := bytes.TrimSpace(line)
		inComment = inComment || bytes.HasPrefix(text, []byte("<!--"))
		if !inComment && len(text) > 0 && text[0] != '#' {
			return false
		}
		inComment = inComment && !bytes.HasSuffix(text, []byte("-->"))
	}
	return true
}
