package platform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestSizeTables pins the tables of sizes in a second notation: CPU, then the
// memory in MiB, listed or as a range with its step.
func TestSizeTables(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"aws_ecs": `
			250m 512 1024 2048
			500m 1024-4096/1024
			1000m 2048-8192/1024
			2000m 4096-16384/1024
			4000m 8192-30720/1024
			8000m 16384-61440/4096
			16000m 32768-122880/8192
			default 500m 1024`,
		"aws_eks": `default 500m 1024`,
		"gcp_gke": `default 500m 1024`,
		"gcp_cloud_run": `
			1000m 512-4096/1
			2000m 512-8192/1
			4000m 2048-16384/1
			6000m 4096-24576/1
			8000m 4096-32768/1
			default 1000m 1024`,
	}
	for _, p := range All() {
		var lines []string
		for _, row := range p.Sizes.Rows {
			memory := fmt.Sprintf("%d-%d/%d", row.Min, row.Max, row.Step)
			if len(row.Listed) > 0 {
				memory = strings.ReplaceAll(strings.Trim(fmt.Sprintf("%d", row.Listed), "[]"), ",", "")
			}
			lines = append(lines, fmt.Sprintf("%dm %s", row.CPU, memory))
		}
		lines = append(lines, fmt.Sprintf("default %dm %d", p.Default.CPU, p.Default.Memory))
		var expected []string
		for line := range strings.SplitSeq(strings.TrimSpace(want[p.Name]), "\n") {
			expected = append(expected, strings.TrimSpace(line))
		}
		if !slices.Equal(lines, expected) {
			t.Errorf("%s: got\n%s\nwant\n%s", p.Name, strings.Join(lines, "\n"), strings.Join(expected, "\n"))
		}
	}
}

// TestProvidersOfPlatforms shows which Terraform providers a platform uses.
func TestProvidersOfPlatforms(t *testing.T) {
	t.Parallel()
	const aws, google, kubernetes = ">= 6.0, < 7.0", ">= 7.0, < 8.0", ">= 3.0, < 4.0"
	want := map[string]model.Providers{
		"aws_ecs": {AWS: aws}, "aws_eks": {AWS: aws, Kubernetes: kubernetes},
		"gcp_gke": {Google: google, Kubernetes: kubernetes}, "gcp_cloud_run": {Google: google},
	}
	for _, p := range All() {
		if p.Providers != want[p.Name] {
			t.Errorf("%s: %+v", p.Name, p.Providers)
		}
	}
}

// TestCloudWatchRetention pins the retention periods of CloudWatch Logs, and the
// next one in the hint.
func TestCloudWatchRetention(t *testing.T) {
	t.Parallel()
	supported := strings.Fields("1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653")
	var candidates []int
	for _, period := range supported {
		days, _ := strconv.Atoi(period)
		candidates = append(candidates, days-1, days, days+1)
	}
	for _, days := range candidates {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Monitoring.LogRetentionDays = &days
		}))
		found := errorsAt(problems, "monitoring.log_retention_days")
		if slices.Contains(supported, fmt.Sprint(days)) != (len(found) == 0) {
			t.Errorf("%d days: %q", days, found)
		}
	}
	for days, next := range map[int]int{2: 3, 30: 30, 31: 60, 3652: 3653, 4000: 3653} {
		if got := nextRetention(days); got != next {
			t.Errorf("%d days: got %d", days, got)
		}
	}
}

// TestLimits shows that what is exactly at a limit is accepted, and what exceeds
// it by one is not.
func TestLimits(t *testing.T) {
	t.Parallel()
	const service = "service"
	text := func(n int) string { return strings.Repeat("a", n) }
	for _, test := range []struct {
		platform, path string
		within         int
		set            func(i *model.Infrastructure, value int)
	}{
		{"aws_ecs", "compute.cluster_name", 255, func(i *model.Infrastructure, n int) { i.Compute.ClusterName = text(n) }},
		{"aws_ecs", "monitoring.log_group", 512, func(i *model.Infrastructure, n int) { i.Monitoring.LogGroup = text(n) }},
		{"aws_eks", "compute.cluster_name", 100, func(i *model.Infrastructure, n int) { i.Compute.ClusterName = text(n) }},
		{"aws_eks", "network.security_groups", 5, func(i *model.Infrastructure, n int) {
			i.Network.PodSecurityGroups, i.Network.SecurityGroups = ptr(true), slices.Repeat([]string{"sg-0a1b2c3d"}, n)
		}},
		{"aws_eks", "compute.run_as_user", 1<<31 - 1, func(i *model.Infrastructure, n int) { i.Compute.RunAsUser = &n }},
		{"gcp_gke", "compute.cluster_name", 40, func(i *model.Infrastructure, n int) { i.Compute.ClusterName = text(n) }},
		{"gcp_gke", "compute.namespace", 63, func(i *model.Infrastructure, n int) { i.Compute.Namespace = text(n) }},
		{"gcp_gke", "storage.state.claim_name", 253, func(i *model.Infrastructure, n int) { i.Storage.State.ClaimName = text(n) }},
		{"gcp_gke", "monitoring.log_retention_days", 3650, func(i *model.Infrastructure, n int) { i.Monitoring.LogRetentionDays = &n }},
		{"gcp_cloud_run", "compute.timeout_seconds", 7 * 24 * 3600, func(i *model.Infrastructure, n int) { i.Compute.TimeoutSeconds = &n }},
		{"gcp_cloud_run", "compute.timeout_seconds", 3600, func(i *model.Infrastructure, n int) {
			i.Compute.Workload, i.Compute.TimeoutSeconds = service, &n
		}},
		{"gcp_cloud_run", "compute.retries", 10, func(i *model.Infrastructure, n int) { i.Compute.Retries = &n }},
		// "/dativo-acme-orders-prod/errors" has 31 of the 100 characters.
		{"gcp_cloud_run", "monitoring.metrics_namespace", 69, func(i *model.Infrastructure, n int) { i.Monitoring.MetricsNamespace = text(n) }},
	} {
		p, _ := ByName(test.platform)
		for excess := range 2 {
			_, problems := Normalize(jobOn(p.Cloud.Name, p.Compute, func(job *model.Job, infra *model.Infrastructure) {
				job.Environment, infra.ProjectID = "prod", "acme-prod"
				test.set(infra, test.within+excess)
			}))
			if found := errorsAt(problems, test.path); len(found) != excess {
				t.Errorf("%s: %s of %d: %q", test.platform, test.path, test.within+excess, found)
			}
		}
	}
}

// TestNames shows which names CloudWatch, Cloud Monitoring and Cloud Logging
// take.
func TestNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		provider, path string
		valid, invalid []string
		set            func(i *model.Infrastructure, name string)
	}{
		{"aws", "monitoring.log_group", []string{"", "a", "/dativo/acme", "A.b-c_d/e#f", "Zz09"}, []string{"aws/x", "a b", "a:b", "é", "a*"},
			func(i *model.Infrastructure, name string) { i.Monitoring.LogGroup = name }},
		{"aws", "monitoring.metrics_namespace", []string{"", "Dativo/ETL", "a b"}, []string{"AWS/ECS", "a:b", "a*", "a$"},
			func(i *model.Infrastructure, name string) { i.Monitoring.MetricsNamespace = name }},
		{"gcp", "monitoring.metrics_namespace", []string{"", "Dativo/ETL", "custom.googleapis.com/etl", "a_b.c-d", "Zz09"},
			[]string{"/a", "a/", "a b", "a:b", "custom.googleapis.com//a", "é"},
			func(i *model.Infrastructure, name string) { i.Monitoring.MetricsNamespace = name }},
	} {
		for i, names := range [][]string{test.valid, test.invalid} {
			for _, name := range names {
				_, problems := Normalize(jobOn(test.provider, map[string]string{"aws": "ecs", "gcp": "cloud_run"}[test.provider],
					func(_ *model.Job, infra *model.Infrastructure) { test.set(infra, name) }))
				if found := errorsAt(problems, test.path); len(found) != i {
					t.Errorf("%s: %s %q: %q", test.provider, test.path, name, found)
				}
			}
		}
	}
	for name, want := range map[string]bool{
		"a": true, "z": true, "A": true, "Z": true, "0": true, "9": true, "aZ09._-": true,
		"": false, ".a": false, "_a": false, "-a": false, "a b": false, "a/b": false, "é": false, "a@": false, "a[": false, "a`": false, "a{": false,
	} {
		if got := IsName(name); got != want {
			t.Errorf("IsName(%q) = %t", name, got)
		}
	}
}
