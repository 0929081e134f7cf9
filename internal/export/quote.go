package export

import (
	"fmt"
	"strings"
	"unicode"
)

// sparkString returns a text as a string literal of Spark SQL, as parsed by
// SparkParserUtils (apache/spark, unescapeSQLString, read 2026-11-22). A quote is
// escaped as \', because Spark before 4.0 reads two quotes as the end of one
// literal and the start of the next. A $ before a brace is escaped by its code,
// because Spark substitutes ${env:HOME} in a statement before it parses it.
func sparkString(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i, char := range text {
		switch {
		case char == '\\' || char == '\'':
			b.WriteByte('\\')
			b.WriteRune(char)
		case char == '\n':
			b.WriteString(`\n`)
		case char == '\r':
			b.WriteString(`\r`)
		case char == '\t':
			b.WriteString(`\t`)
		case char > 0xffff && !unicode.IsPrint(char):
			fmt.Fprintf(&b, `\U%08X`, char)
		case !unicode.IsPrint(char), char == '$' && strings.HasPrefix(text[i+1:], "{"):
			fmt.Fprintf(&b, `\u%04X`, char)
		default:
			b.WriteRune(char)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// trinoString returns a text as a string literal of Trino: a Unicode literal with
// escapes if any character is not printable, else a plain one.
func trinoString(text string) string {
	if !strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsPrint(char) }) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	var b strings.Builder
	b.WriteString("U&'")
	for _, char := range text {
		switch {
		case char == '\'':
			b.WriteString("''")
		case char == '\\':
			b.WriteString(`\\`)
		case char > 0xffff && !unicode.IsPrint(char):
			fmt.Fprintf(&b, `\+%06X`, char)
		case !unicode.IsPrint(char):
			fmt.Fprintf(&b, `\%04X`, char)
		default:
			b.WriteRune(char)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// identifier quotes a name; quotes inside are doubled.
func identifier(name, quote string) string {
	return quote + strings.ReplaceAll(name, quote, quote+quote) + quote
}

// comment returns a comment line with a text from a file, which cannot end the
// line.
func comment(label, text string) string {
	// Spark substitutes variables in comments too, with values that may contain
	// a line break.
	return "-- " + label + strings.ReplaceAll(cell(text), "${", "$ {") + "\n"
}
