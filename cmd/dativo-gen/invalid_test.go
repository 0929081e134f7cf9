package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// referencedFolders contain the files that the cases refer to, not cases.
var referencedFolders = []string{"assets", "connectors", "vars"}

// invalidCase is a run of the program with its expected messages.
type invalidCase struct {
	name string
	// args are the command line, exit the status that it must end with.
	args  []string
	exit  int
	stdin []byte
}

// TestInvalid runs the program on every case of testdata/invalid and compares its
// standard error with the case's .stderr file; -update regenerates it. Cases are
//
//	NAME.yaml   a job file
//	NAME/       a folder of them, run with --job-dir
//
// and unreadable files: see generatedCases. Comments at the start of a job file
// define how it is run: "# run: ARGS" (validate without it) and
// "# exit: STATUS" (1 without it). "--config -" reads the file from stdin.
func TestInvalid(t *testing.T) {
	golden, err := filepath.Abs("../../testdata/invalid")
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(golden)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(work)
	t.Setenv("DATIVO_REGION", "us-east-1") // a case shows that it is not read
	cases := append(casesIn(t, "."), generatedCases(t)...)
	if len(cases) < 80 {
		t.Errorf("found only %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if exit := run(c.args, bytes.NewReader(c.stdin), &stdout, &stderr); exit != c.exit {
				t.Errorf("exit status %d, want %d; stderr:\n%s", exit, c.exit, stderr.String())
			}
			if c.exit != 0 && stdout.Len() > 0 {
				t.Errorf("a failed run prints to stdout: %s", stdout.String())
			}
			goldie.New(t, goldie.WithFixtureDir(golden), goldie.WithNameSuffix(".stderr")).Assert(t, c.name, stderr.Bytes())
		})
	}
	for _, name := range globFiles(t, filepath.Join(golden, "*.stderr")) {
		name = strings.TrimSuffix(filepath.Base(name), ".stderr")
		if !slices.ContainsFunc(cases, func(c invalidCase) bool { return c.name == name }) {
			t.Errorf("%s.stderr belongs to no case", name)
		}
	}
}

// casesIn returns the cases of a folder.
func casesIn(t *testing.T, folder string) []invalidCase {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var cases []invalidCase
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case entry.IsDir() && !slices.Contains(referencedFolders, name):
			cases = append(cases, invalidCase{name: name, args: []string{"validate", "--job-dir", name}, exit: 1})
		case filepath.Ext(name) == ".yaml":
			cases = append(cases, caseOf(t, name))
		}
	}
	return cases
}

// caseOf reads how a job file is run.
func caseOf(t *testing.T, file string) invalidCase {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := invalidCase{name: strings.TrimSuffix(file, ".yaml"), args: []string{"validate"}, exit: 1, stdin: text}
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		directive, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch directive {
		case "# run":
			c.args = strings.Fields(value)
		case "# exit":
			c.exit = int(value[0] - '0')
		default:
			if !slices.Contains(c.args, "--config") {
				c.args = append(c.args, "--config", file)
			}
			return c
		}
	}
	c.args = append(c.args, "--config", file) // the file is empty
	return c
}

// generatedCases are the ones whose input is too large to commit, or is not
// there at all.
func generatedCases(t *testing.T) []invalidCase {
	t.Helper()
	files := map[string]string{
		"size_10_mb":   "a: " + strings.Repeat("x", 10<<20),
		"deep_nesting": "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n",
		"deep_blocks":  deepBlocks(200),
		"long_values":  "tenant_id: [" + strings.Repeat("x", 1000) + "]\n" + strings.Repeat("k", 1000) + ": 1\n",
	}
	var cases []invalidCase
	for name, text := range files {
		if err := os.WriteFile(name+".yaml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, invalidCase{name: name, args: []string{"validate", "--config", name + ".yaml"}, exit: 1})
	}
	for name, args := range map[string]string{
		"missing_file":       "validate --config nowhere.yaml",
		"missing_folder":     "validate --job-dir nowhere",
		"a_directory":        "validate --config assets",
		"a_file_as_folder":   "validate --job-dir empty.yaml",
		"no_job":             "validate",
		"folder_and_file":    "validate --config empty.yaml --job-dir cron",
		"missing_var_file":   "validate --config variables.yaml --var-file nowhere.yaml",
		"missing_asset_root": "validate --config variables.yaml --assets-root nowhere",
		"var_without_value":  "validate --config variables.yaml --var REGION",
		"flag_given_twice":   "validate --config variables.yaml --config empty.yaml",
		"env_given_twice":    "validate --config variables.yaml --env prod --env prod",
		"file_and_path":      "validate --config variables.yaml empty.yaml",
		"missing_path":       "validate nowhere.yaml",
	} {
		cases = append(cases, invalidCase{name: name, args: strings.Fields(args), exit: 1})
	}
	return cases
}

// deepBlocks is a mapping in a mapping in a mapping ...
func deepBlocks(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + "k:\n")
	}
	return b.String()
}

// TestColor shows that color is for terminals whose user wants it.
func TestColor(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatalf("no terminal to test with: %v", err)
	}
	defer terminal.Close()
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, test := range []struct {
		name, term, noColor string
		stderr              *os.File
		want                bool
	}{
		{"terminal", "xterm", "", terminal, true},
		{"file", "xterm", "", file, false},
		{"NO_COLOR", "xterm", "1", terminal, false},
		{"dumb terminal", "dumb", "", terminal, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("TERM", test.term)
			t.Setenv("NO_COLOR", test.noColor)
			if got := (&session{stderr: test.stderr}).color(); got != test.want {
				t.Errorf("color is %t, want %t", got, test.want)
			}
		})
	}
	if (&session{stderr: &bytes.Buffer{}}).color() {
		t.Error("color although stderr is not a file")
	}
}

// TestInvalidLeavesNoFile shows that a run that fails writes nothing.
func TestInvalidLeavesNoFile(t *testing.T) {
	t.Parallel()
	output := filepath.Join(t.TempDir(), "module")
	exit := run([]string{"render", "--config", "../../testdata/invalid/many_problems.yaml", "--output", output},
		strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{})
	if exit != exitError {
		t.Errorf("exit status %d, want %d", exit, exitError)
	}
	if _, err := os.Stat(output); !os.IsNotExist(err) {
		t.Errorf("%s: %v, want it not to exist", output, fs.ErrNotExist)
	}
}
