package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/output"
)

// TestGoldenScripts runs the scripts of testdata/scripts, each in a copy of the folder
// fleet, and compares the output of every command with what the script says; -update
// writes it. A script has comments, which start with "* ", and commands, which start
// with "$ ". dativo-gen is run in this process, its output may be filtered with
// "| grep PATTERN", and an exit status other than 0 is printed. Other commands are for
// the shell.
func TestGoldenScripts(t *testing.T) {
	folder, err := filepath.Abs(filepath.Join(root, "testdata", "scripts"))
	if err != nil {
		t.Fatal(err)
	}
	scripts := globFiles(t, filepath.Join(folder, "*.txt"))
	if len(scripts) < 3 {
		t.Errorf("found only %d scripts", len(scripts))
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			work := t.TempDir()
			if err := os.CopyFS(work, os.DirFS(filepath.Join(folder, "fleet"))); err != nil {
				t.Fatal(err)
			}
			t.Chdir(work)
			got := runScript(t, string(text))
			switch {
			case got == string(text):
			case updating():
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			default:
				t.Error(output.Unified(path, "got", text, []byte(got)))
			}
		})
	}
}

// runScript returns the script with the output of its commands.
func runScript(t *testing.T, script string) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(script) {
		switch command, isCommand := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "$ "); {
		case isCommand:
			b.WriteString(line + runLine(t, command))
		case strings.HasPrefix(line, "* "):
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n\n") && !endsInComment(b.String()) {
				b.WriteString("\n")
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// endsInComment reports whether the last line is a comment.
func endsInComment(text string) bool {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return strings.HasPrefix(lines[len(lines)-1], "* ")
}

// runLine runs one command of a script and returns its output.
func runLine(t *testing.T, command string) string {
	t.Helper()
	arguments, ours := strings.CutPrefix(command, "dativo-gen ")
	if !ours {
		shell := exec.Command("sh", "-c", command)
		shell.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		printed, err := shell.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", command, err, printed)
		}
		return string(printed)
	}
	arguments, pattern, filtered := strings.Cut(arguments, " | grep ")
	pattern, inverted := strings.CutPrefix(pattern, "-v ")
	var stdout, stderr bytes.Buffer
	status := run(strings.Fields(arguments), strings.NewReader(""), &stdout, &stderr)
	printed := stdout.String() + stderr.String()
	if filtered {
		printed = linesWith(printed, regexp.MustCompile(pattern), !inverted)
	}
	if status != exitDone {
		printed += fmt.Sprintf("[exit status %d]\n", status)
	}
	return printed
}

// linesWith returns the lines that match, or those that do not.
func linesWith(text string, pattern *regexp.Regexp, match bool) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if pattern.MatchString(line) == match {
			b.WriteString(line)
		}
	}
	return b.String()
}
