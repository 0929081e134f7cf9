package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// projectCase reads how a case of testdata/project is run: the first line of
// its file "command", and the exit status where that is not 0.
func projectCase(t *testing.T, folder string) (args []string, exit int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "command"))
	if err != nil {
		t.Fatal(err)
	}
	command, rest, _ := strings.Cut(string(text), "\n")
	if status, ok := strings.CutPrefix(rest, "exit "); ok {
		exit = int(status[0] - '0')
	}
	return strings.Fields(command), exit
}

// TestProjectGolden runs the program in every folder of testdata/project and compares
// its output, and the names of the files that it writes, with the folder's .out file;
// -update regenerates it.
func TestProjectGolden(t *testing.T) {
	golden, err := filepath.Abs(filepath.Join(root, "testdata", "project"))
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(golden)); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(golden)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		name := entry.Name()
		seen[name+".out"] = true
		t.Run(name, func(t *testing.T) {
			t.Chdir(filepath.Join(work, name))
			args, exit := projectCase(t, ".")
			var stdout, stderr bytes.Buffer
			if got := run(args, strings.NewReader(""), &stdout, &stderr); got != exit {
				t.Errorf("exit status %d, want %d", got, exit)
			}
			if exit != exitDone && stdout.Len() > 0 {
				t.Errorf("a failed run prints to stdout: %s", stdout.String())
			}
			said := "$ dativo-gen " + strings.Join(args, " ") + "\n" + stdout.String() + stderr.String()
			goldie.New(t, goldie.WithFixtureDir(golden), goldie.WithNameSuffix(".out"), goldie.WithDiffEngine(goldie.ClassicDiff)).
				Assert(t, name, []byte(said))
		})
	}
	for _, entry := range entries {
		if !entry.IsDir() && !seen[entry.Name()] {
			t.Errorf("testdata/project/%s belongs to no case", entry.Name())
		}
	}
	if len(seen) < 20 {
		t.Errorf("found only %d cases", len(seen))
	}
}

// rendered returns the text of every file that a case writes, by name.
func rendered(t *testing.T, name string) map[string]string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "testdata", "project", name))); err != nil {
		t.Fatal(err)
	}
	before := map[string]bool{}
	for _, file := range filesBelow(t, folder) {
		before[file] = true
	}
	t.Chdir(folder)
	args, _ := projectCase(t, ".")
	runCommand(t, exitDone, args...)
	files := map[string]string{}
	for _, file := range filesBelow(t, ".") {
		if before[file] {
			continue
		}
		text, err := fs.ReadFile(os.DirFS("."), file)
		if err != nil {
			t.Fatal(err)
		}
		files[file] = string(text)
	}
	return files
}

// TestProjectsOfAFleet shows that each job has its own project's layout,
// versions and templates, and that those of --templates come first.
func TestProjectsOfAFleet(t *testing.T) { //nolint:paralleltest // changes the working directory
	files := rendered(t, "two_projects")
	for file, want := range map[string]string{
		"out/acme/orders/terraform.tf": `"~> 6.14"`,
		"out/orders/terraform.tf":      `">= 6.0, < 7.0"`,
		"out/acme/orders/flag.tf":      `flag = "orders"`,
		"out/orders/flag.tf":           `flag = "orders"`,
		"out/acme/orders/both.tf":      `both = "flag"`,
		"out/orders/both.tf":           `both = "flag"`,
		"out/orders/project.tf":        `project = "globex"`,
	} {
		if !strings.Contains(files[file], want) {
			t.Errorf("%s: want %s in\n%s", file, want, files[file])
		}
	}
	if text, there := files["out/acme/orders/project.tf"]; there {
		t.Errorf("a template of another project's: %s", text)
	}
}

// TestSchemaCommand shows that each schema can be asked for.
func TestSchemaCommand(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"schema": "job-config.schema.json", "schema job": "job-config.schema.json", "schema project": "project.schema.json",
		"schema infrastructure": "infrastructure.schema.json",
	} {
		stdout, _ := runCommand(t, exitDone, strings.Fields(args)...)
		text, err := os.ReadFile(filepath.Join(root, "schemas", want))
		if err != nil {
			t.Fatal(err)
		}
		if stdout != string(text) {
			t.Errorf("%s does not print %s", args, want)
		}
	}
	stdout, stderr := runCommand(t, exitError, "schema", "asset")
	if want := "dativo-gen: unknown schema \"asset\": use job, infrastructure or project\n"; stderr != want || stdout != "" {
		t.Errorf("of something else: %q, %q", stdout, stderr)
	}
}

// TestProjectSameBytesFromAnywhere renders jobs of a project from its own
// folder and from another one, and expects the same modules.
func TestProjectSameBytesFromAnywhere(t *testing.T) { //nolint:paralleltest // changes the working directory
	folder, elsewhere := filepath.Join(t.TempDir(), "project"), t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "testdata", "project", "render"))); err != nil {
		t.Fatal(err)
	}
	render := func(from, jobs string) map[string]string {
		t.Chdir(from)
		runCommand(t, exitDone, "render", "--job-dir", jobs, "--env", "staging", "--var", "REGISTRY=registry.example")
		files := map[string]string{}
		modules := filepath.Join(folder, "terraform")
		for _, file := range filesBelow(t, modules) {
			text, err := os.ReadFile(filepath.Join(modules, file))
			if err != nil {
				t.Fatal(err)
			}
			files[file] = string(text)
		}
		if err := os.RemoveAll(modules); err != nil {
			t.Fatal(err)
		}
		return files
	}
	here, there := render(folder, "jobs"), render(elsewhere, filepath.Join(folder, "jobs"))
	if len(here) == 0 || len(here) != len(there) {
		t.Fatalf("%d and %d files", len(here), len(there))
	}
	for file, text := range here {
		if there[file] != text {
			t.Errorf("%s differs", file)
		}
	}
}
