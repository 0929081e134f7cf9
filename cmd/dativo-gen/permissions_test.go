package main

import (
	"slices"
	"strings"
	"testing"
)

// TestPermissionsOfTheJobFile evaluates what the roles of the examples may do beyond
// the job's own settings: what the job file grants, and nothing next to it.
func TestPermissionsOfTheJobFile(t *testing.T) {
	t.Parallel()
	const (
		queue     = "arn:aws:sqs:us-west-2:123456789012:orchestrator-events"
		reference = "arn:aws:s3:::acme-reference-data"
		exports   = "arn:aws:s3:::acme-exports"
		readKey   = "arn:aws:kms:us-west-2:123456789012:key/5f607182-93a4-4b5c-8d6e-7f8091a2b3c4"
		writeKey  = "arn:aws:kms:us-west-2:123456789012:key/60718293-a4b5-4c6d-8e7f-8091a2b3c4d5"
	)
	key := func(name, value string) map[string]string { return map[string]string{name: value} }
	s3 := key("kms:ViaService", "s3.us-west-2.amazonaws.com")
	for _, test := range []struct {
		example string
		request iamRequest
		want    bool
	}{
		{"aws_ecs_service", iamRequest{"sqs:SendMessage", queue, key("aws:SecureTransport", "true")}, true},
		{"aws_ecs_service", iamRequest{"sqs:SendMessage", queue, key("aws:SecureTransport", "false")}, false},
		{"aws_ecs_service", iamRequest{"sqs:SendMessage", queue + "2", key("aws:SecureTransport", "true")}, false},
		{"aws_ecs_service", iamRequest{"s3:GetObject", reference + "/currencies/eur.csv", nil}, true},
		{"aws_ecs_service", iamRequest{"s3:GetObject", reference + "/currencies", nil}, false},
		{"aws_ecs_service", iamRequest{"s3:GetObject", reference + "/people/a.csv", nil}, false},
		{"aws_ecs_service", iamRequest{"s3:PutObject", reference + "/currencies/eur.csv", nil}, false},
		{"aws_ecs_service", iamRequest{"s3:ListBucket", reference, key("s3:prefix", "countries/")}, true},
		{"aws_ecs_service", iamRequest{"s3:ListBucket", reference, key("s3:prefix", "people/")}, false},
		{"aws_ecs_service", iamRequest{"s3:ListBucket", reference, nil}, false},
		{"aws_ecs_service", iamRequest{"s3:PutObject", exports + "/a.csv", nil}, true},
		{"aws_ecs_service", iamRequest{"s3:ListBucket", exports, nil}, true},
		{"aws_ecs_service", iamRequest{"s3:DeleteBucket", exports, nil}, false},
		{"aws_ecs_service", iamRequest{"kms:Decrypt", readKey, s3}, true},
		{"aws_ecs_service", iamRequest{"kms:GenerateDataKey", readKey, s3}, false},
		{"aws_ecs_service", iamRequest{"kms:GenerateDataKey", writeKey, s3}, true},
		{"aws_ecs_service", iamRequest{"kms:Decrypt", writeKey, nil}, false},
		{"aws_eks_own_image", iamRequest{"sqs:SendMessage", "arn:aws:sqs:eu-central-1:123456789012:exports", nil}, true},
		{"aws_eks_own_image", iamRequest{"s3:GetObject", reference + "/any", nil}, true},
		{"aws_eks_own_image", iamRequest{"s3:PutObject", reference + "/any", nil}, false},
	} {
		statements := exampleModule(t, test.example).rolePolicies(t, taskRole)
		if by, ok := allows(statements, test.request); ok != test.want {
			t.Errorf("%s: %v: %v by %q, want %v", test.example, test.request, ok, by, test.want)
		}
	}
}

// TestRolesOfTheJobFile shows the grants of service accounts, with the conditions
// that limit them.
func TestRolesOfTheJobFile(t *testing.T) {
	t.Parallel()
	m := exampleModule(t, "gcp_gke_own_namespace")
	for variable, want := range map[string][]string{
		"project_roles": {
			"techco-staging roles/bigquery.jobUser ",
			`techco-warehouse roles/bigquery.dataEditor resource.name.startsWith("projects/techco-warehouse/datasets/customers/")`,
		},
		"bucket_roles": {
			`techco-reference-data roles/storage.objectViewer ` +
				`resource.name.startsWith("projects/_/buckets/techco-reference-data/objects/currencies/") || ` +
				`api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("currencies/")`,
			"techco-exports roles/storage.objectUser ",
		},
	} {
		value, err := m.variable(variable)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, grant := range value.AsValueSlice() {
			attributes := grant.AsValueMap()
			on := "bucket"
			if variable == "project_roles" {
				on = "project"
			}
			got = append(got, strings.Join([]string{
				attributes[on].AsString(), attributes["role"].AsString(), attributes["condition"].AsString(),
			}, " "))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%q, want\n%q", variable, got, want)
		}
	}
}
