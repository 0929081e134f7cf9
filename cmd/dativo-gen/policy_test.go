package main

import (
	"os"
	"path/filepath"
	"slices"
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

// TestInvalidTagPolicies checks one job against every policy and compares the messages
// with the .stderr file; -update regenerates it.
func TestInvalidTagPolicies(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(root, "testdata", "policies")
	for _, file := range policyFiles(t) {
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, said := runCommand(t, exitError, "validate", "--config", filepath.Join(folder, "job.yaml"), "--tag-policy", file)
			said = strings.ReplaceAll(said, filepath.ToSlash(folder)+"/", "")
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
	foreign := writePolicy(t, "foreign.json", `{"tags": {"tenant_id": {"tag_value": {"@@assign": ["other"]}}}}`)
	for _, test := range []struct {
		name, policy, example string
		args                  []string
		status                int
		violated              bool
	}{
		{"validate", kept, "aws_ecs", []string{"validate"}, exitDone, false},
		{"render", kept, "aws_ecs", []string{"render", "--stdout"}, exitDone, false},
		{"tags", kept, "gcp_gke", []string{"tags"}, exitDone, false},
		{"organizations on GCP", foreign, "gcp_gke", []string{"validate"}, exitDone, false},
		{"organizations on AWS", foreign, "aws_ecs", []string{"validate"}, exitError, true},
		{"violated by tags", foreign, "aws_ecs", []string{"tags"}, exitError, true},
		{"missing file", filepath.Join(root, "nowhere.yaml"), "aws_ecs", []string{"validate"}, exitError, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			args := slices.Concat(test.args, []string{"--config", examplePath(test.example), "--tag-policy", test.policy})
			_, said := runCommand(t, test.status, args...)
			if got := strings.Contains(said, "tag policy"); got != test.violated {
				t.Errorf("a violated policy is reported: %v, want %v\n%s", got, test.violated, said)
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
