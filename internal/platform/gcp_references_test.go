package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestTopics(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"alerts": "", "projects/acme-ops/topics/alerts": "", "projects/acme-ops/topics/Google": "",
		"goog-alerts": `invalid Pub/Sub topic name "goog-alerts"`, "projects/acme-ops/topics/google": `invalid Pub/Sub topic name "google"`,
		"a": "invalid Pub/Sub topic", "topics/alerts": "invalid Pub/Sub topic", "projects/acme-ops/topics/": "invalid Pub/Sub topic",
	} {
		_, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
			infra.ProjectID, infra.Monitoring.AlertTopic = "acme-prod", written
		}))
		got := strings.Join(errorsAt(problems, "monitoring.alert_topic"), "\n")
		if !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%s: got %q, want %q", written, got, want)
		}
	}
}

func TestProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		problems   []string
		change     func(*model.Infrastructure)
	}{
		{"written", "acme-prod", nil, func(i *model.Infrastructure) { i.ProjectID = "acme-prod" }},
		{"written, and the network is shared", "acme-prod", nil, func(i *model.Infrastructure) {
			i.ProjectID, i.Network.VPCID = "acme-prod", "projects/acme-host/global/networks/n"
		}},
		{"of a domain", "example.com:acme", nil, func(i *model.Infrastructure) { i.ProjectID = "example.com:acme" }},
		{"malformed", "", []string{"project_id"}, func(i *model.Infrastructure) { i.ProjectID = "Acme" }},
		{"a number", "", []string{"project_id"}, func(i *model.Infrastructure) { i.ProjectID = "123456789" }},
		{"service account", "acme-prod", nil, func(i *model.Infrastructure) { i.Compute.ServiceAccount = "dativo@acme-prod.iam.gserviceaccount.com" }},
		{"service account of a domain", "example.com:acme-prod", nil, func(i *model.Infrastructure) {
			i.Compute.ServiceAccount = "dativo@acme-prod.example.com.iam.gserviceaccount.com"
			i.Network.VPCID = "projects/example.com:acme-prod/global/networks/n"
		}},
		{"network", "acme-prod", nil, func(i *model.Infrastructure) { i.Network.VPCID = "projects/acme-prod/global/networks/n" }},
		{"self link", "acme-prod", nil, func(i *model.Infrastructure) {
			i.Network.VPCID = "https://www.googleapis.com/compute/v1/projects/acme-prod/global/networks/n"
		}},
		{"subnet", "acme-prod", nil, func(i *model.Infrastructure) {
			i.Network.Subnets = []string{"data", "projects/acme-prod/regions/europe-west1/subnetworks/s"}
		}},
		{"key", "acme-prod", nil, func(i *model.Infrastructure) {
			i.Storage.KMSKeyID = "projects/acme-prod/locations/europe-west1/keyRings/r/cryptoKeys/k"
		}},
		{"topic", "acme-prod", nil, func(i *model.Infrastructure) { i.Monitoring.AlertTopic = "projects/acme-prod/topics/alerts" }},
		{"they disagree", "", []string{"monitoring.alert_topic"}, func(i *model.Infrastructure) {
			i.Compute.ServiceAccount, i.Monitoring.AlertTopic = "dativo@acme-prod.iam.gserviceaccount.com", "projects/acme-ops/topics/alerts"
		}},
		{"no reference contains it", "", []string{"project_id"}, func(i *model.Infrastructure) {
			i.Network.VPCID, i.Monitoring.AlertTopic = "default", "alerts"
		}},
		{"the default account contains only the project number", "", []string{"project_id"}, func(i *model.Infrastructure) {
			i.Compute.ServiceAccount = "123456789-compute@developer.gserviceaccount.com"
		}},
		{"the reference that contains it is malformed", "", []string{"compute.service_account"}, func(i *model.Infrastructure) { i.Compute.ServiceAccount = "dativo@acme-prod" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) { test.change(infra) }))
			var at []string
			for _, path := range []string{"project_id", "compute.service_account", "network.vpc_id",
				"network.subnets[0]", "storage.kms_key_id", "monitoring.alert_topic"} {
				if len(errorsAt(problems, path)) > 0 {
					at = append(at, path)
				}
			}
			if !slices.Equal(at, test.problems) {
				t.Errorf("errors at %v, want %v: %v", at, test.problems, problems)
			}
			if test.want != "" && d.Project != test.want {
				t.Errorf("project %q, want %q", d.Project, test.want)
			}
		})
	}
}
