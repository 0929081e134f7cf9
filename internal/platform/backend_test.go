package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestBackend(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, provider string
		written        model.Backend
		want           model.BackendPlan
		problems       string
	}{
		{"none", "aws", model.Backend{}, model.BackendPlan{}, ""},
		{"s3", "aws", model.Backend{Type: "s3", Bucket: "state"},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: "dativo/acme/orders/prod/terraform.tfstate",
				Region: "us-east-1", UseLockfile: true}, ""},
		{"s3, all written", "gcp", model.Backend{Type: "s3", Bucket: "state", Key: "k", Region: "eu-west-1", KMSKeyID: "alias/s",
			UseLockfile: ptr(false)},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: "k", Region: "eu-west-1", KMSKeyID: "alias/s"}, ""},
		{"gcs", "gcp", model.Backend{Type: "gcs", Bucket: "state"}, model.BackendPlan{Type: "gcs", Bucket: "state",
			Prefix: "dativo/acme/orders/prod"}, ""},
		{"local", "aws", model.Backend{Type: "local"}, model.BackendPlan{Type: "local", Path: "terraform.tfstate"}, ""},
		{"no bucket", "aws", model.Backend{Type: "s3"}, model.BackendPlan{}, "bucket"},
		{"no region", "gcp", model.Backend{Type: "s3", Bucket: "state"}, model.BackendPlan{}, "region"},
		{"a region of Google", "aws", model.Backend{Type: "s3", Bucket: "state", Region: "europe-west1"}, model.BackendPlan{}, "region"},
		{"slash", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "/k"}, model.BackendPlan{}, "key"},
		{"slash at the end", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "dativo/job/"}, model.BackendPlan{}, "key"},
		{"two slashes", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "dativo//k"}, model.BackendPlan{}, "key"},
		{"two slashes of placeholders", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "{tenant}//{job}"}, model.BackendPlan{}, "key"},
		{"a placeholder at the end", "gcp", model.Backend{Type: "s3", Bucket: "state", Key: "{job}/", Region: "us-east-1"},
			model.BackendPlan{}, "key"},
		{"blanks", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "  "}, model.BackendPlan{}, "key"},
		{"bytes with the lock file", "aws", model.Backend{Type: "s3", Bucket: "state", Key: strings.Repeat("ä", 509)},
			model.BackendPlan{}, "key"},
		{"bytes without a lock file", "aws",
			model.Backend{Type: "s3", Bucket: "state", Key: strings.Repeat("ä", 512), UseLockfile: ptr(false)},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: strings.Repeat("ä", 512), Region: "us-east-1"}, ""},
		{"a UUID that Terraform rejects", "aws",
			model.Backend{Type: "s3", Bucket: "state", KMSKeyID: "3d4e5f60-7182-93a4-b5c6-d7e8f90a1b2c"}, model.BackendPlan{}, "kms_key_id"},
		{"the same in an ARN", "aws", model.Backend{Type: "s3", Bucket: "state",
			KMSKeyID: "arn:aws:kms:us-east-1:123456789012:key/3d4e5f60-7182-93a4-b5c6-d7e8f90a1b2c"}, model.BackendPlan{}, "kms_key_id"},
		{"a key of another region", "aws", model.Backend{Type: "s3", Bucket: "state",
			KMSKeyID: "arn:aws:kms:eu-west-1:123456789012:key/3d4e5f60-7182-43a4-95c6-d7e8f90a1b2c"}, model.BackendPlan{}, "kms_key_id"},
		{"a key of another partition", "gcp", model.Backend{Type: "s3", Bucket: "state", Region: "cn-north-1",
			KMSKeyID: "arn:aws:kms:cn-north-1:123456789012:alias/state"}, model.BackendPlan{}, "kms_key_id"},
		{"a role as a key", "aws", model.Backend{Type: "s3", Bucket: "state", KMSKeyID: "arn:aws:iam::123456789012:role/state"},
			model.BackendPlan{}, "kms_key_id"},
		{"a region that is new", "gcp", model.Backend{Type: "s3", Bucket: "state", Key: "k", Region: "eusc-de-east-1",
			KMSKeyID: "arn:aws-eusc:kms:eusc-de-east-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef"},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: "k", Region: "eusc-de-east-1", UseLockfile: true, SkipRegionValidation: true,
				KMSKeyID: "arn:aws-eusc:kms:eusc-de-east-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef"}, ""},
		{"a long prefix", "gcp", model.Backend{Type: "gcs", Bucket: "state", Prefix: strings.Repeat("ä", 510)}, model.BackendPlan{}, "prefix"},
		{"a line break", "gcp", model.Backend{Type: "gcs", Bucket: "state", Prefix: "a\nb"}, model.BackendPlan{}, "prefix"},
		{"others' settings", "gcp", model.Backend{Type: "gcs", Bucket: "state", Key: "k", Region: "r", KMSKeyID: "k", Path: "p",
			UseLockfile: ptr(false)}, model.BackendPlan{},
			"key kms_key_id path region use_lockfile"},
		{"bucket of nothing", "aws", model.Backend{Type: "local", Bucket: "state", Prefix: "p"}, model.BackendPlan{}, "bucket prefix"},
	} {
		d, problems := Normalize(jobOn(test.provider, map[string]string{"aws": "ecs", "gcp": "cloud_run"}[test.provider],
			func(job *model.Job, infra *model.Infrastructure) {
				job.Environment = "prod"
				infra.Terraform.Backend = &test.written
			}))
		var at []string
		for _, key := range []string{"bucket", "key", "kms_key_id", "path", "prefix", "region", "use_lockfile"} {
			if len(errorsAt(problems, "terraform.backend."+key)) > 0 {
				at = append(at, key)
			}
		}
		if strings.Join(at, " ") != test.problems {
			t.Errorf("%s: errors at %v", test.name, at)
		}
		if test.problems == "" && d.Backend != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, d.Backend, test.want)
		}
		if warned := len(warningsAt(problems, "terraform.backend")) > 0; warned != (test.name == "none") {
			t.Errorf("%s: warned of local state %t", test.name, warned)
		}
	}
}
