package platform

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

const (
	gkeAccount = "dativo@acme-prod.iam.gserviceaccount.com"
	gkeKey     = "projects/acme-prod/locations/europe-west1/keyRings/data/cryptoKeys/lake"
	gkeBucket  = "projects/acme-audit/locations/global/buckets/etl"
)

func TestGKEProblems(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	runProblemTests(t, "gcp_gke", []problemTest{
		{"keys of aws", func(i *model.Infrastructure) {
			i.Compute.TaskRoleARN, i.Compute.Identity = "arn:aws:iam::123456789012:role/dativo", "irsa"
			i.Network.SecurityGroups = []string{"sg-0a1b2c3d4e5f60718"}
		}, []string{"error wrong-platform compute.task_role_arn", "error wrong-platform compute.identity", "error wrong-platform network.security_groups"}},
		{"keys of Cloud Run", func(i *model.Infrastructure) {
			i.Network.VPCID, i.Network.Tags, i.Storage.State.Bucket = "data", []string{"etl"}, "state"
		}, []string{"warning no-effect network.vpc_id", "warning no-effect storage.state.bucket", "warning no-effect network.tags"}},
		{"zone", func(i *model.Infrastructure) { i.Compute.ClusterLocation = "europe-west1-b" }, nil},
		{"zone of another region", func(i *model.Infrastructure) { i.Compute.ClusterLocation = "europe-west10-b" },
			[]string{"error location compute.cluster_location"}},
		{"upper-case cluster", func(i *model.Infrastructure) { i.Compute.ClusterName = "Data" }, []string{"error cluster compute.cluster_name"}},
		{"key without a bucket", func(i *model.Infrastructure) { i.Storage.KMSKeyID = gkeKey }, []string{"warning no-effect storage.kms_key_id"}},
		{"grants to an existing account", func(i *model.Infrastructure) {
			i.Compute.ServiceAccount, i.Storage.Bucket, i.Storage.Prefix, i.Storage.KMSKeyID = gkeAccount, "lake", "raw/", gkeKey
		}, []string{"warning no-effect storage.prefix"}},
		{"much memory", func(i *model.Infrastructure) { i.Compute.TaskCPU, i.Compute.TaskMemory = "1000m", "6657Mi" },
			[]string{"warning autopilot compute.task_memory"}},
		{"little memory", func(i *model.Infrastructure) { i.Compute.TaskCPU, i.Compute.TaskMemory = "1000m", "1023Mi" },
			[]string{"warning autopilot compute.task_memory"}},
		{"most memory", func(i *model.Infrastructure) { i.Compute.TaskCPU, i.Compute.TaskMemory = "1000m", "6656Mi" }, nil},
		{"least memory", func(i *model.Infrastructure) { i.Compute.TaskCPU, i.Compute.TaskMemory = "2000m", "2Gi" }, nil},
		{"log name", func(i *model.Infrastructure) { i.Monitoring.LogGroup = "projects/acme-prod/logs/etl" },
			[]string{"warning no-effect monitoring.log_group"}},
		{"log group of aws", func(i *model.Infrastructure) { i.Monitoring.LogGroup = "/dativo/acme" }, []string{"error reference monitoring.log_group"}},
		{"retention of a log bucket that exists", func(i *model.Infrastructure) {
			i.Monitoring.LogGroup, i.Monitoring.LogRetentionDays = gkeBucket, number(7)
		}, []string{"warning no-effect monitoring.log_retention_days"}},
		{"too long a retention", func(i *model.Infrastructure) { i.Monitoring.LogRetentionDays = number(3651) },
			[]string{"error log-retention monitoring.log_retention_days"}},
		{"key without a log bucket", func(i *model.Infrastructure) { i.Monitoring.LogKMSKeyID = gkeKey },
			[]string{"warning no-effect monitoring.log_kms_key_id"}},
		{"metrics namespace", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace = "Dativo ETL" },
			[]string{"error metrics-namespace monitoring.metrics_namespace"}},
		{"hours between runs", func(i *model.Infrastructure) { i.Monitoring.MaxHoursBetweenRuns = number(26) },
			[]string{"warning no-effect monitoring.max_hours_between_runs"}},
	})
}

func TestGKEIdentity(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		change  func(*model.Infrastructure)
		created bool
		has     bool
	}{
		{"nothing to grant", nil, false, false},
		{"bucket", func(i *model.Infrastructure) { i.Storage.Bucket, i.Compute.Engine = "lake", "none" }, true, true},
		{"metrics", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace, i.Compute.Engine = "dativo", "none" }, true, true},
		{"existing account", func(i *model.Infrastructure) { i.Compute.ServiceAccount = gkeAccount }, false, true},
	} {
		d, _ := Normalize(kubernetesJob("gcp_gke", test.change))
		if d.Identity.CreateServiceAccount != test.created || d.Identity.HasServiceAccount() != test.has {
			t.Errorf("%s: %+v", test.name, d.Identity)
		}
	}
}

func TestGKELogs(t *testing.T) {
	t.Parallel()
	days := 400
	for _, test := range []struct {
		name    string
		change  func(*model.Infrastructure)
		bucket  string
		created bool
		key     string
	}{
		{"the project's default", nil, "", false, ""},
		{"its own", func(i *model.Infrastructure) { i.Monitoring.LogRetentionDays = &days }, "", true, ""},
		{"its own, with a key", func(i *model.Infrastructure) {
			i.Monitoring.LogRetentionDays, i.Monitoring.LogKMSKeyID = &days, gkeKey
		}, "", true, gkeKey},
		{"existing", func(i *model.Infrastructure) { i.Monitoring.LogGroup, i.Monitoring.LogKMSKeyID = gkeBucket, gkeKey }, gkeBucket, false, ""},
	} {
		d, _ := Normalize(kubernetesJob("gcp_gke", test.change))
		if m := d.Monitoring; m.LogBucket != test.bucket || m.CreateLogBucket != test.created || m.LogKMSKey != test.key {
			t.Errorf("%s: %+v", test.name, m)
		}
	}
}
