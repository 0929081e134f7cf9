package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// awsECS is AWS ECS on Fargate.
func awsECS(cloud *Cloud) *Platform {
	return &Platform{
		Name: "aws_ecs", Title: "AWS ECS", Cloud: cloud, Compute: "ecs", Synonyms: []string{"fargate"},
		Providers:     cloud.Providers,
		Sizes:         fargateSizes(),
		Default:       Size{CPU: 500, Memory: 1024},
		Secrets:       []model.SecretKind{model.SecretsManager, model.SSMParameter},
		Architectures: []string{"x86_64", "arm64"},
		TagSink:       tags.AWS,
		Required: []RequiredKey{
			{paths.ComputeClusterName, "set it to the ECS cluster that runs the job; list clusters with aws ecs list-clusters"},
		},
		Refused: ecsRefused(),
		NoEffect: []KeyReason{
			{paths.ComputeNamespace, "ECS has no namespaces; the cluster selects where the job runs"},
			{paths.ComputeIdentity, "it selects how pods get an IAM role; ECS tasks have a task role"},
			{paths.NetworkPodSecurityGroups, "on ECS, security_groups always apply to the task"},
			{paths.MonitoringContainerInsights, "ECS reports stopped tasks itself"},
		},
		cron:        model.Cron.EventBridge,
		expression:  (*normalizer).eventBridgeSchedule,
		startNeeds:  "the task cannot pull its image, read its secrets or write logs",
		writesFiles: true,
		stateHint:   "storage.state with efs_file_system_id and efs_access_point_id",
		steps: []step{
			(*normalizer).ecsCluster,
			(*normalizer).ecsSecretFiles,
			(*normalizer).ecsService,
			(*normalizer).configInImage,
			(*normalizer).ecsImage,
			(*normalizer).ecsRegistry,
			(*normalizer).ecsEntrypoint,
			(*normalizer).ecsDisk,
			(*normalizer).userID,
			(*normalizer).ecsScratch,
			(*normalizer).ecsStop,
			(*normalizer).ecsRetry,
			(*normalizer).ecsCapacity, // after ecsRetry: an interrupted run is retried
			(*normalizer).ecsRuns,     // after ecsRetry: adds up the waits
			(*normalizer).ecsNetwork,
			(*normalizer).ecsEgress, // after ecsNetwork: needs to know whether a security group is created
			(*normalizer).ecsGrants,
			(*normalizer).ecsState,
			(*normalizer).ecsLogs,
			(*normalizer).ecsAlerts,
			(*normalizer).awsPermissions,
			(*normalizer).ecsIdentity, // after awsPermissions: the created roles depend on the grants
			(*normalizer).ecsTotals, (*normalizer).rolePolicies,
		},
		variables: ecsVariables,
	}
}

// ecsRefused are the keys of other platforms.
func ecsRefused() []KeyReason {
	return append(append(onlyKubernetes("ECS"), onlyGoogle("use network.subnets and network.security_groups")...),
		KeyReason{paths.ProjectID, "GCP only; the AWS account is that of Terraform's credentials"},
		KeyReason{paths.ComputeServiceAccount, "GCP only; use execution_role_arn and task_role_arn, or remove both to have roles created"},
		KeyReason{paths.ComputeClusterLocation, "GCP only; an ECS cluster is in the job's region"},
		KeyReason{paths.ComputeClusterEndpoint, "GKE only; Terraform calls the API of ECS, not the cluster"},
		KeyReason{paths.ComputeClusterAuth, "EKS only; Terraform calls the API of ECS, not the cluster"},
		KeyReason{paths.ScheduleRegion, "GCP only; EventBridge Scheduler is in the job's region"},
		KeyReason{paths.IdentityRoles, "GCP only; use identity.statements or identity.policy_arns"},
		KeyReason{paths.StorageHMACAccessKeyID, "GCP only; the task role writes to S3"},
		KeyReason{paths.StorageHMACSecret, "GCP only; the task role writes to S3"},
		KeyReason{paths.NetworkTags, "GCP only; use network.security_groups"},
		KeyReason{paths.StorageStateBucket, "GCP only; use efs_file_system_id and efs_access_point_id"},
		KeyReason{paths.StorageStateClaimName, "Kubernetes only; use efs_file_system_id and efs_access_point_id"},
		KeyReason{paths.MonitoringAlertTopic, "GCP only; use monitoring.alert_topic_arn"},
	)
}

// fargateSizes is the table of Fargate task sizes. 1024 CPU units are one vCPU.
func fargateSizes() Sizes {
	return Sizes{
		Source: "botocore 1.43.11 (ecs, RegisterTaskDefinition) and cfn-lint 1.51.0 (fargate_cpu_memory), read 2026-11-22",
		Rows: []SizeRow{
			{CPU: 250, Listed: []model.MiB{512, 1024, 2048}},
			{CPU: 500, Min: 1024, Max: 4096, Step: 1024},
			{CPU: 1000, Min: 2048, Max: 8192, Step: 1024},
			{CPU: 2000, Min: 4096, Max: 16384, Step: 1024},
			{CPU: 4000, Min: 8192, Max: 30720, Step: 1024},
			{CPU: 8000, Min: 16384, Max: 61440, Step: 4096},
			{CPU: 16000, Min: 32768, Max: 122880, Step: 8192},
		},
	}
}

// ecsVariables spells sizes and the architecture as ECS does.
func ecsVariables(d *model.Deployment) map[string]any {
	return map[string]any{
		"repository_credentials": d.Container.RepositoryCredentials,
		"capacity_providers":     capacityProviders(d.Placement.CapacityProviders),
		"cpu":                    d.Container.CPU.Units(),
		"memory":                 int(d.Container.Memory),
		"architecture":           strings.ToUpper(architecture(d.Container.ARM64)),
	}
}

// firstRelease is a time before the first use of the program, as at() has it.
const firstRelease = "2026-11-25T00:00:00"

// eventBridgeSchedule reads the expressions of EventBridge Scheduler: cron(),
// rate() and at().
func (n *normalizer) eventBridgeSchedule(at, written string) (expression string, ok bool) {
	if !strings.Contains(written, "(") {
		return "", false
	}
	expression, err := model.ParseAWSSchedule(written)
	if err != nil {
		n.problems.Errorf("cron", at, "%v", err)
		return expression, true
	}
	if interval, ok := model.RateInterval(expression); ok && !n.d.Service {
		n.checkOverlap(interval)
	}
	// Only what is past for every user: the same job gives the same messages always.
	if once, ok := strings.CutPrefix(expression, "at("); ok && once < firstRelease {
		n.problems.Errorf("cron", at, "%s is in the past: the job would never run", expression).
			Hintf("write a time to come, or remove the schedule and start the job with the command in the module's outputs")
	}
	return expression, true
}
