package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// TestReferencesAreChecked shows that every reference of a job is checked by its
// cloud.
func TestReferencesAreChecked(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"aws", "gcp"} {
		_, problems := Normalize(jobOn(provider, map[string]string{"aws": "ecs", "gcp": "cloud_run"}[provider],
			func(_ *model.Job, infra *model.Infrastructure) {
				infra.Network = &model.Network{
					VPCID: "x y", Subnets: []string{"x y"}, SecurityGroups: []string{"x y"}, Tags: []string{"x y"},
				}
				infra.Storage = &model.Storage{Bucket: "x y", KMSKeyID: "x y", State: &model.State{Bucket: "x y"}}
				infra.Monitoring.LogKMSKeyID = "x y"
				infra.Terraform.Backend = &model.Backend{Type: "s3", Bucket: "x y", Region: "us-east-1"}
			}))
		paths := []string{
			"network.vpc_id", "network.subnets[0]", "storage.bucket", "storage.kms_key_id", "monitoring.log_kms_key_id",
			"terraform.backend.bucket",
		}
		paths = append(paths, map[string][]string{
			"aws": {"network.security_groups[0]", "network.tags", "storage.state.bucket"}, // the last two are refused
			"gcp": {"network.security_groups", "network.tags[0]", "storage.state.bucket"}, // the first is refused
		}[provider]...)
		for _, path := range paths {
			if found := errorsAt(problems, path); len(found) != 1 {
				t.Errorf("%s: %s: %q", provider, path, found)
			}
		}
	}
}

// TestHints shows the hints that depend on what was written.
func TestHints(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, path, want string
		change           func(*model.Infrastructure)
	}{
		{"digits of an ID", "network.vpc_id", "use vpc- followed by 8 or 17 hexadecimal digits; this ID has 3",
			func(i *model.Infrastructure) { i.Network.VPCID = "vpc-0a1" }},
		{"no hexadecimal digits", "network.vpc_id", "use vpc- followed by 8 or 17 hexadecimal digits",
			func(i *model.Infrastructure) { i.Network.VPCID = "vpc-main" }},
		{"another prefix", "network.vpc_id", "use vpc- followed by 8 or 17 hexadecimal digits",
			func(i *model.Infrastructure) { i.Network.VPCID = "subnet-0a1b2c3d" }},
		{"name in an ARN", "compute.cluster_name", "use the name alone: data",
			func(i *model.Infrastructure) {
				i.Compute.ClusterName = "arn:aws:ecs:us-east-1:123456789012:cluster/data"
			}},
		{"name of a cluster", "compute.cluster_name", `use up to 255 letters, digits, "_" and "-"`,
			func(i *model.Infrastructure) { i.Compute.ClusterName = "a b" }},
		{"placeholder", "terraform.backend.key", "did you mean {tenant}?",
			func(i *model.Infrastructure) {
				i.Terraform.Backend = &model.Backend{Type: "s3", Bucket: "abc", Key: "{tenat}"}
			}},
		{"no placeholder is near", "terraform.backend.key", "use {tenant}, {job} or {environment}",
			func(i *model.Infrastructure) {
				i.Terraform.Backend = &model.Backend{Type: "s3", Bucket: "abc", Key: "{xyzzy}"}
			}},
		{"secret", "compute.secrets.A", "use a reference such as arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf" +
			" or arn:aws:ssm:us-east-1:123456789012:parameter/stripe/key",
			func(i *model.Infrastructure) { i.Compute.Secrets = map[string]string{"A": "x"} }},
		{"time zone", "schedule.timezone", "did you mean Europe/Berlin?",
			func(i *model.Infrastructure) { i.Schedule = &model.Schedule{Cron: "@daily", Timezone: "Europe/Berln"} }},
		{"abbreviation", "schedule.timezone", "",
			func(i *model.Infrastructure) { i.Schedule = &model.Schedule{Cron: "@daily", Timezone: "XYZ"} }},
	} {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) { test.change(infra) }))
		found := errorsAt(problems, test.path)
		if len(found) != 1 {
			t.Errorf("%s: %q", test.name, found)
			continue
		}
		if _, hint, _ := strings.Cut(found[0], " | "); hint != test.want {
			t.Errorf("%s: got %q, want %q", test.name, hint, test.want)
		}
	}
}

// TestServices shows what a service does not have.
func TestServices(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		d, problems := Normalize(jobOn(p.Cloud.Name, p.Compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Workload, infra.Compute.Retries = "service", ptr(3)
			infra.Schedule.Cron, infra.Compute.TimeoutSeconds = "*/5 * * * *", ptr(600)
		}))
		if !d.Service || d.Retry.Count != 0 {
			t.Errorf("%s: %t, %d retries", p.Name, d.Service, d.Retry.Count)
		}
		for _, problem := range problems {
			if problem.Code == "overlap" {
				t.Errorf("%s: a service does not overlap: %s", p.Name, problem)
			}
		}
		if len(warningsAt(problems, "compute.retries")) != 1 {
			t.Errorf("%s: no warning about retries", p.Name)
		}
	}
	for _, entrypoint := range [][]string{nil, {"python"}} {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Workload, infra.Compute.Entrypoint = "service", entrypoint
		}))
		if found := warningsAt(problems, "compute.entrypoint"); len(found) != len(entrypoint) {
			t.Errorf("entry point %q: %q", entrypoint, found)
		}
	}
}

// TestScheduleRegion shows that the schedule is in the job's region unless it has
// one of its own.
func TestScheduleRegion(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{"": "europe-west1", "europe-west3": "europe-west3"} {
		d, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Schedule.Cron, infra.Schedule.Region = "@daily", written
		}))
		if d.Schedule.Region != want || d.Schedule.Timezone != "UTC" || len(errorsAt(problems, "schedule.region")) > 0 {
			t.Errorf("%q: %+v %v", written, d.Schedule, problems)
		}
	}
}

// TestExistingLogsHaveTheirOwnKey shows that a key reaches only logs that the
// module creates.
func TestExistingLogsHaveTheirOwnKey(t *testing.T) {
	t.Parallel()
	arn := "arn:aws:kms:us-east-1:123456789012:key/" + testKey
	name := "projects/acme-prod/locations/europe-west1/keyRings/r/cryptoKeys/k"
	for _, test := range []struct {
		provider, compute, key, group string
		create                        *bool
		days                          *int
		want                          bool
	}{
		{"aws", "ecs", arn, "/acme", nil, nil, true},
		{"aws", "ecs", arn, "/acme", ptr(false), nil, false},
		{"aws", "eks", arn, "/acme", nil, nil, true},
		{"aws", "eks", arn, "/acme", ptr(false), nil, false},
		{"aws", "eks", arn, "", nil, nil, false},
		{"gcp", "gke", name, "", nil, ptr(30), true},
		{"gcp", "gke", name, "", nil, nil, false},
		{"gcp", "cloud_run", name, "projects/acme-prod/locations/europe-west1/buckets/etl", nil, ptr(30), false},
	} {
		d, _ := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Monitoring = &model.Monitoring{LogKMSKeyID: test.key, LogGroup: test.group,
				CreateLogGroup: test.create, LogRetentionDays: test.days}
		}))
		if got := d.Monitoring.LogKMSKey; (got == test.key) != test.want || got != "" && !test.want {
			t.Errorf("%s, log group %q: key %q", test.compute, test.group, got)
		}
	}
}

// TestMissingRunsAreWatchedForAWeek shows that an alarm for a longer interval is
// not created, and that a warning says so.
func TestMissingRunsAreWatchedForAWeek(t *testing.T) {
	t.Parallel()
	for cron, want := range map[string]int{"0 2 * * *": 27, "0 2 * * 0": 0, "0 2 1 * *": 0} {
		d, problems := Normalize(jobOn("aws", "eks", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Schedule.Cron, infra.Monitoring.AlertTopicARN = cron, "arn:aws:sns:us-east-1:123456789012:alerts"
		}))
		warned := len(warningsAt(problems, "monitoring.max_hours_between_runs")) == 1
		if d.Monitoring.MaxHoursBetweenRuns != want || warned != (want == 0) {
			t.Errorf("%s: %d hours, warned %t", cron, d.Monitoring.MaxHoursBetweenRuns, warned)
		}
	}
}

// TestDeriveTags shows the default of the job's name, and the warning about a
// classification of an unknown field.
func TestDeriveTags(t *testing.T) {
	t.Parallel()
	at := tags.Origin{Path: "classification_overrides.emial"}
	in := Input{File: "orders.eu.yaml", Tags: tags.Input{
		Tenant: tags.Text("acme", tags.Origin{}),
		Asset:  tags.AssetMetadata{Fields: []tags.Entry{{Key: "email"}}},
		Job:    tags.JobMetadata{Classification: []tags.Entry{{Key: "emial", Value: tags.Text("PII", at)}}},
	}}
	set, problems := DeriveTags(in)
	if !slices.ContainsFunc(set.Flat.Tags, func(tag tags.Tag) bool { return tag.Key == "job_name" && tag.FullText() == "orders.eu" }) {
		t.Errorf("%v", set.Flat.Tags)
	}
	if len(problems) != 1 || problems[0].Path != at.Path || problems[0].Hint != "did you mean email?" {
		t.Errorf("%v", problems)
	}
	in.Tags.JobName = tags.Text("written", tags.Origin{})
	in.Tags.Asset.Fields = nil
	set, problems = DeriveTags(in)
	if !slices.ContainsFunc(set.Flat.Tags, func(tag tags.Tag) bool { return tag.Key == "job_name" && tag.FullText() == "written" }) ||
		len(problems) > 0 {
		t.Errorf("%v, %v", set.Flat.Tags, problems)
	}
}

// TestSynonyms shows which words are understood for a provider or compute type.
func TestSynonyms(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][]string{
		"amazon": {"aws"}, "google": {"gcp"}, "google_cloud": {"gcp"}, "fargate": {"ecs"}, "k8s": {"eks", "gke"}, "kubernetes": {"eks", "gke"},
		"aws": nil, "ecs": nil, "lambda": nil, "": nil,
	} {
		if got := Synonyms(word); !slices.Equal(got, want) {
			t.Errorf("%q: %q", word, got)
		}
	}
}

// TestFallbackAcceptsWhatAnyPlatformAccepts shows that a job whose compute type is
// unknown has no problem that another compute type would not have.
func TestFallbackAcceptsWhatAnyPlatformAccepts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		provider, path string
		accepted       bool
		change         func(*model.Infrastructure)
	}{
		{"aws", "compute.architecture", true, func(i *model.Infrastructure) { i.Compute.Architecture = "arm64" }},
		{"gcp", "compute.architecture", true, func(i *model.Infrastructure) { i.Compute.Architecture = "arm64" }},
		{"gcp", "compute.architecture", false, func(i *model.Infrastructure) { i.Compute.Architecture = "riscv" }},
		{"aws", "schedule.cron", true, func(i *model.Infrastructure) { i.Schedule.Cron = "rate(1 day)" }},
		{"gcp", "schedule.cron", false, func(i *model.Infrastructure) { i.Schedule.Cron = "rate(1 day)" }},
		{"aws", "compute.secrets.A", true, func(i *model.Infrastructure) { i.Compute.Secrets = map[string]string{"A": "name/key"} }},
		{"aws", "compute.secrets.A", false, func(i *model.Infrastructure) {
			i.Compute.Secrets = map[string]string{"A": "projects/acme-prod/secrets/s"}
		}},
		{"gcp", "compute.secrets.A", true, func(i *model.Infrastructure) {
			i.Compute.Secrets = map[string]string{"A": "projects/acme-prod/secrets/s"}
		}},
	} {
		_, problems := Normalize(jobOn(test.provider, "unknown", func(_ *model.Job, infra *model.Infrastructure) { test.change(infra) }))
		if found := errorsAt(problems, test.path); (len(found) == 0) != test.accepted {
			t.Errorf("%s: %s: %q", test.provider, test.path, found)
		}
	}
}

// TestContainerDefaults shows the values of a container that sets none.
func TestContainerDefaults(t *testing.T) {
	t.Parallel()
	d, problems := Normalize(jobOn("gcp", "gke", func(_ *model.Job, infra *model.Infrastructure) { infra.Compute.ClusterName = "data" }))
	c := d.Container
	if c.TimeoutSeconds != 3600 || c.RunAsUser != 10001 || !c.ReadOnlyRootFilesystem ||
		c.ScratchMiB != 512 || c.EphemeralStorageGiB != 1 || c.ARM64 {
		t.Errorf("%+v", c)
	}
	if d.Monitoring.LogRetentionDays != 30 || d.Schedule.Exists {
		t.Errorf("%+v, %+v", d.Monitoring, d.Schedule)
	}
	if got := warningsAt(problems, "compute.task_cpu"); len(got) != 1 ||
		!strings.HasPrefix(got[0], "not set: 0.5 vCPU with 1 GiB is assumed") {
		t.Errorf("%q", got)
	}
	for cpu, path := range map[model.Amount]string{"": "compute.task_memory", "1000m": "compute.task_cpu"} {
		_, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.TaskCPU, infra.Compute.TaskMemory = cpu, "64Gi"
		}))
		if len(errorsAt(problems, path)) != 1 {
			t.Errorf("CPU %q: %v", cpu, problems)
		}
	}
}

// TestCloudRunTakesOneSubnetwork shows that only a second one is reported.
func TestCloudRunTakesOneSubnetwork(t *testing.T) {
	t.Parallel()
	for count := range 3 {
		d, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Network.Subnets = []string{"one", "two"}[:count]
		}))
		if found := warningsAt(problems, "network.subnets[1]"); (len(found) == 1) != (count == 2) || len(d.Network.Subnets) != min(count, 1) {
			t.Errorf("%d: %q, %q", count, found, d.Network.Subnets)
		}
	}
}
