package hcl

import (
	"bytes"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// line is a run of tokens up to the end of a line, in up to three cells.
// Neighboring lines have the same cells start in the same column.
type line struct {
	lead []token
	// assign starts at the equals sign of an argument whose value ends in the
	// same line.
	assign []token
	// comment is the comment that ends a line.
	comment []token
}

// indentWidth is the number of spaces for each open bracket.
const indentWidth = 2

// layOut sets the white space between tokens as terraform fmt does. The rules
// are those of hclwrite.Format in hcl v2.25.0; a test compares the two. Text
// inside heredocs and comments stays.
func layOut(tokens []token) []byte {
	lines := linesOf(tokens)
	indent(lines)
	for _, l := range lines {
		space(l.lead)
		space(l.assign)
	}
	align(lines, func(l line) ([]token, int) { return l.assign, columns(l.lead) })
	align(lines, func(l line) ([]token, int) { return l.comment, columns(l.lead) + columns(l.assign) })
	size := 0
	for _, t := range tokens {
		size += int(t.spaces) + len(t.text)
	}
	text := make([]byte, 0, size+1)
	for _, t := range tokens {
		for range t.spaces {
			text = append(text, ' ')
		}
		text = append(text, t.text...)
	}
	return text
}

// linesOf splits tokens into lines of cells. The cells share the tokens.
func linesOf(tokens []token) []line {
	count := 1
	for _, t := range tokens {
		if endsLine(t) {
			count++
		}
	}
	lines := make([]line, 0, count)
	for len(tokens) > 0 {
		end := 0
		for end < len(tokens) && !endsLine(tokens[end]) {
			end++
		}
		end = min(end+1, len(tokens))
		lines = append(lines, cellsOf(tokens[:end]))
		tokens = tokens[end:]
	}
	return lines
}

func cellsOf(tokens []token) line {
	l := line{lead: tokens}
	if last := len(tokens) - 1; last > 0 && tokens[last].kind == hclsyntax.TokenComment {
		l.lead, l.comment = tokens[:last], tokens[last:]
	}
	for i, t := range l.lead {
		if i > 0 && t.kind == hclsyntax.TokenEqual {
			if netBrackets(l.lead[i:]) == 0 {
				l.lead, l.assign = l.lead[:i], l.lead[i:]
			}
			break
		}
	}
	return l
}

// indent sets the spaces at the start of each line. A line that opens several
// brackets indents what follows once, and so do the lines that close them.
func indent(lines []line) {
	var opened []int // the brackets that each open line has opened
	for _, l := range lines {
		if l.lead[0].kind == hclsyntax.TokenNewline {
			continue
		}
		net := netBrackets(beforeHeredoc(l.lead)) + netBrackets(l.assign)
		for net < 0 && len(opened) > 0 {
			last := &opened[len(opened)-1]
			closed := min(-net, *last)
			net += closed
			if *last -= closed; *last == 0 {
				opened = opened[:len(opened)-1]
			}
		}
		l.lead[0].spaces = int32(indentWidth * len(opened))
		if net > 0 {
			opened = append(opened, net)
		}
	}
}

// beforeHeredoc is the part of a line that counts for its indentation.
func beforeHeredoc(tokens []token) []token {
	for i, t := range tokens {
		if t.kind == hclsyntax.TokenOHeredoc {
			return tokens[:i]
		}
	}
	return tokens
}

// align starts a cell in the same column on consecutive lines that have it.
// cellOf returns the cell, and the width of the line before it.
func align(lines []line, cellOf func(line) (cell []token, before int)) {
	for start := 0; start < len(lines); start++ {
		end, widest := start, 0
		for ; end < len(lines); end++ {
			cell, before := cellOf(lines[end])
			if len(cell) == 0 {
				break
			}
			widest = max(widest, before)
		}
		for _, l := range lines[start:end] {
			cell, before := cellOf(l)
			cell[0].spaces = int32(widest - before + 1)
		}
		start = end
	}
}

// columns is the width of tokens in grapheme clusters, spaces included.
func columns(tokens []token) int {
	width := 0
	for _, t := range tokens {
		width += int(t.spaces)
		if isASCII(t.text) && !bytes.ContainsRune(t.text, '\r') {
			width += len(t.text)
		} else {
			width += graphemes(t.text)
		}
	}
	return width
}

// graphemes counts the grapheme clusters of a text, as the columns of hclsyntax
// do.
func graphemes(text []byte) int {
	count := 0
	for part := range bytes.SplitAfterSeq(text, []byte("\n")) {
		tokens, _ := hclsyntax.LexTemplate(bytes.TrimRight(part, "\r\n"), "", hcl2.InitialPos)
		count += tokens[len(tokens)-1].Range.End.Column - 1
		if bytes.HasSuffix(part, []byte("\n")) {
			count++
		}
	}
	return count
}

// endsLine reports whether a token ends a line: one-line comments include
// their line break.
func endsLine(t token) bool {
	return t.kind == hclsyntax.TokenNewline || t.kind == hclsyntax.TokenComment && bytes.HasSuffix(t.text, []byte("\n"))
}

// netBrackets is the number of brackets that tokens open, less those they close.
func netBrackets(tokens []token) int {
	net := 0
	for _, t := range tokens {
		net += bracket(t.kind)
	}
	return net
}

// bracket is 1 for an opening bracket, -1 for a closing one.
func bracket(kind hclsyntax.TokenType) int {
	switch kind {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen,
		hclsyntax.TokenTemplateControl, hclsyntax.TokenTemplateInterp:
		return 1
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
		return -1
	}
	return 0
}
