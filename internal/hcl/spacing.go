package hcl

import "github.com/hashicorp/hcl/v2/hclsyntax"

// space sets the spaces between the tokens of a cell.
func space(cell []token) {
	before := hclsyntax.TokenNil
	for i := 1; i < len(cell); i++ {
		cell[i].spaces = 0
		if spaced(before, cell[i-1], cell[i].kind) {
			cell[i].spaces = 1
		}
		before = cell[i-1].kind
	}
}

// spaced reports whether a space separates token t from the one after it;
// before is the kind of token before t.
func spaced(before hclsyntax.TokenType, t token, after hclsyntax.TokenType) bool {
	if joined(t.kind, after) {
		return false
	}
	switch {
	case t.kind == hclsyntax.TokenComma:
		return true
	case isLiteralEdge(t.kind, after):
		return false
	case before == hclsyntax.TokenIdent && t.kind == hclsyntax.TokenIdent && string(t.text) == "in":
		return true // [for x in [a]: x]
	case after == hclsyntax.TokenOBrack && isIndexed(t.kind):
		return false
	case t.kind == hclsyntax.TokenBang:
		return false
	case t.kind == hclsyntax.TokenMinus:
		return !startsOperand(before)
	case t.kind == hclsyntax.TokenOBrace && after == hclsyntax.TokenCBrace:
		return false
	case t.kind == hclsyntax.TokenOBrace, after == hclsyntax.TokenCBrace:
		return true
	case isSequence(t.kind) && after == hclsyntax.TokenOBrace, t.kind == hclsyntax.TokenCBrace && after == hclsyntax.TokenTemplateSeqEnd:
		return true // ${ { a = 1 } }
	case t.kind == hclsyntax.TokenTemplateSeqEnd && isSequence(after):
		return false
	}
	return bracket(t.kind) <= 0 && bracket(after) >= 0
}

// joined are pairs that are never separated: f(, a::b, a.b, and what ends a
// line or an item.
func joined(kind, after hclsyntax.TokenType) bool {
	switch after {
	case hclsyntax.TokenNewline, hclsyntax.TokenDot, hclsyntax.TokenComma, hclsyntax.TokenEllipsis:
		return true
	case hclsyntax.TokenOParen, hclsyntax.TokenDoubleColon:
		return kind == hclsyntax.TokenIdent || kind == hclsyntax.TokenDot
	case hclsyntax.TokenIdent:
		return kind == hclsyntax.TokenDoubleColon || kind == hclsyntax.TokenDot
	}
	return kind == hclsyntax.TokenDot
}

// isLiteralEdge reports whether one of two neighbors is literal text or a quote
// next to it: a space would become part of the string.
func isLiteralEdge(kind, after hclsyntax.TokenType) bool {
	switch kind {
	case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
		return true
	}
	switch after {
	case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
		return true
	}
	return false
}

// isIndexed reports whether [ after a token is an index.
func isIndexed(kind hclsyntax.TokenType) bool {
	return kind == hclsyntax.TokenIdent || kind == hclsyntax.TokenNumberLit || bracket(kind) < 0
}

func isSequence(kind hclsyntax.TokenType) bool {
	return kind == hclsyntax.TokenTemplateInterp || kind == hclsyntax.TokenTemplateControl
}

// startsOperand reports whether an operand, and so a negation, can follow a
// token.
func startsOperand(kind hclsyntax.TokenType) bool {
	switch kind {
	case hclsyntax.TokenNil,
		hclsyntax.TokenOParen, hclsyntax.TokenOBrace, hclsyntax.TokenOBrack,
		hclsyntax.TokenEqual, hclsyntax.TokenColon, hclsyntax.TokenComma, hclsyntax.TokenQuestion,
		hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenMinus,
		hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq,
		hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenBang:
		return true
	}
	return false
}
