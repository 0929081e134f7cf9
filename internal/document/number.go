package document

import (
	"regexp"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

// numberForms are the forms of numbers.
type numberForms struct{ alike, sexagesimal *regexp.Regexp }

// numbers are the forms that YAML 1.1 and 1.2 read as the same number, and the one
// that is a number in 1.1 alone and has no other form in common with text. From the
// repositories of both, yaml.org/type/int and float, and the core schema of YAML
// 1.2.2, chapter 10.3, as PyYAML 6.0 and yaml.v3 implement them, read 2026-11-25.
var numbers = sync.OnceValue(func() numberForms {
	return numberForms{
		alike: regexp.MustCompile(`^([-+]?(0|[1-9][0-9]*)|[-+]?[0-9]+\.[0-9]*([eE][-+][0-9]+)?|\.[0-9]+([eE][-+][0-9]+)?|` +
			`[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`),
		sexagesimal: regexp.MustCompile(`^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`),
	}
})

// AmbiguousNumber reports whether a scalar is a number that versions of YAML read
// differently: 0600 is 384 in YAML 1.1 and 600 in 1.2, 1e3 a text and a number,
// 1:30 is 90 and a text. A text in quotes is not a number.
func (n *Node) AmbiguousNumber() bool {
	if n.Kind != Scalar || n.quoted() {
		return false
	}
	if n.Tag == "!!int" || n.Tag == "!!float" {
		return !numbers().alike.MatchString(n.Text)
	}
	return n.Tag == "!!str" && numbers().sexagesimal.MatchString(n.Text)
}

// Decimal returns an ambiguous number as YAML 1.2 reads it, if that is a whole
// number without a prefix; otherwise "".
func (n *Node) Decimal() string {
	text := strings.ReplaceAll(n.Text, "_", "")
	sign := strings.TrimRight(text[:min(len(text), 1)], "0123456789")
	digits := strings.TrimLeft(strings.TrimPrefix(text, sign), "0")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return strings.TrimPrefix(sign, "+") + digits
}

// Line is the text of a scalar without the line breaks at its end that a block scalar
// (| or >) has.
func (n *Node) Line() string {
	if n.style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		return n.Text
	}
	return strings.TrimRight(n.Text, "\n")
}

// quoted reports whether a scalar is a text in quotes or a block.
func (n *Node) quoted() bool {
	const styles = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.style&styles != 0
}
