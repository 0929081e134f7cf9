package hcl

import (
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// TestQuotedAsHCLWrite compares quoted strings with those of hclwrite, for every
// character of several planes: alone, before a brace, and twice before one.
func TestQuotedAsHCLWrite(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, plane := range [][2]rune{{0, 0x600}, {0x2000, 0x2100}, {0xfe00, 0x10000}, {0x1f300, 0x1f400}, {0xe0000, 0xe0080}} {
		for c := plane[0]; c < plane[1]; c++ {
			for _, s := range []string{"", string(c), "a" + string(c) + "{b}", string(c) + string(c) + "{"} {
				got, err := Encode(s)
				if err != nil {
					continue // refused: Terraform would normalize it
				}
				compared++
				if want := string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes()); got.String() != want {
					t.Errorf("%q: %s, want %s", s, got, want)
				}
			}
		}
	}
	if compared < 8000 {
		t.Errorf("only %d strings were compared", compared)
	}
}
