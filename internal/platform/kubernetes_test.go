package platform

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// kubernetesJob is a job that the platform runs without a problem; change
// makes it another.
func kubernetesJob(platform string, change func(*model.Infrastructure)) Input {
	infra := &model.Infrastructure{
		Provider: "aws", Region: "us-east-1",
		Compute: &model.Compute{
			Type: "eks", ClusterName: "data", Namespace: "etl", Image: "ghcr.io/acme/dativo:1.4.2", TaskCPU: "512", TaskMemory: "1024",
		},
		Network: &model.Network{}, Storage: &model.Storage{State: &model.State{}}, Monitoring: &model.Monitoring{}, Schedule: &model.Schedule{},
		Terraform: &model.Terraform{Backend: &model.Backend{Type: "local"}},
	}
	if platform == "gcp_gke" {
		infra.Provider, infra.Region, infra.ProjectID, infra.Compute.Type = "gcp", "europe-west1", "acme-prod", "gke"
	}
	if change != nil {
		change(infra)
	}
	return Input{Job: &model.Job{TenantID: "acme", Infrastructure: infra}, File: "orders.yaml"}
}

// problemLines are the problems, each as "severity code path".
func problemLines(problems diag.List) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Severity.String()+" "+p.Code+" "+strings.TrimPrefix(p.Path, "infrastructure."))
	}
	return lines
}

// problemTest is a change to a plain job and its problems.
type problemTest struct {
	name   string
	change func(*model.Infrastructure)
	want   []string
}

// runProblemTests checks the problems of each change.
func runProblemTests(t *testing.T, platform string, tests []problemTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(platform+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Normalize(kubernetesJob(platform, test.change))
			if got := problemLines(problems); !slices.Equal(got, test.want) {
				t.Errorf("got\n  %q, want\n  %q", got, test.want)
			}
		})
	}
}

func kubernetesPlatforms() []string { return []string{"aws_eks", "gcp_gke"} }

func TestKubernetesSaysNothingOfAPlainJob(t *testing.T) {
	t.Parallel()
	for _, platform := range kubernetesPlatforms() {
		d, problems := Normalize(kubernetesJob(platform, nil))
		if got := problemLines(problems); len(got) > 0 {
			t.Errorf("%s: %q", platform, got)
		}
		if d.Identity.HasTaskRole() || d.Identity.HasServiceAccount() {
			t.Errorf("%s: a job that uses nothing has an identity: %+v", platform, d.Identity)
		}
	}
}

func TestKubernetesProblems(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	secret := map[string]string{"API_KEY": "stripe/key"}
	tests := []problemTest{
		{"no cluster", func(i *model.Infrastructure) { i.Compute.ClusterName = "" }, []string{"error required compute.cluster_name"}},
		{"cluster by ARN", func(i *model.Infrastructure) {
			i.Compute.ClusterName = "arn:aws:eks:us-east-1:123456789012:cluster/data"
		},
			[]string{"error cluster compute.cluster_name"}},
		{"namespace", func(i *model.Infrastructure) { i.Compute.Namespace = "Data_Jobs" }, []string{"error namespace compute.namespace"}},
		{"namespace that is too long", func(i *model.Infrastructure) { i.Compute.Namespace = strings.Repeat("a", 64) }, []string{"error namespace compute.namespace"}},
		{"own namespace", func(i *model.Infrastructure) { i.Compute.Namespace = "" }, nil},
		{"own namespace without its secrets", func(i *model.Infrastructure) { i.Compute.Namespace, i.Compute.Secrets = "", secret },
			[]string{"warning new-namespace compute.namespace"}},
		{"own namespace without its claim", func(i *model.Infrastructure) { i.Compute.Namespace, i.Storage.State.ClaimName = "", "state" },
			[]string{"warning new-namespace compute.namespace"}},
		{"secrets in a namespace", func(i *model.Infrastructure) { i.Compute.Secrets = secret }, nil},
		{"a cloud's secret", func(i *model.Infrastructure) {
			i.Compute.Secrets = map[string]string{"API_KEY": "arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf"}
		}, []string{"error secret compute.secrets.API_KEY"}},
		{"claim", func(i *model.Infrastructure) { i.Storage.State.ClaimName = "my claim" }, []string{"error claim storage.state.claim_name"}},
		{"user", func(i *model.Infrastructure) { i.Compute.RunAsUser = number(1 << 31) }, []string{"error run-as-user compute.run_as_user"}},
		{"largest user", func(i *model.Infrastructure) { i.Compute.RunAsUser = number(1<<31 - 1) }, nil},
		{"disk", func(i *model.Infrastructure) {
			i.Compute.EphemeralStorageGiB, i.Compute.ScratchMiB = number(1), number(1025)
		}, []string{"error ephemeral-storage compute.ephemeral_storage_gib"}},
		{"disk that is just enough", func(i *model.Infrastructure) {
			i.Compute.EphemeralStorageGiB, i.Compute.ScratchMiB = number(1), number(1024)
		}, nil},
		{"keys without effect", func(i *model.Infrastructure) {
			i.Compute.Entrypoint = []string{"python"}
			i.Network.AssignPublicIP = new(bool)
		}, []string{"warning no-effect compute.entrypoint", "warning no-effect network.assign_public_ip"}},
		{"service", func(i *model.Infrastructure) { i.Compute.Workload = "service" }, nil},
		{"service with what only a job has", func(i *model.Infrastructure) {
			i.Compute.Workload, i.Schedule.Cron = "service", "0 2 * * *"
			i.Compute.TimeoutSeconds, i.Compute.Retries = number(60), number(2)
		}, []string{"warning no-effect compute.retries", "warning no-effect compute.timeout_seconds", "warning no-effect schedule.cron"}},
	}
	for _, platform := range kubernetesPlatforms() {
		runProblemTests(t, platform, tests)
	}
}

func TestKubernetesDisk(t *testing.T) {
	t.Parallel()
	for scratch, want := range map[int]int{1: 1, 512: 1, 768: 1, 769: 2, 1024: 2, 4096: 5} {
		d, _ := Normalize(kubernetesJob("aws_eks", func(i *model.Infrastructure) { i.Compute.ScratchMiB = &scratch }))
		if got := d.Container.EphemeralStorageGiB; got != want {
			t.Errorf("scratch space of %d MiB: a disk of %d GiB, want %d", scratch, got, want)
		}
	}
}

func TestKubernetesServiceHasNoSchedule(t *testing.T) {
	t.Parallel()
	d, _ := Normalize(kubernetesJob("gcp_gke", func(i *model.Infrastructure) {
		i.Compute.Workload, i.Schedule.Cron = "service", "0 2 * * *"
	}))
	if d.Schedule != (model.Trigger{}) {
		t.Errorf("schedule %+v", d.Schedule)
	}
}

func TestKubernetesState(t *testing.T) {
	t.Parallel()
	d, _ := Normalize(kubernetesJob("aws_eks", func(i *model.Infrastructure) {
		i.Storage.State = &model.State{EFSFileSystemID: "fs-0a1b2c3d4e5f60718", ClaimName: "state"}
	}))
	if want := (model.StatePlan{ClaimName: "state"}); d.Storage.State != want {
		t.Errorf("state %+v, want %+v", d.Storage.State, want)
	}
}

func TestKubernetesVariables(t *testing.T) {
	t.Parallel()
	for _, platform := range kubernetesPlatforms() {
		d, _ := Normalize(kubernetesJob(platform, func(i *model.Infrastructure) {
			i.Compute.TaskCPU, i.Compute.TaskMemory, i.Compute.Architecture = "1 vCPU", "2048", "arm64"
			i.Compute.Secrets = map[string]string{"API_KEY": "stripe/key"}
		}))
		for name, want := range map[string]any{
			"cpu": "1", "memory": "2Gi", "architecture": "arm64",
			"secrets": map[string]any{"API_KEY": map[string]any{"name": "stripe", "key": "key"}},
		} {
			if got := d.Variables[name]; !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s is %#v, want %#v", platform, name, got, want)
			}
		}
	}
	d, _ := Normalize(kubernetesJob("aws_eks", nil))
	if got := d.Variables["architecture"]; got != "amd64" {
		t.Errorf("architecture is %v, want amd64", got)
	}
}
