package platform

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

const (
	ecsTestRole  = "arn:aws:iam::123456789012:role/dativo"
	ecsTestKey   = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
	ecsTestTopic = "arn:aws:sns:us-east-1:123456789012:alerts"
)

// ecsTestJob is a job that ECS runs without an error; change makes it another.
func ecsTestJob(change func(*model.Job)) Input {
	job := &model.Job{
		TenantID: "acme",
		Infrastructure: &model.Infrastructure{
			Provider: "aws", Region: "us-east-1",
			Compute: &model.Compute{Type: "ecs", ClusterName: "data", Image: "ghcr.io/acme/dativo:1.4.2", TaskCPU: "512", TaskMemory: "1024"},
			Network: &model.Network{Subnets: []string{"subnet-0a1b2c3d4e5f60718"}},
			Storage: &model.Storage{State: &model.State{}}, Monitoring: &model.Monitoring{}, Schedule: &model.Schedule{},
			Terraform: &model.Terraform{Backend: &model.Backend{Type: "local"}},
		},
	}
	if change != nil {
		change(job)
	}
	return Input{Job: job, File: "orders.yaml"}
}

// ecsProblems is what normalizing says, each as "severity code path".
func ecsProblems(problems diag.List) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Severity.String()+" "+p.Code+" "+strings.TrimPrefix(p.Path, "infrastructure."))
	}
	return lines
}

func TestECSSaysNothingOfAPlainJob(t *testing.T) {
	t.Parallel()
	d, problems := Normalize(ecsTestJob(nil))
	if got := ecsProblems(problems); len(got) > 0 {
		t.Fatalf("problems: %q", got)
	}
	if !d.Identity.CreateExecutionRole || d.Identity.CreateTaskRole || !d.Network.CreateSecurityGroup || !d.Monitoring.CreateLogGroup {
		t.Errorf("created: %+v %+v %+v", d.Identity, d.Network, d.Monitoring)
	}
	if got, want := d.Monitoring.LogGroup, "/dativo/ecs/"+d.Name; got != want {
		t.Errorf("log group %q, want %q", got, want)
	}
	if got, want := d.Container.Entrypoint, []string{"python", "-m", "dativo_ingest.cli"}; !slices.Equal(got, want) {
		t.Errorf("entry point %q, want %q", got, want)
	}
}

func TestECSProblems(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	no, yes := false, true
	tests := []struct {
		name   string
		change func(*model.Job)
		want   []string
	}{
		{"no cluster", func(j *model.Job) { j.Infrastructure.Compute.ClusterName = "" }, []string{"error required compute.cluster_name"}},
		{"cluster by ARN", func(j *model.Job) {
			j.Infrastructure.Compute.ClusterName = "arn:aws:ecs:us-east-1:123456789012:cluster/data"
		}, []string{"error cluster compute.cluster_name"}},
		{"keys of gcp", func(j *model.Job) {
			j.Infrastructure.ProjectID = "acme-prod"
			j.Infrastructure.Compute.ServiceAccount = "etl@acme-prod.iam.gserviceaccount.com"
			j.Infrastructure.Monitoring.AlertTopic = "projects/acme-prod/topics/alerts"
		}, []string{"error wrong-platform project_id", "error wrong-platform compute.service_account", "error wrong-platform monitoring.alert_topic"}},
		{"keys of Kubernetes", func(j *model.Job) {
			j.Infrastructure.Compute.Namespace = "jobs"
			j.Infrastructure.Compute.Identity = "irsa"
			j.Infrastructure.Monitoring.MaxHoursBetweenRuns = number(3)
		}, []string{"warning no-effect compute.namespace", "warning no-effect compute.identity", "warning no-effect monitoring.max_hours_between_runs"}},
		{"size that Fargate lacks", func(j *model.Job) { j.Infrastructure.Compute.TaskMemory = "8192" }, []string{"error size compute.task_cpu"}},
		{"VPC alone", func(j *model.Job) {
			j.Infrastructure.Network = &model.Network{VPCID: "vpc-0a1b2c3d4e5f60718"}
		}, []string{"error required network.subnets"}},
		{"default VPC", func(j *model.Job) { j.Infrastructure.Network = nil }, []string{"warning assumed network.subnets"}},
		{"VPC and rules together with security groups", func(j *model.Job) {
			j.Infrastructure.Network.VPCID = "vpc-0a1b2c3d4e5f60718"
			j.Infrastructure.Network.SecurityGroups = []string{"sg-0a1b2c3d4e5f60718"}
			j.Infrastructure.Network.Egress = []model.Egress{{CIDR: "10.0.0.0/8", Port: 443}}
		}, []string{"warning no-effect network.vpc_id", "warning no-effect network.egress"}},
		{"six security groups", func(j *model.Job) {
			j.Infrastructure.Network.SecurityGroups = slices.Repeat([]string{"sg-0a1b2c3d4e5f60718"}, 6)
		}, []string{"error security-groups network.security_groups"}},
		{"17 subnets", func(j *model.Job) {
			j.Infrastructure.Network.Subnets = slices.Repeat([]string{"subnet-0a1b2c3d4e5f60718"}, 17)
		}, []string{"error subnets network.subnets"}},
		{"disk too small", func(j *model.Job) { j.Infrastructure.Compute.EphemeralStorageGiB = number(10) }, []string{"error disk compute.ephemeral_storage_gib"}},
		{"disk too large", func(j *model.Job) { j.Infrastructure.Compute.EphemeralStorageGiB = number(201) }, []string{"error disk compute.ephemeral_storage_gib"}},
		{"scratch takes all memory", func(j *model.Job) { j.Infrastructure.Compute.ScratchMiB = number(960) }, []string{"error scratch compute.scratch_mib"}},
		{"scratch on disk", func(j *model.Job) {
			j.Infrastructure.Compute.ScratchMiB = number(100)
			j.Infrastructure.Compute.ReadOnlyRootFilesystem = &no
		}, []string{"warning no-effect compute.scratch_mib"}},
		{"tmpfs in China", func(j *model.Job) { j.Infrastructure.Region = "cn-north-1" }, []string{"warning tmpfs compute.read_only_root_filesystem"}},
		{"command and entry point", func(j *model.Job) {
			j.Infrastructure.Compute.Command = []string{"dativo"}
			j.Infrastructure.Compute.Entrypoint = []string{"python"}
		}, []string{"warning no-effect compute.entrypoint"}},
		{"service on schedule", func(j *model.Job) {
			j.Infrastructure.Compute.Workload = "service"
			j.Infrastructure.Schedule.Cron = "@daily"
			j.Infrastructure.Compute.TimeoutSeconds = number(60)
			j.Infrastructure.Compute.Retries = number(2)
			j.Infrastructure.Compute.Entrypoint = []string{"python"}
		}, []string{
			"warning no-effect schedule.cron", "warning no-effect compute.timeout_seconds",
			"warning no-effect compute.retries", "warning no-effect compute.entrypoint",
		}},
		{"key without bucket", func(j *model.Job) { j.Infrastructure.Storage.KMSKeyID = ecsTestKey }, []string{"warning no-effect storage.kms_key_id"}},
		{"grants together with an existing role", func(j *model.Job) {
			j.Infrastructure.Compute.TaskRoleARN = ecsTestRole
			j.Infrastructure.Storage = &model.Storage{Bucket: "lake", Prefix: "raw", KMSKeyID: ecsTestKey}
		}, []string{"warning no-effect storage.kms_key_id", "warning no-effect storage.prefix"}},
		{"file system without access point", func(j *model.Job) {
			j.Infrastructure.Storage.State.EFSFileSystemID = "fs-0a1b2c3d4e5f60718"
		}, []string{"error required storage.state.efs_access_point_id"}},
		{"access point without file system", func(j *model.Job) {
			j.Infrastructure.Storage.State.EFSAccessPointID = "fsap-0a1b2c3d4e5f60718"
		}, []string{"error required storage.state.efs_file_system_id"}},
		{"ids swapped", func(j *model.Job) {
			j.Infrastructure.Storage.State = &model.State{EFSFileSystemID: "fsap-0a1b2c3d4e5f60718", EFSAccessPointID: "fs-0a1b2c3d4e5f60718"}
		}, []string{"error id storage.state.efs_file_system_id", "error id storage.state.efs_access_point_id"}},
		{"own rules without the state's", func(j *model.Job) {
			j.Infrastructure.Storage.State = &model.State{EFSFileSystemID: "fs-0a1b2c3d4e5f60718", EFSAccessPointID: "fsap-0a1b2c3d4e5f60718"}
			j.Infrastructure.Network.Egress = []model.Egress{{CIDR: "0.0.0.0/0", Port: 443}}
		}, []string{"warning egress network.egress"}},
		{"existing log group without a name", func(j *model.Job) { j.Infrastructure.Monitoring.CreateLogGroup = &no }, []string{"error required monitoring.log_group"}},
		{"retention of an existing log group", func(j *model.Job) {
			j.Infrastructure.Monitoring = &model.Monitoring{LogGroup: "/shared", CreateLogGroup: &no,
				LogRetentionDays: number(90), LogKMSKeyID: ecsTestKey}
		}, []string{"warning no-effect monitoring.log_retention_days", "warning no-effect monitoring.log_kms_key_id"}},
		{"created log group", func(j *model.Job) {
			j.Infrastructure.Monitoring = &model.Monitoring{LogGroup: "/mine", CreateLogGroup: &yes, LogKMSKeyID: ecsTestKey}
		}, nil},
		{"keys without secrets", func(j *model.Job) { j.Infrastructure.Compute.SecretsKMSKeyARNs = []string{ecsTestKey} }, []string{"warning no-effect compute.secrets_kms_key_arns"}},
		{"keys of secrets that an existing role reads", func(j *model.Job) {
			j.Infrastructure.Compute.ExecutionRoleARN = ecsTestRole
			j.Infrastructure.Compute.SecretsKMSKeyARNs = []string{ecsTestKey}
			j.Infrastructure.Compute.Secrets = map[string]string{"KEY": "arn:aws:ssm:us-east-1:123456789012:parameter/key"}
		}, []string{"warning no-effect compute.secrets_kms_key_arns"}},
		{"boundary without a created role", func(j *model.Job) {
			j.Infrastructure.Compute.ExecutionRoleARN = ecsTestRole
			j.Infrastructure.Compute.PermissionsBoundaryARN = "arn:aws:iam::123456789012:policy/boundary"
		}, []string{"warning no-effect compute.permissions_boundary_arn"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Normalize(ecsTestJob(test.change))
			got := ecsProblems(problems)
			slices.Sort(got)
			want := slices.Sorted(slices.Values(test.want))
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			for _, p := range problems {
				if p.Hint == "" {
					t.Errorf("no hint: %s", p.Message)
				}
			}
		})
	}
}

func TestECSDecisions(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	state := &model.State{EFSFileSystemID: "fs-0a1b2c3d4e5f60718", EFSAccessPointID: "fsap-0a1b2c3d4e5f60718"}
	tests := []struct {
		name   string
		change func(*model.Job)
		ok     func(model.Deployment) bool
	}{
		{"a bucket makes a task role", func(j *model.Job) { j.Infrastructure.Storage.Bucket, j.Infrastructure.Compute.Engine = "lake", "none" },
			func(d model.Deployment) bool { return d.Identity.CreateTaskRole }},
		{"a metrics namespace makes a task role", func(j *model.Job) {
			j.Infrastructure.Monitoring.MetricsNamespace, j.Infrastructure.Compute.Engine = "Dativo", "none"
		},
			func(d model.Deployment) bool { return d.Identity.CreateTaskRole }},
		{"state makes a task role and an egress rule", func(j *model.Job) { j.Infrastructure.Storage.State = state },
			func(d model.Deployment) bool {
				return d.Identity.CreateTaskRole && slices.Contains(d.Network.Egress, model.Egress{CIDR: "0.0.0.0/0", Port: 2049, Protocol: "tcp"})
			}},
		{"existing roles are not created", func(j *model.Job) {
			j.Infrastructure.Compute.ExecutionRoleARN, j.Infrastructure.Compute.TaskRoleARN = ecsTestRole, ecsTestRole
			j.Infrastructure.Storage.Bucket = "lake"
		}, func(d model.Deployment) bool { return !d.Identity.CreateTaskRole && !d.Identity.CreateExecutionRole }},
		{"duplicate rules are removed", func(j *model.Job) {
			j.Infrastructure.Network.Egress = []model.Egress{{CIDR: "10.0.0.0/8", Port: 443}, {CIDR: "10.0.0.0/8", Port: 443, Protocol: "tcp"}}
		}, func(d model.Deployment) bool { return len(d.Network.Egress) == 1 }},
		{"the default VPC needs a public IP address", func(j *model.Job) { j.Infrastructure.Network = nil },
			func(d model.Deployment) bool { return d.Network.AssignPublicIP }},
		{"unless the job refuses it", func(j *model.Job) {
			no := false
			j.Infrastructure.Network = &model.Network{AssignPublicIP: &no}
		}, func(d model.Deployment) bool { return !d.Network.AssignPublicIP }},
		{"existing subnets do not", nil, func(d model.Deployment) bool { return !d.Network.AssignPublicIP }},
		{"20 GiB are included", func(j *model.Job) { j.Infrastructure.Compute.EphemeralStorageGiB = number(20) },
			func(d model.Deployment) bool { return d.Container.EphemeralStorageGiB == 0 }},
		{"scratch space fits a small task", func(j *model.Job) {
			j.Infrastructure.Compute.TaskCPU, j.Infrastructure.Compute.TaskMemory = "256", "512"
		}, func(d model.Deployment) bool { return d.Container.ScratchMiB == 256 }},
		{"command is the program", func(j *model.Job) { j.Infrastructure.Compute.Command = []string{"dativo"} },
			func(d model.Deployment) bool { return slices.Equal(d.Container.Entrypoint, []string{"dativo"}) }},
		{"entry point is the program", func(j *model.Job) { j.Infrastructure.Compute.Entrypoint = []string{"dativo"} },
			func(d model.Deployment) bool { return slices.Equal(d.Container.Entrypoint, []string{"dativo"}) }},
		{"a service keeps the image's own", func(j *model.Job) { j.Infrastructure.Compute.Workload = "service" },
			func(d model.Deployment) bool { return d.Service && d.Container.Entrypoint == nil && d.Retry.Count == 0 }},
		{"a service has no schedule", func(j *model.Job) {
			j.Infrastructure.Compute.Workload = "service"
			j.Infrastructure.Schedule.Cron = "@daily"
		}, func(d model.Deployment) bool { return d.Schedule == model.Trigger{} }},
		{"waits are at least a second", func(j *model.Job) {
			j.RetryConfig = &model.RetryConfig{MaxAttempts: number(2), InitialDelaySeconds: number(0), MaxDelaySeconds: number(0)}
		}, func(d model.Deployment) bool { return d.Retry.InitialSeconds == 1 && d.Retry.MaxSeconds == 2 }},
		{"the first wait is below the longest", func(j *model.Job) {
			j.RetryConfig = &model.RetryConfig{MaxAttempts: number(2), InitialDelaySeconds: number(90), MaxDelaySeconds: number(30)}
		}, func(d model.Deployment) bool { return d.Retry.InitialSeconds == 30 && d.Retry.MaxSeconds == 31 }},
		{"an existing log group has its own key", func(j *model.Job) {
			no := false
			j.Infrastructure.Monitoring = &model.Monitoring{LogGroup: "/shared", CreateLogGroup: &no,
				LogKMSKeyID: ecsTestKey, AlertTopicARN: ecsTestTopic}
		}, func(d model.Deployment) bool { return !d.Monitoring.CreateLogGroup && d.Monitoring.LogKMSKey == "" }},
		{"EventBridge's expression", func(j *model.Job) { j.Infrastructure.Schedule.Cron = "0 2 * * 1-5" },
			func(d model.Deployment) bool { return d.Schedule.Expression == "cron(0 2 ? * MON,TUE,WED,THU,FRI *)" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, problems := Normalize(ecsTestJob(test.change))
			if problems.HasErrors() {
				t.Fatalf("problems: %q", ecsProblems(problems))
			}
			if !test.ok(d) {
				t.Errorf("not so: %+v", d)
			}
		})
	}
}

func TestECSVariables(t *testing.T) {
	t.Parallel()
	d, _ := Normalize(ecsTestJob(func(j *model.Job) {
		j.Infrastructure.Compute.TaskCPU, j.Infrastructure.Compute.TaskMemory = "1.0", "3Gi"
		j.Infrastructure.Compute.Architecture = "arm64"
	}))
	want := map[string]any{"cpu": 1024, "memory": 3072, "architecture": "ARM64"}
	got := maps.Clone(d.Variables)
	maps.DeleteFunc(got, func(name string, _ any) bool { _, ok := want[name]; return !ok })
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestFargateSizes holds the table against the amounts that the ECS API
// reference lists.
func TestFargateSizes(t *testing.T) {
	t.Parallel()
	sizes := fargateSizes()
	if len(sizes.Rows) != 7 || sizes.Source == "" {
		t.Fatalf("%d rows, source %q", len(sizes.Rows), sizes.Source)
	}
	for _, size := range []struct {
		cpu     model.MilliCPU
		memory  model.MiB
		allowed bool
	}{
		{250, 512, true}, {250, 1536, false}, {250, 2048, true}, {250, 4096, false}, {500, 512, false}, {500, 1024, true},
		{500, 4096, true}, {500, 5120, false}, {1000, 8192, true}, {1000, 9216, false}, {2000, 16384, true}, {2000, 17408, false}, {4000, 30720, true}, {4000, 31744, false}, {8000, 61440, true}, {8000, 65536, false}, {8000, 18432, false},
		{8000, 20480, true}, {16000, 122880, true}, {16000, 131072, false}, {16000, 36864, false}, {32000, 65536, false}, {750, 2048, false},
	} {
		if got := sizes.Allows(Size{size.cpu, size.memory}); got != size.allowed {
			t.Errorf("%v: %v, want %v", Size{size.cpu, size.memory}, got, size.allowed)
		}
	}
}
