package main

import "testing"

// TestImagesArePulledWithLeastPrivilege evaluates what the execution roles of the
// examples may do with registries: what the pull needs, and nothing next to it.
func TestImagesArePulledWithLeastPrivilege(t *testing.T) {
	t.Parallel()
	const (
		credentials = "arn:aws:secretsmanager:eu-west-1:210987654321:secret:techco/registry-WxYzAb"
		key         = "arn:aws:kms:eu-west-1:210987654321:key/7a8b9c0d-1e2f-4a3b-8c5d-6e7f8a9b0c1d"
		created     = "arn:aws:ecr:eu-central-1:123456789012:repository/ghcr/acme/sync"
		cached      = "arn:aws:ecr:us-west-2:123456789012:repository/ghcr/acme/dativo-orchestrator"
		plain       = "arn:aws:ecr:us-east-1:123456789012:repository/dativo"
	)
	via := func(service string) map[string]string { return map[string]string{"kms:ViaService": service} }
	for _, test := range []struct {
		example string
		request iamRequest
		want    bool
	}{
		{"aws_ecs_backfill", iamRequest{"secretsmanager:GetSecretValue", credentials, nil}, true},
		{"aws_ecs_backfill", iamRequest{"secretsmanager:GetSecretValue", credentials + "2", nil}, false},
		{"aws_ecs_backfill", iamRequest{"secretsmanager:PutSecretValue", credentials, nil}, false},
		{"aws_ecs_backfill", iamRequest{"kms:Decrypt", key, via("secretsmanager.eu-west-1.amazonaws.com")}, true},
		{"aws_ecs_backfill", iamRequest{"kms:Decrypt", key, via("s3.eu-west-1.amazonaws.com")}, false},
		{"aws_ecs_backfill", iamRequest{"kms:Decrypt", key, nil}, false},
		{"aws_ecs_backfill", iamRequest{"ecr:GetAuthorizationToken", "*", nil}, false},
		{"aws_ecs_own_image", iamRequest{"ecr:BatchImportUpstreamImage", created, nil}, true},
		{"aws_ecs_own_image", iamRequest{"ecr:CreateRepository", created, nil}, true},
		{"aws_ecs_own_image", iamRequest{"ecr:CreateRepository", created + "/other", nil}, false},
		{"aws_ecs_own_image", iamRequest{"ecr:PutImage", created, nil}, false},
		{"aws_ecs_service", iamRequest{"ecr:BatchGetImage", cached, nil}, true},
		{"aws_ecs_service", iamRequest{"ecr:GetAuthorizationToken", "*", nil}, true},
		{"aws_ecs_service", iamRequest{"ecr:BatchImportUpstreamImage", cached, nil}, true},
		{"aws_ecs_service", iamRequest{"ecr:CreateRepository", cached, nil}, false},
		{"aws_ecs", iamRequest{"ecr:BatchGetImage", plain, nil}, true},
		{"aws_ecs", iamRequest{"ecr:BatchImportUpstreamImage", plain, nil}, false},
	} {
		statements := exampleModule(t, test.example).rolePolicies(t, "aws_iam_role.execution")
		if by, ok := allows(statements, test.request); ok != test.want {
			t.Errorf("%s: %v: %v by %q, want %v", test.example, test.request, ok, by, test.want)
		}
	}
}
