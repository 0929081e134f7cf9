package platform

import (
	"regexp"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// gcpCloud is Google Cloud.
func gcpCloud() *Cloud {
	return &Cloud{
		Name: "gcp", Title: "GCP", Synonyms: []string{"google", "googlecloud", "google_cloud"},
		Regions: gcpRegions(),
		References: References{
			Network: (*normalizer).gcpVPC, Subnet: (*normalizer).gcpSubnet, Key: (*normalizer).cryptoKey, Bucket: (*normalizer).gcsBucket,
			Registry: artifactRegistryHost, Secrets: gcpSecrets,
		},
		Sink: tags.GCP,
		Backends: []Backend{
			{Type: "gcs", Settings: []string{paths.TerraformBackendBucket, paths.TerraformBackendPrefix}, complete: (*normalizer).gcsBackend},
		},
		Bill: Bill{Kind: CloudBillingExport},
		// A new major version removes arguments: it is an upgrade to plan for.
		Providers:  model.Providers{Google: ">= 7.0, < 8.0"},
		identity:   (*normalizer).gcpIdentity,
		network:    (*normalizer).gcpNetwork,
		monitoring: (*normalizer).gcpMonitoring,
	}
}

// gcpRegions are Google Cloud's regions, as the locations page of Cloud Run
// lists them, read 2026-11-22.
func gcpRegions() Regions {
	return Regions{
		Title: "a Google Cloud", Examples: "us-central1 or europe-west1",
		Known: []string{
			"africa-south1", "asia-east1", "asia-east2", "asia-northeast1", "asia-northeast2", "asia-northeast3", "asia-south1", "asia-south2",
			"asia-southeast1", "asia-southeast2", "asia-southeast3", "australia-southeast1", "australia-southeast2", "europe-central2",
			"europe-north1", "europe-north2", "europe-southwest1", "europe-west1", "europe-west10", "europe-west12", "europe-west2",
			"europe-west3", "europe-west4", "europe-west6", "europe-west8", "europe-west9", "me-central1", "me-central2", "me-west1",
			"northamerica-northeast1", "northamerica-northeast2", "northamerica-south1", "southamerica-east1", "southamerica-west1",
			"us-central1", "us-east1", "us-east4", "us-east5", "us-south1", "us-west1", "us-west2", "us-west3", "us-west4",
		},
		partitions: gcpPartitions,
	}
}

// gcpPartitions are the one that Google Cloud has. Google publishes no rule for
// the form of a region: it is that of the regions listed above.
var gcpPartitions = sync.OnceValue(func() []partition {
	return []partition{{"gcp", regexp.MustCompile(`^(africa|asia|australia|europe|me|northamerica|southamerica|us)-` +
		`(central|east|north|northeast|northwest|south|southeast|southwest|west)\d{1,2}$`)}}
})

// artifactRegistryHost is the host of Artifact Registry, or of Container
// Registry before it. From "Deploying container images",
// cloud.google.com/run/docs, read 2026-11-22.
var artifactRegistryHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.*[.-])?(docker\.pkg\.dev|gcr\.io)$`)
})

// gcpSecrets are the forms of Secret Manager's secrets.
var gcpSecrets = sync.OnceValue(func() []secretForm {
	return []secretForm{
		{model.SecretManager, regexp.MustCompile(`^(projects/(?:[a-z][a-z0-9.:-]{4,28}[a-z0-9]|\d+)/secrets/[A-Za-z0-9_-]{1,255})(?:/versions/(latest|[0-9]+|[A-Za-z][A-Za-z0-9_-]{0,62}))?$`),
			"projects/acme-prod/secrets/stripe/versions/3", func(ref *model.SecretRef, groups []string) {
				ref.Reference, ref.Version = groups[1], groups[2]
				if ref.Version == "" {
					ref.Version = "latest"
				}
			}, nil},
	}
})

// gcpIdentity settles the project, and checks the account that the job runs as.
func (n *normalizer) gcpIdentity() {
	n.d.Project = n.project()
	n.checkServiceAccount()
}

// gcpNetwork checks the network tags.
func (n *normalizer) gcpNetwork() {
	for i, tag := range n.infra.Network.Tags {
		n.checkGCP(diag.ItemPath(paths.NetworkTags, i), tag, gcp().networkTag, "a network tag", "etl")
	}
}

// gcpMonitoring checks what Cloud Logging and Pub/Sub take.
func (n *normalizer) gcpMonitoring() {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	at := paths.MonitoringLogKMSKeyID
	m.AlertTopic = n.checkTopic()
	m.LogKMSKey = written.LogKMSKeyID
	if key := n.cryptoKey(at, written.LogKMSKeyID); key.region != "" && key.region != n.d.Region {
		n.problems.Errorf("kms-location", at, "is in %s, but the logs are kept in %s", key.region, n.d.Region)
	}
}
