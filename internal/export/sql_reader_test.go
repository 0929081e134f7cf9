package export

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// token is a token of SQL: a word, a sign, or the content of a string or a quoted
// name.
type token struct {
	kind rune // 'w' word, 's' string, 'i' quoted name, 'p' sign
	text string
}

// reader tokenizes SQL by the rules of one dialect, independently of the code under
// test.
type reader struct {
	identifierQuote byte
	backslash       bool // escapes in plain strings
	substitute      bool // ${...} is replaced before parsing
}

func sparkReader() reader { return reader{'`', true, true} }
func trinoReader() reader { return reader{'"', false, false} }

var substitution = regexp.MustCompile(`\$\{[^}]*\}`)

func (r reader) tokens(text string) ([]token, error) {
	if r.substitute {
		text = substitution.ReplaceAllString(text, "'; DROP TABLE t; --\n")
	}
	var all []token
	for i := 0; i < len(text); {
		char, size := utf8.DecodeRuneInString(text[i:])
		rest := text[i:]
		switch {
		case unicode.IsSpace(char):
			i += size
		case strings.HasPrefix(rest, "--"):
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				return nil, fmt.Errorf("a comment without an end")
			}
			i += end + 1
		case strings.HasPrefix(rest, "U&'") && !r.backslash:
			raw, n := quotedText(rest[2:], '\'', false)
			value, err := unicodeText(raw)
			if n == 0 || err != nil {
				return nil, fmt.Errorf("bad Unicode string %q: %v", rest, err)
			}
			all, i = append(all, token{'s', value}), i+2+n
		case char == '\'' || char == rune(r.identifierQuote):
			isString := char == '\''
			raw, n := quotedText(rest, byte(char), isString && r.backslash)
			if n == 0 {
				return nil, fmt.Errorf("no end: %q", rest)
			}
			kind := 'i'
			if isString {
				kind = 's'
				if r.backslash {
					raw = sparkText(raw)
				}
			}
			all, i = append(all, token{kind, raw}), i+n
		case unicode.IsLetter(char):
			n := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) && c != '_' })
			all, i = append(all, token{'w', rest[:n]}), i+n
		case strings.ContainsRune("().,;=[]", char):
			all, i = append(all, token{'p', string(char)}), i+1
		default:
			return nil, fmt.Errorf("unexpected %q", rest)
		}
	}
	return all, nil
}

// quotedText returns the text between quotes, and the length including them. With
// escapes, it keeps them, and a doubled quote ends one text and starts another.
func quotedText(text string, quote byte, escapes bool) (string, int) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case escapes && text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i++
		case text[i] != quote:
			b.WriteByte(text[i])
		case !escapes && i+1 < len(text) && text[i+1] == quote:
			b.WriteByte(quote)
			i++
		default:
			return b.String(), i + 1
		}
	}
	return "", 0
}

// sparkText resolves the escapes of a Spark string.
func sparkText(raw string) string {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b.WriteByte(raw[i])
			continue
		}
		i++
		digits := map[byte]int{'u': 4, 'U': 8}[raw[i]]
		if digits > 0 && i+digits < len(raw) {
			if code, err := strconv.ParseUint(raw[i+1:i+1+digits], 16, 32); err == nil {
				b.WriteRune(rune(code))
				i += digits
				continue
			}
		}
		switch raw[i] {
		case '0':
			b.WriteByte(0)
		case 'b':
			b.WriteByte('\b')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'Z':
			b.WriteByte(0x1a)
		case '%', '_':
			b.WriteByte('\\')
			b.WriteByte(raw[i])
		default:
			b.WriteByte(raw[i])
		}
	}
	return b.String()
}

// unicodeText resolves the escapes of a Unicode string of Trino.
func unicodeText(raw string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b.WriteByte(raw[i])
			continue
		}
		if strings.HasPrefix(raw[i:], `\\`) {
			b.WriteByte('\\')
			i++
			continue
		}
		start, digits := i+1, 4
		if strings.HasPrefix(raw[i:], `\+`) {
			start, digits = i+2, 6
		}
		if start+digits > len(raw) {
			return "", fmt.Errorf("%q is cut", raw[i:])
		}
		code, err := strconv.ParseUint(raw[start:start+digits], 16, 32)
		if err != nil {
			return "", err
		}
		b.WriteRune(rune(code))
		i = start + digits - 1
	}
	return b.String(), nil
}

// sentence shows the shape of a statement: strings as ?, names in brackets.
func sentence(all []token) (shape string, texts []string) {
	var words []string
	for _, t := range all {
		switch t.kind {
		case 's':
			words, texts = append(words, "?"), append(texts, t.text)
		case 'i':
			words = append(words, "<"+t.text+">")
		default:
			words = append(words, t.text)
		}
	}
	return strings.Join(words, " "), texts
}

// read tokenizes a text, and fails the test if it is not SQL.
func (r reader) read(t *testing.T, text string) (shape string, texts []string) {
	t.Helper()
	all, err := r.tokens(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return sentence(all)
}
