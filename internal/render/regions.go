package render

import "strings"

// region is the extent of a {{define}} or {{block}} in a text.
type region struct {
	name                   string
	kind                   BlockKind
	start, inner, innerEnd int
}

// regions finds the definitions of a template that text/template accepts. The
// parse tree records neither where a definition ends nor whether it was a
// define or a block.
func regions(text string) []region {
	var found []region
	var open []int // index into found of each open control action, -1 for others
	for at := 0; ; {
		start := strings.Index(text[at:], "{{")
		if start < 0 {
			return found
		}
		start += at
		end := actionEnd(text, start+2)
		keyword, rest := firstWord(text[start+2 : max(start+2, end-2)])
		switch keyword {
		case "define", "block":
			found = append(found, region{name: quotedName(rest), kind: BlockKind(keyword), start: start, inner: end, innerEnd: len(text)})
			open = append(open, len(found)-1)
		case "if", "range", "with":
			open = append(open, -1)
		case "end":
			if last := len(open) - 1; last >= 0 {
				if open[last] >= 0 {
					found[open[last]].innerEnd = start
				}
				open = open[:last]
			}
		}
		at = end
	}
}

// actionEnd is the offset after the }} of the action whose inside starts at i.
func actionEnd(text string, i int) int {
	if inside := afterTrimMark(text[i:]); strings.HasPrefix(inside, "/*") {
		if end := strings.Index(inside, "*/"); end >= 0 {
			i = len(text) - len(inside) + end + 2
		}
	}
	for i < len(text) {
		switch {
		case strings.HasPrefix(text[i:], "}}"):
			return i + 2
		case text[i] == '"' || text[i] == '\'' || text[i] == '`':
			i = literalEnd(text, i)
		default:
			i++
		}
	}
	return len(text)
}

// afterTrimMark drops the trim marker of {{- : a hyphen and one white space.
func afterTrimMark(inside string) string {
	if len(inside) > 1 && inside[0] == '-' && strings.IndexByte(" \t\r\n", inside[1]) >= 0 {
		return inside[2:]
	}
	return inside
}

// literalEnd is the offset after the string or character that starts at i.
func literalEnd(text string, i int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch {
		case text[i] == quote:
			return i + 1
		case text[i] == '\\' && quote != '`':
			i++
		}
	}
	return len(text)
}

// firstWord splits the inside of an action after its first word.
func firstWord(inside string) (word, rest string) {
	inside = strings.TrimLeft(afterTrimMark(inside), " \t\r\n")
	end := 0
	for end < len(inside) && inside[end] >= 'a' && inside[end] <= 'z' {
		end++
	}
	return inside[:end], inside[end:]
}

// quotedName is the text of the string at the start of rest. Valid names need
// no escapes: see validBlockName.
func quotedName(rest string) string {
	rest = strings.TrimLeft(rest, " \t\r\n")
	if rest == "" {
		return ""
	}
	end := literalEnd(rest, 0)
	return strings.Trim(rest[:end], rest[:1])
}
