package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestRunner schedules the jobs that a runner.yaml names, given by flag or by the
// project file, and names the schedules without a job.
func TestRunner(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	path := filepath.Join(dir, "jobs", "acme", "orders.yaml")
	writeFile(t, path, publishedJob+"infrastructure: {provider: aws, region: us-east-1, storage: {bucket: acme-lake}}\n")
	runner := filepath.Join(dir, "configs", "runner.yaml")
	writeFile(t, runner, `orchestrator:
  schedules:
    - {name: orders, config: /app/jobs/acme/orders.yaml, cron: "15 3 * * *", timezone: Europe/Berlin}
    - {name: gone, config: /app/jobs/acme/gone.yaml, cron: "15 3 * * *"}
`)
	const want = "cron: 15 3 * * *"
	if out, _ := runCommand(t, exitDone, "show", "--config", path, "--raw", "--runner", runner); !strings.Contains(out, want) {
		t.Errorf("--runner: no %q in\n%s", want, out)
	}
	writeFile(t, filepath.Join(dir, ".dativo-gen.yaml"), "runner: configs/runner.yaml\n")
	if out, _ := runCommand(t, exitDone, "show", "--config", path, "--raw"); !strings.Contains(out, want) {
		t.Errorf("project file: no %q in\n%s", want, out)
	}
	if out, _ := runCommand(t, exitDone, "show", "--config", path, "--explain"); !strings.Contains(out, "runner.yaml:3:") {
		t.Errorf("the schedule's provenance is missing:\n%s", out)
	}
	_, stderr := runCommand(t, exitDone, "validate", "--job-dir", filepath.Join(dir, "jobs"), "--runner", runner)
	if !strings.Contains(stderr, "runner.yaml:4:") || !strings.Contains(stderr, "job not found: no job file is /app/jobs/acme/gone.yaml") {
		t.Errorf("got\n%s", stderr)
	}
	writeFile(t, filepath.Join(dir, ".dativo-gen.yaml"), "runner: configs/none.yaml\n")
	if _, stderr = runCommand(t, exitError, "validate", "--config", path); !strings.Contains(stderr,
		`runner: "configs/none.yaml" cannot be read`) {
		t.Errorf("got\n%s", stderr)
	}
	if _, stderr = runCommand(t, exitError, "validate", "--config", path,
		"--runner", filepath.Join(dir, "none")); !strings.Contains(stderr, "--runner ") {
		t.Errorf("got\n%s", stderr)
	}
}
