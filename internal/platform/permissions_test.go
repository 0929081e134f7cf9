package platform

import (
	"fmt"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// statementOf is a job with one statement.
func statementOf(s model.PolicyStatement) func(*model.Infrastructure) {
	return func(i *model.Infrastructure) { i.Identity = &model.Access{Statements: []model.PolicyStatement{s}} }
}

// TestStatementsAreChecked shows what IAM refuses in statements.
func TestStatementsAreChecked(t *testing.T) {
	t.Parallel()
	const queue = "arn:aws:sqs:us-east-1:123456789012:events"
	send := []string{"sqs:SendMessage"}
	at := func(below string) []string { return []string{"error statement identity.statements[0]." + below} }
	runProblemTests(t, "aws_eks", []problemTest{
		{"plain", statementOf(model.PolicyStatement{Actions: send, Resources: []string{queue}}), nil},
		{"wildcards", statementOf(model.PolicyStatement{Actions: []string{"sqs:Send*"}, Resources: []string{queue + "-*"}}), nil},
		{"no region", statementOf(model.PolicyStatement{Actions: send, Resources: []string{"arn:aws:s3:::lake/*"}}), nil},
		{"any region", statementOf(model.PolicyStatement{Actions: send, Resources: []string{"arn:aws:sqs:*:123456789012:e"}}), nil},
		{"any partition", statementOf(model.PolicyStatement{Actions: send, Resources: []string{"arn:*:sqs:*:*:e"}}), nil},
		{"another partition", statementOf(model.PolicyStatement{Actions: send, Resources: []string{"arn:aws-cn:sqs:cn-north-1:1:e"}}),
			[]string{"error arn-partition identity.statements[0].resources[0]"}},
		{"a name", statementOf(model.PolicyStatement{Actions: send, Resources: []string{"events"}}), at("resources[0]")},
		{"no service", statementOf(model.PolicyStatement{Actions: []string{"SendMessage"}, Resources: []string{queue}}), at("actions[0]")},
		{"a Sid with a hyphen", statementOf(model.PolicyStatement{Sid: "a-b", Actions: send, Resources: []string{queue}}), at("sid")},
		{"an operator", statementOf(model.PolicyStatement{Actions: send, Resources: []string{queue},
			Conditions: map[string]map[string]model.Words{"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": {"team"}}}}), nil},
		{"no operator", statementOf(model.PolicyStatement{Actions: send, Resources: []string{queue},
			Conditions: map[string]map[string]model.Words{"StringIs": {"aws:TagKeys": {"team"}}}}), at("conditions.StringIs")},
		{"not Latin-1", statementOf(model.PolicyStatement{Actions: send, Resources: []string{queue + "数"}}), at("resources[0]")},
		{"every action", statementOf(model.PolicyStatement{Actions: []string{"sqs:*"}, Resources: []string{queue}}),
			[]string{"warning broad-grant identity.statements[0].actions[0]"}},
		{"denial of every action", statementOf(model.PolicyStatement{Effect: "Deny", Actions: []string{"*"}, Resources: []string{"*"}}), nil},
	})
}

// TestPermissionsNeedACreatedIdentity shows that a named identity gets nothing, with
// a warning, and that a created one exists for what the job file grants alone.
func TestPermissionsNeedACreatedIdentity(t *testing.T) {
	t.Parallel()
	aws := func(role string) func(*model.Infrastructure) {
		return func(i *model.Infrastructure) {
			i.Compute.TaskRoleARN = role
			i.Identity = &model.Access{PolicyARNs: []string{"arn:aws:iam::123456789012:policy/p"}}
			i.Storage.Buckets = []model.FurtherBucket{{Bucket: "further"}}
		}
	}
	runProblemTests(t, "aws_eks", []problemTest{
		{"created", aws(""), nil},
		{"named", aws(ecsTestRole), []string{"warning no-effect identity.policy_arns", "warning no-effect storage.buckets"}},
	})
	gcp := func(account string) func(*model.Infrastructure) {
		return func(i *model.Infrastructure) {
			i.Compute.ServiceAccount = account
			i.Identity = &model.Access{Roles: []model.RoleGrant{{Role: "roles/bigquery.jobUser"}}}
		}
	}
	runProblemTests(t, "gcp_gke", []problemTest{
		{"created", gcp(""), nil},
		{"named", gcp("dativo@acme-prod.iam.gserviceaccount.com"), []string{"warning no-effect identity.roles"}},
	})
	d, _ := Normalize(kubernetesJob("aws_eks", aws("")))
	if !d.Identity.CreateTaskRole || !d.HasTaskPolicy() {
		t.Errorf("no role for the policy and the bucket: %+v", d.Identity)
	}
	d, _ = Normalize(kubernetesJob("gcp_gke", gcp("")))
	if roles := d.Permissions.ProjectRoles; !d.Identity.CreateServiceAccount || len(roles) != 1 || roles[0].Project != "acme-prod" {
		t.Errorf("no account for the role: %+v %+v", d.Identity, roles)
	}
}

// TestStatementsCountTowardThePolicy shows that statements are part of the size of the
// role's policies, and that the error is where they are.
func TestStatementsCountTowardThePolicy(t *testing.T) {
	t.Parallel()
	for names, want := range map[int]int{10: 0, 1000: 1} {
		s := model.PolicyStatement{Actions: []string{"sqs:SendMessage"}}
		for i := range names {
			s.Resources = append(s.Resources, fmt.Sprintf("arn:aws:sqs:us-east-1:123456789012:queue-%04d", i))
		}
		_, problems := Normalize(kubernetesJob("aws_eks", statementOf(s)))
		if found := errorsAt(problems, "identity.statements"); len(found) != want {
			t.Errorf("%d queues: %q", names, found)
		}
	}
}
