package render

import (
	"bytes"
	"strings"
)

// advance moves the context over a piece of text at offset at of a template. If
// the text cannot be followed, it returns the offset of the byte and the reason.
func (c *context) advance(src *source, text []byte, at int) (offset int, problem string) {
	if c.dead {
		return 0, ""
	}
	for i, b := range text {
		if problem := c.step(b, src, at+i); problem != "" {
			return at + i, problem
		}
	}
	c.endHeredoc()
	return 0, ""
}

// endHeredoc takes a marker at the end of a piece of text as the end of its
// heredoc: an action has trimmed the line break away, and the text after the
// action must start with one.
func (c *context) endHeredoc() {
	if f := c.top(); f.kind == heredocFrame && f.endsHere() {
		c.pop()
		c.mode = atLineEnd
	}
}

// endsHere reports whether the line so far is the marker of the heredoc.
func (f *frame) endsHere() bool {
	return string(bytes.TrimSpace([]byte(f.line))) == f.marker
}

// step moves the context over one byte.
func (c *context) step(b byte, src *source, at int) string {
	switch {
	case c.mode == inBlockComment:
		c.stepBlockComment(b)
		return ""
	case c.mode == inLineComment:
		if b == '\n' {
			c.mode = inCode
			return c.stepCode(b, src, at)
		}
		return ""
	case c.mode == atLineEnd:
		return c.stepLineEnd(b, src, at)
	case c.top().kind == quotedFrame:
		return c.stepQuoted(b, src, at)
	case c.top().kind == heredocFrame:
		c.stepHeredoc(b, src, at)
		return ""
	case c.pending != "":
		return c.stepPending(b, src, at)
	}
	return c.stepCode(b, src, at)
}

func (c *context) stepBlockComment(b byte) {
	switch {
	case c.pending == "*" && b == '/':
		c.mode, c.pending = inCode, ""
	case b == '*':
		c.pending = "*"
	default:
		c.pending = ""
	}
}

func (c *context) stepLineEnd(b byte, src *source, at int) string {
	switch b {
	case ' ', '\t':
		return ""
	case '\n':
		c.mode = inCode
		return c.stepCode(b, src, at)
	}
	return "a comment or heredoc before this extends to the end of the line: start a new line"
}

// stepQuoted follows the text of a quoted string.
func (c *context) stepQuoted(b byte, src *source, at int) string {
	switch {
	case b == '\n':
		return "unclosed quoted string at the end of the line"
	case c.pending == `\`:
		c.pending = ""
	case c.stepMarker(b, src, at):
	case b == '\\':
		c.pending = `\`
	case b == '"':
		c.pop()
	}
	return ""
}

// stepMarker follows ${ and %{, and their escapes $${ and %%{, in strings and
// heredocs. It reports whether b was part of one.
func (c *context) stepMarker(b byte, src *source, at int) bool {
	pending := c.pending
	c.pending = ""
	switch {
	case b == '{' && (pending == "$" || pending == "%"):
		c.push(frame{kind: interpFrame, place: atValue, source: src, opened: at - 1})
		return true
	case b == '$' || b == '%':
		// In $$$ the first is text: only the last two can start an escape.
		if c.pending = string(b); len(pending) > 0 && pending[0] == b {
			c.pending = pending[:1] + string(b)
		}
		return true
	}
	return false
}

// stepHeredoc follows the text of a heredoc. It ends with a line of nothing but
// the marker and white space.
func (c *context) stepHeredoc(b byte, src *source, at int) {
	f := c.top()
	if b != '\n' {
		f.line += string([]byte{b})
		c.stepMarker(b, src, at)
		return
	}
	c.pending = ""
	if !f.endsHere() {
		f.line = ""
		return
	}
	c.pop()
	c.newline()
}

// stepPending completes a lexeme of several characters in code, or takes it for
// an operator.
func (c *context) stepPending(b byte, src *source, at int) string {
	pending := c.pending
	switch {
	case pending == "/" && (b == '/' || b == '*'):
		c.pending, c.mode = "", inLineComment
		if b == '*' {
			c.mode = inBlockComment
		}
		c.endWord()
		return ""
	case pending == "<" && b == '<':
		c.pending = "<<"
		return ""
	case strings.HasPrefix(pending, "<<"):
		return c.stepHeredocStart(b, src, at)
	}
	c.pending = ""
	if problem := c.operator(false); problem != "" {
		return problem
	}
	return c.stepCode(b, src, at)
}

// stepHeredocStart reads the marker after << or <<-.
func (c *context) stepHeredocStart(b byte, src *source, at int) string {
	marker := strings.TrimPrefix(c.pending[2:], "-")
	switch {
	case b == '-' && c.pending == "<<", isWordByte(b), b == '-' && marker != "":
		c.pending += string([]byte{b})
		return ""
	case b == '\n' && marker != "":
		c.pending = ""
		if c.top().place != atValue {
			return "a heredoc cannot start here"
		}
		c.top().place = afterValue
		c.push(frame{kind: heredocFrame, marker: marker, source: src, opened: at})
		return ""
	}
	return "invalid heredoc marker: expected one word at the end of the line"
}

func (c *context) push(f frame) { c.frames = append(c.frames, f) }

func (c *context) pop() { c.frames = c.frames[:len(c.frames)-1] }

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b >= 0x80
}
