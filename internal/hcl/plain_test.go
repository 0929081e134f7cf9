package hcl

import (
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// TestPlainAsHCLWrite compares strings written without hclwrite with the output of
// hclwrite, for every character, alone and before a brace.
func TestPlainAsHCLWrite(t *testing.T) {
	t.Parallel()
	plain := 0
	for c := range rune(0x180) {
		for _, s := range []string{string(c), "a" + string(c) + "{b}", string(c) + string(c) + "{", ""} {
			if !isPlain(s) {
				continue
			}
			plain++
			want := string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes())
			if got, err := Encode(s); err != nil || got.String() != want {
				t.Errorf("%q: %s, want %s (%v)", s, got, want, err)
			}
		}
	}
	if plain < 250 {
		t.Errorf("only %d strings are plain", plain)
	}
}
