package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
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
		Backends: []Backend{
			{Type: "s3", Settings: []string{
				paths.TerraformBackendBucket, paths.TerraformBackendKey, paths.TerraformBackendRegion, paths.TerraformBackendKMSKeyID,
				paths.TerraformBackendUseLockfile,
			}, complete: (*normalizer).s3Backend},
		},
		Bill: Bill{
			Kind: CostAndUsageReport, Currency: "USD", ActivatedKeys: true,
			// From botocore 1.43.11, budgets NotificationWithSubscribersList, read
			// 2026-11-22.
			MaxThresholds: 10,
		},
		// A new major version removes arguments: it is an upgrade to plan for.
		Providers:  model.Providers{AWS: ">= 6.0, < 7.0"},
		identity:   (*normalizer).awsIdentity,
		network:    (*normalizer).awsNetwork,
		monitoring: (*normalizer).awsMonitoring,
	}
}

// awsRegions are AWS's regions. From botocore 1.43.11, data/endpoints.json,
// read 2026-11-22.
func awsRegions() Regions {
	return Regions{
		Title: "an AWS", Examples: "us-east-1 or eu-central-1",
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

// awsPartitions are AWS's. Forms of region from botocore 1.43.11,
// data/partitions.json, read 2026-11-22.
var awsPartitions = sync.OnceValue(func() []partition {
	// AWS's own pattern takes any word for the direction, and so us-esat-1 too.
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

// ecrHost is the host of a private Amazon ECR registry.
var ecrHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.(com|com\.cn|eu)$`)
})

// awsSecrets are the forms of AWS's secrets. From botocore 1.43.11 (ecs, shape
// Secret) and the ECS guide, read 2026-11-22.
var awsSecrets = sync.OnceValue(func() []secretForm {
	whole := func(ref *model.SecretRef, groups []string) { ref.Reference = groups[0] }
	return []secretForm{
		{model.SecretsManager, regexp.MustCompile(`^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+(?::[^:]*:[^:]*:[^:]*)?$`),
			"arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf", whole, (*normalizer).checkPartition},
		{model.SSMParameter, regexp.MustCompile(`^arn:aws(?:-[a-z]+)*:ssm:[a-z0-9-]+:\d{12}:parameter/[A-Za-z0-9/_.-]+$`),
			"arn:aws:ssm:us-east-1:123456789012:parameter/stripe/key", whole, (*normalizer).checkPartition},
	}
})

// awsIdentity checks the roles that the author named: of one account, as a role
// cannot be passed to another account's task.
func (n *normalizer) awsIdentity() {
	host, _, hasHost := strings.Cut(n.d.Container.Image, "/")
	n.d.Container.ImageIsECR = hasHost && ecrHost().MatchString(host)
	var account, first string
	for _, role := range []struct{ at, key, arn string }{
		{paths.ComputeExecutionRoleARN, "execution_role_arn", n.infra.Compute.ExecutionRoleARN},
		{paths.ComputeTaskRoleARN, "task_role_arn", n.infra.Compute.TaskRoleARN},
	} {
		a, ok := n.checkARN(role.at, role.arn, roleARN)
		switch {
		case !ok:
		case account == "":
			account, first = a.account, role.key
		case a.account != account:
			n.problems.Errorf("arn-account", role.at, "is of account %s, but %s is of %s", a.account, first, account).
				Hintf("a task's roles must be of the account that it runs in")
		}
	}
	at := paths.ComputePermissionsBoundaryARN
	boundary, ok := n.checkARN(at, n.infra.Compute.PermissionsBoundaryARN, policyARN)
	if ok && account != "" && boundary.account != account && boundary.account != "aws" {
		n.problems.Errorf("arn-account", at, "is of account %s, but %s is of %s", boundary.account, first, account).
			Hintf("a role's boundary must be of its own account")
	}
	if topic := parseARN(n.infra.Monitoring.AlertTopicARN); account != "" && topic.account != "" && topic.account != account {
		n.problems.Warnf("arn-account", paths.MonitoringAlertTopicARN, "is of account %s, but the job runs in %s", topic.account, account).
			Hintf("its policy must let EventBridge and CloudWatch of account %s publish", account)
	}
}

// awsNetwork checks the security groups.
func (n *normalizer) awsNetwork() {
	for i, group := range n.infra.Network.SecurityGroups {
		n.checkAWSID(diag.ItemPath(paths.NetworkSecurityGroups, i), group, "sg")
	}
}
