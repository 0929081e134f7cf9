package render

import (
	"bytes"
	"slices"
	"strings"
)

// context is where in HCL a point of a template lies: how the text before it,
// and nothing else, is read by HCL's scanner. It is followed one byte at a time
// so that text can be cut anywhere by an action.
type context struct {
	// dead marks what can never be reached: behind {{break}} and {{continue}}.
	dead bool
	mode mode
	// pending is the beginning of a lexeme of several characters: / + < << <<EOT
	// in code, \ $ $$ % %% in text, * in a comment.
	pending string
	// frames are what is open, innermost last; the first is the file.
	frames []frame
}

// mode is what the scanner reads besides code and text.
type mode uint8

const (
	inCode mode = iota
	inLineComment
	// atLineEnd stands behind branches of which one ended in a line comment, and
	// behind the marker of a heredoc: what comes before the next line would be
	// part of either.
	atLineEnd
	inBlockComment
)

// frame is something that has been opened.
type frame struct {
	kind frameKind
	// place is where in an expression or a body the point is. Frames of text
	// have none.
	place place
	// marker ends a heredoc, and line is what its current line has so far.
	marker, line string
	// opened is the source and offset of the opening; only for problems.
	source *source
	opened int
}

type frameKind uint8

const (
	bodyFrame    frameKind = iota // a file, or { behind a block's header
	objectFrame                   // { where a value can stand
	parenFrame                    // (
	bracketFrame                  // [
	interpFrame                   // ${ or %{
	quotedFrame                   // "
	heredocFrame                  // <<EOT
)

// place says what the text before means for a value printed here.
type place uint8

const (
	// atStatement is where an argument or block begins, inHeader what follows
	// its first word, up to = or {.
	atStatement place = iota
	inHeader
	// atValue is where an expression can begin: the one place to print.
	atValue
	// inWord is inside or behind a name, number or keyword, with nothing between.
	inWord
	// behindDot is behind the stop of a reference: data. or each.
	behindDot
	// restOfName is behind branches of which one wrote such a beginning and the other
	// nothing: the rest of the name has to follow.
	restOfName
	// behindValue is behind an expression.
	behindValue
	// touching is directly behind a printed value: a further character could
	// become a part of it.
	touching
	// unsure is behind branches that ended differently: what follows has to be
	// right for all of them, an end of line or a closing bracket.
	unsure
)

func fileContext() context { return context{frames: []frame{{kind: bodyFrame, place: atStatement}}} }

func (c *context) top() *frame { return &c.frames[len(c.frames)-1] }

// clone makes a context that can be changed on its own.
func (c context) clone() context {
	c.frames = slices.Clone(c.frames)
	return c
}

// key names the context: equal keys, equal contexts.
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

// lineKey is what counts of a heredoc's line: whether it can be the marker.
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

// inText reports whether the point lies in the text of a string or heredoc.
func (c *context) inText() bool {
	return c.top().kind == quotedFrame || c.top().kind == heredocFrame
}

// where describes the point for a person.
func (c *context) where() string {
	switch {
	case c.mode == inLineComment || c.mode == inBlockComment:
		return "inside a comment"
	case c.top().kind == quotedFrame:
		return "inside a quoted string"
	case c.top().kind == heredocFrame:
		return "inside a heredoc"
	case c.pending != "" || c.mode == atLineEnd:
		return "behind " + orWord(c.pending, "a comment or heredoc")
	}
	switch c.top().place {
	case atStatement:
		return "where an argument or block begins"
	case inHeader:
		return "in the header of an argument or block"
	case inWord, behindDot, restOfName:
		return "behind a name or number"
	case behindValue, touching:
		return "behind a value"
	case atValue:
		return "where a value begins"
	}
	return "behind branches that end differently"
}

func orWord(word, other string) string {
	if word == "" {
		return other
	}
	return `"` + word + `"`
}

// join is the context behind branches that ended in a and b; ok is false if no
// text could follow both.
func join(a, b context) (joined context, ok bool) {
	switch {
	case a.dead:
		return b.clone(), true
	case b.dead || a.key() == b.key():
		return a.clone(), true
	case a.pending != b.pending || len(a.frames) != len(b.frames):
		return a, false
	case a.mode != b.mode && (a.mode == inBlockComment || b.mode == inBlockComment):
		return a, false
	}
	joined = a.clone()
	if a.mode != b.mode {
		joined.mode = atLineEnd
	}
	last := len(a.frames) - 1
	for i := range a.frames {
		fa, fb := a.frames[i], b.frames[i]
		if fa.kind != fb.kind || fa.marker != fb.marker || fa.lineKey() != fb.lineKey() || i < last && fa.place != fb.place {
			return a, false
		}
	}
	joined.top().place, ok = joinPlaces(a.top().place, b.top().place)
	return joined, ok
}

func joinPlaces(a, b place) (place, bool) {
	behind := func(p place) bool { return p == inWord || p == behindDot || p == behindValue || p == touching }
	begins := func(p place) bool { return p == atValue || p == behindDot || p == restOfName }
	switch {
	case a == b:
		return a, true
	case begins(a) && begins(b):
		return restOfName, true
	case a == inHeader || b == inHeader || a == restOfName || b == restOfName:
		return a, false
	case behind(a) && behind(b):
		return touching, true
	}
	return unsure, true
}
