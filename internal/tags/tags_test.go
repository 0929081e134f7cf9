package tags

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func TestParseLevel(t *testing.T) {
	t.Parallel()
	for _, level := range Levels() {
		got, err := ParseLevel(level.String())
		if got != level || err != nil {
			t.Errorf("ParseLevel(%q) = %v, %v", level, got, err)
		}
	}
	_, err := ParseLevel("cloud")
	if err == nil || !strings.Contains(err.Error(), "base, source, asset, job, infrastructure") {
		t.Errorf("unknown level: %v", err)
	}
}

func TestOriginString(t *testing.T) {
	t.Parallel()
	for want, origin := range map[string]Origin{
		"base":        {},
		"a.b":         {Path: "a.b"},
		"j.yaml":      {Pos: diag.Pos{File: "j.yaml"}, Path: "a"},
		"j.yaml:3":    {Pos: diag.Pos{File: "j.yaml", Line: 3}},
		"j.yaml:3:14": {Pos: diag.Pos{File: "j.yaml", Line: 3, Col: 14}},
	} {
		if got := origin.String(); got != want {
			t.Errorf("%+v: got %q, want %q", origin, got, want)
		}
	}
}
