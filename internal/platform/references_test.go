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
		{roleARN, "arn:aws:iam::123456789012:user/dativo", "is not the ARN of an IAM role"},
		{roleARN, "arn:aws:iam::12345678901:role/dativo", "is not the ARN of an IAM role"},
		{roleARN, "arn:aws:iam::123456789012:role/dativo ", "is not the ARN of an IAM role"},
		{roleARN, "arn:aws:iam::123456789012:role/" + strings.Repeat("x", 65), "is not the ARN of an IAM role"},
		{roleARN, "arn:aws:iam:us-east-1:123456789012:role/dativo", "is not the ARN of an IAM role"},
		{roleARN, "arn:aws-cn:iam::123456789012:role/dativo", `is of the partition "aws-cn", but the job's region us-east-1 is in "aws"`},
		{policyARN, "arn:aws:iam::123456789012:policy/boundary", ""},
		{policyARN, "arn:aws:iam::aws:policy/PowerUserAccess", ""},
		{policyARN, "arn:aws:iam::123456789012:role/boundary", "is not the ARN of an IAM policy"},
		{kmsKeyARN, "arn:aws:kms:us-east-1:123456789012:key/" + testKey, ""},
		{kmsKeyARN, "arn:aws:kms:us-east-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef", ""},
		{kmsKeyARN, "arn:aws:kms:us-east-1:123456789012:alias/data", "is not the ARN of a KMS key"},
		{kmsKeyARN, "arn:aws:kms:us-esat-1:123456789012:key/" + testKey, `names "us-esat-1", which is not an AWS region`},
		{kmsKeyARN, "arn:aws:kms:cn-north-1:123456789012:key/" + testKey, `is of the partition "aws", but its own region cn-north-1 is in "aws-cn"`},
		{topicARN, "arn:aws:sns:us-east-1:123456789012:alerts", ""},
		{topicARN, "arn:aws:sns:us-east-1:123456789012:alerts:subscription", "is not the ARN of an SNS topic"},
		{topicARN, "alerts", "is not the ARN of an SNS topic"},
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
		for _, path := range []string{"compute.execution_role_arn", "compute.task_role_arn", "compute.permissions_boundary_arn", "monitoring.alert_topic_arn"} {
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
		{testKey, "", "", "", "the key's account is not known"},
		{"alias/data", "arn:aws:iam::123456789012:role/r", "", "", "is an alias"},
		{"arn:aws:kms:us-east-1:123456789012:alias/data", "", "", "", "is an alias"},
		{"my-key", "arn:aws:iam::123456789012:role/r", "", "", `"my-key" is not a KMS key`},
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
		"vpc-0a1b2c3d": true, "vpc-0a1b2c3d4e5f60718": true, "": true,
		"vpc-0abc123def456": false, "vpc-0A1B2C3D": false, "subnet-0a1b2c3d": false, "vpc": false, "default": false, "vpc-0a1b2c3d\n": false,
	} {
		n := &normalizer{}
		if n.checkAWSID("at", id, "vpc"); (len(n.problems) == 0) != want {
			t.Errorf("%q: %v", id, n.problems)
		}
	}
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		s3, gcs_ bool
	}{
		{"acme-data", true, true}, {"a.b.c", true, true}, {"abc", true, true}, {"", true, true},
		{"ab", false, false}, {"Acme", false, false}, {"a_b", false, true}, {"-abc", false, false}, {"abc-", false, false},
		{"a..b", false, true}, {"a.-b", false, true}, {"192.168.1.1", false, false}, {"xn--abc", false, true}, {"abc-s3alias", false, true},
		{"goog-data", true, false}, {"s3://abc", false, false}, {"abc/def", false, false}, {strings.Repeat("a", 63), true, true}, {strings.Repeat("a", 64), false, false},
		{strings.Repeat("a.", 100) + "a", false, true}, {"aé", false, false}, {"_", false, false},
	} {
		n := &normalizer{}
		if n.s3Bucket("at", test.name); (len(n.problems) == 0) != test.s3 {
			t.Errorf("S3 %q: %v", test.name, n.problems)
		}
		n = &normalizer{}
		if n.gcsBucket("at", test.name); (len(n.problems) == 0) != test.gcs_ {
			t.Errorf("Cloud Storage %q: %v", test.name, n.problems)
		}
	}
}

func TestTopics(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"alerts": "", "projects/acme-ops/topics/alerts": "", "projects/acme-ops/topics/Google": "",
		"goog-alerts": `"goog-alerts" is not a name that a Pub/Sub topic can have`, "projects/acme-ops/topics/google": `"google" is not a name that a Pub/Sub topic can have`,
		"a": "is not a Pub/Sub topic", "topics/alerts": "is not a Pub/Sub topic", "projects/acme-ops/topics/": "is not a Pub/Sub topic",
	} {
		_, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
			infra.ProjectID, infra.Monitoring.AlertTopic = "acme-prod", written
		}))
		got := strings.Join(errorsAt(problems, "monitoring.alert_topic"), "\n")
		if !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%s: got %q, want %q", written, got, want)
		}
	}
}

func TestProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		problems   []string
		change     func(*model.Infrastructure)
	}{
		{"written", "acme-prod", nil, func(i *model.Infrastructure) { i.ProjectID = "acme-prod" }},
		{"written, and the network is shared", "acme-prod", nil, func(i *model.Infrastructure) {
			i.ProjectID, i.Network.VPCID = "acme-prod", "projects/acme-host/global/networks/n"
		}},
		{"of a domain", "example.com:acme", nil, func(i *model.Infrastructure) { i.ProjectID = "example.com:acme" }},
		{"malformed", "", []string{"project_id"}, func(i *model.Infrastructure) { i.ProjectID = "Acme" }},
		{"a number", "", []string{"project_id"}, func(i *model.Infrastructure) { i.ProjectID = "123456789" }},
		{"service account", "acme-prod", nil, func(i *model.Infrastructure) { i.Compute.ServiceAccount = "dativo@acme-prod.iam.gserviceaccount.com" }},
		{"service account of a domain", "example.com:acme-prod", nil, func(i *model.Infrastructure) {
			i.Compute.ServiceAccount = "dativo@acme-prod.example.com.iam.gserviceaccount.com"
			i.Network.VPCID = "projects/example.com:acme-prod/global/networks/n"
		}},
		{"network", "acme-prod", nil, func(i *model.Infrastructure) { i.Network.VPCID = "projects/acme-prod/global/networks/n" }},
		{"self link", "acme-prod", nil, func(i *model.Infrastructure) {
			i.Network.VPCID = "https://www.googleapis.com/compute/v1/projects/acme-prod/global/networks/n"
		}},
		{"subnet", "acme-prod", nil, func(i *model.Infrastructure) {
			i.Network.Subnets = []string{"data", "projects/acme-prod/regions/europe-west1/subnetworks/s"}
		}},
		{"key", "acme-prod", nil, func(i *model.Infrastructure) {
			i.Storage.KMSKeyID = "projects/acme-prod/locations/europe-west1/keyRings/r/cryptoKeys/k"
		}},
		{"topic", "acme-prod", nil, func(i *model.Infrastructure) { i.Monitoring.AlertTopic = "projects/acme-prod/topics/alerts" }},
		{"they disagree", "", []string{"monitoring.alert_topic"}, func(i *model.Infrastructure) {
			i.Compute.ServiceAccount, i.Monitoring.AlertTopic = "dativo@acme-prod.iam.gserviceaccount.com", "projects/acme-ops/topics/alerts"
		}},
		{"nothing reveals it", "", []string{"project_id"}, func(i *model.Infrastructure) {
			i.Network.VPCID, i.Monitoring.AlertTopic = "default", "alerts"
		}},
		{"the default account tells only its number", "", []string{"project_id"}, func(i *model.Infrastructure) {
			i.Compute.ServiceAccount = "123456789-compute@developer.gserviceaccount.com"
		}},
		{"what would reveal it is malformed", "", []string{"compute.service_account"}, func(i *model.Infrastructure) { i.Compute.ServiceAccount = "dativo@acme-prod" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) { test.change(infra) }))
			var at []string
			for _, path := range []string{"project_id", "compute.service_account", "network.vpc_id", "network.subnets[0]", "storage.kms_key_id", "monitoring.alert_topic"} {
				if len(errorsAt(problems, path)) > 0 {
					at = append(at, path)
				}
			}
			if !slices.Equal(at, test.problems) {
				t.Errorf("errors at %v, want %v: %v", at, test.problems, problems)
			}
			if test.want != "" && d.Project != test.want {
				t.Errorf("project %q, want %q", d.Project, test.want)
			}
		})
	}
}

func TestSecretForms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		provider, compute, reference string
		want                         model.SecretRef
	}{
		{"aws", "ecs", "arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe/prod-AbCdEf", model.SecretRef{Kind: model.SecretsManager}},
		{"aws", "ecs", "arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf:api_key::", model.SecretRef{Kind: model.SecretsManager}},
		{"aws", "ecs", "arn:aws:ssm:us-east-1:123456789012:parameter/a/b.c", model.SecretRef{Kind: model.SSMParameter}},
		{"aws", "eks", "stripe/api-key", model.SecretRef{Kind: model.KubernetesSecret, Reference: "stripe", Key: "api-key"}},
		{"gcp", "gke", "a.b/C_d.e", model.SecretRef{Kind: model.KubernetesSecret, Reference: "a.b", Key: "C_d.e"}},
		{"gcp", "cloud_run", "projects/acme-prod/secrets/s", model.SecretRef{Kind: model.SecretManager, Version: "latest"}},
		{"gcp", "cloud_run", "projects/123/secrets/s/versions/7", model.SecretRef{Kind: model.SecretManager, Reference: "projects/123/secrets/s", Version: "7"}},
		{"gcp", "cloud_run", "projects/acme-prod/secrets/s/version/7", model.SecretRef{}},
		{"gcp", "cloud_run", "stripe/api-key", model.SecretRef{}},
		{"aws", "ecs", "stripe/api-key", model.SecretRef{}},
		{"aws", "ecs", "hunter2", model.SecretRef{}},
		{"aws", "ecs", "arn:aws:ssm:us-east-1:123456789012:parameter", model.SecretRef{}},
		{"aws", "ecs", "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/a", model.SecretRef{}},
		{"aws", "eks", "arn:aws:ssm:us-east-1:123456789012:parameter/a", model.SecretRef{}},
		{"aws", "eks", "stripe/api/key", model.SecretRef{}},
		{"aws", "eks", "", model.SecretRef{}},
	} {
		d, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Secrets = map[string]string{"A": test.reference}
		}))
		found := errorsAt(problems, "compute.secrets.A")
		if test.want.Kind == "" {
			if len(found) != 1 {
				t.Errorf("%s on %s: got %q, want one error", test.reference, test.compute, found)
			}
			if message, _, _ := strings.Cut(strings.Join(found, ""), " | "); test.reference != "" && strings.Contains(message, test.reference) {
				t.Errorf("%s: the message shows what may be the secret", test.reference)
			}
			continue
		}
		test.want.Name = "A"
		if test.want.Reference == "" {
			test.want.Reference = test.reference
		}
		if len(found) > 0 || !slices.Equal(d.Container.Secrets, []model.SecretRef{test.want}) {
			t.Errorf("%s on %s: got %+v %q", test.reference, test.compute, d.Container.Secrets, found)
		}
	}
}

// TestKeysOfAnotherRegion shows where a key of another region than the job's is
// refused: a log group takes keys of its own region alone, and so does a log
// bucket. The data bucket may be anywhere.
func TestKeysOfAnotherRegion(t *testing.T) {
	t.Parallel()
	arn := "arn:aws:kms:eu-west-1:123456789012:key/" + testKey
	name := func(location string) string {
		return "projects/acme-prod/locations/" + location + "/keyRings/r/cryptoKeys/k"
	}
	for _, test := range []struct{ provider, compute, logs, data, want string }{
		{"aws", "ecs", arn, "", "is in eu-west-1, but the job runs in us-east-1 | CloudWatch Logs uses keys of its own region"},
		{"aws", "ecs", "", arn, ""},
		{"gcp", "gke", name("us-central1"), "", "is in us-central1, but the logs are kept in europe-west1"},
		{"gcp", "gke", name("europe-west1"), "", ""},
		{"gcp", "gke", "", name("us-central1"), ""},
	} {
		_, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Monitoring.LogKMSKeyID, infra.Monitoring.LogRetentionDays = test.logs, ptr(30)
			infra.Storage.Bucket, infra.Storage.KMSKeyID = "acme-data", test.data
		}))
		got := strings.Join(append(errorsAt(problems, "monitoring.log_kms_key_id"), errorsAt(problems, "storage.kms_key_id")...), "; ")
		if got != test.want {
			t.Errorf("%s, logs %q, data %q: got %q, want %q", test.provider, test.logs, test.data, got, test.want)
		}
	}
}
