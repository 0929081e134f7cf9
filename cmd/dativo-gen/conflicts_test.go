package main

import (
	"cmp"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryCommandReportsConflicts: what two jobs must not have in common is an error
// of every command that reads them together, in the same words.
func TestEveryCommandReportsConflicts(t *testing.T) {
	t.Parallel()
	tagged := func(value string) string { return jobText("", "  tags: {cost_center: \""+value+"\"}\n") }
	for _, test := range []struct {
		name, a, b string
		want       string
	}{
		{"one folder", jobText("", "  job_name: x\n"), jobText("", "  job_name: x\n"),
			"the module would be written to the same folder as that of"},
		{"one state", jobText("", "  terraform: {backend: {type: s3, bucket: b, key: k}}\n"),
			jobText("", "  terraform: {backend: {type: s3, bucket: b, key: k}}\n"), "the Terraform state would overwrite that of"},
		{"one log group", jobText("", "  monitoring: {log_group: /x}\n"), jobText("", "  monitoring: {log_group: /x}\n"),
			"creates the same log group"},
		{"one value of a bill", tagged("CC#1"), tagged("CC|1"), `both become "CC_1" in AWS tags`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeJob(t, dir, "a.yaml", test.a, "schema: []\n")
			writeFile(t, filepath.Join(dir, "b.yaml"), test.b)
			line := ""
			for _, command := range []string{"validate", "render --stdout", "show", "tags", "finops --stdout", "list"} {
				_, said := runCommand(t, exitError, append(strings.Fields(command), "--job-dir", dir)...)
				got := lineWith(said, test.want)
				if got == "" || line != "" && got != line {
					t.Errorf("%s: got %q, want %q as in the other commands:\n%s", command, got, cmp.Or(line, test.want), said)
				}
				line = got
				if strings.Count(said, test.want) != 1 {
					t.Errorf("%s: reported more than once:\n%s", command, said)
				}
			}
		})
	}
}

// lineWith returns the line that contains a text.
func lineWith(text, part string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			return line
		}
	}
	return ""
}
