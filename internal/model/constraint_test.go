package model

import (
	"strings"
	"testing"
)

// TestCheckVersionConstraint holds the check against what Terraform 1.11.4 says
// of each.
func TestCheckVersionConstraint(t *testing.T) {
	t.Parallel()
	for _, taken := range []string{
		"6", "6.0", "6.0.0", "~> 6.14", "~>6.14", ">= 6.0, < 7.0", ">= 6.0 , < 7", " 6.0 ", "!= 6.1", "06.1",
		"6.0.0-beta1", "6.0-beta1", ">= 6.0.0-beta.1+build", "6.0.0+b", "=6.1.2", "<=7",
	} {
		if err := CheckVersionConstraint(taken); err != nil {
			t.Errorf("%q: %v", taken, err)
		}
	}
	for refused, says := range map[string]string{
		"":              "empty version constraint",
		" ":             "empty version constraint",
		">= 6.0,":       "a comma without a condition",
		",6.0":          "a comma without a condition",
		">=":            "no version",
		"6.0.0.0":       "invalid version",
		">= 6.0 < 7.0":  "missing a comma",
		"6.0 7.0":       "missing a comma",
		"^6.0":          "an unknown operator",
		"=> 6.0":        "an unknown operator",
		"== 6.0":        "an unknown operator",
		"> = 6":         "an unknown operator",
		"~ 6.0":         "an unknown operator",
		"v6.0":          "invalid version",
		"6.x":           "invalid version",
		"6.*":           "invalid version",
		"*":             "invalid version",
		"6..0":          "invalid version",
		"6.0.0-b_c":     "invalid version",
		"latest":        "invalid version",
		">= ${VERSION}": "invalid version",
	} {
		err := CheckVersionConstraint(refused)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", refused, err, says)
		}
	}
}
