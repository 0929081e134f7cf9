package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestExamplesAreAFleet renders the whole folder of examples at once: every
// job to a folder of its own, and no two of them want the same thing.
func TestExamplesAreAFleet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out, problems bytes.Buffer
	args := []string{"render", "--job-dir", filepath.Join(root, "examples"), "--output", dir}
	if status := run(args, strings.NewReader(""), &out, &problems); status != exitDone {
		t.Fatalf("status %d\n%s", status, problems.String())
	}
	modules, err := filepath.Glob(filepath.Join(dir, "*", "*", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(exampleNames(t)); len(modules) != want {
		t.Errorf("%d modules of %d examples", len(modules), want)
	}
	if !strings.Contains(problems.String(), "no tenant_id, so no jobs") {
		t.Errorf("what was skipped is not said:\n%s", problems.String())
	}
	out.Reset()
	if status := run(append(args, "--check"), strings.NewReader(""), &out, &problems); status != exitDone {
		t.Errorf("a second run would change something:\n%s", out.String())
	}
}

// fleetJob is a job file with three places to fill in.
const fleetJob = `tenant_id: acme
source_connector_path: c.yaml
target_connector_path: c.yaml
asset_path: a.yaml
infrastructure:
  provider: aws
  region: us-east-1
  job_name: JOB
  compute: {type: ecs, cluster_name: data, image: registry.example/dativo:1.4.2, task_cpu: "512", task_memory: "1024"}
  monitoring: {log_group: GROUP}
  terraform: {backend: {type: s3, bucket: acme-state, key: KEY}}
`

// TestFleetConflicts says what two jobs of one run would fight over.
func TestFleetConflicts(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		job, group, key string
		want            string
	}{
		"nothing":   {"two", "/two", "two", ""},
		"folder":    {"One", "/two", "two", "in the same folder as that of"},
		"log group": {"two", "/one", "two", "the log group is created by"},
		"state":     {"two", "/two", "one", "the state of this job would overwrite that of"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "1.yaml"), strings.NewReplacer("JOB", "one", "GROUP", "/one", "KEY", "one").Replace(fleetJob))
			writeFile(t, filepath.Join(dir, "2.yaml"), strings.NewReplacer("JOB", c.job, "GROUP", c.group, "KEY", c.key).Replace(fleetJob))
			var out, problems bytes.Buffer
			status := run([]string{"render", "--job-dir", dir, "--output", filepath.Join(dir, "out")}, strings.NewReader(""), &out, &problems)
			if c.want == "" {
				if status != exitDone {
					t.Fatalf("status %d\n%s", status, problems.String())
				}
				return
			}
			if status != exitError || !strings.Contains(problems.String(), c.want) {
				t.Errorf("status %d, want %d and %q\n%s", status, exitError, c.want, problems.String())
			}
			if left := filesBelow(t, dir); len(left) != 2 {
				t.Errorf("something was written: %v", left)
			}
		})
	}
}
