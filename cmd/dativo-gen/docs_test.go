package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// runPage is a page whose commands are run, in order, in one folder.
type runPage struct {
	path string
	// fromNothing: the reader starts in an empty folder, not in the repository.
	fromNothing bool
}

func documents() []runPage {
	return []runPage{
		{path: "README.md"},
		{path: "QUICKSTART_INFRASTRUCTURE.md", fromNothing: true},
		{path: "CONTRIBUTING.md"},
		{path: "docs/INFRASTRUCTURE_INTEGRATION.md"},
		{path: "docs/PLATFORM_TEAMS.md", fromNothing: true},
	}
}

// step is one command of a page, with the output that the page shows.
type step struct {
	line    int
	command string
	// output is compared if the block shows any; it starts at line outputAt.
	output   string
	outputAt int
	shows    bool
	// until is the delimiter of the open here-document.
	until string
}

// fence is a block of commands: ```sh has commands only, ```console has commands
// after "$ ", each followed by its output.
var fence = regexp.MustCompile("(?ms)^```(sh|console)\n(.*?)^```$")

// hereDocument matches the end of a command whose input is on the next lines.
var hereDocument = regexp.MustCompile(`<<'?(\w+)'?$`)

// steps returns the commands of a page.
func steps(page string) []step {
	var all []step
	for _, block := range fence.FindAllStringSubmatchIndex(page, -1) {
		line := 1 + strings.Count(page[:block[4]], "\n")
		console := page[block[2]:block[3]] == "console"
		var found []step
		for i, text := range strings.Split(strings.TrimSuffix(page[block[4]:block[5]], "\n"), "\n") {
			found = readLine(found, text, line+i, console)
		}
		all = append(all, found...)
	}
	return all
}

// readLine adds a line of a block to its steps: as a new command, a continuation of
// the last one, or its output.
func readLine(found []step, text string, line int, console bool) []step {
	if n := len(found); n > 0 {
		last := &found[n-1]
		switch {
		case last.until != "":
			last.command += "\n" + text
			if text == last.until {
				last.until = ""
			}
			return found
		case strings.HasSuffix(last.command, "\\") && !last.shows:
			last.command += "\n" + text
			return found
		}
	}
	command, isCommand := strings.CutPrefix(text, "$ ")
	switch {
	case console && !isCommand && len(found) > 0:
		last := &found[len(found)-1]
		if !last.shows {
			last.outputAt, last.shows = line, true
		}
		last.output += text + "\n"
	case isCommand == console && text != "" && !strings.HasPrefix(text, "#"):
		next := step{line: line, command: command}
		if ends := hereDocument.FindStringSubmatch(command); ends != nil {
			next.until = ends[1]
		}
		found = append(found, next)
	}
	return found
}

// elsewhere reports whether a command is run elsewhere: checks in CI, and Terraform in
// the end-to-end tests.
func elsewhere(command string) bool {
	switch strings.Fields(command)[0] {
	case "terraform":
		return !runsTerraform
	case "make":
		return command != "make run" && !strings.HasPrefix(command, "make run ")
	}
	return false
}

// substitutes are for programs that need an account, a registry or a
// database engine. They accept the commands that the pages use, and fail on others.
func substitutes() map[string]string {
	return map[string]string{
		// Building needs what the Dockerfile copies from the context.
		"docker": `case $1 in
build)
	for context; do :; done
	grep '^COPY ' "$context/Dockerfile" | grep -v -e ' --from=' | while read -r _ one two rest; do
		case $one in --*) one=$two ;; esac
		[ -e "$context/$one" ] || { echo "$one: not in the build context" >&2; exit 1; }
	done ;;
push) [ $# = 2 ] ;;
login) cat >/dev/null ;;
*) exit 1 ;;
esac
`,
		"aws": `case "$1 $2" in
"ecr create-repository" | "ecs create-cluster" | "ecs run-task" | "logs tail" | "s3 mb" | "s3 ls" | "s3 cp") ;;
"ecr get-login-password") echo password ;;
*) exit 1 ;;
esac
`,
		"duckdb": "[ \"$1\" = -c ] && [ $# = 2 ]\n",
	}
}

// TestDocuments runs every command of every page. With -update it writes their
// output into the pages.
func TestDocuments(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "dativo-gen")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for name, script := range substitutes() {
		if err := os.WriteFile(filepath.Join(filepath.Dir(binary), name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range documents() {
		t.Run(d.path, func(t *testing.T) {
			t.Parallel()
			page := readPage(t, d.path)
			found := steps(page)
			if len(found) == 0 {
				t.Fatalf("%s: no commands: is this the right page?", d.path)
			}
			folder := t.TempDir()
			if !d.fromNothing {
				copyProject(t, folder)
			}
			lines := strings.Split(page, "\n")
			moved := 0
			for _, s := range found {
				if elsewhere(s.command) {
					checkTarget(t, d.path, s)
					continue
				}
				printed := runStep(t, d.path, folder, filepath.Dir(binary), s)
				if s.shows && updating() {
					at, was := s.outputAt-1+moved, strings.Count(s.output, "\n")
					is := strings.Split(strings.TrimSuffix(printed, "\n"), "\n")
					lines = slices.Replace(lines, at, at+was, is...)
					moved += len(is) - was
				}
			}
			if updating() {
				if err := os.WriteFile(filepath.Join(root, d.path), []byte(strings.Join(lines, "\n")), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func readPage(t *testing.T, path string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// runStep runs one command like a reader, compares its output with the page, and
// returns it.
func runStep(t *testing.T, document, folder, bin string, s step) string {
	t.Helper()
	command := exec.Command("sh", "-c", s.command)
	command.Dir = folder
	command.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"NO_COLOR=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Run()
	// A command may fail if the page shows its output.
	if err != nil && !s.shows {
		t.Fatalf("%s:%d: %s: %v\n%s", document, s.line, s.command, err, printed.String())
	}
	if s.shows && !updating() && printed.String() != s.output {
		t.Errorf("%s:%d: %s prints\n%s\nand the page says\n%s", document, s.line, s.command, printed.String(), s.output)
	}
	return printed.String()
}

// checkTarget checks that the Makefile has the targets of a make command.
func checkTarget(t *testing.T, document string, s step) {
	t.Helper()
	words := strings.Fields(s.command)
	if words[0] != "make" {
		return
	}
	makefile := readPage(t, "Makefile")
	for _, target := range words[1:] {
		if !strings.Contains(target, "=") && !strings.Contains(makefile, "\n"+target+": ") {
			t.Errorf("%s:%d: make %s: there is no such target", document, s.line, target)
		}
	}
}

// copyProject copies the repository into a folder.
func copyProject(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if slices.Contains([]string{".git", "bin", "terraform"}, name) {
			continue
		}
		from := filepath.Join(root, name)
		if entry.IsDir() {
			err = os.CopyFS(filepath.Join(folder, name), os.DirFS(from))
		} else if data, readErr := os.ReadFile(from); readErr == nil {
			err = os.WriteFile(filepath.Join(folder, name), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// link matches a link to another file of the repository, or to a heading.
var link = regexp.MustCompile(`\]\(([^):#]*)(?:#([^)]+))?\)`)

// TestLinks checks every link within the repository.
func TestLinks(t *testing.T) {
	t.Parallel()
	for _, d := range append(documents(), runPage{path: "docs/alerts.md"}) {
		for _, found := range link.FindAllStringSubmatch(readPage(t, d.path), -1) {
			target := d.path
			if found[1] != "" {
				target = filepath.Join(filepath.Dir(d.path), found[1])
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s: %s: %v", d.path, found[0], err)
			} else if found[2] != "" && !slices.Contains(anchors(readPage(t, target)), found[2]) {
				t.Errorf("%s: %s: no such heading", d.path, found[0])
			}
		}
	}
}

// anchors returns the anchors that GitHub generates for a page's headings.
func anchors(page string) []string {
	var names []string
	code := false
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		if title := strings.TrimLeft(line, "#"); title != line && !code {
			names = append(names, strings.Map(func(char rune) rune {
				switch {
				case char == ' ':
					return '-'
				case char == '-', char == '_', 'a' <= char && char <= 'z', '0' <= char && char <= '9':
					return char
				}
				return -1
			}, strings.ToLower(strings.TrimSpace(title))))
		}
	}
	return names
}
