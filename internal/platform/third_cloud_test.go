package platform

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// thirdCloud is a complete cloud that is not shipped.
func thirdCloud() *Cloud {
	takes := func(_ *normalizer, _, written string) resource { return resource{name: written} }
	nothing := func(*normalizer) {}
	return &Cloud{
		Name: "azure", Title: "Azure", Synonyms: []string{"microsoft"},
		Regions: Regions{Title: "Azure", Examples: "westeurope", Known: []string{"westeurope"}, partitions: func() []partition {
			return []partition{{"public", regexp.MustCompile(`^[a-z]+europe$`)}}
		}},
		References: References{
			Network: takes, Subnet: takes, Key: takes, Bucket: takes,
			Registry: func() *regexp.Regexp { return regexp.MustCompile(`\.azurecr\.io$`) },
			Secrets:  func() []secretForm { return nil },
		},
		Sink:           tags.Kubernetes,
		DefaultCompute: "container_apps",
		Backends:       []Backend{{Type: "azurerm", Settings: []string{"key"}, complete: func(*normalizer, *Cloud, *model.BackendPlan) {}}},
		Bill:           Bill{Kind: "cost export"}, Providers: model.Providers{Kubernetes: "~> 3.0"},
		AlertTopic: RequiredKey{"monitoring.alert_topic", "set it to an action group"}, ObjectStore: "blob",
		bucketSettings: func(*model.Deployment) []model.Setting { return nil },
		identity:       nothing, network: nothing, monitoring: nothing,
	}
}

// thirdPlatform is its platform.
func thirdPlatform(cloud *Cloud) *Platform {
	return &Platform{
		Name: "azure_container_apps", Title: "Azure Container Apps", Cloud: cloud, Compute: "container_apps",
		Providers: cloud.Providers, Sizes: clusterSizes(), Default: Size{CPU: 500, Memory: 1024},
		Secrets: []model.SecretKind{model.KubernetesSecret}, Architectures: []string{"x86_64"}, TagSink: cloud.Sink,
		Refused: []KeyReason{{"project_id", "it is a key of gcp"}}, NoEffect: []KeyReason{{"network.vpc_id", "the environment has a network"}},
		cron: model.Cron.Kubernetes, stateHint: "storage.state", steps: []step{func(*normalizer) {}},
		variables: func(*model.Deployment) map[string]any { return nil },
	}
}

func withThird(p *Platform) Catalog {
	shipped := Shipped()
	return Catalog{append(shipped.Clouds, p.Cloud), append(shipped.Platforms, p)}
}

func thirdJob(change func(*model.Job, *model.Infrastructure)) Input {
	return jobOn("azure", "container_apps", func(job *model.Job, infra *model.Infrastructure) {
		infra.Region = "westeurope"
		change(job, infra)
	})
}

// TestThirdCloudIsNotOneOfTheOthers normalizes a job whose references are all
// invalid on the shipped clouds.
func TestThirdCloudIsNotOneOfTheOthers(t *testing.T) {
	t.Parallel()
	d, problems := withThird(thirdPlatform(thirdCloud())).Normalize(thirdJob(func(_ *model.Job, infra *model.Infrastructure) {
		infra.Compute.Image = "acme.azurecr.io/dativo:1"
		infra.Network.Subnets = []string{"/subscriptions/1/subnets/data"}
		infra.Storage.Bucket, infra.Storage.KMSKeyID = "/subscriptions/1/Lake", "https://keys.example/k"
		infra.Monitoring.AlertTopicARN, infra.Monitoring.LogKMSKeyID = "group", "https://keys.example/l"
		infra.Monitoring.LogRetentionDays, infra.Monitoring.MetricsNamespace = ptr(31), "AWS/x:y"
		infra.Compute.TaskRoleARN, infra.Compute.ServiceAccount = "role", "account"
		infra.Terraform.Backend.Type = "azurerm"
	}))
	if problems.HasErrors() {
		t.Errorf("%v", problems)
	}
	if d.Provider != "azure" || d.Project != "" || d.Storage.KMSKey != "https://keys.example/k" || d.Container.ImageIsECR {
		t.Errorf("%+v", d)
	}
}

// TestThirdCloudInMessages shows that hints name the job's own cloud, and know
// the others.
func TestThirdCloudInMessages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, want string
		change     func(*model.Infrastructure)
	}{
		{"region", `invalid Azure region "us-east-1" | it is a region of provider aws; for azure use one such as westeurope`,
			func(i *model.Infrastructure) { i.Region = "us-east-1" }},
		{"region", `invalid Azure region "westeurop" | did you mean westeurope?`, func(i *model.Infrastructure) { i.Region = "westeurop" }},
		{"terraform.backend.bucket", "not a setting of the azurerm backend | it is a setting of s3 and gcs",
			func(i *model.Infrastructure) { i.Terraform.Backend = &model.Backend{Type: "azurerm", Bucket: "b"} }},
		{"terraform.backend.region", "missing: the job's region is not an AWS region | use the region of the bucket, such as us-east-1",
			func(i *model.Infrastructure) { i.Terraform.Backend = &model.Backend{Type: "s3", Bucket: "abc"} }},
		{"compute.type", "missing | use container_apps", func(i *model.Infrastructure) { i.Compute.Type = "" }},
	} {
		_, problems := withThird(thirdPlatform(thirdCloud())).Normalize(
			thirdJob(func(_ *model.Job, infra *model.Infrastructure) { test.change(infra) }))
		if got := errorsAt(problems, test.path); !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: got %q, want %q", test.path, got, test.want)
		}
	}
	_, problems := withThird(thirdPlatform(thirdCloud())).Normalize(thirdJob(func(*model.Job, *model.Infrastructure) {}))
	if got := strings.Join(warningsAt(problems, "terraform.backend"), ""); !strings.Contains(got, "type: s3, gcs or azurerm") {
		t.Errorf("the hint does not know the third cloud's backend: %s", got)
	}
}

// TestMissingPartsAreNamed shows that a job is refused on a cloud and a platform
// that have only a name: every missing part is named, and nothing is rendered.
func TestMissingPartsAreNamed(t *testing.T) {
	t.Parallel()
	for _, p := range append(All(), thirdPlatform(thirdCloud())) {
		if missing := p.Missing(); len(missing) > 0 {
			t.Errorf("%s: %q are missing", p.Name, missing)
		}
	}
	want := []string{
		"Providers", "Sizes.Source", "Default.CPU", "Default.Memory", "Secrets", "Architectures", "Refused", "NoEffect",
		"cron", "stateHint", "steps", "variables", "TagSink or LabelSink",
		"Cloud.Synonyms", "Cloud.Regions.Title", "Cloud.Regions.Examples", "Cloud.Regions.Known", "Cloud.Regions.partitions",
		"Cloud.References.Network", "Cloud.References.Subnet", "Cloud.References.Key", "Cloud.References.Bucket",
		"Cloud.References.Registry", "Cloud.References.Secrets",
		"Cloud.Sink", "Cloud.DefaultCompute", "Cloud.Backends", "Cloud.Bill.Kind", "Cloud.Providers",
		"Cloud.AlertTopic.Path", "Cloud.AlertTopic.Hint", "Cloud.ObjectStore", "Cloud.bucketSettings",
		"Cloud.identity", "Cloud.network", "Cloud.monitoring",
	}
	bare := &Platform{Name: "azure_container_apps", Title: "Azure Container Apps", Compute: "container_apps",
		Cloud: &Cloud{Name: "azure", Title: "Azure"}}
	if got := bare.Missing(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, compute := range []string{"container_apps", "ecs"} { // ecs: the cloud is known, and the platform is not
		in := thirdJob(func(_ *model.Job, infra *model.Infrastructure) { infra.Compute.Type = compute })
		d, problems := withThird(bare).Normalize(in)
		if d.Variables != nil {
			t.Errorf("%s: values without a platform: %v", compute, d.Variables)
		}
		for _, part := range want {
			named := slices.ContainsFunc(errorsAt(problems, "provider"), func(message string) bool {
				return strings.HasSuffix(message, " is not supported yet: missing "+part)
			})
			if named != (compute == "container_apps" || strings.HasPrefix(part, "Cloud.")) {
				t.Errorf("%s: %s is named: %t", compute, part, named)
			}
		}
	}
	// A cloud that is not whole is in no other's way.
	_, problems := withThird(bare).Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
		infra.Region, infra.Compute.Secrets = "westeurope", map[string]string{"A": "b"}
	}))
	if len(errorsAt(problems, "region")) != 1 || len(errorsAt(problems, "compute.secrets.A")) != 1 {
		t.Errorf("%v", problems)
	}
	if missing := (&Platform{}).Missing(); !slices.Equal(missing, []string{"Cloud"}) {
		t.Errorf("%q", missing)
	}
}
