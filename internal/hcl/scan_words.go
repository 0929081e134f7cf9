package hcl

import (
	"bytes"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// operator is the kind and length of the operator or bracket that text starts
// with. In valid HCL nothing else is left.
func operator(text []byte) (hclsyntax.TokenType, int) {
	if bytes.HasPrefix(text, []byte("...")) {
		return hclsyntax.TokenEllipsis, 3
	}
	if len(text) > 1 {
		switch string(text[:2]) {
		case "\r\n":
			return hclsyntax.TokenNewline, 2
		case "==":
			return hclsyntax.TokenEqualOp, 2
		case "!=":
			return hclsyntax.TokenNotEqual, 2
		case ">=":
			return hclsyntax.TokenGreaterThanEq, 2
		case "<=":
			return hclsyntax.TokenLessThanEq, 2
		case "&&":
			return hclsyntax.TokenAnd, 2
		case "||":
			return hclsyntax.TokenOr, 2
		case "::":
			return hclsyntax.TokenDoubleColon, 2
		case "=>":
			return hclsyntax.TokenFatArrow, 2
		}
	}
	// The other kinds are numbered by their character.
	return hclsyntax.TokenType(text[0]), 1
}

// numberLength is the length of the number that text starts with. A dot at the
// end is not part of it.
func numberLength(text []byte) int {
	end := 1
	for i := 1; i < len(text); {
		switch {
		case isDigit(text[i]):
			i++
			end = i
		case text[i] == '.':
			i++
		case text[i] == 'e' || text[i] == 'E':
			digit := i + 1
			if digit < len(text) && (text[digit] == '+' || text[digit] == '-') {
				digit++
			}
			if digit >= len(text) || !isDigit(text[digit]) {
				return end
			}
			i = digit + 1
			end = i
		default:
			return end
		}
	}
	return end
}

// wordLength is the length of the identifier or keyword that text starts with.
func wordLength(text []byte) int {
	length := 1
	for length < len(text) && (isWord(text[length]) || isDigit(text[length]) || text[length] == '-') {
		length++
	}
	return length
}

// isWord reports whether an identifier can start with a byte. In valid HCL code
// other characters than ASCII occur in identifiers only.
func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// lineLength is the length of the first line, its end included.
func lineLength(text []byte) int { return upTo(text, "\n") }

// upTo is the length of text up to the end of the first occurrence of a mark.
func upTo(text []byte, mark string) int {
	if i := bytes.Index(text, []byte(mark)); i >= 0 {
		return i + len(mark)
	}
	return len(text)
}
