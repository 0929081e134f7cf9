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
	for _, sink := range []string{"aws", "gcp", "kubernetes"} {
		problems.Reset()
		if status := run([]string{"tags", "--job-dir", filepath.Join(root, "examples"), "--format", sink}, strings.NewReader(""), &out, &problems); status != exitDone {
			t.Errorf("tags for %s: status %d\n%s", sink, status, problems.String())
		}
	}
}

func TestIgnoredHint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ignored []string
		want    string
	}{
		{[]string{"a/terraform.tfvars.json", "b/terraform.tfvars.json"}, `add "!terraform.tfvars.json" to the .gitignore`},
		{[]string{"a/main.tf", "a/terraform.tfvars.json"}, "git check-ignore -v a/main.tf names the rule that does it"},
		{[]string{"build/.dativo-gen.manifest.json", "build/main.tf"}, "git check-ignore -v build/.dativo-gen.manifest.json names the rule that does it"},
	} {
		if got := ignoredHint(test.ignored); got != test.want {
			t.Errorf("%v: got %q, want %q", test.ignored, got, test.want)
		}
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

// TestOneLogGroupInTwoAccounts is no conflict: the groups are two.
func TestOneLogGroupInTwoAccounts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for file, account := range map[string]string{"one": "111111111111", "two": "222222222222"} {
		topic := ", alert_topic_arn: \"arn:aws:sns:us-east-1:" + account + ":alerts\""
		text := strings.NewReplacer("JOB", file, "GROUP", "/shared"+topic, "KEY", file).Replace(fleetJob)
		writeFile(t, filepath.Join(dir, file+".yaml"), text)
	}
	var out, problems bytes.Buffer
	if status := run([]string{"validate", "--job-dir", dir}, strings.NewReader(""), &out, &problems); status != exitDone {
		t.Errorf("status %d\n%s", status, problems.String())
	}
}

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

// TestRefusedTogether: flags and folders that can only be a mistake.
func TestRefusedTogether(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	writeFile(t, filepath.Join(empty, "values.yaml"), "replicas: 1\n")
	example := filepath.Join(root, "examples", "aws_ecs.yaml")
	for want, args := range map[string][]string{
		"no job in it":                 {"render", "--job-dir", empty, "--output", empty},
		"--stdout prints the files":    {"render", "--config", example, "--stdout", "--check"},
		"--check and --diff what":      {"finops", "--config", example, "--stdout", "--diff"},
		"give --output DIR, or --stdo": {"render", "--config", example},
	} {
		var out, problems bytes.Buffer
		if status := run(args, strings.NewReader(""), &out, &problems); status != exitError || !strings.Contains(problems.String(), want) {
			t.Errorf("%v: status %d, want %d and %q\n%s", args, status, exitError, want, problems.String())
		}
	}
}

// TestTakenOver: a job does not take the folder of another one.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "module")
	one, two := filepath.Join(root, "examples", "aws_ecs.yaml"), filepath.Join(root, "examples", "aws_ecs_backfill.yaml")
	render := func(want int, args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		if status := run(append([]string{"render", "--output", dir}, args...), strings.NewReader(""), &out, &problems); status != want {
			t.Fatalf("%v: status %d, want %d\n%s", args, status, want, problems.String())
		}
		return problems.String()
	}
	render(exitDone, "--config", one)
	if said := render(exitError, "--config", two); !strings.Contains(said, "the module of dativo-acme-stripe-customers-prod lies here") {
		t.Error(said)
	}
	render(exitDone, "--config", one, "--check") // nothing was written
	render(exitChanges, "--config", two, "--check")
	render(exitDone, "--config", two, "--force")
}
