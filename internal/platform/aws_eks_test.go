package platform

import (
	"testing"
	"time"

	"github.com/dativo-io/dativo-gen/internal/model"
)

const (
	eksRole     = "arn:aws:iam::123456789012:role/dativo"
	eksBoundary = "arn:aws:iam::123456789012:policy/boundary"
	eksKey      = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
	eksTopic    = "arn:aws:sns:us-east-1:123456789012:alerts"
)

func TestEKSProblems(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	no, yes := false, true
	group := "sg-0a1b2c3d4e5f60718"
	runProblemTests(t, "aws_eks", []problemTest{
		{"keys of gcp", func(i *model.Infrastructure) {
			i.ProjectID, i.Compute.ServiceAccount = "acme-prod", "dativo@acme-prod.iam.gserviceaccount.com"
			i.Monitoring.AlertTopic = "projects/acme-prod/topics/alerts"
		}, []string{
			"error wrong-platform project_id", "error wrong-platform compute.service_account", "error wrong-platform monitoring.alert_topic",
		}},
		{"keys of ECS", func(i *model.Infrastructure) {
			i.Compute.ExecutionRoleARN, i.Network.VPCID = eksRole, "vpc-0a1b2c3d4e5f60718"
			i.Network.Subnets = []string{"subnet-0a1b2c3d4e5f60718"}
		}, []string{"warning no-effect network.vpc_id", "warning no-effect network.subnets", "warning no-effect compute.execution_role_arn"}},
		{"identity without a role", func(i *model.Infrastructure) { i.Compute.Identity = "irsa" },
			[]string{"warning no-effect compute.identity"}},
		{"boundary without a role", func(i *model.Infrastructure) { i.Compute.PermissionsBoundaryARN = eksBoundary },
			[]string{"warning no-effect compute.permissions_boundary_arn"}},
		{"boundary of a created role", func(i *model.Infrastructure) {
			i.Compute.Engine = "none"
			i.Compute.PermissionsBoundaryARN, i.Storage.Bucket = eksBoundary, "lake"
		}, nil},
		{"key without a bucket", func(i *model.Infrastructure) { i.Storage.KMSKeyID = eksKey }, []string{"warning no-effect storage.kms_key_id"}},
		{"grants to an existing role", func(i *model.Infrastructure) {
			i.Compute.TaskRoleARN, i.Storage.Bucket, i.Storage.Prefix, i.Storage.KMSKeyID = eksRole, "lake", "raw/", eksKey
		}, []string{"warning no-effect storage.prefix", "warning no-effect storage.kms_key_id"}},
		{"security groups without pod_security_groups", func(i *model.Infrastructure) { i.Network.SecurityGroups = []string{group} },
			[]string{"warning no-effect network.security_groups"}},
		{"pods without security groups", func(i *model.Infrastructure) { i.Network.PodSecurityGroups = &yes },
			[]string{"error required network.security_groups"}},
		{"too many security groups", func(i *model.Infrastructure) {
			i.Network.PodSecurityGroups, i.Network.SecurityGroups = &yes, []string{group, group, group, group, group, group}
		}, []string{"error security-groups network.security_groups"}},
		{"security groups of pods", func(i *model.Infrastructure) {
			i.Network.PodSecurityGroups, i.Network.SecurityGroups = &yes, []string{group}
		}, nil},
		{"retention of a log group that is not named", func(i *model.Infrastructure) { i.Monitoring.LogRetentionDays = number(7) },
			[]string{"warning no-effect monitoring.log_retention_days"}},
		{"log group that exists", func(i *model.Infrastructure) {
			i.Monitoring.LogGroup, i.Monitoring.CreateLogGroup, i.Monitoring.LogKMSKeyID = "/acme", &no, eksKey
		}, []string{"warning no-effect monitoring.log_kms_key_id"}},
		{"log group that is assumed", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace = "Dativo" },
			[]string{"warning assumed monitoring.log_group"}},
		{"hours without a topic", func(i *model.Infrastructure) { i.Monitoring.MaxHoursBetweenRuns = number(26) },
			[]string{"warning no-effect monitoring.max_hours_between_runs"}},
		{"hours that no alarm evaluates", func(i *model.Infrastructure) {
			i.Monitoring.MaxHoursBetweenRuns, i.Monitoring.AlertTopicARN, i.Monitoring.LogGroup = number(169), eksTopic, "/acme"
		}, []string{"error alert-hours monitoring.max_hours_between_runs"}},
		{"a week between runs", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Monitoring.AlertTopicARN, i.Monitoring.LogGroup = "@weekly", eksTopic, "/acme"
		}, []string{"warning unwatched monitoring.max_hours_between_runs"}},
	})
}

func TestEKSIdentity(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		change  func(*model.Infrastructure)
		created bool
		has     bool
	}{
		{"nothing to grant", nil, false, false},
		{"bucket", func(i *model.Infrastructure) { i.Storage.Bucket, i.Compute.Engine = "lake", "none" }, true, true},
		{"metrics", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace, i.Compute.Engine = "Dativo", "none" }, true, true},
		{"existing role", func(i *model.Infrastructure) { i.Compute.TaskRoleARN, i.Storage.Bucket = eksRole, "lake" }, false, true},
	} {
		d, _ := Normalize(kubernetesJob("aws_eks", test.change))
		if d.Identity.CreateTaskRole != test.created || d.Identity.HasTaskRole() != test.has {
			t.Errorf("%s: %+v", test.name, d.Identity)
		}
	}
}

func TestEKSLogGroup(t *testing.T) {
	t.Parallel()
	no := false
	for _, test := range []struct {
		name    string
		change  func(*model.Infrastructure)
		group   string
		created bool
	}{
		{"none", nil, "/aws/containerinsights/data/application", false},
		{"named", func(i *model.Infrastructure) { i.Monitoring.LogGroup = "/acme" }, "/acme", true},
		{"existing", func(i *model.Infrastructure) { i.Monitoring.LogGroup, i.Monitoring.CreateLogGroup = "/acme", &no }, "/acme", false},
	} {
		d, _ := Normalize(kubernetesJob("aws_eks", test.change))
		if m := d.Monitoring; m.LogGroup != test.group || m.CreateLogGroup != test.created {
			t.Errorf("%s: %q, created %v", test.name, m.LogGroup, m.CreateLogGroup)
		}
	}
}

func TestEKSHoursBetweenRuns(t *testing.T) {
	t.Parallel()
	no := false
	number := func(n int) *int { return &n }
	for _, test := range []struct {
		name   string
		change func(*model.Infrastructure)
		want   int
	}{
		{"no schedule", func(*model.Infrastructure) {}, 0},
		{"daily", func(i *model.Infrastructure) { i.Schedule.Cron = "0 2 * * *" }, 27},
		{"every quarter of an hour", func(i *model.Infrastructure) { i.Schedule.Cron = "*/15 * * * *" }, 3},
		{"working days", func(i *model.Infrastructure) { i.Schedule.Cron = "0 2 * * 1-5" }, 75},
		{"long and repeated", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Compute.TimeoutSeconds, i.Compute.Retries = "0 2 * * *", number(5400), number(2)
		}, 31},
		{"switched off", func(i *model.Infrastructure) { i.Schedule.Cron, i.Schedule.Enabled = "0 2 * * *", &no }, 0},
		{"written", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Monitoring.MaxHoursBetweenRuns = "0 2 * * *", number(40)
		}, 40},
		{"written without a schedule", func(i *model.Infrastructure) { i.Monitoring.MaxHoursBetweenRuns = number(40) }, 40},
		{"no topic", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Monitoring.AlertTopicARN = "0 2 * * *", ""
		}, 0},
		{"service", func(i *model.Infrastructure) { i.Schedule.Cron, i.Compute.Workload = "0 2 * * *", "service" }, 0},
	} {
		d, _ := Normalize(kubernetesJob("aws_eks", func(i *model.Infrastructure) {
			i.Monitoring.AlertTopicARN = eksTopic
			test.change(i)
		}))
		if got := d.Monitoring.MaxHoursBetweenRuns; got != test.want {
			t.Errorf("%s: %d hours, want %d", test.name, got, test.want)
		}
	}
}

func TestMissingAfter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		interval, longest time.Duration
		want              int
	}{
		{24 * time.Hour, time.Hour, 26},
		{time.Hour, time.Minute, 3},
		{time.Minute, time.Second, 2},
		{166 * time.Hour, time.Hour, 168},
	} {
		if got := missingAfter(test.interval, test.longest); got != test.want {
			t.Errorf("every %v, at most %v: %d hours, want %d", test.interval, test.longest, got, test.want)
		}
	}
}
