package hcl

import (
	"bytes"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// maxEdits bounds how often canonical is asked again: "${"${x}"}" takes two.
const maxEdits = 4

// Finished is a file that is ready to be written.
type Finished struct {
	// Data is the text as Format lays it out.
	Data []byte
	// Blocks are the file's top-level blocks, with their places in the text
	// before.
	Blocks []Block
	// Blank is true for a file of nothing but white space and comments.
	Blank bool
}

// Finish does what [Parse] and [Format] do in one go.
func Finish(src []byte) (Finished, diag.List) {
	body, problems := parse(src)
	if len(problems) > 0 {
		return Finished{}, problems
	}
	return Finished{
		Data:   layOut(src, body),
		Blocks: blocksOf(src, body),
		Blank:  len(body.Blocks) == 0 && len(body.Attributes) == 0,
	}, nil
}

// Format lays out HCL as terraform fmt does (compared with Terraform 1.11.4),
// and tidies what template conditionals leave behind: of several blank lines
// one stays, and none at the start or end of a file, a block or a list.
// Comments and heredocs are kept as they are. Text that is no HCL comes back
// unchanged.
func Format(src []byte) []byte {
	finished, problems := Finish(src)
	if len(problems) > 0 {
		return src
	}
	return finished.Data
}

func layOut(src []byte, body *hclsyntax.Body) []byte {
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
	return hclwrite.Format(squeeze(src))
}

// squeeze removes blank lines. It works on tokens: what looks like a blank line
// inside a heredoc or a comment belongs to that token.
func squeeze(src []byte) []byte {
	tokens, diagnostics := hclsyntax.LexConfig(src, "", hcl2.InitialPos)
	if diagnostics.HasErrors() {
		return src
	}
	out := make([]byte, 0, len(src))
	copied := 0
	for i, token := range tokens {
		if !isBlankLine(tokens, i) || !superfluous(tokens, i) {
			continue
		}
		out = append(out, src[copied:lineStart(tokens, i)]...)
		copied = token.Range.End.Byte
	}
	out = append(out, src[copied:]...)
	return endLine(out)
}

// endLine ends the text with one line end, or leaves it empty.
func endLine(src []byte) []byte {
	if src = bytes.TrimRight(src, " \t\r\n"); len(src) > 0 {
		src = append(src, '\n')
	}
	return src
}

// lineStart is the offset at which the blank line of token i begins: behind
// the token before, which ended a line.
func lineStart(tokens hclsyntax.Tokens, i int) int {
	if i == 0 {
		return 0
	}
	return tokens[i-1].Range.End.Byte
}

// isBlankLine reports whether token i ends a line on which nothing stands.
func isBlankLine(tokens hclsyntax.Tokens, i int) bool {
	return tokens[i].Type == hclsyntax.TokenNewline && (i == 0 || endsLine(tokens[i-1]))
}

func endsLine(token hclsyntax.Token) bool {
	return token.Type == hclsyntax.TokenNewline ||
		token.Type == hclsyntax.TokenComment && bytes.HasSuffix(token.Bytes, []byte("\n"))
}

// superfluous reports whether the blank line of token i may go: another one
// follows, or it is the first or last in its file or between brackets.
func superfluous(tokens hclsyntax.Tokens, i int) bool {
	if i+1 >= len(tokens) {
		return true
	}
	switch tokens[i+1].Type {
	case hclsyntax.TokenNewline, hclsyntax.TokenEOF,
		hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
		return true
	}
	for i > 0 && isBlankLine(tokens, i) {
		i--
	}
	if i == 0 {
		return tokens[0].Type == hclsyntax.TokenNewline
	}
	if tokens[i].Type != hclsyntax.TokenNewline {
		return false
	}
	switch tokens[i-1].Type {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
		return true
	}
	return false
}
