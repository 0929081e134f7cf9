package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

const (
	account1 = "123456789012"
	testKey  = "1234abcd-12ab-34cd-56ef-1234567890ab"
)

// TestARNs pins what is taken for the ARN of what.
func TestARNs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind arnKind
		arn  string
		want string
	}{
		{roleARN, "arn:aws:iam::123456789012:role/dativo", ""},
		{roleARN, "arn:aws:iam::123456789012:role/path/to/dativo+=,.@-_", ""},
		{roleARN, "arn:aws:iam::123456789012:user/dativo", "invalid IAM role ARN"},
		{roleARN, "arn:aws:iam::12345678901:role/dativo", "invalid IAM role ARN"},
		{roleARN, "arn:aws:iam::123456789012:role/dativo ", "invalid IAM role ARN"},
		{roleARN, "arn:aws:iam::123456789012:role/" + strings.Repeat("x", 65), "invalid IAM role ARN"},
		{roleARN, "arn:aws:iam:us-east-1:123456789012:role/dativo", "invalid IAM role ARN"},
		{roleARN, "arn:aws-cn:iam::123456789012:role/dativo", `is in partition "aws-cn", but the job's region us-east-1 is in "aws"`},
		{policyARN, "arn:aws:iam::123456789012:policy/boundary", ""},
		{policyARN, "arn:aws:iam::aws:policy/PowerUserAccess", ""},
		{policyARN, "arn:aws:iam::123456789012:role/boundary", "invalid IAM policy ARN"},
		{kmsKeyARN, "arn:aws:kms:us-east-1:123456789012:key/" + testKey, ""},
		{kmsKeyARN, "arn:aws:kms:us-east-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef", ""},
		{kmsKeyARN, "arn:aws:kms:us-east-1:123456789012:alias/data", "invalid KMS key ARN"},
		{kmsKeyARN, "arn:aws:kms:us-esat-1:123456789012:key/" + testKey, `invalid AWS region "us-esat-1" in the ARN`},
		{kmsKeyARN, "arn:aws:kms:cn-north-1:123456789012:key/" + testKey,
			`invalid partition "aws" in the ARN: its region cn-north-1 is in "aws-cn"`},
		{topicARN, "arn:aws:sns:us-east-1:123456789012:alerts", ""},
		{topicARN, "arn:aws:sns:us-east-1:123456789012:alerts:subscription", "invalid SNS topic ARN"},
		{topicARN, "alerts", "invalid SNS topic ARN"},
	} {
		n := &normalizer{infra: &model.Infrastructure{Region: "us-east-1"}}
		_, ok := n.checkARN("at", test.arn, test.kind)
		switch {
		case ok != (test.want == "") || len(n.problems) > 1:
			t.Errorf("%s: usable %t: %v", test.arn, ok, n.problems)
		case !ok && !strings.Contains(n.problems[0].Message, test.want):
			t.Errorf("%s: got %s, want %s", test.arn, n.problems[0].Message, test.want)
		}
	}
}

// TestAccounts shows which accounts must agree.
func TestAccounts(t *testing.T) {
	t.Parallel()
	role := func(account string) string { return "arn:aws:iam::" + account + ":role/r" }
	for _, test := range []struct {
		name, execution, task, boundary, topic string
		errors, warnings                       []string
	}{
		{"one account", account1, account1, account1, account1, nil, nil},
		{"roles of two", account1, "210987654321", "", "", []string{"compute.task_role_arn"}, nil},
		{"boundary of another", account1, "", "210987654321", "", []string{"compute.permissions_boundary_arn"}, nil},
		{"boundary of AWS", account1, "", "aws", "", nil, nil},
		{"topic of another", "", account1, "", "210987654321", nil, []string{"monitoring.alert_topic_arn"}},
		{"topic alone", "", "", "", "210987654321", nil, nil},
	} {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			if test.execution != "" {
				infra.Compute.ExecutionRoleARN = role(test.execution)
			}
			if test.task != "" {
				infra.Compute.TaskRoleARN = role(test.task)
			}
			if test.boundary != "" {
				infra.Compute.PermissionsBoundaryARN = "arn:aws:iam::" + test.boundary + ":policy/p"
			}
			if test.topic != "" {
				infra.Monitoring.AlertTopicARN = "arn:aws:sns:us-east-1:" + test.topic + ":alerts"
			}
		}))
		var errors, warnings []string
		for _, path := range []string{"compute.execution_role_arn", "compute.task_role_arn",
			"compute.permissions_boundary_arn", "monitoring.alert_topic_arn"} {
			if len(errorsAt(problems, path)) > 0 {
				errors = append(errors, path)
			}
			if slices.ContainsFunc(warningsAt(problems, path), func(s string) bool { return strings.Contains(s, "account") }) {
				warnings = append(warnings, path)
			}
		}
		if !slices.Equal(errors, test.errors) || !slices.Equal(warnings, test.warnings) {
			t.Errorf("%s: errors at %v, warnings at %v", test.name, errors, warnings)
		}
	}
}

func TestKMSKey(t *testing.T) {
	t.Parallel()
	whole := "arn:aws:kms:eu-west-1:123456789012:key/" + testKey
	for _, test := range []struct{ written, role, key, region, problem string }{
		{"", "", "", "", ""},
		{whole, "", whole, "eu-west-1", ""},
		{testKey, "arn:aws:iam::123456789012:role/r", "arn:aws:kms:us-east-1:123456789012:key/" + testKey, "us-east-1", ""},
		{testKey, "", "", "", "unknown account of the KMS key"},
		{"alias/data", "arn:aws:iam::123456789012:role/r", "", "", "KMS alias"},
		{"arn:aws:kms:us-east-1:123456789012:alias/data", "", "", "", "KMS alias"},
		{"my-key", "arn:aws:iam::123456789012:role/r", "", "", `invalid KMS key "my-key"`},
	} {
		in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Storage.Bucket, infra.Storage.KMSKeyID, infra.Compute.TaskRoleARN = "acme-data", test.written, test.role
		})
		d, problems := Normalize(in)
		got := strings.Join(errorsAt(problems, "storage.kms_key_id"), "\n")
		if !strings.Contains(got, test.problem) || (got == "") != (test.problem == "") {
			t.Errorf("%s: got %q, want %q", test.written, got, test.problem)
		}
		if test.problem == "" && (d.Storage.KMSKey != test.key || d.Storage.KMSKeyRegion != test.region) {
			t.Errorf("%s: got %s in %s", test.written, d.Storage.KMSKey, d.Storage.KMSKeyRegion)
		}
	}
}

func TestAWSIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"vpc-0a1b2c3d": true, "vpc-0a1b2c3d4e5f60718": true, "": true, "vpc-0abc123def456": true, "vpc-0abc123def4567890": true,
		"vpc-0abc123": false, "vpc-0a1b2c3d4e5f607189": false, "vpc-0A1B2C3D": false, "subnet-0a1b2c3d": false, "vpc": false,
		"default": false, "vpc-0a1b2c3d\n": false,
	} {
		n := &normalizer{}
		if n.checkAWSID("at", id, "vpc"); n.problems.HasErrors() == want {
			t.Errorf("%q: %v", id, n.problems)
		}
		if placeholder := len(id) == len("vpc-0abc123def456") || len(id) == len("vpc-0abc123def456789"); len(n.problems) == 0 && placeholder {
			t.Errorf("%q: no warning", id)
		}
	}
}
