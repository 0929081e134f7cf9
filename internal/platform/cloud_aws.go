package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// awsCloud is Amazon Web Services.
func awsCloud() *Cloud {
	return &Cloud{
		Name: "aws", Title: "AWS", Synonyms: []string{"amazon"},
		Regions: awsRegions(),
		References: References{
			Network: awsID("vpc"), Subnet: awsID("subnet"), Key: (*normalizer).kmsKey, Bucket: (*normalizer).s3Bucket,
			Registry: ecrHost, Secrets: awsSecrets,
		},
		Sink:                   tags.AWS,
		OrganizationsTagPolicy: true,
		DefaultCompute:         "ecs",
		// The cluster that ECS assumes where a request names none. From "CreateCluster",
		// the API reference of ECS, read 2026-11-25.
		DefaultCluster: "default",
		Backends: []Backend{
			{Type: "s3", Settings: []string{
				paths.TerraformBackendBucket, paths.TerraformBackendKey, paths.TerraformBackendRegion, paths.TerraformBackendKMSKeyID,
				paths.TerraformBackendUseLockfile,
			}, complete: (*normalizer).s3Backend},
		},
		Bill: Bill{
			Kind: CostAndUsageReport, ActivatedKeys: true,
			// From botocore 1.43.11, budgets NotificationWithSubscribersList, read
			// 2026-11-22.
			MaxThresholds: 10,
		},
		// Major versions remove arguments, so each one is a planned upgrade.
		Providers: model.Providers{AWS: ">= 6.0, < 7.0"},
		AlertTopic: RequiredKey{paths.MonitoringAlertTopicARN,
			"set it to an existing SNS topic: arn:aws:sns:REGION:ACCOUNT:NAME"},
		ObjectStore: engine.S3, bucketSettings: awsBucketSettings,
		identity:   (*normalizer).awsIdentity,
		network:    (*normalizer).checkSecurityGroups,
		monitoring: (*normalizer).awsMonitoring,
	}
}

// awsRegions are AWS's regions. From botocore 1.43.11, data/endpoints.json,
// read 2026-11-22.
func awsRegions() Regions {
	return Regions{
		Title: "AWS", Examples: "us-east-1 or eu-central-1",
		Known: []string{
			"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
			"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
			"ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
			"eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
			"us-west-2", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
		},
		partitions: awsPartitions,
	}
}

// awsPartitions are the partitions of AWS. From botocore 1.43.11,
// data/partitions.json, read 2026-11-22.
var awsPartitions = sync.OnceValue(func() []partition {
	// Stricter than botocore's pattern, which accepts any direction: us-esat-1.
	region := func(area string) *regexp.Regexp {
		return regexp.MustCompile(`^` + area + `-(central|east|north|northeast|northwest|south|southeast|southwest|west)-\d{1,2}$`)
	}
	return []partition{
		{"aws", region(`(us|eu|ap|sa|ca|me|af|il|mx)`)},
		{"aws-us-gov", region(`us-gov`)},
		{"aws-cn", region(`cn`)},
		{"aws-eusc", region(`eusc-de`)},
		{"aws-iso", region(`us-iso`)},
		{"aws-iso-b", region(`us-isob`)},
		{"aws-iso-e", region(`eu-isoe`)},
		{"aws-iso-f", region(`us-isof`)},
	}
})

// awsIdentity checks the IAM roles and whether they pull the image.
func (n *normalizer) awsIdentity() {
	host, _, hasHost := strings.Cut(n.d.Container.Image, "/")
	n.d.Container.ImageIsECR = hasHost && ecrHost().MatchString(host)
	n.checkRoles()
}

// checkSecurityGroups reports invalid IDs of security groups.
func (n *normalizer) checkSecurityGroups() {
	for i, group := range n.infra.Network.SecurityGroups {
		n.checkAWSID(diag.ItemPath(paths.NetworkSecurityGroups, i), group, "sg")
	}
}

// awsBucketSettings name the bucket to an image without the engine.
func awsBucketSettings(d *model.Deployment) []model.Setting {
	if d.Storage.Bucket == "" {
		return nil
	}
	return []model.Setting{{Name: "S3_BUCKET", Value: d.Storage.Bucket, Variable: "bucket"}}
}
