package platform

import (
	"regexp"
	"sync"

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
		Sink:           tags.GCP,
		DefaultCompute: "cloud_run",
		Backends: []Backend{
			{
				Type:     "gcs",
				Settings: []string{paths.TerraformBackendBucket, paths.TerraformBackendPrefix},
				complete: (*normalizer).gcsBackend,
			},
		},
		Bill: Bill{Kind: CloudBillingExport},
		// Major versions remove arguments, so each one is a planned upgrade.
		Providers: model.Providers{Google: ">= 7.0, < 8.0"},
		AlertTopic: RequiredKey{paths.MonitoringAlertTopic,
			"set it to an existing Pub/Sub topic: projects/PROJECT/topics/NAME"},
		ObjectStore: "gcs", bucketSettings: gcpBucketSettings,
		identity:   (*normalizer).gcpIdentity,
		network:    (*normalizer).checkNetworkTags,
		monitoring: (*normalizer).gcpMonitoring,
	}
}

// gcpRegions are the regions of Google Cloud. From the locations page of Cloud
// Run, read 2026-11-22.
func gcpRegions() Regions {
	return Regions{
		Title: "Google Cloud", Examples: "us-central1 or europe-west1",
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

// gcpPartitions is the one partition of Google Cloud. Google does not publish the
// form of region names; this is the form of those in gcpRegions.
var gcpPartitions = sync.OnceValue(func() []partition {
	return []partition{{"gcp", regexp.MustCompile(`^(africa|asia|australia|europe|me|northamerica|southamerica|us)-` +
		`(central|east|north|northeast|northwest|south|southeast|southwest|west)\d{1,2}$`)}}
})

// gcpIdentity resolves the project, and checks the service account.
func (n *normalizer) gcpIdentity() {
	n.d.Project = n.project()
	n.checkServiceAccount()
}

// gcpBucketSettings name the bucket and its key to an image without the engine.
func gcpBucketSettings(d *model.Deployment) []model.Setting {
	var settings []model.Setting
	if d.Storage.Bucket != "" {
		settings = append(settings, model.Setting{Name: "GCS_BUCKET", Value: d.Storage.Bucket, Variable: "bucket"})
	}
	if d.Storage.KMSKey != "" {
		settings = append(settings, model.Setting{Name: "GCS_KMS_KEY", Value: d.Storage.KMSKey, Variable: "kms_key_id"})
	}
	return settings
}
