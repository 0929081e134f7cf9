package render

import (
	"bytes"
	"slices"
	"strings"
)

// context is the state of HCL's scanner at a point of a template, as the text
// before it determines. It advances one byte at a time, because an action can
// cut the text anywhere.
type context struct {
	// dead marks an unreachable point: after {{break}} and {{continue}}, and
	// after a problem.
	dead bool
	mode mode
	// pending is the start of a lexeme of several characters: / + < << <<EOT in
	// code, \ $ $$ % %% in text, * in a comment.
	pending string
	// frames are the open brackets, strings and heredocs, innermost last; the
	// first is the file.
	frames []frame
}

// mode tells comments from code and text.
type mode uint8

const (
	inCode mode = iota
	inLineComment
	// atLineEnd follows branches of which one ended in a line comment, and the
	// closing marker of a heredoc: anything before the next line would be part
	// of either.
	atLineEnd
	inBlockComment
)

// frame is an open bracket, string or heredoc.
type frame struct {
	kind frameKind
	// place is the point within an expression or a body; unused in text.
	place place
	// marker ends a heredoc; line is its current line so far.
	marker, line string
	// source and opened locate the opening, for problems.
	source *source
	opened int
}

type frameKind uint8

const (
	bodyFrame    frameKind = iota // a file, or { after a block header
	objectFrame                   // { where an expression is expected
	parenFrame                    // (
	bracketFrame                  // [
	interpFrame                   // ${ or %{
	quotedFrame                   // "
	heredocFrame                  // <<EOT
)

// place is what the text before a point means for a value printed there.
type place uint8

const (
	// atStatement is where an argument or block starts, inHeader the rest of
	// its header, up to = or {.
	atStatement place = iota
	inHeader
	// atValue is where an expression is expected: the one place to print.
	atValue
	// inWord is inside or directly after a name, number or keyword.
	inWord
	// afterDot follows the dot of a reference: data. or each.
	afterDot
	// restOfName follows branches of which one wrote the start of a reference
	// and the other nothing: the rest of the name must follow.
	restOfName
	// afterValue follows an expression.
	afterValue
	// touching directly follows a printed value: one more character could
	// become part of it.
	touching
	// unsure follows branches that ended differently: what comes next must be
	// correct for all of them, an end of line or a closing bracket.
	unsure
)

func fileContext() context { return context{frames: []frame{{kind: bodyFrame, place: atStatement}}} }

func (c *context) top() *frame { return &c.frames[len(c.frames)-1] }

// clone makes an independent copy.
func (c context) clone() context {
	c.frames = slices.Clone(c.frames)
	return c
}

// key identifies the context: equal keys, equal contexts.
func (c context) key() string {
	var b strings.Builder
	b.WriteByte('0' + byte(c.mode))
	if c.dead {
		b.WriteByte('!')
	}
	b.WriteString(c.pending)
	for _, f := range c.frames {
		b.WriteByte(' ')
		b.WriteByte('a' + byte(f.kind))
		b.WriteByte('0' + byte(f.place))
		b.WriteString(f.marker + "\x00" + f.lineKey())
	}
	return b.String()
}

// lineKey is the part of a heredoc's line that matters: whether it can still
// become the marker.
func (f *frame) lineKey() string {
	trimmed := string(bytes.TrimSpace([]byte(f.line)))
	if trimmed == "" || !isASCII(f.line) || strings.HasPrefix(f.marker, trimmed) {
		return trimmed
	}
	return "\x00"
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// inText reports whether the point is in the text of a string or heredoc.
func (c *context) inText() bool {
	return c.top().kind == quotedFrame || c.top().kind == heredocFrame
}

// where describes the point in a message.
func (c *context) where() string {
	switch {
	case c.mode == inLineComment || c.mode == inBlockComment:
		return "inside a comment"
	case c.top().kind == quotedFrame:
		return "inside a quoted string"
	case c.top().kind == heredocFrame:
		return "inside a heredoc"
	case c.pending != "" || c.mode == atLineEnd:
		return "after " + orWord(c.pending, "a comment or heredoc")
	}
	switch c.top().place {
	case atStatement:
		return "where an argument or block starts"
	case inHeader:
		return "in the header of an argument or block"
	case inWord, afterDot, restOfName:
		return "after a name or number"
	case afterValue, touching:
		return "after a value"
	case atValue:
		return "where a value starts"
	}
	return "after branches that end differently"
}

func orWord(word, other string) string {
	if word == "" {
		return other
	}
	return `"` + word + `"`
}
