package platform

import (
	"regexp"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// awsEKS is Kubernetes on AWS.
func awsEKS(cloud *Cloud) *Platform {
	providers := cloud.Providers
	providers.Kubernetes = kubernetesProvider
	return &Platform{
		Name: "aws_eks", Title: "AWS EKS", Cloud: cloud, Compute: "eks", Synonyms: []string{"kubernetes", "k8s"},
		Providers:     providers,
		Sizes:         clusterSizes(),
		Secrets:       []model.SecretKind{model.KubernetesSecret},
		Architectures: []string{"x86_64", "arm64"},
		Default:       Size{CPU: 500, Memory: 1024},
		TagSink:       tags.AWS, LabelSink: tags.Kubernetes,
		Required: []RequiredKey{
			{paths.ComputeClusterName, "set it to the EKS cluster that runs the job; list clusters with aws eks list-clusters"},
		},
		Refused: eksRefused(),
		NoEffect: append(kubernetesNoEffect(),
			KeyReason{paths.ComputeExecutionRoleARN, "the nodes of the cluster pull the image"},
			KeyReason{paths.ComputeSecretsKMSKeyARNs, "Kubernetes decrypts its Secrets"},
		),
		Unsupported: kubernetesUnsupported(),
		cron:        model.Cron.Kubernetes,
		noOverlap:   true, waitSeconds: kubernetesWaitSeconds,
		stateHint: "storage.state with claim_name",
		steps: []step{
			(*normalizer).eksCluster,
			(*normalizer).kubernetesNamespace,
			(*normalizer).kubernetesPlacement,
			(*normalizer).eksSpot,
			(*normalizer).kubernetesStorage,
			(*normalizer).kubernetesConfig,
			(*normalizer).kubernetesService, // before eksAlerts: a service has no schedule
			(*normalizer).userID,
			(*normalizer).awsPermissions,
			(*normalizer).eksIdentity,
			(*normalizer).rolePolicies,
			(*normalizer).execStrings,
			(*normalizer).eksSecurityGroups,
			(*normalizer).eksLogs,
			(*normalizer).eksAlerts,
		},
		variables: kubernetesVariables,
	}
}

// eksRefused are the keys of other platforms.
func eksRefused() []KeyReason {
	return append(onlyGoogle("pods are in the network of the nodes"),
		KeyReason{paths.ProjectID, "GCP only; the AWS account is that of Terraform's credentials"},
		KeyReason{paths.ComputeServiceAccount, "GCP only; use compute.task_role_arn for the role of the pods"},
		KeyReason{paths.ComputeClusterLocation, "GCP only; an EKS cluster is in the job's region"},
		KeyReason{paths.ComputeClusterEndpoint, "GKE only; an EKS cluster has one endpoint, public or private"},
		KeyReason{paths.IdentityRoles, "GCP only; use identity.statements or identity.policy_arns"},
		KeyReason{paths.StorageHMACAccessKeyID, "GCP only; the role of the pods writes to S3"},
		KeyReason{paths.StorageHMACSecret, "GCP only; the role of the pods writes to S3"},
		KeyReason{paths.ComputeCapacityProviders, "ECS only; use compute.spot or compute.node_selector"},
		KeyReason{paths.ComputeRepositoryCredentials, "ECS only; use compute.image_pull_secrets"},
		KeyReason{paths.ComputePullThroughCache, "ECS only; the role of the nodes pulls the image, and has to allow the import"},
		KeyReason{paths.NetworkTags, "GCP only; use network.egress to limit what the pods can reach"},
		KeyReason{paths.MonitoringAlertTopic, "GCP only; use monitoring.alert_topic_arn"},
	)
}

// eksClusterName is from botocore 1.43.11 (eks, ClusterName), read 2026-11-22.
var eksClusterName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$`) })

// eksCluster checks the name of the cluster.
func (n *normalizer) eksCluster() {
	n.checkClusterName(eksClusterName, "1 to 100 letters, digits, hyphens and underscores")
}

// eksIdentity resolves the role of the pods: it is created if it has grants.
func (n *normalizer) eksIdentity() {
	d := &n.d
	d.Identity.CreateTaskRole = d.Identity.TaskRoleARN == "" && (d.HasTaskPolicy() || len(d.Permissions.PolicyARNs) > 0)
	d.Identity.ExecutionRoleARN = ""
	if !d.Identity.HasTaskRole() {
		n.noEffect(paths.ComputeIdentity, "the job uses no AWS API, so its pods get no IAM role")
	}
	if !d.Identity.CreateTaskRole {
		n.noEffect(paths.ComputePermissionsBoundaryARN, "no role is created")
	}
	n.bucketKey()
	if d.Identity.TaskRoleARN == "" {
		n.keyWithoutUse(paths.StorageKMSKeyID)
	} else {
		n.noGrants("compute.task_role_arn", paths.StoragePrefix, paths.StorageKMSKeyID)
	}
}

// eksSpot reports labels that select other capacity than spot. Karpenter and EKS
// Auto Mode label their nodes with the first key, managed node groups with the
// second. From "Managed node groups", docs.aws.amazon.com/eks, and karpenter.sh,
// read 2026-11-25.
func (n *normalizer) eksSpot() {
	n.checkSpotLabels(map[string]string{"karpenter.sh/capacity-type": "spot", "eks.amazonaws.com/capacityType": "SPOT"})
}

// maxPodSecurityGroups is the limit for one pod. From the EKS guide, "Security
// groups for pods", read 2026-11-22.
const maxPodSecurityGroups = 5

// eksSecurityGroups checks the security groups of the pods.
func (n *normalizer) eksSecurityGroups() {
	at, network := paths.NetworkSecurityGroups, n.d.Network
	switch {
	case !network.PodSecurityGroups:
		n.noEffect(at, "pods have the security groups of their nodes; to attach others, set network.pod_security_groups: true")
	case len(network.SecurityGroups) == 0:
		n.problems.Errorf("required", at, "missing: required by network.pod_security_groups")
	case len(network.SecurityGroups) > maxPodSecurityGroups:
		n.problems.Errorf("security-groups", at,
			"too many security groups: a pod takes at most %d, not %d", maxPodSecurityGroups, len(network.SecurityGroups))
	}
}

// eksLogs resolves the log group that the cluster's log agent writes to: the
// written one, or that of Container Insights.
func (n *normalizer) eksLogs() {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	m.LogGroup = written.LogGroup
	m.CreateLogGroup = written.LogGroup != "" && orDefault(written.CreateLogGroup, true)
	if m.LogGroup == "" {
		m.LogGroup = "/aws/containerinsights/" + n.d.Cluster.Name + "/application"
		n.noEffect(paths.MonitoringCreateLogGroup, "it requires monitoring.log_group")
		if m.AlertTopic != "" || m.MetricsNamespace != "" {
			n.problems.Warnf("assumed", paths.MonitoringLogGroup, "not set: %s is assumed", m.LogGroup).
				Hintf("set it to the log group that the cluster's log agent writes to")
		}
	}
	if !m.CreateLogGroup {
		n.noEffect(paths.MonitoringLogRetentionDays, "the log group is not created by this module")
		n.noEffect(paths.MonitoringLogKMSKeyID, "the log group is not created by this module")
		n.noEffect(paths.MonitoringKeepLogs, "the log group is not created by this module")
		m.LogKMSKey, m.KeepLogs = "", false
	}
}

// eksAlerts resolves the alarms. Only the agents of the cluster report pods to
// AWS: from the log lines of the job, and from Container Insights. Runs of a
// service are not expected at any time.
func (n *normalizer) eksAlerts() {
	m, insights := &n.d.Monitoring, n.infra.Monitoring.ContainerInsights
	m.ContainerInsights = m.AlertTopic != "" && orDefault(insights, true)
	if m.AlertTopic == "" {
		n.noEffect(paths.MonitoringContainerInsights, "it requires monitoring.alert_topic_arn")
	} else if !m.ContainerInsights {
		n.problems.Warnf("unwatched", paths.MonitoringContainerInsights,
			"without Container Insights, no alert reports %s", choice(n.d.Service, "a service that is down", "a pod that cannot start")).
			Hintf("install it as PREREQUISITES.md describes, and remove this")
	}
	n.missingRuns(cloudWatchLookBack("errors that the job logs and pods that cannot start are still reported, but not a run that is killed"))
}
