package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cloudspannerecosystem/memefish"
	"github.com/sebdah/goldie/v2"
)

// finopsFolder holds the golden modules for the payer's account.
var finopsFolder = filepath.Join(root, "testdata", "finops")

// finopsCase is a set of examples with the flags of finops.
type finopsCase struct {
	name string
	// jobs are names of examples.
	jobs []string
	args []string
}

// finopsCases covers both clouds, together and alone, with and without budgets. The
// name of a case is the folder of its golden files.
func finopsCases() []finopsCase {
	budgets := filepath.Join(finopsFolder, "budgets.yaml")
	return []finopsCase{
		{"fleet", []string{"aws_ecs", "aws_ecs_backfill", "aws_eks", "aws_eks_irsa", "aws_eks_service",
			"gcp_cloud_run", "gcp_gke", "gcp_gke_own_namespace", "gcp_gke_service"}, []string{"--budgets", budgets}},
		{"aws", []string{"aws_ecs", "aws_ecs_backfill"}, []string{"--budgets", filepath.Join(finopsFolder, "budgets_aws.yaml"),
			"--tag-key", "cost_center", "--tag-key", "data_residency", "--athena-table", "billing.cur2"}},
		{"aws_without_budgets", []string{"minimal_aws_ecs"}, nil},
		{"gcp", []string{"gcp_cloud_run"}, []string{"--budgets", filepath.Join(finopsFolder, "budgets_gcp.yaml"),
			"--bigquery-table", "acme-billing.export.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_607182"}},
		{"gcp_without_budgets", []string{"gcp_cloud_run"}, nil},
	}
}

// runFinOps writes the module for a folder of examples, and returns its folder,
// the exit status and the messages.
func runFinOps(t *testing.T, c finopsCase, more ...string) (dir string, status int, said string) {
	t.Helper()
	work := t.TempDir()
	for _, folder := range []string{"assets", "connectors"} {
		if err := os.CopyFS(filepath.Join(work, folder), os.DirFS(filepath.Join(root, "examples", folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range c.jobs {
		text, err := os.ReadFile(examplePath(name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(work, "jobs", name+".yaml"), string(text))
	}
	dir = filepath.Join(work, "finops")
	var out, problems bytes.Buffer
	args := slices.Concat([]string{"finops", "--job-dir", filepath.Join(work, "jobs"), "--output", dir}, c.args, more)
	status = run(args, strings.NewReader(""), &out, &problems)
	said = strings.ReplaceAll(problems.String(), filepath.ToSlash(work)+"/", "")
	return dir, status, strings.ReplaceAll(said, filepath.ToSlash(finopsFolder)+"/", "")
}

// TestGoldenFinOps compares the modules for the billing account, and the messages,
// with the golden files.
func TestGoldenFinOps(t *testing.T) {
	t.Parallel()
	for _, c := range finopsCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, status, said := runFinOps(t, c)
			if status != exitDone {
				t.Fatalf("status %d\n%s", status, said)
			}
			want := filepath.Join(finopsFolder, c.name)
			if updating() {
				if err := os.RemoveAll(want); err != nil {
					t.Fatal(err)
				}
			}
			files := goldie.New(t, goldie.WithFixtureDir(want), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.ColoredDiff))
			for _, file := range filesBelow(t, dir) {
				data, err := os.ReadFile(filepath.Join(dir, file))
				if err != nil {
					t.Fatal(err)
				}
				files.Assert(t, file, data)
			}
			if extra := missing(filesBelow(t, want), filesBelow(t, dir)); len(extra) > 0 {
				t.Errorf("golden files that nothing renders: %v", extra)
			}
			goldie.New(t, goldie.WithFixtureDir(finopsFolder), goldie.WithNameSuffix(".stderr")).Assert(t, c.name, []byte(said))
		})
	}
}

// TestFinOpsQueries parses the SQL with Spanner's parser for GoogleSQL, which is
// BigQuery's grammar without its extensions. There is no Go parser for Athena's SQL,
// but those queries use only the common subset, so this finds syntax errors in them
// too, though not functions or columns that Athena lacks.
func TestFinOpsQueries(t *testing.T) {
	t.Parallel()
	queries, err := filepath.Glob(filepath.Join(finopsFolder, "*", "queries", "*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	if len(queries) < 16 && !updating() {
		t.Fatalf("only %d queries", len(queries))
	}
	for _, path := range queries {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := memefish.ParseQuery(path, string(text)); err != nil {
			t.Errorf("%v", err)
		}
		if bytes.Contains(text, []byte("{{")) || bytes.Contains(text, []byte("\n\n")) {
			t.Errorf("%s: a template shows through:\n%s", path, text)
		}
	}
	if _, err := memefish.ParseQuery("", "SELECT a, FROM WHERE b"); err == nil {
		t.Error("the parser accepts anything")
	}
}

// TestInvalidBudgets compares the messages about each file of budgets with its .stderr
// file; -update regenerates it.
func TestInvalidBudgets(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(finopsFolder, "invalid")
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) < 4 {
		t.Fatalf("only %d files of budgets, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := finopsCase{name: name, jobs: finopsCases()[0].jobs, args: []string{"--budgets", file}}
			dir, status, said := runFinOps(t, c)
			if status != exitError {
				t.Errorf("status %d, want %d", status, exitError)
			}
			if _, err := os.Stat(dir); err == nil {
				t.Error("something was written")
			}
			goldie.New(t, goldie.WithFixtureDir(folder), goldie.WithNameSuffix(".stderr")).Assert(t, name, []byte(said))
		})
	}
}

// TestFinOpsFlags tests further flags, valid and invalid.
func TestFinOpsFlags(t *testing.T) {
	t.Parallel()
	fleet := finopsCases()[0]
	for _, test := range []struct {
		name string
		args []string
		want int
		says string
	}{
		{"check of nothing written", []string{"--check"}, exitChanges, ""},
		{"diff of nothing written", []string{"--diff"}, exitChanges, ""},
		{"stdout", []string{"--stdout"}, exitDone, ""},
		{"a key of no job", []string{"--tag-key", "cost_centre"}, exitError, "did you mean cost_center?"},
		{"an invalid table", []string{"--athena-table", "a; DROP TABLE b"}, exitError, "expected DATABASE.TABLE"},
		{"a table with a backtick", []string{"--bigquery-table", "p.d.t`"}, exitError, "expected PROJECT.DATASET.TABLE"},
		{"no file of budgets", []string{"--budgets", "nowhere.yaml"}, exitError, "--budgets nowhere.yaml: does not exist"},
		{"a warning made an error", []string{"--strict", "--budgets", filepath.Join(finopsFolder, "budgets_aws.yaml")}, exitError,
			"missing amount"},
		{"a policy that is broken", []string{"--tag-policy", filepath.Join(root, "testdata", "policies", "broken.yaml")}, exitError,
			"the tag policy requires"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := fleet
			if slices.Contains(test.args, "--budgets") {
				c.args = nil // the test's own
			}
			dir, status, said := runFinOps(t, c, test.args...)
			if status != test.want || !strings.Contains(said, test.says) {
				t.Errorf("status %d, want %d; says\n%s", status, test.want, said)
			}
			if _, err := os.Stat(dir); err == nil {
				t.Error("something was written")
			}
		})
	}
}

// TestFinOpsAgain writes a module twice: the second run changes nothing, and an edited
// file is an error.
func TestFinOpsAgain(t *testing.T) {
	t.Parallel()
	dir, _, _ := runFinOps(t, finopsCases()[0])
	again := []string{"finops", "--job-dir", filepath.Join(filepath.Dir(dir), "jobs"), "--output", dir,
		"--budgets", filepath.Join(finopsFolder, "budgets.yaml")}
	runCommand(t, exitDone, append(again, "--check")...)
	writeFile(t, filepath.Join(dir, "aws.tf"), "# mine\n")
	if _, said := runCommand(t, exitError, again...); !strings.Contains(said, "edited by hand") {
		t.Error(said)
	}
	runCommand(t, exitDone, append(again, "--force")...)
}
