package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

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
