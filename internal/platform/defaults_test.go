package platform

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// leafKeys returns the path of every key below a struct that is not a mapping of
// known keys itself.
func leafKeys(t reflect.Type, path string) []string {
	var keys []string
	for i := range t.NumField() {
		field := t.Field(i)
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		inner := field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		at := strings.TrimPrefix(path+"."+key, ".")
		switch {
		case key == "": // the tags with names of one's own
		case inner.Kind() == reflect.Struct:
			keys = append(keys, leafKeys(inner, at)...)
		default:
			keys = append(keys, at)
		}
	}
	return keys
}

// TestEveryKeyIsExplained shows that it is known of every key whether
// normalizing may fill it in.
func TestEveryKeyIsExplained(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, standard := range defaultable(&model.Deployment{}) {
		listed = append(listed, standard.Path)
	}
	listed = append(listed, withoutDefault()...)
	known := leafKeys(reflect.TypeFor[model.Infrastructure](), paths.Infrastructure)
	for _, key := range known {
		if n := len(slices.DeleteFunc(slices.Clone(listed), func(path string) bool { return path != key })); n != 1 {
			t.Errorf("%s is %d times in defaultable and withoutDefault, want once", key, n)
		}
	}
	for _, path := range listed {
		if !slices.Contains(known, path) {
			t.Errorf("%s is not a key", path)
		}
	}
}

// TestProviders shows that a project's versions are for the providers that a
// platform uses, and that the others stay as they are.
func TestProviders(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		infra := &model.Infrastructure{Provider: p.Cloud.Name, Compute: &model.Compute{Type: p.Compute}}
		wanted := model.Providers{AWS: "~> 6.1", Google: "~> 7.1"}
		deployment, _ := Normalize(Input{Job: &model.Job{Infrastructure: infra}, Providers: wanted})
		want := p.Providers
		if want.AWS != "" {
			want.AWS = wanted.AWS
		}
		if want.Google != "" {
			want.Google = wanted.Google
		}
		if got := deployment.Providers; got != want || got == (model.Providers{}) {
			t.Errorf("%s: got %+v, want %+v", p.Name, got, want)
		}
		for _, own := range []string{p.Providers.AWS, p.Providers.Google, p.Providers.Kubernetes} {
			if own != "" && model.CheckVersionConstraint(own) != nil {
				t.Errorf("%s: invalid version constraint %q", p.Name, own)
			}
		}
	}
}

// TestDefaultsAreNotWhatWasWritten shows that a key that the author wrote, that
// the platform does not take, or that is of a part that is not there, is
// not a default.
func TestDefaultsAreNotWhatWasWritten(t *testing.T) {
	t.Parallel()
	zero, off := 0, false
	infra := &model.Infrastructure{
		Provider: "aws", Region: "us-east-1", JobName: "orders",
		Compute: &model.Compute{Type: "ecs", ClusterName: "data", Retries: &zero, ReadOnlyRootFilesystem: &off, Command: []string{"run"}},
	}
	deployment, _ := Normalize(Input{Job: &model.Job{TenantID: "acme", Infrastructure: infra}})
	defaults := map[string]any{}
	for _, standard := range Defaults(infra, &deployment) {
		path, ok := strings.CutPrefix(standard.Path, "infrastructure.")
		if !ok {
			t.Errorf("%s is not below infrastructure", standard.Path)
		}
		defaults[path] = standard.Value
	}
	for path, want := range map[string]any{
		"compute.task_cpu": "500m", "compute.task_memory": "1Gi", "compute.timeout_seconds": 3600, "compute.workload": "job",
		"network.assign_public_ip": true, "monitoring.log_group": "/dativo/ecs/dativo-acme-orders", "terraform.backend.type": "local",
	} {
		if got := defaults[path]; got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	for _, path := range []string{
		"job_name", "compute.retries", "compute.read_only_root_filesystem", "compute.entrypoint", // written
		"compute.namespace", "compute.identity", "project_id", // not on ECS
		"schedule.timezone", "schedule.enabled", "terraform.backend.use_lockfile", "compute.ephemeral_storage_gib", // not there
	} {
		if got, filled := defaults[path]; filled {
			t.Errorf("%s is filled in with %v", path, got)
		}
	}
	if got := Defaults(nil, &deployment); got != nil {
		t.Errorf("without a block: %v", got)
	}
}

// withoutDefault are the keys without a default in the deployment: the module
// decides about those that are not set.
func withoutDefault() []string {
	return []string{
		paths.Provider, paths.Region, paths.ComputeType, paths.ComputeClusterName, paths.ComputeImage, paths.ComputeExecutionRoleARN,
		paths.ComputeTaskRoleARN, paths.ComputePermissionsBoundaryARN, paths.ComputeServiceAccount, paths.ComputeCommand,
		paths.ComputeTerminationGracePeriodSeconds,
		paths.ComputeEnvironment, paths.ComputeSecrets, paths.ComputeSecretFiles, paths.ComputeSecretsKMSKeyARNs, paths.ScheduleCron,
		paths.IdentityPolicyARNs, paths.IdentityStatements, paths.IdentityRoles, paths.StorageBuckets,
		paths.ComputeRepositoryCredentials, paths.ComputePullThroughCache, paths.ComputeCapacityProviders,
		paths.ComputeNodeSelector, paths.ComputeTolerations, paths.ComputePriorityClass, paths.ComputeImagePullSecrets,
		paths.NetworkVPCID, paths.NetworkSubnets, paths.NetworkSecurityGroups, paths.NetworkTags,
		paths.StorageBucket, paths.StoragePrefix, paths.StorageKMSKeyID, paths.StorageHMACAccessKeyID, paths.StorageHMACSecret,
		paths.StorageStateEFSFileSystemID, paths.StorageStateEFSAccessPointID, paths.StorageStateClaimName, paths.StorageStateBucket,
		paths.TagsCostCenter, paths.TagsProject, paths.TagsEnvironment, paths.TagsOwner, paths.TagsBusinessUnit, paths.TagsCompliance,
		paths.NetworkConnector, paths.ComputeCloudSQLInstances, paths.IdentityInvokers,
		paths.MonitoringLogKMSKeyID, paths.MonitoringMetricsNamespace, paths.MonitoringAlertTopicARN, paths.MonitoringAlertTopic,
		paths.TerraformBackendBucket, paths.TerraformBackendKMSKeyID,
	}
}
