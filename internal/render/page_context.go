package render

import "strings"

// pageContext is where in a Markdown page a point of a template is. It knows the
// part of Markdown and of the shell's language in which a value is safe, and
// refuses the rest: raw HTML, tables, math and link targets in prose; quotes,
// backticks, here-documents and arithmetic around a value in a command. Contexts
// are compared with ==.
type pageContext struct {
	// dead marks what cannot be reached, or follows a problem.
	dead bool
	part part
	// at is where on its line the point is.
	at column
	// lead is the beginning of a line that may be a fence or a comment; of a
	// comment, as much of its end as was read.
	lead string
	// open is what has been opened, innermost last. In prose: ` for a code span
	// and ( for the target of a link. In a command: ( { " ' # and $ for $'.
	open string
	// last is the character before, where it matters: v for a value, a
	// space for what begins a word of a command, ? for branches that differ.
	last byte
}

// part is what a point of a page is part of.
type part uint8

const (
	inProse part = iota
	// atEnd follows a comment or a fence, which end their lines.
	atEnd
	inComment
	inCommands
)

// column is a point's place on its line.
type column uint8

const (
	atStart column = iota
	atBlanks
	atMiddle
	// atUnsure follows branches of which only one wrote to the line.
	atUnsure
)

const (
	commentOpen, commentClose = "<!--", "-->"
	fenceOpen, fenceClose     = "```sh\n", "```"
)

const (
	problemFence   = "a fenced block begins with ```sh and ends with ```, each alone on its line"
	problemHTML    = "'<' can begin HTML: put it into a code span, or begin a <!-- comment --> on a line of its own"
	problemProse   = "tables, math and link references are not supported around values: put this character into a code span"
	problemLine    = "a fence or comment ends its line: begin a new one"
	problemOpen    = "a code span or link has to end on its line"
	problemTick    = "a backtick cannot touch another or a value"
	problemCommand = "backticks, here-documents and arithmetic are not supported in commands"
	problemQuotes  = "quotes and brackets have to be closed before the block ends"
)

// key names the context.
func (c pageContext) key() string {
	return strings.Join([]string{string(rune('0' + c.part)), string(rune('0' + c.at)), c.lead, c.open, string(rune(c.last))}, "\x00")
}

// sameFrame reports whether the same is open in both contexts.
func (c pageContext) sameFrame(other pageContext) bool {
	return max(c.part, atEnd) == max(other.part, atEnd) && c.lead == other.lead && c.open == other.open
}

// joinPages is the context after branches that ended in one and two.
func joinPages(one, two pageContext) (pageContext, bool) {
	switch {
	case one.dead:
		return two, true
	case two.dead || one == two:
		return one, true
	case !one.sameFrame(two):
		one.dead = true
		return one, false
	}
	one.part = max(one.part, two.part)
	if one.at != two.at {
		one.at = atUnsure
	}
	if one.last != two.last {
		if one.part == inCommands && (isSpecial(one.last) || isSpecial(two.last)) {
			one.dead = true
			return one, false
		}
		one.last = '?'
	}
	return one, true
}

// finish says what is still open at the end of a page.
func (c pageContext) finish() string {
	switch {
	case c.part == inComment:
		return "the page ends inside a comment"
	case c.part == inCommands || c.lead != "":
		return "the page ends inside a fenced block"
	case c.open != "":
		return problemOpen
	}
	return ""
}

// top is what was opened last, or 0.
func (c *pageContext) top() byte {
	if c.open == "" {
		return 0
	}
	return c.open[len(c.open)-1]
}

func (c *pageContext) push(b byte) { c.open += string(rune(b)) }

func (c *pageContext) pop() { c.open = c.open[:len(c.open)-1] }

// value takes a printed value. It says where the value is if it is not safe there.
func (c *pageContext) value() string {
	switch {
	case c.part == inComment:
		return "in a comment"
	case c.part == atEnd || c.lead != "":
		return "on the line of a fence or comment"
	case c.part == inCommands && c.open != "" && c.top() != '(':
		return "inside quotes, ${...} or a comment"
	case c.part == inCommands && isSpecial(c.last) && c.last != '(':
		return "directly after " + string(rune(c.last))
	case c.part == inProse && c.open != "":
		return "inside a code span or the target of a link"
	case c.part == inProse && c.last != 0:
		return "directly after another value, a backtick, \\ or ]"
	}
	c.at, c.last = atMiddle, 'v'
	return ""
}

// step moves the context over one byte of a template's text, and returns what is
// wrong with it, or "".
func (c *pageContext) step(b byte) string {
	switch {
	case c.part == inComment:
		return c.stepComment(b)
	case c.part == atEnd:
		if *c = (pageContext{}); b != '\n' {
			return problemLine
		}
		return ""
	case c.lead != "":
		return c.stepLead(b)
	case c.at == atStart && (b == '`' || b == '<' && c.part == inProse):
		c.lead = string(rune(b))
		return ""
	case c.part == inCommands:
		return c.stepCommand(b)
	}
	return c.stepProse(b)
}

// stepComment looks for the end of a comment.
func (c *pageContext) stepComment(b byte) string {
	c.lead += string(rune(b))
	for !strings.HasPrefix(commentClose, c.lead) {
		c.lead = c.lead[1:]
	}
	if c.lead == commentClose {
		*c = pageContext{part: atEnd}
	}
	return ""
}

// stepLead reads the beginning of a line that may be a fence or a comment.
func (c *pageContext) stepLead(b byte) string {
	c.lead += string(rune(b))
	switch {
	case c.part == inCommands && c.lead == fenceClose:
		if c.open != "" {
			return problemQuotes
		}
		*c = pageContext{part: atEnd}
	case c.part == inCommands && strings.HasPrefix(fenceClose, c.lead):
	case c.part == inCommands:
		return problemCommand
	case c.lead == fenceOpen:
		*c = pageContext{part: inCommands, last: ' '}
	case c.lead == commentOpen:
		*c = pageContext{part: inComment}
	case strings.HasPrefix(fenceOpen, c.lead), strings.HasPrefix(commentOpen, c.lead):
	case strings.HasPrefix(c.lead, "``"):
		return problemFence
	case c.lead[0] == '<':
		return problemHTML
	default: // a code span
		c.lead, c.at, c.last = "", atMiddle, '`'
		c.push('`')
		return c.stepProse(b)
	}
	return ""
}

// stepProse follows text outside of blocks and comments.
func (c *pageContext) stepProse(b byte) string {
	last, at := c.last, c.at
	c.last = 0
	if b != ' ' && b != '\t' {
		c.at = atMiddle
	} else if at == atStart {
		c.at = atBlanks
	}
	switch {
	case b == '\n':
		if c.at = atStart; c.open != "" {
			return problemOpen
		}
	case c.open == "`":
		if b == '`' {
			if c.last = '`'; last == '`' {
				return problemTick
			}
			c.pop()
		}
	case c.open == "(":
		switch b {
		case '(', '`':
			return problemOpen
		case ')':
			c.pop()
		}
	case last == '\\': // b is what it says
	case b == '`':
		if c.last = '`'; last == '`' || last == 'v' || last == '?' {
			return problemTick
		}
		c.push('`')
	case b == '\\' || b == ']':
		c.last = b
	case (last == ']' || last == '?') && (b == '(' || b == ':'):
		if last == '?' || b == ':' {
			return problemProse
		}
		c.push('(')
	case b == '~' && at != atMiddle:
		return problemFence
	case b == '<':
		return problemHTML
	case b == '|' || b == '$':
		return problemProse
	}
	return ""
}
