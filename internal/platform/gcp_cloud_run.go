package platform

import (
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// cloudRunPort is what a service listens on unless it is told otherwise.
const cloudRunPort = 8080

// gcpCloudRun is Cloud Run on Google Cloud.
func gcpCloudRun(cloud *Cloud) *Platform {
	return &Platform{
		Name: "gcp_cloud_run", Title: "GCP Cloud Run", Cloud: cloud, Compute: "cloud_run",
		Providers:     cloud.Providers,
		Sizes:         cloudRunSizes(),
		Default:       Size{CPU: 1000, Memory: 1024},
		Secrets:       []model.SecretKind{model.SecretManager},
		Architectures: []string{"x86_64"},
		LabelSink:     tags.GCP,
		Refused:       cloudRunRefused(),
		NoEffect:      cloudRunNoEffect(),
		cron:          model.Cron.CloudScheduler,
		stateHint:     "storage.state with bucket",
		steps: []step{
			(*normalizer).cloudRunIdentity,
			(*normalizer).cloudRunImage,
			(*normalizer).cloudRunEnvironment,
			(*normalizer).cloudRunLimits,
			(*normalizer).cloudRunService,
			(*normalizer).cloudRunNetwork,
			(*normalizer).cloudRunStorage,
			(*normalizer).cloudRunLogs,
			(*normalizer).gcpMetrics,
		},
		variables: cloudRunVariables,
	}
}

// cloudRunSizes is what a container can have. Memory need not be a round number.
func cloudRunSizes() Sizes {
	return Sizes{
		Source: "cloud.google.com/run/docs/configuring/jobs/cpu and memory-limits, and the google provider 7.45 (cloud_run_v2_job), read 2026-11-22",
		Rows: []SizeRow{
			{CPU: 1000, Min: 512, Max: 4096, Step: 1},
			{CPU: 2000, Min: 512, Max: 8192, Step: 1},
			{CPU: 4000, Min: 2048, Max: 16384, Step: 1},
			{CPU: 6000, Min: 4096, Max: 24576, Step: 1},
			{CPU: 8000, Min: 4096, Max: 32768, Step: 1},
		},
	}
}

// cloudRunRefused are the keys of other clouds.
func cloudRunRefused() []Note {
	const aws = "it belongs to AWS; "
	return []Note{
		{paths.ComputeExecutionRoleARN, aws + "Cloud Run itself pulls the image"},
		{paths.ComputeTaskRoleARN, aws + "compute.service_account is who the job runs as"},
		{paths.ComputePermissionsBoundaryARN, aws + "a service account has only what it is granted"},
		{paths.ComputeSecretsKMSKeyARNs, aws + "Secret Manager uses its keys itself"},
		{paths.ComputeIdentity, aws + "compute.service_account is who the job runs as"},
		{paths.NetworkSecurityGroups, aws + "network.tags are what firewall rules go by"},
		{paths.NetworkPodSecurityGroups, aws + "network.tags are what firewall rules go by"},
		{paths.NetworkAssignPublicIP, aws + "Cloud Run needs no public address to reach out"},
		{paths.StorageStateEFSFileSystemID, aws + "use storage.state.bucket"},
		{paths.StorageStateEFSAccessPointID, aws + "use storage.state.bucket"},
		{paths.MonitoringAlertTopicARN, aws + "use monitoring.alert_topic"},
	}
}

// cloudRunNoEffect are the keys that Cloud Run has no use for.
func cloudRunNoEffect() []Note {
	const files = "Cloud Run cannot set it: the image decides, and files outside of volumes count as memory"
	return []Note{
		{paths.ComputeClusterName, "Cloud Run has no clusters"},
		{paths.ComputeClusterLocation, "Cloud Run has no clusters"},
		{paths.ComputeNamespace, "Cloud Run has no namespaces"},
		{paths.ComputeEntrypoint, "Cloud Run itself limits the time of a run; compute.command replaces the image's entry point"},
		{paths.ComputeEphemeralStorageGiB, "files outside of volumes count as memory: raise compute.task_memory"},
		{paths.ComputeScratchMiB, "files outside of volumes count as memory: raise compute.task_memory"},
		{paths.ComputeRunAsUser, files},
		{paths.ComputeReadOnlyRootFilesystem, files},
		{paths.NetworkEgress, "firewall rules of the network say what the job may reach; they go by network.tags"},
		{paths.StorageStateClaimName, "it belongs to Kubernetes; use storage.state.bucket"},
		{paths.MonitoringCreateLogGroup, "a log bucket is made when monitoring.log_retention_days is given"},
		{paths.MonitoringMaxHoursBetweenRuns, "an alert tells of every start that failed"},
	}
}

// cloudRunVariables spells values as Cloud Run wants them.
func cloudRunVariables(d *model.Deployment) map[string]any {
	secrets := map[string]any{}
	for _, s := range d.Container.Secrets {
		secrets[s.Name] = map[string]any{"secret": s.Reference, "version": s.Version}
	}
	values := map[string]any{
		"cpu":                 d.Container.CPU.VCPU(),
		"memory":              d.Container.Memory.CloudRun(),
		"secrets":             secrets,
		"container_port":      cloudRunPort,
		"deletion_protection": false, // a job holds no data: what was made can be destroyed
	}
	if len(d.Network.Subnets) > 0 {
		values["subnetwork"] = d.Network.Subnets[0]
	}
	return values
}
