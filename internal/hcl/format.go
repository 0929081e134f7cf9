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

// squeeze removes superfluous blank lines, in place. What looks like a blank line
// inside a heredoc or a comment is part of that token, and stays.
func squeeze(tokens []token) []token {
	kept := tokens[:0]
	for i, t := range tokens {
		blank := t.kind == hclsyntax.TokenNewline && (len(kept) == 0 || endsLine(kept[len(kept)-1]))
		if !blank || !superfluous(kept, tokens[i+1:]) {
			kept = append(kept, t)
		}
	}
	return kept
}

// superfluous reports whether a blank line can be removed: another one follows, or
// it is the first or last in its file or brackets. before are the tokens that stay.
func superfluous(before, after []token) bool {
	if len(before) == 0 || len(after) == 0 {
		return true
	}
	switch after[0].kind {
	case hclsyntax.TokenNewline, hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
		return true
	}
	last := len(before) - 1
	if last == 0 || before[last].kind != hclsyntax.TokenNewline {
		return false
	}
	switch before[last-1].kind {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
		return true
	}
	return false
}
