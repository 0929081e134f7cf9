package hcl

import (
	"bytes"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// maxPasses bounds how often text is laid out again: one pass can make room
// for another, and two were enough for everything seen so far.
const maxPasses = 4

// Format lays out HCL as terraform fmt does, so that terraform fmt would change
// nothing (compared with Terraform 1.11.4), and tidies what template
// conditionals leave behind: of several blank lines one stays, and none at the
// start or end of a file, a block or a list. Comments and heredocs are kept as
// they are. Text that is no HCL comes back unchanged.
func Format(src []byte) []byte {
	file, diagnostics := hclsyntax.ParseConfig(src, "", hcl2.InitialPos)
	if diagnostics.HasErrors() {
		return src
	}
	for range maxPasses {
		next := hclwrite.Format(squeeze(canonical(src, file)))
		if bytes.Equal(next, src) {
			break
		}
		nextFile, diagnostics := hclsyntax.ParseConfig(next, "", hcl2.InitialPos)
		if diagnostics.HasErrors() {
			break
		}
		src, file = next, nextFile
	}
	return src
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

// endLine gives the last line its end.
func endLine(src []byte) []byte {
	if len(src) > 0 && src[len(src)-1] != '\n' {
		return append(src, '\n')
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

// Blank reports whether text holds nothing but white space and comments.
func Blank(src []byte) bool {
	tokens, _ := hclsyntax.LexConfig(src, "", hcl2.InitialPos)
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenComment, hclsyntax.TokenEOF:
		default:
			return false
		}
	}
	return true
}
