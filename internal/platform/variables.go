package platform

import (
	"maps"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// variables returns the value of every Terraform variable: those that all
// platforms share, and those that the platform spells in its own way. A missing
// image has no entry, so that Terraform asks for it.
func (n *normalizer) variables() map[string]any {
	d := &n.d
	values := map[string]any{}
	maps.Copy(values, computeVariables(d))
	maps.Copy(values, resourceVariables(d))
	maps.Copy(values, permissionVariables(d))
	if n.platform.variables != nil {
		maps.Copy(values, n.platform.variables(d))
	}
	if d.Container.Image == "" {
		delete(values, "container_image")
	}
	return values
}

// computeVariables are those of the container and its schedule.
func computeVariables(d *model.Deployment) map[string]any {
	c := d.Container
	return map[string]any{
		"name":                             d.Name,
		"tenant_id":                        d.Tenant,
		"environment":                      d.Environment,
		"region":                           d.Region,
		"project_id":                       d.Project,
		"cluster_name":                     d.Cluster.Name,
		"cluster_location":                 d.Cluster.Location,
		"namespace":                        d.Cluster.Namespace,
		"container_image":                  c.Image,
		"container_entrypoint":             list(c.Entrypoint),
		"container_args":                   list(c.Args),
		"cpu":                              c.CPU.Kubernetes(),
		"memory":                           c.Memory.Kubernetes(),
		"architecture":                     architecture(c.ARM64),
		"ephemeral_storage_gib":            c.EphemeralStorageGiB,
		"run_as_user":                      c.RunAsUser,
		"read_only_root_filesystem":        c.ReadOnlyRootFilesystem,
		"scratch_mib":                      c.ScratchMiB,
		"environment_variables":            dictionary(c.Environment),
		"secrets":                          secretReferences(c.Secrets),
		"secret_files":                     secretReferences(c.SecretFiles),
		"config_files":                     dictionary(c.ConfigFiles),
		"secrets_kms_key_arns":             list(c.SecretsKMSKeyARNs),
		"timeout_seconds":                  c.TimeoutSeconds,
		"termination_grace_period_seconds": c.TerminationGraceSeconds,
		"max_retries":                      d.Retry.Count,
		"retry_initial_seconds":            d.Retry.InitialSeconds,
		"retry_max_seconds":                d.Retry.MaxSeconds,
		"retry_backoff":                    d.Retry.Backoff,
		"execution_timeout_seconds":        d.Runs.LimitSeconds,
		"partial_success":                  d.Runs.PartialSuccess,
		"no_records":                       d.Runs.NoRecords,
		"schedule_expression":              d.Schedule.Expression,
		"schedule_timezone":                d.Schedule.Timezone,
		"schedule_enabled":                 d.Schedule.Enabled,
		"schedule_region":                  d.Schedule.Region,
	}
}

// resourceVariables are those of network, storage, identity and monitoring.
func resourceVariables(d *model.Deployment) map[string]any {
	return map[string]any{
		"vpc_id":                   d.Network.VPC,
		"vpc_network":              d.Network.VPC,
		"subnet_ids":               list(d.Network.Subnets),
		"security_group_ids":       list(d.Network.SecurityGroups),
		"assign_public_ip":         d.Network.AssignPublicIP,
		"network_tags":             list(d.Network.Tags),
		"egress_rules":             egressRules(d.Network.Egress),
		"grant_resources":          grantResources(d.Grants),
		"bucket":                   d.Storage.Bucket,
		"bucket_prefix":            d.Storage.Prefix,
		"kms_key_arn":              d.Storage.KMSKey,
		"kms_key_id":               d.Storage.KMSKey,
		"efs_file_system_id":       d.Storage.State.EFSFileSystemID,
		"efs_access_point_id":      d.Storage.State.EFSAccessPointID,
		"state_claim_name":         d.Storage.State.ClaimName,
		"state_bucket":             d.Storage.State.Bucket,
		"execution_role_arn":       d.Identity.ExecutionRoleARN,
		"task_role_arn":            d.Identity.TaskRoleARN,
		"permissions_boundary_arn": d.Identity.PermissionsBoundaryARN,
		"service_account_email":    d.Identity.ServiceAccount,
		"service_account_id":       d.Identity.ServiceAccountID,
		"invoker_account_id":       d.Identity.InvokerAccountID,
		"log_group_name":           d.Monitoring.LogGroup,
		"log_name":                 d.Monitoring.LogName,
		"log_bucket":               d.Monitoring.LogBucket,
		"log_retention_days":       d.Monitoring.LogRetentionDays,
		"log_kms_key_arn":          d.Monitoring.LogKMSKey,
		"log_kms_key_id":           d.Monitoring.LogKMSKey,
		"metrics_namespace":        d.Monitoring.MetricsNamespace,
		"alert_topic_arn":          d.Monitoring.AlertTopic,
		"alert_topic":              d.Monitoring.AlertTopic,
		"max_hours_between_runs":   d.Monitoring.MaxHoursBetweenRuns,
		"tags":                     dictionary(d.Tags),
		"labels":                   dictionary(d.Labels),
		"annotations":              dictionary(d.Annotations),
	}
}

func architecture(arm64 bool) string {
	if arm64 {
		return "arm64"
	}
	return "x86_64"
}

// list returns an empty list instead of nil: null has another meaning in
// Terraform.
func list(items []string) []string {
	if items == nil {
		return []string{}
	}
	return items
}

// dictionary does the same with a map.
func dictionary(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

// secretReferences are the references by environment variable, for platforms
// whose references are one text.
func secretReferences(secrets []model.SecretRef) map[string]string {
	references := map[string]string{}
	for _, s := range secrets {
		references[s.Name] = s.Reference
	}
	return references
}

func egressRules(rules []model.Egress) []map[string]any {
	values := []map[string]any{}
	for _, r := range rules {
		values = append(values, map[string]any{"cidr": r.CIDR, "port": r.Port, "protocol": r.Protocol})
	}
	return values
}

// grantResources are the resources of grants by the names of their statements.
func grantResources(grants []model.Grant) map[string][]string {
	resources := map[string][]string{}
	for _, g := range grants {
		if len(g.Names) > 0 {
			resources[g.Sid] = g.Names
		}
		if len(g.Prefixes) > 0 {
			resources[g.Sid+"Prefixes"] = g.Prefixes
		}
	}
	return resources
}
