package platform

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Default is a value that the job does not set and the deployment has.
type Default struct {
	// Path is the key that sets it: infrastructure.compute.retries.
	Path  string
	Value any
}

// defaultable returns the value in the deployment of every key that has a
// default, from whichever rule the default comes.
func defaultable(d *model.Deployment) []Default {
	c, m, b := d.Container, d.Monitoring, d.Backend
	return []Default{
		{paths.ProjectID, d.Project},
		{paths.JobName, d.Job},
		{paths.ComputeClusterLocation, d.Cluster.Location},
		{paths.ComputeClusterEndpoint, d.Cluster.Endpoint},
		{paths.ComputeClusterAuth, choice(d.Cluster.EphemeralAuth, "ephemeral", "exec")},
		{paths.ComputeNamespace, d.Cluster.Namespace},
		{paths.ComputeEngine, d.Engine},
		{paths.ComputeWorkload, choice(d.Service, "service", "job")},
		{paths.ComputeImageLayout, choice(c.BuiltImage, builtLayout, "custom")},
		{paths.ComputeTaskCPU, c.CPU.Kubernetes()},
		{paths.ComputeTaskMemory, c.Memory.Kubernetes()},
		{paths.ComputeArchitecture, architecture(c.ARM64)},
		{paths.ComputeEphemeralStorageGiB, c.EphemeralStorageGiB},
		{paths.ComputeIdentity, choice(d.Identity.IRSA, "irsa", "pod_identity")},
		{paths.ComputeEntrypoint, c.Entrypoint},
		{paths.ComputeArgs, c.Args},
		{paths.ComputeJobConfigPath, c.JobConfigPath},
		{paths.ComputeConfig, choice(len(c.ConfigFiles) > 0, fromConfigMap, "image")},
		{paths.ComputeTimeoutSeconds, c.TimeoutSeconds},
		{paths.ComputeRetries, d.Retry.Count},
		{paths.ComputeConcurrency, choice(d.Runs.OneAtATime, "forbid", "allow")},
		{paths.ComputePartialSuccess, d.Runs.PartialSuccess},
		{paths.ComputeNoRecords, d.Runs.NoRecords},
		{paths.ComputeRunAsUser, c.RunAsUser},
		{paths.ComputeReadOnlyRootFilesystem, c.ReadOnlyRootFilesystem},
		{paths.ComputeScratch, choice(c.ScratchInMemory, inMemory, onDisk)},
		{paths.ComputeScratchMiB, c.ScratchMiB},
		{paths.ComputeSpot, d.Placement.Spot},
		{paths.ScheduleTimezone, d.Schedule.Timezone},
		{paths.ScheduleEnabled, d.Schedule.Enabled},
		{paths.ScheduleRegion, d.Schedule.Region},
		{paths.NetworkEgress, d.Network.Egress},
		{paths.NetworkAssignPublicIP, d.Network.AssignPublicIP},
		{paths.NetworkPodSecurityGroups, d.Network.PodSecurityGroups},
		{paths.NetworkVPCEgress, vpcEgress(d.Network)},
		{paths.ComputeBinaryAuthorization, c.BinaryAuthorization},
		{paths.IdentityInvokerOverrides, d.Identity.InvokerOverrides},
		{paths.MonitoringExcludeFromDefault, m.ExcludeFromDefault},
		{paths.MonitoringLogGroup, cmp.Or(m.LogGroup, m.LogBucket)},
		{paths.MonitoringCreateLogGroup, m.CreateLogGroup},
		{paths.MonitoringLogRetentionDays, m.LogRetentionDays},
		{paths.MonitoringKeepLogs, m.KeepLogs},
		{paths.MonitoringMaxHoursBetweenRuns, m.MaxHoursBetweenRuns},
		{paths.MonitoringContainerInsights, m.ContainerInsights},
		{paths.TerraformBackendType, cmp.Or(b.Type, "local")},
		{paths.TerraformBackendKey, b.Key},
		{paths.TerraformBackendPrefix, b.Prefix},
		{paths.TerraformBackendRegion, b.Region},
		{paths.TerraformBackendUseLockfile, b.UseLockfile},
		{paths.TerraformBackendPath, b.Path},
	}
}

// Defaults returns the defaults of keys that the job does not set, in the order
// of the configuration reference. Keys that the platform refuses or ignores, and
// keys of parts that the job does not have, are left out.
func Defaults(infra *model.Infrastructure, d *model.Deployment) []Default {
	p, ok := ByName(d.Platform)
	if !ok || infra == nil {
		return nil
	}
	var all []Default
	whole := withAllBlocks(infra)
	for _, standard := range defaultable(d) {
		// command overrides the entry point, so there is no default to report.
		overridden := standard.Path == paths.ComputeEntrypoint && isSet(whole, paths.ComputeCommand)
		if !overridden && !isSet(whole, standard.Path) && !p.ignores(standard.Path) && !absent(d, standard) {
			all = append(all, standard)
		}
	}
	return all
}

// absent reports whether a value belongs to a part that the job does not have.
// An empty value does, unless false and 0 are values of the key.
func absent(d *model.Deployment, standard Default) bool {
	switch {
	case diag.Within(standard.Path, paths.Schedule):
		return !d.Schedule.Exists
	case diag.Within(standard.Path, paths.TerraformBackend) && standard.Path != paths.TerraformBackendType:
		kind, _, _ := Shipped().backendKind(d.Backend.Type)
		return !slices.Contains(kind.Settings, standard.Path)
	}
	switch v := reflect.ValueOf(standard.Value); v.Kind() {
	case reflect.Bool:
		return false
	case reflect.Int:
		return v.Int() == 0 && standard.Path != paths.ComputeRetries
	default:
		return v.Len() == 0
	}
}

func choice(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}
