package platform

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Default is a value that nobody wrote, and that the job has all the same.
type Default struct {
	// Path is where it could have been written: infrastructure.compute.retries.
	Path  string
	Value any
}

// filledIn says where normalizing puts the value of each key that it may fill
// in. The value is read from the finished deployment: so it is what the module
// gets, whichever rule it came from.
func filledIn(d *model.Deployment) []Default {
	c, m, b := d.Container, d.Monitoring, d.Backend
	return []Default{
		{paths.ProjectID, d.Project},
		{paths.JobName, d.Job},
		{paths.ComputeClusterLocation, d.Cluster.Location},
		{paths.ComputeNamespace, d.Cluster.Namespace},
		{paths.ComputeWorkload, choice(d.Service, "service", "job")},
		{paths.ComputeTaskCPU, c.CPU.Kubernetes()},
		{paths.ComputeTaskMemory, c.Memory.Kubernetes()},
		{paths.ComputeArchitecture, architecture(c.ARM64)},
		{paths.ComputeEphemeralStorageGiB, c.EphemeralStorageGiB},
		{paths.ComputeIdentity, choice(d.Identity.IRSA, "irsa", "pod_identity")},
		{paths.ComputeEntrypoint, c.Entrypoint},
		{paths.ComputeArgs, c.Args},
		{paths.ComputeJobConfigPath, c.JobConfigPath},
		{paths.ComputeTimeoutSeconds, c.TimeoutSeconds},
		{paths.ComputeRetries, d.Retry.Count},
		{paths.ComputeRunAsUser, c.RunAsUser},
		{paths.ComputeReadOnlyRootFilesystem, c.ReadOnlyRootFilesystem},
		{paths.ComputeScratchMiB, c.ScratchMiB},
		{paths.ScheduleTimezone, d.Schedule.Timezone},
		{paths.ScheduleEnabled, d.Schedule.Enabled},
		{paths.ScheduleRegion, d.Schedule.Region},
		{paths.NetworkEgress, d.Network.Egress},
		{paths.NetworkAssignPublicIP, d.Network.AssignPublicIP},
		{paths.NetworkPodSecurityGroups, d.Network.PodSecurityGroups},
		{paths.MonitoringLogGroup, cmp.Or(m.LogGroup, m.LogBucket)},
		{paths.MonitoringCreateLogGroup, m.CreateLogGroup},
		{paths.MonitoringLogRetentionDays, m.LogRetentionDays},
		{paths.MonitoringMaxHoursBetweenRuns, m.MaxHoursBetweenRuns},
		{paths.TerraformBackendType, cmp.Or(b.Type, "local")},
		{paths.TerraformBackendKey, b.Key},
		{paths.TerraformBackendPrefix, b.Prefix},
		{paths.TerraformBackendRegion, b.Region},
		{paths.TerraformBackendUseLockfile, b.UseLockfile},
		{paths.TerraformBackendPath, b.Path},
	}
}

// Defaults returns what normalizing filled in that the author did not write,
// in the order of the configuration reference. Keys that mean nothing on the
// platform, and parts that the job does not have, have no value.
func Defaults(infra *model.Infrastructure, d *model.Deployment) []Default {
	p, ok := ByName(d.Platform)
	if !ok || infra == nil {
		return nil
	}
	var all []Default
	whole := complete(infra)
	for _, standard := range filledIn(d) {
		// command takes the entry point's place: there is none to be filled in.
		replaced := standard.Path == paths.ComputeEntrypoint && isSet(whole, paths.ComputeCommand)
		if replaced || isSet(whole, standard.Path) || meaningless(p, standard.Path) || absent(d, standard) {
			continue
		}
		all = append(all, standard)
	}
	return all
}

// meaningless reports whether a platform refuses a key, or has no use for it.
func meaningless(p *Platform, path string) bool {
	for _, notes := range [][]Note{p.Refused, p.NoEffect} {
		for _, note := range notes {
			if diag.Within(path, note.Path) {
				return true
			}
		}
	}
	return false
}

// absent reports whether a value is that of something that is not there: an
// empty one or, where false and 0 are values, one of a part that the job does
// not have.
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
