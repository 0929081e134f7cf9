package hcl

import (
	"bytes"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

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
		Data:   layOut(src, body),
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

// squeeze removes superfluous blank lines. It works on tokens, because a blank line
// inside a heredoc or a comment is part of that token.
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

// endLine ends non-empty text with exactly one line feed.
func endLine(src []byte) []byte {
	if src = bytes.TrimRight(src, " \t\r\n"); len(src) > 0 {
		src = append(src, '\n')
	}
	return src
}

// lineStart returns the offset at which the blank line of token i starts: after
// the previous token, which ended a line.
func lineStart(tokens hclsyntax.Tokens, i int) int {
	if i == 0 {
		return 0
	}
	return tokens[i-1].Range.End.Byte
}

// isBlankLine reports whether token i ends an empty line.
func isBlankLine(tokens hclsyntax.Tokens, i int) bool {
	return tokens[i].Type == hclsyntax.TokenNewline && (i == 0 || endsLine(tokens[i-1]))
}

func endsLine(token hclsyntax.Token) bool {
	return token.Type == hclsyntax.TokenNewline ||
		token.Type == hclsyntax.TokenComment && bytes.HasSuffix(token.Bytes, []byte("\n"))
}

// superfluous reports whether the blank line of token i can be removed: another
// one follows, or it is the first or last in its file or brackets.
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
