package platform

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// jobOn is a job with every part of the infrastructure block, in which a test
// sets what it is about.
func jobOn(provider, compute string, change func(*model.Job, *model.Infrastructure)) Input {
	infra := withAllBlocks(&model.Infrastructure{Provider: provider, Region: "us-east-1"})
	infra.Compute.Type = compute
	if provider == "gcp" {
		infra.Region = "europe-west1"
	}
	job := &model.Job{TenantID: "acme", Infrastructure: infra}
	change(job, infra)
	return Input{Job: job, File: "orders.yaml"}
}

// errorsAt returns the messages of the errors at a path below infrastructure,
// followed by their hints.
func errorsAt(problems diag.List, path string) []string {
	return messages(problems, diag.Error, path)
}

func warningsAt(problems diag.List, path string) []string {
	return messages(problems, diag.Warning, path)
}

func messages(problems diag.List, severity diag.Severity, path string) []string {
	var found []string
	for _, p := range problems {
		if p.Severity == severity && p.Path == "infrastructure."+path {
			found = append(found, strings.TrimSuffix(p.Message+" | "+p.Hint, " | "))
		}
	}
	return found
}

func TestSelectPlatform(t *testing.T) {
	t.Parallel()
	nothing := func(*model.Job, *model.Infrastructure) {}
	for _, test := range []struct{ provider, compute, want string }{
		{"aws", "ecs", ""},
		{"gcp", "ecs", `invalid compute type "ecs" for provider gcp: use gke or cloud_run`},
		{"aws", "cloud_run", `invalid compute type "cloud_run" for provider aws: use ecs or eks`},
		{"aws", "", "missing | use ecs or eks"},
		{"", "", "missing | use ecs, eks, gke or cloud_run"},
		{"", "ecs", ""},
		{"aws", "fargate", ""}, // the schema says so
	} {
		_, problems := Normalize(jobOn(test.provider, test.compute, nothing))
		if got := strings.Join(errorsAt(problems, "compute.type"), "\n"); got != test.want {
			t.Errorf("%s/%s: got %s, want %s", test.provider, test.compute, got, test.want)
		}
	}
}

// TestNormalizeContinues shows that a block is checked even if its platform is
// unknown.
func TestNormalizeContinues(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ provider, compute string }{{"aws", "gke"}, {"aws", ""}, {"aws", "fargate"}, {"azure", "ecs"}, {"", "ecs"}} {
		_, problems := Normalize(jobOn(test.provider, test.compute, func(job *model.Job, infra *model.Infrastructure) {
			job.TenantID = "a b"
			infra.Region = "us-esat-1"
			infra.Schedule.Cron = "0 25 * * *"
			infra.Network.VPCID = "vpc-1"
		}))
		for _, path := range []string{"region", "schedule.cron", "network.vpc_id"} {
			if len(errorsAt(problems, path)) != 1 {
				t.Errorf("%q/%q: no error at %s: %v", test.provider, test.compute, path, problems)
			}
		}
	}
}

func TestNamesOfTheJob(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, written, want, problem string }{
		{"orders.yaml", "", "orders", ""},
		{"orders.eu.yml", "", "orders.eu", ""},
		{"orders.yaml", "invoices", "invoices", ""},
		{"", "invoices", "invoices", ""},
		{"", "", "", "missing: a job from standard input has no file name to use"},
		{"my orders.yaml", "", "my orders", `invalid name "my orders": resource names cannot contain it | the job is named after its file unless job_name is set: ` +
			`use letters, digits, ".", "_" and "-", starting with a letter or digit`},
	} {
		in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) { infra.JobName = test.written })
		in.File = test.file
		d, problems := Normalize(in)
		if got := strings.Join(errorsAt(problems, "job_name"), "\n"); got != test.problem || d.Job != test.want {
			t.Errorf("%q, %q: got %q and %s", test.file, test.written, d.Job, got)
		}
	}
}

// TestIgnoredKeysAreNotChecked shows that a key that the platform refuses or
// ignores has no other problem.
func TestIgnoredKeysAreNotChecked(t *testing.T) {
	t.Parallel()
	_, ignored := Normalize(jobOn("aws", "eks", func(_ *model.Job, infra *model.Infrastructure) { infra.Network.Subnets = []string{"x"} }))
	if wrong := errorsAt(ignored, "network.subnets[0]"); len(wrong) > 0 || len(warningsAt(ignored, "network.subnets")) != 1 {
		t.Errorf("got %v", ignored)
	}
	_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
		infra.Schedule.Cron, infra.Schedule.Region = "@daily", "x"
	}))
	if got := errorsAt(problems, "schedule.region"); len(got) != 1 || !strings.HasPrefix(got[0], "unsupported on AWS ECS") {
		t.Errorf("got %q", got)
	}
}

// TestNormalizeChangesNothing shows that the author's job stays as it was, and
// that the same job gives the same deployment.
func TestNormalizeChangesNothing(t *testing.T) {
	t.Parallel()
	in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
		infra.Network.Egress = []model.Egress{{CIDR: "10.0.0.0/8", Port: 5432}}
		infra.Compute.Environment = map[string]model.Scalar{"B": "2", "A": "1", "C": "3"}
		infra.Compute.Secrets = map[string]string{"Z": "arn:aws:ssm:us-east-1:123456789012:parameter/z",
			"Y": "arn:aws:ssm:us-east-1:123456789012:parameter/y"}
	})
	before, err := json.Marshal(in.Job)
	if err != nil {
		t.Fatal(err)
	}
	first, problems := Normalize(in)
	for range 5 {
		again, more := Normalize(in)
		if !reflect.DeepEqual(first, again) || !reflect.DeepEqual(problems, more) {
			t.Fatal("a second run differs")
		}
	}
	if after, err := json.Marshal(in.Job); err != nil || string(after) != string(before) {
		t.Errorf("%v: the job was\n%s\nand is\n%s", err, before, after)
	}
	if first.Container.Secrets[0].Name != "Y" {
		t.Errorf("secrets are not sorted: %v", first.Container.Secrets)
	}
}

func ptr[T any](v T) *T { return &v }

// TestNamesOfTenantAndEnvironment shows which problems their names have.
func TestNamesOfTenantAndEnvironment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		tenant, environment string
		want                []string
	}{
		{"acme", "prod", nil},
		{"acme", "", nil},
		{"", "prod", nil}, // the schema reports it
		{"a b", "prod", []string{"tenant_id"}},
		{"a b", "p/q", []string{"tenant_id", "environment"}},
	} {
		_, problems := Normalize(jobOn("aws", "ecs", func(job *model.Job, _ *model.Infrastructure) {
			job.TenantID, job.Environment = test.tenant, test.environment
		}))
		var at []string
		for _, p := range problems {
			if p.Code == "name" {
				at = append(at, p.Path)
			}
		}
		if !slices.Equal(at, test.want) {
			t.Errorf("%q, %q: errors at %q, want %q", test.tenant, test.environment, at, test.want)
		}
	}
}
