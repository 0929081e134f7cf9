package export

import (
	"fmt"
	"strings"
	"unicode"
)

// sparkString is a text as a string literal of Spark SQL, as SparkParserUtils
// (apache/spark, unescapeSQLString, read 2026-11-22) reads it. A quote is
// written \', since Spark before 4.0 takes two quotes for the end of one literal and
// the beginning of the next. A $ before a brace is written as its code: Spark
// replaces ${env:HOME} in the whole statement before it parses it.
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

// trinoString is a text as a string literal of Trino: a plain one if it can be
// read, else a Unicode one, which has codes for what nobody would see.
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

// identifier quotes a name: what is inside is doubled.
func identifier(name, quote string) string {
	return quote + strings.ReplaceAll(name, quote, quote+quote) + quote
}

// comment is a line of SQL that holds a text from a file: whatever the text
// is, it stays on the line.
func comment(label, text string) string {
	// Spark replaces variables in comments too, and one may hold a line break.
	return "-- " + label + strings.ReplaceAll(shown(text), "${", "$ {") + "\n"
}
