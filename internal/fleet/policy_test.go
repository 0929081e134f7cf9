package fleet

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/policy"
)

// parsed is the policy of a text that is valid.
func parsed(t *testing.T, text string) *policy.Policy {
	t.Helper()
	rules, problems := ParsePolicy("policy.yaml", []byte(text))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return rules
}

func TestCheckPolicy(t *testing.T) {
	t.Parallel()
	const (
		own           = "tags: {tenant_id: {values: [globex]}}\n"
		organizations = `{"tags": {"tenant_id": {"tag_value": {"@@assign": ["globex"]}}}}`
	)
	aws := loadText(t, newLoader(), "aws.yaml", ecsJob())
	for _, test := range []struct {
		name, policy string
		job          *Job
		violated     bool
	}{
		{"own policy", own, aws, true},
		{"own policy on Google Cloud", own, exampleJob(t, "gcp_gke"), true},
		{"own policy without infrastructure", own, loadText(t, &config.Loader{Tags: true}, "a.yaml", bareJob), true},
		{"tags not read", "tags: {tenant_id: {required: true}}\n", loadText(t, newLoader(), "a.yaml", bareJob), false},
		{"AWS Organizations", organizations, aws, true},
		{"AWS Organizations on Google Cloud", organizations, exampleJob(t, "gcp_gke"), false},
		{"AWS Organizations without infrastructure", organizations, loadText(t, &config.Loader{Tags: true}, "a.yaml", bareJob), false},
		{"kept", "tags: {tenant_id: {values: [acme]}}\n", aws, false},
	} {
		problems := CheckPolicy(parsed(t, test.policy), test.job)
		if problems.HasErrors() != test.violated {
			t.Errorf("%s: got %v", test.name, problems)
		}
		for _, p := range problems {
			if p.Pos.File != test.job.File() || p.Pos.Line == 0 {
				t.Errorf("%s: at %v", test.name, p.Pos)
			}
		}
	}
}

// FuzzTagPolicy reads anything as a policy: it is a policy, or the problem says
// where it is invalid.
func FuzzTagPolicy(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(root, "testdata", "policies", "*.*"))
	if err != nil || len(files) < 10 {
		f.Fatalf("%d policies: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		rules, problems := ParsePolicy("policy.yaml", text)
		if rules == nil && !problems.HasErrors() {
			t.Fatal("neither a policy nor a problem")
		}
		for _, p := range problems {
			if p.Pos.File != "policy.yaml" || p.Message == "" {
				t.Errorf("a problem without a place or a message: %+v", p)
			}
		}
	})
}
