package render

const (
	problemTouched = "missing separator after a printed value: add a space or a line break"
	problemUnsure  = "the branches before this end differently, so only an end of line or a closing bracket can follow"
	problemName    = "the branches before this can start a name, so the rest of the name must follow"
	problemNoOpen  = "unmatched closing bracket"
)

// stepCode follows one byte of code, outside of text and comments.
func (c *context) stepCode(b byte, src *source, at int) string {
	f := c.top()
	switch b {
	case ' ', '\t', '\r':
		c.endWord()
	case '\n':
		c.newline()
	case '#':
		c.endWord()
		c.mode = inLineComment
	case '/', '<':
		c.pending = string([]byte{b})
	case '+':
		if f.place == inWord { // 1e+ may go on as a number
			c.pending = "+"
			return ""
		}
		return c.operator(false)
	case '"', '(', '[', '{':
		return c.open(b, src, at)
	case ')', ']', '}':
		return c.close(b)
	case ',', '=', '*', '%', '!', '>', '&', '|', '?', ':':
		return c.operator(b == '=')
	case '~':
		if f.kind != interpFrame {
			return c.stepWord(b)
		}
	default:
		return c.stepWord(b)
	}
	return ""
}

// endWord is white space: the word or printed value before it is complete.
func (c *context) endWord() {
	switch f := c.top(); f.place {
	case inWord, afterDot, touching:
		f.place = afterValue
	}
}

// newline ends a statement and an item of an object; in other brackets it is
// white space.
func (c *context) newline() {
	switch f := c.top(); f.kind {
	case bodyFrame:
		f.place = atStatement
	case objectFrame:
		f.place = atValue
	default:
		c.endWord()
	}
}

// operator is anything that a value follows, commas and equals signs included.
// Only an equals sign ends the header of an argument.
func (c *context) operator(assigns bool) string {
	f := c.top()
	switch {
	case f.place == unsure:
		return problemUnsure
	case f.place == restOfName:
		return problemName
	case f.place == atStatement, f.place == inHeader && !assigns:
		f.place = inHeader
	default:
		f.place = atValue
	}
	return ""
}

// stepWord follows a byte of a name or number. A hyphen and a dot belong to the
// word before them.
func (c *context) stepWord(b byte) string {
	f := c.top()
	switch f.place {
	case touching:
		return problemTouched
	case unsure:
		return problemUnsure
	case atStatement, inHeader:
		f.place = inHeader
		return ""
	}
	switch {
	case f.place == restOfName && (b == '-' || b == '.'):
		return problemName
	case b == '-' && (f.place == atValue || f.place == afterValue):
		f.place = atValue
	case b == '.':
		f.place = afterDot
	default:
		f.place = inWord
	}
	return ""
}

// open pushes a frame. To the frame around it the whole is a value, or a label
// in the header of a block.
func (c *context) open(b byte, src *source, at int) string {
	f := c.top()
	switch f.place {
	case touching:
		return problemTouched
	case unsure:
		return problemUnsure
	case restOfName:
		return problemName
	}
	next := frame{source: src, opened: at, place: atValue}
	label := f.place == atStatement || f.place == inHeader
	switch b {
	case '"':
		next.kind, next.place = quotedFrame, atStatement
	case '(':
		next.kind = parenFrame
	case '[':
		next.kind = bracketFrame
	case '{':
		next.kind = objectFrame
		if label {
			next.kind, next.place = bodyFrame, atStatement
		}
	}
	if f.place = afterValue; label && b != '{' {
		f.place = inHeader
	}
	c.push(next)
	return ""
}

// close pops the frame that b closes.
func (c *context) close(b byte) string {
	fits := false
	switch c.top().kind {
	case bodyFrame, objectFrame, interpFrame:
		fits = b == '}'
	case parenFrame:
		fits = b == ')'
	case bracketFrame:
		fits = b == ']'
	}
	if !fits || len(c.frames) == 1 {
		return problemNoOpen
	}
	c.pop()
	return ""
}
