package render

import "strings"

// isSpecial reports whether a character changes what a value after it means.
func isSpecial(b byte) bool { return b != 0 && strings.IndexByte(`\$(<`, b) >= 0 }

// stepCommand follows shell commands.
func (c *pageContext) stepCommand(b byte) string {
	last, top := c.last, c.top()
	c.last = 0
	if c.at = atMiddle; b == '\n' {
		c.at = atStart
	}
	switch {
	case b == '`':
		return problemCommand
	case last == '\\' && top != '\'' && top != '#': // b is what it says
		if b == '\n' {
			c.last = '?' // what the next line begins with depends on what was before
		}
	case top == '#':
		if b == '\n' {
			c.pop()
			c.last = ' '
		}
	case top == '\'' || top == '{':
		if b == '\'' && top == '\'' || b == '}' && top == '{' {
			c.pop()
		} else if top == '{' && strings.IndexByte(`'"($`, b) >= 0 {
			return problemCommand
		}
	case b == '\\' || b == '$' && top != '$':
		c.last = b
	case top == '$':
		if b == '\'' {
			c.pop()
		}
	case top == '"' && !(last == '$' && (b == '(' || b == '{')):
		if b == '"' {
			c.pop()
		}
	default:
		return c.stepWord(b, last)
	}
	return ""
}

// stepWord follows a command where nothing is quoted, and what opens it again in
// double quotes.
func (c *pageContext) stepWord(b, last byte) string {
	switch b {
	case '\'':
		if c.push(b); last == '$' {
			c.pop()
			c.push('$')
		}
	case '"':
		c.push(b)
	case '(':
		if c.last = '('; last == '(' {
			return problemCommand
		}
		c.push(b)
	case ')':
		if c.top() != '(' {
			return problemQuotes
		}
		c.pop()
	case '{':
		if last == '$' {
			c.push(b)
		}
	case '<':
		if c.last = '<'; last == '<' {
			return problemCommand
		}
	case '#':
		switch last {
		case '?':
			return "after the branches before this, '#' may begin a comment or not: put a space before it"
		case ' ', '(':
			c.push(b)
		}
	case ' ', '\t', '\n', ';', '&', '|':
		c.last = ' '
	}
	return ""
}
