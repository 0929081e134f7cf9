package hcl

import (
	"bytes"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// maxEdits limits the calls of canonical: "${"${x}"}" takes two.
const maxEdits = 4

// Finished is a formatted file with its declarations.
type Finished struct {
	// Data is the formatted text.
	Data []byte
	// Blocks are the file's top-level blocks, with their positions in the text
	// before formatting.
	Blocks []Block
	// Blank is true for a file that has only whitespace and comments.
	Blank bool
}

// Finish combines [Parse] and [Format].
func Finish(src []byte) (Finished, diag.List) {
	body, problems := parse(src)
	if len(problems) > 0 {
		return Finished{}, problems
	}
	return Finished{
		Data:   tidy(src, body),
		Blocks: blocksOf(src, body),
		Blank:  len(body.Blocks) == 0 && len(body.Attributes) == 0,
	}, nil
}

// Format formats HCL like terraform fmt (compared with Terraform 1.11.4), and
// removes blank lines that template conditionals leave: consecutive ones, and those
// at the start or end of a file, block or list. Comments and heredocs are kept as
// they are. Invalid HCL is returned unchanged.
func Format(src []byte) []byte {
	finished, problems := Finish(src)
	if len(problems) > 0 {
		return src
	}
	return finished.Data
}

// tidy formats the text of a parsed body.
func tidy(src []byte, body *hclsyntax.Body) []byte {
	for range maxEdits {
		edited := canonical(src, body)
		if edited == nil {
			break
		}
		next, problems := parse(edited)
		if len(problems) > 0 {
			break
		}
		src, body = edited, next
	}
	return endLine(layOut(squeeze(scan(src))))
}

// endLine ends the text with one line end, or leaves it empty.
func endLine(src []byte) []byte {
	if src = bytes.TrimRight(src, " \t\r\n"); len(src) > 0 {
		src = append(src, '\n')
	}
	return src
}

// squeeze removes superfluous blank lines. What looks like a blank line inside a
// heredoc or a comment is part of that token, and stays.
func squeeze(tokens []token) []token {
	kept := make([]token, 0, len(tokens))
	for i, t := range tokens {
		if !isBlankLine(tokens, i) || !superfluous(tokens, i) {
			kept = append(kept, t)
		}
	}
	return kept
}

// isBlankLine reports whether token i is the end of an empty line.
func isBlankLine(tokens []token, i int) bool {
	return tokens[i].kind == hclsyntax.TokenNewline && (i == 0 || endsLine(tokens[i-1]))
}

// superfluous reports whether the blank line of token i is followed by another
// one, or is the first or last in its file or between brackets.
func superfluous(tokens []token, i int) bool {
	if i+1 >= len(tokens) {
		return true
	}
	switch tokens[i+1].kind {
	case hclsyntax.TokenNewline, hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
		return true
	}
	for i > 0 && isBlankLine(tokens, i) {
		i--
	}
	if i == 0 {
		return tokens[0].kind == hclsyntax.TokenNewline
	}
	if tokens[i].kind != hclsyntax.TokenNewline {
		return false
	}
	switch tokens[i-1].kind {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
		return true
	}
	return false
}
