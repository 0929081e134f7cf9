package platform

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestGrantsByStore: a role counts at S3 alone, whatever the address of S3.
func TestGrantsByStore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		endpoint string
		secrets  map[string]string
		grants   int
		warning  bool
	}{
		{"", nil, 1, false},
		{"https://bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com", nil, 1, false},
		{"https://minio.acme.example:9000", nil, 0, true},
		{"https://minio.acme.example:9000", map[string]string{"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "key"}, 0, false},
	} {
		d, problems := Normalize(engineJob(func(in *Input, _ map[string]any) {
			compute := in.Job.Infrastructure.Compute
			if test.endpoint != "" {
				compute.Environment["S3_ENDPOINT"] = model.Scalar(test.endpoint)
			}
			for name, secret := range test.secrets {
				compute.Secrets[name] = "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + secret + "-AbCdEf"
			}
		}))
		warned := slices.ContainsFunc(problems, func(p diag.Diagnostic) bool { return p.Code == "engine-keys" })
		if len(d.Grants) != test.grants || warned != test.warning {
			t.Errorf("%s %v: grants %+v, warned %t", test.endpoint, test.secrets, d.Grants, warned)
		}
	}
}

// TestCredentialsInFiles: a file of access keys signs instead of the role, and must be
// mounted.
func TestCredentialsInFiles(t *testing.T) {
	t.Parallel()
	d, problems := Normalize(engineJob(func(in *Input, _ map[string]any) {
		compute := in.Job.Infrastructure.Compute
		compute.Environment["S3_ENDPOINT"] = "https://minio.acme.example:9000"
		compute.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/minio/credentials"
	}))
	if len(d.Grants) > 0 {
		t.Errorf("grants %+v", d.Grants)
	}
	if !slices.ContainsFunc(problems, func(p diag.Diagnostic) bool { return p.Code == "engine-credentials-file" }) {
		t.Errorf("said %v", problems)
	}
}
