package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrow is a line of the diagram: a room, perhaps with its label, and those that it
// imports.
var arrow = regexp.MustCompile(`(?m)^  (\w+)(?:\["[^"]*"\])? --> (.+)$`)

// TestArchitectureDiagram holds the diagram of ARCHITECTURE.md against the table of
// imports: every arrow is one of the table's, and every room is drawn but those that
// are imported everywhere.
func TestArchitectureDiagram(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	full := func(room string) string {
		if room == "cmd" {
			return "cmd/dativo-gen"
		}
		return "internal/" + room
	}
	_, diagram, _ := strings.Cut(string(text), "  cmd[")
	diagram, _, _ = strings.Cut("  cmd["+diagram, "```")
	drawn := map[string]bool{}
	for _, line := range arrow.FindAllStringSubmatch(diagram, -1) {
		from := full(line[1])
		drawn[from] = true
		for to := range strings.SplitSeq(line[2], " & ") {
			drawn[full(to)] = true
			if !slices.Contains(mayImport[from], full(to)) {
				t.Errorf("%s --> %s: not in the table", from, full(to))
			}
		}
	}
	for room := range mayImport {
		everywhere := []string{"internal/diag", "internal/paths", "internal/parallel", "examples", "schemas", "templates"}
		if !drawn[room] && !slices.Contains(everywhere, room) {
			t.Errorf("%s: not in the diagram", room)
		}
	}
}
