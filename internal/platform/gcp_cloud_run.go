package platform

import (
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

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
		Unsupported:   cloudRunUnsupported(),
		cron:          model.Cron.CloudScheduler,
		stateHint:     "storage.state with bucket",
		steps: []step{
			(*normalizer).gcpPermissions,
			(*normalizer).cloudRunIdentity,
			(*normalizer).cloudRunInvokers,
			(*normalizer).cloudRunSQL,
			(*normalizer).cloudRunImage,
			(*normalizer).cloudRunEnvironment,
			(*normalizer).cloudRunExpansion,
			(*normalizer).cloudRunTotals,
			(*normalizer).execStrings,
			(*normalizer).cloudRunSecretFiles,
			(*normalizer).cloudRunLimits,
			(*normalizer).cloudRunService,
			(*normalizer).configInImage,
			(*normalizer).cloudRunNetwork,
			(*normalizer).cloudRunStorage,
			(*normalizer).cloudRunScratch,
			(*normalizer).cloudRunLogs,
			(*normalizer).cloudRunAlerts,
			(*normalizer).gcpMetrics,
		},
		variables: cloudRunVariables,
	}
}

// cloudRunSizes is the table of sizes. Any amount of memory in the range works.
func cloudRunSizes() Sizes {
	return Sizes{
		Source: "cloud.google.com/run/docs/configuring/jobs/cpu and memory-limits, and the google provider 7.45 (cloud_run_v2_job), " +
			"read 2026-11-22",
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
func cloudRunRefused() []KeyReason {
	const (
		account = "AWS only; use compute.service_account"
		tags    = "AWS only; firewall rules use network.tags"
		state   = "AWS only; use storage.state.bucket"
	)
	return append(onlyKubernetes("Cloud Run"), []KeyReason{
		{paths.ComputeSpot, "ECS, EKS and GKE only; on Cloud Run the job runs on regular capacity"},
		{paths.ComputeCapacityProviders, "ECS only; on Cloud Run the job runs on regular capacity"},
		{paths.ComputeExecutionRoleARN, "AWS only; Cloud Run pulls the image with its own service agent"},
		{paths.ComputeTaskRoleARN, account},
		{paths.ComputePermissionsBoundaryARN, "AWS only; a service account has only the permissions that it is granted"},
		{paths.ComputeSecretsKMSKeyARNs, "AWS only; Secret Manager uses its own keys"},
		{paths.ComputeRepositoryCredentials, "AWS only; use a remote repository of Artifact Registry, which has the credentials"},
		{paths.ComputePullThroughCache, "AWS only; a remote repository of Artifact Registry needs no more permissions than others"},
		{paths.ComputeClusterEndpoint, "GKE only; Cloud Run has no clusters"},
		{paths.ComputeClusterAuth, "EKS only; Cloud Run has no clusters"},
		{paths.IdentityPolicyARNs, "AWS only; use identity.roles"},
		{paths.IdentityStatements, "AWS only; use identity.roles"},
		{paths.ComputeIdentity, account},
		{paths.ComputeTerminationGracePeriodSeconds, "Cloud Run sends SIGKILL 10 seconds after SIGTERM"},
		{paths.NetworkSecurityGroups, tags},
		{paths.NetworkPodSecurityGroups, tags},
		{paths.NetworkAssignPublicIP, "AWS only; Cloud Run needs no public IP address for outbound traffic"},
		{paths.StorageStateEFSFileSystemID, state},
		{paths.StorageStateEFSAccessPointID, state},
		{paths.MonitoringAlertTopicARN, "AWS only; use monitoring.alert_topic"},
		{paths.MonitoringContainerInsights, "AWS only; Cloud Run reports to Cloud Monitoring"},
		{paths.MonitoringKeepLogs, "AWS only; name an existing log bucket in monitoring.log_group, which no module deletes"},
	}...)
}

// cloudRunNoEffect are the keys that Cloud Run ignores.
func cloudRunNoEffect() []KeyReason {
	const (
		files   = "the image decides; files outside of volumes use the container's memory"
		memory  = "files outside of volumes use the container's memory: raise compute.task_memory"
		cluster = "Cloud Run has no clusters"
	)
	return []KeyReason{
		{paths.ComputeClusterName, cluster},
		{paths.ComputeClusterLocation, cluster},
		{paths.ComputeNamespace, "Cloud Run has no namespaces"},
		{paths.ComputeEntrypoint, "Cloud Run limits the time of a run; compute.command replaces the image's entry point"},
		{paths.ComputeEphemeralStorageGiB, memory},
		{paths.ComputeScratchMiB, memory},
		{paths.ComputeRunAsUser, files},
		{paths.ComputeReadOnlyRootFilesystem, files},
		{paths.NetworkEgress, "Cloud Run has no egress rules; with network.vpc_egress: all, firewall rules of the network see all traffic"},
		{paths.StorageStateClaimName, "Kubernetes only; use storage.state.bucket"},
		{paths.MonitoringCreateLogGroup, "monitoring.log_retention_days creates a log bucket"},
	}
}

// cloudRunVariables spells values as Cloud Run does.
func cloudRunVariables(d *model.Deployment) map[string]any {
	values := map[string]any{
		"cpu":                 d.Container.CPU.VCPU(),
		"memory":              d.Container.Memory.CloudRun(),
		"secrets":             cloudRunReferences(d.Container.Secrets),
		"secret_files":        cloudRunReferences(d.Container.SecretFiles),
		"container_port":      cloudRunPort,
		"cloud_sql_instances": list(d.Container.CloudSQLInstances),
		"invokers":            list(d.Identity.Invokers),
		"vpc_egress":          choice(d.Network.AllTraffic, "ALL_TRAFFIC", "PRIVATE_RANGES_ONLY"),
		"vpc_connector":       d.Network.Connector,
		"deletion_protection": false, // nothing in the module stores data
	}
	if len(d.Network.Subnets) > 0 {
		values["subnetwork"] = d.Network.Subnets[0]
	}
	return values
}

// cloudRunReferences are the secrets and their versions by variable or path.
func cloudRunReferences(secrets []model.SecretRef) map[string]any {
	references := map[string]any{}
	for _, s := range secrets {
		references[s.Name] = map[string]any{"secret": s.Reference, "version": s.Version}
	}
	return references
}
