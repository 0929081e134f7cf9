package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/output"
)

// TestExamplesAreAFleet renders the folder of examples at once: each job to its
// own folder, without conflicts.
func TestExamplesAreAFleet(t *testing.T) {
	t.Parallel()
	dir, examples := t.TempDir(), filepath.Join(root, "examples")
	_, said := runCommand(t, exitDone, "render", "--job-dir", examples, "--output", dir)
	if modules := globFiles(t, filepath.Join(dir, "*", "*", "main.tf")); len(modules) != len(exampleNames(t)) {
		t.Errorf("%d modules of %d examples", len(modules), len(exampleNames(t)))
	}
	if !strings.Contains(said, "not jobs (no tenant_id)") {
		t.Errorf("no line about skipped files:\n%s", said)
	}
	runCommand(t, exitDone, "render", "--job-dir", examples, "--output", dir, "--check")
	for _, format := range []string{"aws", "gcp", "kubernetes"} {
		runCommand(t, exitDone, "tags", "--job-dir", examples, "--format", format)
	}
}

// TestFleetConflictsWriteNothing: jobs that conflict are an error of every
// command that looks at them together.
func TestFleetConflictsWriteNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, folder := range []string{"a", "b"} {
		writeFile(t, filepath.Join(dir, folder, "orders.yaml"), jobText("", ""))
	}
	const want = "the module would be written to the same folder as that of"
	for _, args := range [][]string{{"render", "--job-dir", dir, "--output", filepath.Join(dir, "out")}, {"validate", "--job-dir", dir}} {
		if _, said := runCommand(t, exitError, args...); !strings.Contains(said, want) {
			t.Errorf("%s: no %q in\n%s", args[0], want, said)
		}
	}
	if files := filesBelow(t, dir); len(files) != 2 {
		t.Errorf("a failed run leaves %v", files)
	}
}

// TestJobsWithoutInfrastructure: a folder may have some, a single one cannot be
// rendered.
func TestJobsWithoutInfrastructure(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	bare, _, _ := strings.Cut(jobText("", ""), "infrastructure:")
	writeFile(t, filepath.Join(dir, "bare.yaml"), bare)
	writeFile(t, filepath.Join(dir, "orders.yaml"), jobText("", ""))
	out, _ := runCommand(t, exitDone, "render", "--job-dir", dir, "--stdout")
	if strings.Count(out, "/main.tf --") != 1 {
		t.Errorf("not one module:\n%.500s", out)
	}
	const want = "bare.yaml: the job has no infrastructure block: nothing to render"
	out, said := runCommand(t, exitError, "render", "--config", filepath.Join(dir, "bare.yaml"), "--stdout")
	if !strings.Contains(said, want) || out != "" {
		t.Errorf("no %q in\n%s", want, said)
	}
}

// TestShowSeparatesDocuments: one YAML document for each job, separated by "---".
func TestShowSeparatesDocuments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		writeFile(t, filepath.Join(dir, name+".yaml"), jobText("", ""))
	}
	for _, test := range []struct {
		args       []string
		separators int
	}{
		{[]string{"show", "--job-dir", dir}, 2},
		{[]string{"show", "--job-dir", dir, "--format", "json"}, 0},
		{[]string{"show", "--config", filepath.Join(dir, "a.yaml")}, 0},
		{[]string{"templates", "model", "--job-dir", dir}, 2},
	} {
		out, _ := runCommand(t, exitDone, test.args...)
		if got := strings.Count(out, "---\n"); got != test.separators || strings.HasPrefix(out, "---") {
			t.Errorf("%v: %d separators, want %d", test.args, got, test.separators)
		}
	}
}

// TestInvalidVar: --var takes a name and a value, which may be empty.
func TestInvalidVar(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		assignment string
		status     int
	}{{"REGION", exitError}, {"=eu", exitError}, {"REGION=", exitDone}, {"REGION=a=b", exitDone}} {
		_, said := runCommand(t, test.status, "validate", "--config", examplePath("aws_ecs"), "--var", test.assignment)
		if strings.Contains(said, "expected NAME=VALUE") != (test.status == exitError) {
			t.Errorf("%s: says %q", test.assignment, said)
		}
	}
}

// TestDiffOfTheManifest is printed when nothing else changes.
func TestDiffOfTheManifest(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "module")
	args := []string{"render", "--config", examplePath("aws_ecs"), "--output", dir}
	out, _ := runCommand(t, exitChanges, append(args, "--diff")...)
	if !strings.Contains(out, "/main.tf\n") || strings.Contains(out, output.ManifestName) {
		t.Errorf("next to other changes it is redundant:\n%.500s", out)
	}
	runCommand(t, exitDone, args...)
	if err := os.Remove(filepath.Join(dir, output.ManifestName)); err != nil {
		t.Fatal(err)
	}
	if out, said := runCommand(t, exitChanges, append(args, "--diff")...); !strings.Contains(out, output.ManifestName) {
		t.Errorf("prints\n%.500s\n%s", out, said)
	}
}

// TestConflictingFlags: flags and folders that can only be a mistake.
func TestConflictingFlags(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	writeFile(t, filepath.Join(empty, "values.yaml"), "replicas: 1\n")
	job := examplePath("aws_ecs")
	for _, test := range []struct {
		want string
		args []string
	}{
		{"no job found: no file has a tenant_id", []string{"render", "--job-dir", empty, "--output", empty}},
		{"--stdout conflicts with --check and --diff", []string{"render", "--config", job, "--stdout", "--check"}},
		{"--stdout conflicts with --check and --diff", []string{"finops", "--config", job, "--stdout", "--diff"}},
		{"no output folder: use --output DIR or --stdout", []string{"render", "--config", job}},
		{"no output folder: use --output DIR or --stdout", []string{"finops", "--config", job}},
	} {
		if _, said := runCommand(t, exitError, test.args...); !strings.Contains(said, test.want) {
			t.Errorf("%v: no %q in\n%s", test.args, test.want, said)
		}
	}
}

// TestTakenOver: a job does not take over the folder of another one.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "module")
	render := func(status int, job string, flags ...string) string {
		t.Helper()
		_, said := runCommand(t, status, append([]string{"render", "--output", dir, "--config", examplePath(job)}, flags...)...)
		return said
	}
	render(exitDone, "aws_ecs")
	if said := render(exitError, "aws_ecs_backfill"); !strings.Contains(said, "contains the module of dativo-acme-stripe-customers-prod") {
		t.Error(said)
	}
	render(exitDone, "aws_ecs", "--check") // nothing was written
	render(exitChanges, "aws_ecs_backfill", "--check")
	render(exitDone, "aws_ecs_backfill", "--force")
}

func TestIgnoredHint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ignored []string
		want    string
	}{
		{[]string{"a/terraform.tfvars.json", "b/terraform.tfvars.json"}, `add "!terraform.tfvars.json" to .gitignore`},
		{[]string{"a/main.tf", "a/terraform.tfvars.json"}, "git check-ignore -v a/main.tf prints the rule"},
		{[]string{"build/.dativo-gen.manifest.json", "build/main.tf"}, "git check-ignore -v build/.dativo-gen.manifest.json prints the rule"},
	} {
		if got := ignoredHint(test.ignored); got != test.want {
			t.Errorf("%v: got %q, want %q", test.ignored, got, test.want)
		}
	}
}
