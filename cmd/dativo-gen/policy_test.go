package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// policyFiles returns the tag policies of testdata/policies.
func policyFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	for _, ending := range []string{"yaml", "json"} {
		found, err := filepath.Glob(filepath.Join(root, "testdata", "policies", "*."+ending))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if filepath.Base(file) != "job.yaml" {
				files = append(files, file)
			}
		}
	}
	if len(files) < 8 {
		t.Fatalf("only %d policies", len(files))
	}
	return files
}

// TestInvalidTagPolicies holds one job against every policy and compares what
// is said with the .stderr file beside it; -update writes it anew.
func TestInvalidTagPolicies(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(root, "testdata", "policies")
	for _, file := range policyFiles(t) {
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, problems bytes.Buffer
			args := []string{"validate", "--config", filepath.Join(folder, "job.yaml"), "--tag-policy", file}
			if status := run(args, strings.NewReader(""), &out, &problems); status != exitError {
				t.Errorf("status %d, want %d", status, exitError)
			}
			said := strings.ReplaceAll(problems.String(), filepath.ToSlash(folder)+"/", "")
			goldie.New(t, goldie.WithFixtureDir(folder), goldie.WithNameSuffix(".stderr")).Assert(t, name, []byte(said))
		})
	}
}

// TestTagPolicyIsKept shows that a policy which the examples keep to says
// nothing, in every command that reads jobs, and that the rules of AWS
// Organizations are for AWS alone.
func TestTagPolicyIsKept(t *testing.T) {
	t.Parallel()
	kept := writePolicy(t, "kept.yaml", "tags:\n  tenant_id: {required: true, values: [acme, techco]}\n"+
		"  cost_center: {pattern: 'CC-[0-9]{3,4}'}\n  managed_by: {required: true, values: [dativo]}\n")
	foreign := writePolicy(t, "foreign.json", `{"tags": {"tenant_id": {"tag_value": {"@@assign": ["nobody"]}}}}`)
	for _, test := range []struct {
		name, policy, example string
		args                  []string
		want                  int
	}{
		{"validate", kept, "aws_ecs", []string{"validate"}, exitDone},
		{"render", kept, "aws_ecs", []string{"render", "--stdout"}, exitDone},
		{"tags", kept, "gcp_gke", []string{"tags"}, exitDone},
		{"organizations on GCP", foreign, "gcp_gke", []string{"validate"}, exitDone},
		{"organizations on AWS", foreign, "aws_ecs", []string{"validate"}, exitError},
		{"tags that break it", foreign, "aws_ecs", []string{"tags"}, exitError},
		{"no file", filepath.Join(root, "nowhere.yaml"), "aws_ecs", []string{"validate"}, exitError},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out, problems bytes.Buffer
			args := append(test.args, "--config", filepath.Join(root, "examples", test.example+".yaml"), "--tag-policy", test.policy)
			if status := run(args, strings.NewReader(""), &out, &problems); status != test.want {
				t.Errorf("status %d, want %d\n%s", status, test.want, problems.String())
			}
			if said := strings.Contains(problems.String(), "tag policy"); said != (test.want == exitError && test.name != "no file") {
				t.Errorf("says\n%s", problems.String())
			}
		})
	}
}

func writePolicy(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
