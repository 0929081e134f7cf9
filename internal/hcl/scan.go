package hcl

import (
	"bytes"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// token is one lexeme of valid HCL, as package hclsyntax numbers them. Unlike
// there, the literal text of a string or of a heredoc between two
// interpolations is one token.
type token struct {
	kind hclsyntax.TokenType
	// spaces are the spaces that layout puts before the token.
	spaces int32
	text   []byte
}

// scanner splits the text of valid HCL into tokens. It knows no columns, whose
// computation is most of the time that the scanner of hclsyntax takes.
type scanner struct {
	src    []byte
	at     int
	tokens []token
	// open are the strings, heredocs, and template sequences around the point,
	// innermost last.
	open []enclosure
}

// enclosure is an open string, heredoc, or template sequence ( ${ or %{ ).
type enclosure struct {
	kind hclsyntax.TokenType // OQuote, OHeredoc or TemplateInterp
	// marker ends a heredoc.
	marker []byte
	// lineStart is true at the start of a heredoc's line, where the marker can be.
	lineStart bool
	// braces is the number of open braces inside a template sequence.
	braces int
}

// scan splits text that hclsyntax has parsed without an error. Of any other
// text it makes some tokens or other.
func scan(src []byte) []token {
	s := &scanner{src: bytes.TrimPrefix(src, []byte("\ufeff")), tokens: make([]token, 0, len(src)/5)}
	for s.at < len(s.src) {
		switch top := s.top(); {
		case top == nil || top.kind == hclsyntax.TokenTemplateInterp:
			s.code()
		case top.kind == hclsyntax.TokenOQuote:
			s.quoted()
		default:
			s.heredoc(top)
		}
	}
	return s.tokens
}

func (s *scanner) top() *enclosure {
	if len(s.open) == 0 {
		return nil
	}
	return &s.open[len(s.open)-1]
}

func (s *scanner) pop() { s.open = s.open[:len(s.open)-1] }

// emit adds the next length bytes as a token.
func (s *scanner) emit(kind hclsyntax.TokenType, length int) {
	end := min(s.at+length, len(s.src))
	s.tokens = append(s.tokens, token{kind: kind, text: s.src[s.at:end]})
	s.at = end
}

// code reads one token outside of literal text.
func (s *scanner) code() {
	rest := s.src[s.at:]
	switch c := rest[0]; {
	case c == ' ' || c == '\t':
		s.at++
	case c == '\n':
		s.emit(hclsyntax.TokenNewline, 1)
	case c == '#' || bytes.HasPrefix(rest, []byte("//")):
		s.emit(hclsyntax.TokenComment, lineLength(rest))
	case bytes.HasPrefix(rest, []byte("/*")):
		s.emit(hclsyntax.TokenComment, 2+upTo(rest[2:], "*/"))
	case isDigit(c):
		s.emit(hclsyntax.TokenNumberLit, numberLength(rest))
	case isWord(c):
		s.emit(hclsyntax.TokenIdent, wordLength(rest))
	case c == '"':
		s.emit(hclsyntax.TokenOQuote, 1)
		s.open = append(s.open, enclosure{kind: hclsyntax.TokenOQuote})
	case bytes.HasPrefix(rest, []byte("<<")):
		s.openHeredoc(rest)
	case c == '{', c == '}', bytes.HasPrefix(rest, []byte("~}")):
		s.brace(c)
	default:
		s.emit(operator(rest))
	}
}

// brace reads {, } or ~}. A closing one ends the template sequence around it
// unless an opening one inside of the sequence is still to be closed.
func (s *scanner) brace(c byte) {
	top := s.top()
	switch {
	case c == '{':
		s.emit(hclsyntax.TokenOBrace, 1)
		if top != nil {
			top.braces++
		}
	case top != nil && top.braces == 0:
		s.pop()
		if c == '~' {
			s.emit(hclsyntax.TokenTemplateSeqEnd, 2)
			return
		}
		s.emit(hclsyntax.TokenTemplateSeqEnd, 1)
	default:
		s.emit(hclsyntax.TokenCBrace, 1)
		if top != nil {
			top.braces--
		}
	}
}

// openHeredoc reads << or <<- with its marker and the end of the line.
func (s *scanner) openHeredoc(rest []byte) {
	length := lineLength(rest)
	marker := bytes.TrimSpace(bytes.TrimPrefix(rest[2:length], []byte("-")))
	s.emit(hclsyntax.TokenOHeredoc, length)
	s.open = append(s.open, enclosure{kind: hclsyntax.TokenOHeredoc, marker: marker, lineStart: true})
}

// quoted reads literal text of a string and what ends it.
func (s *scanner) quoted() {
	rest := s.src[s.at:]
	length := 0
	for length < len(rest) && rest[length] != '"' && !opensSequence(rest[length:]) {
		if rest[length] == '\\' {
			length++
		}
		length += literalLength(rest[min(length, len(rest)):])
	}
	if length > 0 {
		s.emit(hclsyntax.TokenQuotedLit, length)
		return
	}
	if rest[0] == '"' {
		s.emit(hclsyntax.TokenCQuote, 1)
		s.pop()
		return
	}
	s.openSequence(rest)
}

// heredoc reads literal text of a heredoc up to its next interpolation or its
// marker.
func (s *scanner) heredoc(top *enclosure) {
	rest := s.src[s.at:]
	length := 0
	for length < len(rest) && !opensSequence(rest[length:]) {
		if top.lineStart {
			line := rest[length : length+lineLength(rest[length:])]
			if bytes.HasSuffix(line, []byte("\n")) && bytes.Equal(bytes.TrimSpace(line), top.marker) {
				s.closeHeredoc(length, len(bytes.TrimRight(line, "\r\n")))
				return
			}
		}
		top.lineStart = rest[length] == '\n'
		length += literalLength(rest[length:])
	}
	if length > 0 {
		s.emit(hclsyntax.TokenStringLit, length)
		return
	}
	top.lineStart = false
	s.openSequence(rest)
}

// closeHeredoc emits the text before the line of the marker, and the marker
// with the spaces around it.
func (s *scanner) closeHeredoc(text, marker int) {
	if text > 0 {
		s.emit(hclsyntax.TokenStringLit, text)
	}
	s.emit(hclsyntax.TokenCHeredoc, marker)
	s.pop()
}

// openSequence reads ${ or %{, with the ~ that may follow.
func (s *scanner) openSequence(rest []byte) {
	kind, length := hclsyntax.TokenTemplateInterp, 2
	if rest[0] == '%' {
		kind = hclsyntax.TokenTemplateControl
	}
	if len(rest) > 2 && rest[2] == '~' {
		length = 3
	}
	s.emit(kind, length)
	s.open = append(s.open, enclosure{kind: hclsyntax.TokenTemplateInterp})
}

// opensSequence reports whether text starts with ${ or %{.
func opensSequence(text []byte) bool {
	return len(text) > 1 && (text[0] == '$' || text[0] == '%') && text[1] == '{'
}

// literalLength is the number of bytes to take at once in literal text: an
// escaped $${ or %%{ is one unit.
func literalLength(text []byte) int {
	if len(text) > 2 && (text[0] == '$' || text[0] == '%') && text[1] == text[0] && text[2] == '{' {
		return 3
	}
	return 1
}
