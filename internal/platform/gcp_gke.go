package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// gcpGKE is Kubernetes on Google Cloud.
func gcpGKE(cloud *Cloud) *Platform {
	const aws = "it belongs to AWS; "
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
		Required: []Need{
			{paths.ComputeClusterName, "name the cluster that runs the job: gcloud container clusters list"},
		},
		Refused: []Note{
			{paths.ComputeExecutionRoleARN, aws + "the cluster's nodes pull the image"},
			{paths.ComputeTaskRoleARN, aws + "compute.service_account is the pod's identity"},
			{paths.ComputePermissionsBoundaryARN, aws + "a service account has only what it is granted"},
			{paths.ComputeSecretsKMSKeyARNs, aws + "Kubernetes reads its Secrets itself"},
			{paths.ComputeIdentity, aws + "on GKE pods get their identity from Workload Identity"},
			{paths.NetworkSecurityGroups, aws + "network.egress says what the pods may reach"},
			{paths.NetworkPodSecurityGroups, aws + "network.egress says what the pods may reach"},
			{paths.MonitoringAlertTopicARN, aws + "use monitoring.alert_topic"},
		},
		NoEffect: append(kubernetesNoEffect(),
			Note{paths.NetworkTags, "they belong to the cluster's nodes"},
			Note{paths.MonitoringCreateLogGroup, "a log bucket is made when monitoring.log_retention_days is given"},
			Note{paths.MonitoringMaxHoursBetweenRuns, "Kubernetes reports failed and missed runs to Cloud Logging by itself"},
		),
		cron:      model.Cron.Kubernetes,
		noOverlap: true,
		stateHint: "storage.state with claim_name",
		steps: []step{
			(*normalizer).gkeCluster,
			(*normalizer).kubernetesNamespace,
			(*normalizer).kubernetesStorage,
			(*normalizer).kubernetesService, // before what looks at the schedule, which a service has not
			(*normalizer).kubernetesUser,
			(*normalizer).gkeLocation,
			(*normalizer).gkeRatio,
			(*normalizer).gkeIdentity,
			(*normalizer).gkeLogs,
			(*normalizer).gcpMetrics,
		},
		variables: kubernetesVariables,
	}
}

// gkeClusterName is from the GKE API (Cluster.name), read 2026-11-22.
var gkeClusterName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`) })

// gkeCluster checks the cluster's name.
func (n *normalizer) gkeCluster() {
	n.checkClusterName(gkeClusterName, "1 to 40 lower-case letters, digits and hyphens")
}

// gkeLocation reports a cluster that is not in the job's region.
func (n *normalizer) gkeLocation() {
	location, region := n.d.Cluster.Location, n.d.Region
	if location != region && !strings.HasPrefix(location, region+"-") {
		n.problems.Errorf("location", paths.ComputeClusterLocation, "%q is neither %s nor a zone of it", location, region).
			Hintf("write the zone of a zonal cluster, such as %s-b, or leave it out", region)
	}
}

// Autopilot's general-purpose pods have 1 to 6.5 GiB for each vCPU. From
// "Resource requests in Autopilot", cloud.google.com, read 2026-11-22.
const (
	minAutopilotMiB = 1024
	maxAutopilotMiB = 6656
)

// gkeRatio warns of a size that an Autopilot cluster would change.
func (n *normalizer) gkeRatio() {
	cpu, memory := int(n.d.Container.CPU), int(n.d.Container.Memory)*1000
	if cpu == 0 || memory >= minAutopilotMiB*cpu && memory <= maxAutopilotMiB*cpu {
		return
	}
	n.problems.Warnf("autopilot", paths.ComputeTaskMemory, "%s with %s is outside of what Autopilot clusters run: they would raise it, and every plan would show that",
		n.d.Container.CPU, n.d.Container.Memory).
		Hintf("on Autopilot give 1 to 6.5 GiB for each vCPU; on a standard cluster this is fine")
}

// gkeIdentity decides whether the pod has a Google service account, and whether
// it is created: an account that nothing is granted to is not needed.
func (n *normalizer) gkeIdentity() {
	d := &n.d
	granted := d.Storage.Bucket != "" || d.Monitoring.MetricsNamespace != ""
	d.Identity.CreateServiceAccount = d.Identity.ServiceAccount == "" && granted
	n.bucketKey()
	if d.Identity.ServiceAccount != "" {
		n.grantsNothing(paths.ComputeServiceAccount, paths.StoragePrefix)
	}
}

// gkeLogs settles where the job's lines go. GKE names the log of what is
// printed itself, and the engine writes no other there.
func (n *normalizer) gkeLogs() {
	n.gcpLogs(func(string) {
		n.noEffect(paths.MonitoringLogGroup, "GKE names the log of a pod's output itself; a log bucket can be named: projects/P/locations/L/buckets/B")
	})
}
