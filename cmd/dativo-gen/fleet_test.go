package main

import (
	"path/filepath"
	"strings"
	"testing"
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
