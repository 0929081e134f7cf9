package platform

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

const (
	runTestKey       = "projects/acme-security/locations/europe-west1/keyRings/data/cryptoKeys/lake"
	runTestLogBucket = "projects/acme-logs/locations/europe-west1/buckets/etl"
)

// runTestJob is a job that Cloud Run takes without a word; change makes it another.
func runTestJob(change func(*model.Job)) Input {
	job := &model.Job{
		TenantID: "acme",
		Infrastructure: &model.Infrastructure{
			Provider: "gcp", Region: "europe-west1", ProjectID: "acme-prod",
			Compute: &model.Compute{
				Type: "cloud_run", Image: "europe-docker.pkg.dev/acme-prod/etl/dativo:1.4.2", TaskCPU: "1", TaskMemory: "1Gi",
			},
			Schedule:   &model.Schedule{},
			Network:    &model.Network{},
			Storage:    &model.Storage{State: &model.State{}},
			Monitoring: &model.Monitoring{},
			Terraform:  &model.Terraform{Backend: &model.Backend{Type: "local"}},
		},
	}
	if change != nil {
		change(job)
	}
	return Input{Job: job, File: "orders.yaml"}
}

// cloudRunProblems are the problems of a changed job, sorted.
func cloudRunProblems(change func(*model.Infrastructure)) []string {
	_, problems := Normalize(runTestJob(func(j *model.Job) { change(j.Infrastructure) }))
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Severity.String()+" "+p.Code+" "+strings.TrimPrefix(p.Path, "infrastructure."))
	}
	slices.Sort(lines)
	return lines
}

func TestCloudRunPlain(t *testing.T) {
	t.Parallel()
	d, problems := Normalize(runTestJob(nil))
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	if !d.Identity.CreateServiceAccount || d.Monitoring.CreateLogBucket || d.Storage.EncryptCompute || d.Schedule.Exists {
		t.Errorf("created: %+v %+v %+v %+v", d.Identity, d.Monitoring, d.Storage, d.Schedule)
	}
	for name, want := range map[string]any{
		"cpu": "1", "memory": "1Gi", "timeout_seconds": 3600, "max_retries": 0, "deletion_protection": false, "container_port": cloudRunPort,
	} {
		if got := d.Variables[name]; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if value, there := d.Variables["subnetwork"]; there {
		t.Errorf("subnetwork is %v, want none", value)
	}
}

func TestCloudRunProblems(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	no := false
	tests := []struct {
		name   string
		change func(*model.Infrastructure)
		want   []string
	}{
		{"keys of aws", func(i *model.Infrastructure) {
			i.Compute.TaskRoleARN = "arn:aws:iam::123456789012:role/dativo"
			i.Monitoring.AlertTopicARN = "arn:aws:sns:us-east-1:123456789012:alerts"
			i.Network.SecurityGroups = []string{"sg-0a1b2c3d4e5f60718"}
		}, []string{
			"error wrong-platform compute.task_role_arn", "error wrong-platform monitoring.alert_topic_arn",
			"error wrong-platform network.security_groups",
		}},
		{"keys without effect", func(i *model.Infrastructure) {
			i.Compute.ClusterName = "data"
			i.Compute.RunAsUser = number(1000)
			i.Compute.ReadOnlyRootFilesystem = &no
			i.Network.Tags = []string{"etl"}
		}, []string{
			"warning no-effect compute.cluster_name", "warning no-effect compute.read_only_root_filesystem",
			"warning no-effect compute.run_as_user", "warning no-effect network.tags",
		}},
		{"less than a vCPU", func(i *model.Infrastructure) { i.Compute.TaskCPU = "512" }, []string{"error size compute.task_cpu"}},
		{"more memory than goes with the CPU", func(i *model.Infrastructure) { i.Compute.TaskMemory = "5Gi" },
			[]string{"error size compute.task_cpu"}},
		{"memory in no round number", func(i *model.Infrastructure) { i.Compute.TaskMemory = "700Mi" }, nil},
		{"arm64", func(i *model.Infrastructure) { i.Compute.Architecture = "arm64" }, []string{"error architecture compute.architecture"}},
		{"foreign registry", func(i *model.Infrastructure) {
			i.Compute.Image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/dativo:1.4.2"
		}, []string{"warning registry compute.image"}},
		{"look-alike registry", func(i *model.Infrastructure) { i.Compute.Image = "notgcr.io/acme/dativo:1.4.2" },
			[]string{"warning registry compute.image"}},
		{"old registry with a region", func(i *model.Infrastructure) { i.Compute.Image = "eu.gcr.io/acme-prod/dativo:1.4.2" }, nil},
		{"Docker Hub", func(i *model.Infrastructure) { i.Compute.Image = "acme/dativo:1.4.2" }, nil},
		{"reserved variables", func(i *model.Infrastructure) {
			i.Compute.Environment = map[string]model.Scalar{"PORT": "80", "LEVEL": "1"}
			i.Compute.Secrets = map[string]string{"CLOUD_RUN_JOB": "projects/acme-prod/secrets/a", "X_GOOGLE_A": "projects/acme-prod/secrets/a"}
		}, []string{
			"error environment compute.environment.PORT", "error environment compute.secrets.CLOUD_RUN_JOB",
			"error environment compute.secrets.X_GOOGLE_A",
		}},
		{"a week", func(i *model.Infrastructure) { i.Compute.TimeoutSeconds = number(604800) }, nil},
		{"more than a week", func(i *model.Infrastructure) { i.Compute.TimeoutSeconds = number(604801) },
			[]string{"error timeout compute.timeout_seconds"}},
		{"many retries", func(i *model.Infrastructure) { i.Compute.Retries = number(11) }, []string{"error retries compute.retries"}},
		{"service", func(i *model.Infrastructure) { i.Compute.Workload, i.Compute.Retries = "service", number(1) },
			[]string{"warning no-effect compute.retries", "warning service compute.workload"}},
		{"service too slow", func(i *model.Infrastructure) {
			i.Compute.Workload, i.Compute.TimeoutSeconds = "service", number(3601)
		}, []string{"error timeout compute.timeout_seconds", "warning service compute.workload"}},
		{"service slower than the scheduler", func(i *model.Infrastructure) {
			i.Compute.Workload, i.Schedule.Cron = "service", "0 2 * * *"
		}, []string{"warning service compute.workload", "warning timeout compute.timeout_seconds"}},
		{"two subnetworks", func(i *model.Infrastructure) { i.Network.Subnets = []string{"a", "b"} },
			[]string{"warning no-effect network.subnets[1]"}},
		{"network without a subnetwork", func(i *model.Infrastructure) {
			i.Network.VPCID = "https://www.googleapis.com/compute/v1/projects/acme-network/global/networks/data"
		}, []string{"warning assumed network.subnets"}},
		{"network with a subnetwork", func(i *model.Infrastructure) {
			i.Network.VPCID, i.Network.Subnets, i.Network.VPCEgress = "data", []string{"etl"}, "all"
		}, nil},
		{"traffic of no network", func(i *model.Infrastructure) { i.Network.VPCEgress = "all" },
			[]string{"warning no-effect network.vpc_egress"}},
		{"connector", func(i *model.Infrastructure) { i.Network.Connector, i.Network.VPCEgress = "etl", "all" }, nil},
		{"no connector", func(i *model.Infrastructure) { i.Network.Connector = "projects/acme-prod/connectors/etl" },
			[]string{"error reference network.connector"}},
		{"connector in another region", func(i *model.Infrastructure) {
			i.Network.Connector = "projects/acme-prod/locations/us-central1/connectors/etl"
		}, []string{"error connector-region network.connector"}},
		{"connector and network", func(i *model.Infrastructure) {
			i.Network.Connector, i.Network.VPCID, i.Network.Subnets, i.Network.Tags = "etl", "data", []string{"etl"}, []string{"etl"}
		}, []string{"error connector network.subnets", "error connector network.vpc_id", "warning no-effect network.tags"}},
		{"key elsewhere", func(i *model.Infrastructure) {
			i.Storage.KMSKeyID = strings.Replace(runTestKey, "europe-west1", "eu", 1)
		}, []string{"warning kms-location storage.kms_key_id"}},
		{"neither log nor log bucket", func(i *model.Infrastructure) { i.Monitoring.LogGroup = "/dativo/acme" },
			[]string{"error reference monitoring.log_group"}},
		{"slash in a log's name", func(i *model.Infrastructure) {
			i.Compute.Engine, i.Monitoring.LogGroup = "none", "projects/acme-prod/logs/dativo/etl"
		}, []string{"error log-name monitoring.log_group"}},
		{"log of another project", func(i *model.Infrastructure) {
			i.Compute.Engine, i.Monitoring.LogGroup = "none", "projects/acme-logs/logs/etl"
		}, []string{"warning log-project monitoring.log_group"}},
		{"hours without a topic", func(i *model.Infrastructure) { i.Monitoring.MaxHoursBetweenRuns = number(26) },
			[]string{"warning no-effect monitoring.max_hours_between_runs"}},
		{"hours that no alert looks back", func(i *model.Infrastructure) {
			i.Monitoring.AlertTopic, i.Monitoring.MaxHoursBetweenRuns = "alerts", number(maxPromQLHours+1)
		}, []string{"error alert-hours monitoring.max_hours_between_runs"}},
		{"leap days", func(i *model.Infrastructure) { i.Monitoring.AlertTopic, i.Schedule.Cron = "alerts", "0 2 29 2 *" },
			[]string{"warning unwatched monitoring.max_hours_between_runs"}},
		{"hours of a disabled schedule", func(i *model.Infrastructure) {
			i.Monitoring.AlertTopic, i.Monitoring.MaxHoursBetweenRuns = "alerts", number(26)
			i.Schedule.Cron, i.Schedule.Enabled = "@daily", &no
		}, []string{"warning no-effect monitoring.max_hours_between_runs"}},
		{"hours of a service without runs", func(i *model.Infrastructure) {
			i.Compute.Workload, i.Monitoring.AlertTopic, i.Monitoring.MaxHoursBetweenRuns = "service", "alerts", number(26)
		}, []string{"warning no-effect monitoring.max_hours_between_runs", "warning service compute.workload"}},
		{"retention of an existing log bucket", func(i *model.Infrastructure) {
			i.Monitoring.LogGroup, i.Monitoring.LogRetentionDays = runTestLogBucket, number(90)
		}, []string{"warning no-effect monitoring.log_retention_days"}},
		{"key without a log bucket", func(i *model.Infrastructure) { i.Monitoring.LogKMSKeyID = runTestKey },
			[]string{"warning no-effect monitoring.log_kms_key_id"}},
		{"retention too long", func(i *model.Infrastructure) { i.Monitoring.LogRetentionDays = number(3651) },
			[]string{"error log-retention monitoring.log_retention_days"}},
		{"namespace with a space", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace = "Dativo ETL" },
			[]string{"error metrics-namespace monitoring.metrics_namespace"}},
		{"namespace that begins with a slash", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace = "/dativo" },
			[]string{"error metrics-namespace monitoring.metrics_namespace"}},
		{"namespace too long", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace = strings.Repeat("a", 80) },
			[]string{"error metrics-namespace monitoring.metrics_namespace"}},
		{"namespace with Google's prefix", func(i *model.Infrastructure) { i.Monitoring.MetricsNamespace = "custom.googleapis.com/dativo" }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if lines := cloudRunProblems(test.change); !slices.Equal(lines, test.want) {
				t.Errorf("got %q, want %q", lines, test.want)
			}
		})
	}
}

func TestCloudRunRetriesOfTheJob(t *testing.T) {
	t.Parallel()
	attempts := 12
	for path, config := range map[string]*model.RetryConfig{
		"retry_config.max_attempts": {MaxAttempts: &attempts},
		"retry_config.max_retries":  {MaxRetries: &attempts},
	} {
		_, problems := Normalize(runTestJob(func(j *model.Job) { j.RetryConfig = config }))
		if len(problems) != 1 || problems[0].Code != "retries" || problems[0].Path != path {
			t.Errorf("%s: %v", path, problems)
		}
	}
}

func TestCloudRunDeployment(t *testing.T) {
	t.Parallel()
	days := 90
	tests := []struct {
		name   string
		change func(*model.Infrastructure)
		look   func(*model.Deployment) any
		want   any
	}{
		{"existing account", func(i *model.Infrastructure) {
			i.Compute.ServiceAccount = "dativo-etl@acme-prod.iam.gserviceaccount.com"
		},
			func(d *model.Deployment) any { return d.Identity.CreateServiceAccount }, false},
		{"secrets by version", func(i *model.Infrastructure) {
			i.Compute.Secrets = map[string]string{"A": "projects/acme-prod/secrets/a/versions/3", "B": "projects/123/secrets/b"}
		}, func(d *model.Deployment) any { return d.Variables["secrets"] }, map[string]any{
			"A": map[string]any{"secret": "projects/acme-prod/secrets/a", "version": "3"},
			"B": map[string]any{"secret": "projects/123/secrets/b", "version": "latest"},
		}},
		{"self links", func(i *model.Infrastructure) {
			i.Network.VPCID = "https://www.googleapis.com/compute/v1/projects/acme-net/global/networks/data"
			i.Network.Subnets = []string{"https://www.googleapis.com/compute/v1/projects/acme-net/regions/europe-west1/subnetworks/etl"}
		}, func(d *model.Deployment) any { return []any{d.Variables["vpc_network"], d.Variables["subnetwork"]} },
			[]any{"projects/acme-net/global/networks/data", "projects/acme-net/regions/europe-west1/subnetworks/etl"}},
		{"key of the region", func(i *model.Infrastructure) { i.Storage.KMSKeyID = runTestKey },
			func(d *model.Deployment) any { return d.Storage.EncryptCompute }, true},
		{"own log bucket", func(i *model.Infrastructure) {
			i.Monitoring.LogRetentionDays, i.Monitoring.LogKMSKeyID = &days, runTestKey
		}, func(d *model.Deployment) any {
			return []any{d.Monitoring.CreateLogBucket, d.Monitoring.LogRetentionDays, d.Monitoring.LogKMSKey}
		}, []any{true, 90, runTestKey}},
		{"existing log bucket", func(i *model.Infrastructure) { i.Monitoring.LogGroup = runTestLogBucket },
			func(d *model.Deployment) any {
				return []any{d.Monitoring.CreateLogBucket, d.Monitoring.LogBucket, d.Monitoring.LogName}
			}, []any{false, runTestLogBucket, ""}},
		{"log and own log bucket", func(i *model.Infrastructure) {
			i.Compute.Engine, i.Monitoring.LogGroup, i.Monitoring.LogRetentionDays = "none", "projects/acme-prod/logs/etl%2Facme", &days
		}, func(d *model.Deployment) any {
			return []any{d.Monitoring.CreateLogBucket, d.Monitoring.LogBucket, d.Monitoring.LogName}
		}, []any{true, "", "projects/acme-prod/logs/etl%2Facme"}},
		{"existing log bucket with retention and key", func(i *model.Infrastructure) {
			i.Monitoring.LogGroup, i.Monitoring.LogRetentionDays, i.Monitoring.LogKMSKeyID = runTestLogBucket, &days, runTestKey
		}, func(d *model.Deployment) any { return []any{d.Monitoring.CreateLogBucket, d.Monitoring.LogKMSKey} }, []any{false, ""}},
		{"network tags without a network", func(i *model.Infrastructure) { i.Network.Tags = []string{"etl"} },
			func(d *model.Deployment) any { return len(d.Network.Tags) }, 0},
		{"state of another platform", func(i *model.Infrastructure) { i.Storage.State.ClaimName = "dativo-state" },
			func(d *model.Deployment) any { return d.Storage.State.Exists() }, false},
		{"memory alone", func(i *model.Infrastructure) { i.Compute.TaskCPU, i.Compute.TaskMemory = "", "8Gi" },
			func(d *model.Deployment) any { return []any{d.Variables["cpu"], d.Variables["memory"]} }, []any{"2", "8Gi"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, problems := Normalize(runTestJob(func(j *model.Job) { test.change(j.Infrastructure) }))
			if problems.HasErrors() {
				t.Fatalf("problems: %v", problems)
			}
			if got := test.look(&d); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestCloudRunHoursBetweenRuns(t *testing.T) {
	t.Parallel()
	no := false
	number := func(n int) *int { return &n }
	for _, test := range []struct {
		name   string
		change func(*model.Infrastructure)
		want   int
	}{
		{"no schedule", func(*model.Infrastructure) {}, 0},
		{"written without a schedule", func(i *model.Infrastructure) { i.Monitoring.MaxHoursBetweenRuns = number(40) }, 40},
		{"daily", func(i *model.Infrastructure) { i.Schedule.Cron = "0 2 * * *" }, 26},
		{"hourly", func(i *model.Infrastructure) { i.Schedule.Cron = "@hourly" }, 3},
		{"monthly", func(i *model.Infrastructure) { i.Schedule.Cron = "@monthly" }, 31*24 + 2},
		{"long and repeated", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Compute.TimeoutSeconds, i.Compute.Retries = "0 2 * * *", number(5400), number(2)
		}, 30},
		{"written", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Monitoring.MaxHoursBetweenRuns = "0 2 * * *", number(40)
		}, 40},
		{"disabled", func(i *model.Infrastructure) { i.Schedule.Cron, i.Schedule.Enabled = "0 2 * * *", &no }, 0},
		{"no topic", func(i *model.Infrastructure) { i.Schedule.Cron, i.Monitoring.AlertTopic = "0 2 * * *", "" }, 0},
		{"service with a schedule", func(i *model.Infrastructure) {
			i.Schedule.Cron, i.Compute.Workload, i.Compute.TimeoutSeconds = "@hourly", "service", number(600)
		}, 3},
		{"service without one", func(i *model.Infrastructure) { i.Compute.Workload = "service" }, 0},
	} {
		d, _ := Normalize(runTestJob(func(j *model.Job) {
			j.Infrastructure.Monitoring.AlertTopic = "alerts"
			test.change(j.Infrastructure)
		}))
		if got := d.Monitoring.MaxHoursBetweenRuns; got != test.want {
			t.Errorf("%s: %d hours, want %d", test.name, got, test.want)
		}
	}
}

// TestCloudRunAccess: who may start the job, and what it connects to.
func TestCloudRunAccess(t *testing.T) {
	t.Parallel()
	yes := true
	for _, test := range []struct {
		name   string
		change func(*model.Infrastructure)
		want   []string
	}{
		{"members", func(i *model.Infrastructure) {
			i.Identity = &model.Access{InvokerOverrides: &yes, Invokers: []string{
				"serviceAccount:composer@acme-prod.iam.gserviceaccount.com", "group:data@acme.example",
				"principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/subject/main",
			}}
		}, nil},
		{"no members", func(i *model.Infrastructure) {
			i.Identity = &model.Access{Invokers: []string{"allUsers", "composer@acme-prod.iam.gserviceaccount.com", "domain:acme.example"}}
		}, []string{
			"error member identity.invokers[0]", "error member identity.invokers[1]", "error member identity.invokers[2]",
		}},
		{"overrides without invokers", func(i *model.Infrastructure) { i.Identity = &model.Access{InvokerOverrides: &yes} },
			[]string{"warning no-effect identity.invoker_overrides"}},
		{"overrides of a service", func(i *model.Infrastructure) {
			i.Compute.Workload = "service"
			i.Identity = &model.Access{InvokerOverrides: &yes, Invokers: []string{"group:data@acme.example"}}
		}, []string{"warning no-effect identity.invoker_overrides", "warning service compute.workload"}},
		{"instances", func(i *model.Infrastructure) {
			i.Compute.CloudSQLInstances = []string{"acme-prod:europe-west1:orders", "acme.example:prod-db:us-central1:a"}
		}, nil},
		{"no instances", func(i *model.Infrastructure) {
			i.Compute.CloudSQLInstances = []string{"orders", "acme-prod:orders", "projects/acme-prod/instances/orders"}
		}, []string{
			"error reference compute.cloud_sql_instances[0]", "error reference compute.cloud_sql_instances[1]",
			"error reference compute.cloud_sql_instances[2]",
		}},
		{"logs that are kept nowhere", func(i *model.Infrastructure) { i.Monitoring.ExcludeFromDefault = &yes },
			[]string{"error required monitoring.exclude_from_default"}},
		{"logs that an existing log bucket keeps", func(i *model.Infrastructure) {
			i.Monitoring.ExcludeFromDefault, i.Monitoring.LogGroup = &yes, runTestLogBucket
		}, nil},
	} {
		if got := cloudRunProblems(test.change); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestCloudRunConnector(t *testing.T) {
	t.Parallel()
	const full = "projects/acme-prod/locations/europe-west1/connectors/etl"
	for _, written := range []string{"etl", full} {
		d, _ := Normalize(runTestJob(func(j *model.Job) { j.Infrastructure.Network.Connector = written }))
		if d.Network.Connector != full || d.Variables["vpc_egress"] != "PRIVATE_RANGES_ONLY" || d.Variables["vpc_connector"] != full {
			t.Errorf("%s: %+v", written, d.Network)
		}
	}
}
