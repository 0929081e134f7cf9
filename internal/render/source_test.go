package render

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// TestNames takes the ends of every range of characters.
func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"a": true, "z": true, "A": true, "Z": true, "0": true, "9": true, "_": true, "-": true, ".": true, "role_extras.2": true,
		"": false, "`": false, "{": false, "@": false, "[": false, "/": false, ":": false, "a b": false, "é": false,
	} {
		if validBlockName(name) != want {
			t.Errorf("block %q: valid is %v", name, !want)
		}
	}
	for name, want := range map[string]bool{
		"a.tf": true, "z.tf": true, "0.tf": true, "9.tf": true, "_.tf": true, "a-b.tf": true,
		".tf": false, "-a.tf": false, "A.tf": false, "Z.tf": false, "`.tf": false, "{.tf": false, "/.tf": false, ":.tf": false, "a.b.tf": false, "é.tf": false,
	} {
		if portableName(name) != want {
			t.Errorf("file %q: portable is %v", name, !want)
		}
	}
}

func TestLowerFirst(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "A": "A", "Aa": "aa", "Zz": "zz", "AB": "AB", "A b": "A b", "ab": "ab",
		"[a": "[a", "@a": "@a", "A{": "A{", "A`": "A`"} {
		if got := lowerFirst(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestPositions counts columns in characters, and stays within the text.
func TestPositions(t *testing.T) {
	t.Parallel()
	s := &source{layerName: "team", path: "aws_ecs/a.tf.tmpl", text: "aé\nüb\n"}
	at := func(line, column int) diag.Pos {
		return diag.Pos{File: "team/aws_ecs/a.tf.tmpl", Line: line, Col: column}
	}
	for offset, want := range map[int]diag.Pos{-1: at(1, 1), 0: at(1, 1), 1: at(1, 2), 3: at(1, 3), 4: at(2, 1),
		6: at(2, 2), 8: at(3, 1), 99: at(3, 1)} {
		if got := s.pos(offset); got != want {
			t.Errorf("offset %d: got %v, want %v", offset, got, want)
		}
	}
	for place, want := range map[[2]int]diag.Pos{
		{1, 0}: at(1, 1), {1, 3}: at(1, 3), {2, 2}: at(2, 2), {2, 99}: at(2, 3), {3, 0}: at(3, 1), {4, 0}: at(4, 0), {0, 1}: at(0, 0),
	} {
		if got := s.posOfByte(place[0], place[1]); got != want {
			t.Errorf("line and byte %v: got %v, want %v", place, got, want)
		}
	}
	if s.layerName = ""; s.file() != s.path {
		t.Errorf("without a layer's name: %s", s.file())
	}
}
