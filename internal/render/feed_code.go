package render

const (
	problemTouched = "a printed value has to stand alone: put a space or a line break behind it"
	problemUnsure  = "the branches before this end differently, so only an end of line or a closing bracket can follow"
	problemName    = "the branches before this can begin a name, so the rest of it has to follow"
	problemNoOpen  = "this closes a bracket that is not open here"
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
		c.mode = lineComment
	case '/', '<':
		c.pending = string([]byte{b})
	case '"', '(', '[', '{':
		return c.open(b, src, at)
	case ')', ']', '}':
		return c.close(b)
	case ',', '=', '+', '*', '%', '!', '>', '&', '|', '?', ':':
		return c.operator(b == '=')
	case '~':
		if f.kind != interp {
			return c.stepWord(b)
		}
	default:
		return c.stepWord(b)
	}
	return ""
}

// endWord is white space: what was printed or written before is complete.
func (c *context) endWord() {
	switch f := c.top(); f.place {
	case word, dotted, touched:
		f.place = ended
	}
}

// newline ends a statement and an item of an object; in other brackets it is
// white space.
func (c *context) newline() {
	switch f := c.top(); f.kind {
	case body:
		f.place = statement
	case object:
		f.place = value
	default:
		c.endWord()
	}
}

// operator is followed by a value. Commas and equals signs count as well; the
// latter alone end the header of an argument.
func (c *context) operator(assigns bool) string {
	f := c.top()
	switch {
	case f.place == unsure:
		return problemUnsure
	case f.place == name:
		return problemName
	case f.place == statement, f.place == header && !assigns:
		f.place = header
	default:
		f.place = value
	}
	return ""
}

// stepWord follows a byte of a name or number. A hyphen and a stop belong to
// the word before them.
func (c *context) stepWord(b byte) string {
	f := c.top()
	switch f.place {
	case touched:
		return problemTouched
	case unsure:
		return problemUnsure
	case statement, header:
		f.place = header
		return ""
	}
	switch {
	case f.place == name && (b == '-' || b == '.'):
		return problemName
	case b == '-' && (f.place == value || f.place == ended):
		f.place = value
	case b == '.':
		f.place = dotted
	default:
		f.place = word
	}
	return ""
}

// open pushes a frame. What it stands for is a value to the frame around it,
// except for a label, which is a part of the header.
func (c *context) open(b byte, src *source, at int) string {
	f := c.top()
	switch f.place {
	case touched:
		return problemTouched
	case unsure:
		return problemUnsure
	case name:
		return problemName
	}
	next := frame{source: src, opened: at, place: value}
	inHeader := f.place == statement || f.place == header
	switch b {
	case '"':
		next.kind, next.place = quoted, statement
	case '(':
		next.kind = paren
	case '[':
		next.kind = bracket
	case '{':
		next.kind = object
		if inHeader {
			next.kind, next.place = body, statement
		}
	}
	if f.place = ended; inHeader && b != '{' {
		f.place = header
	}
	c.push(next)
	return ""
}

// close pops the frame that b closes.
func (c *context) close(b byte) string {
	fits := false
	switch c.top().kind {
	case body, object, interp:
		fits = b == '}'
	case paren:
		fits = b == ')'
	case bracket:
		fits = b == ']'
	}
	if !fits || len(c.frames) == 1 {
		return problemNoOpen
	}
	c.pop()
	return ""
}
