package platform

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// gcpGKE is Kubernetes on Google Cloud.
func gcpGKE(cloud *Cloud) *Platform {
	providers := cloud.Providers
	providers.Kubernetes = kubernetesProvider
	return &Platform{
		Name: "gcp_gke", Title: "GCP GKE", Cloud: cloud, Compute: "gke", Synonyms: []string{"kubernetes", "k8s"},
		Providers:     providers,
		Sizes:         clusterSizes(),
		Secrets:       []model.SecretKind{model.KubernetesSecret},
		Architectures: []string{"x86_64", "arm64"},
		Default:       Size{CPU: 500, Memory: 1024},
		LabelSink:     tags.GKE,
		Required: []RequiredKey{
			{paths.ComputeClusterName, "set it to the GKE cluster that runs the job; list clusters with gcloud container clusters list"},
		},
		Refused: gkeRefused(),
		NoEffect: append(kubernetesNoEffect(),
			KeyReason{paths.NetworkTags, "network tags belong to the cluster's nodes"},
			KeyReason{paths.ComputeBinaryAuthorization, "the cluster enforces Binary Authorization"},
			KeyReason{paths.IdentityInvokers, "Kubernetes RBAC decides who may start a Job from the CronJob"},
			KeyReason{paths.IdentityInvokerOverrides, "Kubernetes RBAC decides who may start a Job from the CronJob"},
			KeyReason{paths.NetworkVPCEgress, "pods are in the network of the nodes"},
			KeyReason{paths.NetworkConnector, "pods are in the network of the nodes"},
			KeyReason{paths.MonitoringCreateLogGroup, "monitoring.log_retention_days creates a log bucket"},
		),
		Unsupported: kubernetesUnsupported(),
		cron:        model.Cron.Kubernetes,
		noOverlap:   true, waitSeconds: kubernetesWaitSeconds,
		stateHint: "storage.state with claim_name",
		steps: []step{
			(*normalizer).gkeCluster,
			(*normalizer).kubernetesNamespace,
			(*normalizer).kubernetesPlacement,
			(*normalizer).gkeSpot,
			(*normalizer).kubernetesStorage,
			(*normalizer).kubernetesConfig,
			(*normalizer).kubernetesService,
			(*normalizer).userID,
			(*normalizer).gkeLocation,
			(*normalizer).gkeRatio,
			(*normalizer).gcpPermissions,
			(*normalizer).gkeIdentity,
			(*normalizer).execStrings,
			(*normalizer).gkeLogs,
			(*normalizer).gkeAlerts, // after kubernetesService: a service has no schedule
			(*normalizer).gcpMetrics,
		},
		variables: kubernetesVariables,
	}
}

// gkeRefused are the keys of other platforms.
func gkeRefused() []KeyReason {
	return []KeyReason{
		{paths.ComputeExecutionRoleARN, "AWS only; the nodes of the cluster pull the image"},
		{paths.ComputeTaskRoleARN, "AWS only; use compute.service_account for the identity of the pods"},
		{paths.ComputePermissionsBoundaryARN, "AWS only; a service account has only the permissions that it is granted"},
		{paths.ComputeSecretsKMSKeyARNs, "AWS only; Kubernetes decrypts its Secrets"},
		{paths.ComputeCapacityProviders, "ECS only; use compute.spot or compute.node_selector"},
		{paths.ComputeRepositoryCredentials, "AWS only; use compute.image_pull_secrets"},
		{paths.ComputePullThroughCache, "AWS only; a remote repository of Artifact Registry needs no more permissions than others"},
		{paths.ComputeClusterAuth, "EKS only; gke-gcloud-auth-plugin issues the token"},
		{paths.IdentityPolicyARNs, "AWS only; use identity.roles"},
		{paths.IdentityStatements, "AWS only; use identity.roles"},
		{paths.ComputeIdentity, "AWS only; pods on GKE use Workload Identity"},
		{paths.ComputeCloudSQLInstances, "Cloud Run only; pods connect by the instance's private IP address or the Cloud SQL Auth Proxy"},
		{paths.NetworkSecurityGroups, "AWS only; use network.egress to limit what the pods can reach"},
		{paths.NetworkPodSecurityGroups, "AWS only; use network.egress to limit what the pods can reach"},
		{paths.MonitoringContainerInsights, "AWS only; GKE reports to Cloud Monitoring"},
		{paths.MonitoringAlertTopicARN, "AWS only; use monitoring.alert_topic"},
		{paths.MonitoringKeepLogs, "AWS only; name an existing log bucket in monitoring.log_group, which no module deletes"},
	}
}

// gkeClusterName is from the GKE API (Cluster.name), read 2026-11-22.
var gkeClusterName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`) })

// gkeCluster checks the name of the cluster.
func (n *normalizer) gkeCluster() {
	n.checkClusterName(gkeClusterName, "1 to 40 lowercase letters, digits and hyphens")
}

// gkeLocation reports a cluster in another region than the job.
func (n *normalizer) gkeLocation() {
	location, region := n.d.Cluster.Location, n.d.Region
	if location != region && !strings.HasPrefix(location, region+"-") {
		n.problems.Errorf("location", paths.ComputeClusterLocation,
			"invalid cluster location %q: expected %s or one of its zones", location, region).
			Hintf("use the zone of a zonal cluster, such as %s-b, or remove it", region)
	}
}

// gkeSpotLabel is the label, and by convention the taint, of nodes with spot VMs;
// Autopilot provisions such nodes for it. From "Spot Pods" and "Spot VMs",
// cloud.google.com/kubernetes-engine/docs, read 2026-11-25.
const gkeSpotLabel = "cloud.google.com/gke-spot"

// gkeSpot selects nodes with spot VMs. Autopilot refuses their pods the extended
// run time that the autoscaler's annotation asks for. From "Extend the run time of
// Autopilot Pods", cloud.google.com/kubernetes-engine/docs, read 2026-11-25.
func (n *normalizer) gkeSpot() {
	p := &n.d.Placement
	n.checkSpotLabels(map[string]string{gkeSpotLabel: "true"})
	if !p.Spot {
		return
	}
	p.KeepNode = false
	n.selectNode(gkeSpotLabel, "true")
	tolerated := slices.ContainsFunc(p.Tolerations, func(t model.PodToleration) bool {
		return t.Key == gkeSpotLabel && (t.Effect == "" || t.Effect == "NoSchedule") && (t.Operator == "Exists" || t.Value == "true")
	})
	if !tolerated {
		p.Tolerations = append(p.Tolerations, model.PodToleration{Key: gkeSpotLabel, Operator: "Equal", Value: "true", Effect: "NoSchedule"})
	}
}

// General-purpose pods of Autopilot have 1 to 6.5 GiB per vCPU. From "Resource
// requests in Autopilot", cloud.google.com, read 2026-11-22.
const (
	minAutopilotMiB = 1024
	maxAutopilotMiB = 6656
)

// maxAutopilotStorageGiB is the most ephemeral storage of such a pod. From the same
// page, as cited in GoogleCloudPlatform/gcs-fuse-csi-driver#21 and #57, read
// 2026-11-25.
const maxAutopilotStorageGiB = 10

// gkeRatio warns of a size that an Autopilot cluster would change.
func (n *normalizer) gkeRatio() {
	if storage := n.d.Container.EphemeralStorageGiB; storage > maxAutopilotStorageGiB {
		n.problems.Warnf("autopilot", paths.ComputeEphemeralStorageGiB,
			"%d GiB are outside the range of Autopilot clusters: a pod has at most %d GiB there", storage, maxAutopilotStorageGiB).
			Hintf("on Autopilot use up to %d GiB; standard clusters have no such limit", maxAutopilotStorageGiB)
	}
	cpu, memory := int(n.d.Container.CPU), int(n.d.Container.Memory)*1000
	if cpu == 0 || memory >= minAutopilotMiB*cpu && memory <= maxAutopilotMiB*cpu {
		return
	}
	n.problems.Warnf("autopilot", paths.ComputeTaskMemory,
		"%s with %s is outside the range of Autopilot clusters: they raise it, and every plan shows a change",
		n.d.Container.CPU, n.d.Container.Memory).
		Hintf("on Autopilot use 1 to 6.5 GiB per vCPU; standard clusters have no such limit")
}

// gkeIdentity resolves the service account of the pods: it is created if it has
// grants.
func (n *normalizer) gkeIdentity() {
	d := &n.d
	granted := d.Storage.BucketGranted || d.Monitoring.PublishesMetrics ||
		len(d.Permissions.ProjectRoles)+len(d.Permissions.BucketRoles) > 0
	d.Identity.CreateServiceAccount = d.Identity.ServiceAccount == "" && granted
	n.bucketKey()
	if d.Identity.ServiceAccount != "" {
		n.noGrants("compute.service_account", paths.StoragePrefix)
	}
}

// gkeLogs resolves the logs. GKE names the log of standard output itself, and
// the engine writes to no other one.
func (n *normalizer) gkeLogs() {
	n.gcpLogs(func(string) {
		n.noEffect(paths.MonitoringLogGroup,
			"GKE names the log of a pod's output; only a log bucket can be set: projects/P/locations/L/buckets/B")
	})
}

// gkeAlerts resolves the alert for missing runs.
func (n *normalizer) gkeAlerts() {
	n.missingRuns(promQLLookBack("runs that fail are still reported"))
}
