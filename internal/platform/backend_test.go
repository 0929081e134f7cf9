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
		{"s3, all written", "gcp", model.Backend{Type: "s3", Bucket: "state", Key: "k", Region: "eu-west-1", KMSKeyID: "alias/s", UseLockfile: ptr(false)},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: "k", Region: "eu-west-1", KMSKeyID: "alias/s"}, ""},
		{"gcs", "gcp", model.Backend{Type: "gcs", Bucket: "state"}, model.BackendPlan{Type: "gcs", Bucket: "state", Prefix: "dativo/acme/orders/prod"}, ""},
		{"local", "aws", model.Backend{Type: "local"}, model.BackendPlan{Type: "local", Path: "terraform.tfstate"}, ""},
		{"no bucket", "aws", model.Backend{Type: "s3"}, model.BackendPlan{}, "bucket"},
		{"no region", "gcp", model.Backend{Type: "s3", Bucket: "state"}, model.BackendPlan{}, "region"},
		{"a region of Google", "aws", model.Backend{Type: "s3", Bucket: "state", Region: "europe-west1"}, model.BackendPlan{}, "region"},
		{"slash", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "/k"}, model.BackendPlan{}, "key"},
		{"others' settings", "gcp", model.Backend{Type: "gcs", Bucket: "state", Key: "k", Region: "r", KMSKeyID: "k", Path: "p", UseLockfile: ptr(false)}, model.BackendPlan{},
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
