package coverage

import "strings"

// withoutTags reports on a resource of a type that takes no tags. A schedule is
// billed and filtered by its group (botocore 1.43.11 scheduler TagResource: "You
// can only assign tags to schedule groups", read 2026-11-22).
func (m *module) withoutTags(r resource, table Table) Row {
	row := Row{Resource: r.address, Status: Cannot, Reason: reasonOf(r.kind, table)}
	if r.kind != "aws_scheduler_schedule" {
		return row
	}
	for _, group := range find(r.node, "group_name") {
		if from, ok := m.referred("aws_scheduler_schedule_group", group.References); ok {
			return m.inheriting(row, from, "")
		}
	}
	return row
}

// reason says why types take no tags.
type reason struct {
	// prefix and suffix are of the type's name.
	prefix, suffix string
	text           string
}

// reasons are the known ones, the first that fits counts. Sources: the tables,
// and for what a resource belongs to the API of each service (botocore 1.43.11,
// gcloud 528), read 2026-11-22.
func reasons() []reason {
	return []reason{
		{"aws_cloudwatch_event_target", "", "part of its rule"},
		{"aws_cloudwatch_log_metric_filter", "", "part of its log group"},
		{"aws_cloudwatch_log_stream", "", "part of its log group"},
		{"aws_cloudwatch_log_subscription_filter", "", "part of its log group"},
		{"aws_ecs_cluster_capacity_providers", "", "part of its cluster"},
		{"aws_iam_", "_attachment", "a link between two resources"},
		{"aws_iam_role_policy", "", "part of its role"},
		{"aws_kms_alias", "", "a name of its key"},
		{"aws_s3_bucket_", "", "part of its bucket"},
		{"aws_scheduler_schedule", "", "EventBridge tags groups of schedules, not schedules"},
		{"aws_security_group_rule", "", "part of its security group"},
		{"aws_sns_topic_", "", "part of its topic"},
		{"aws_sqs_queue_", "", "part of its queue"},
		{"google_", "_iam_binding", "a grant: part of what it is on"},
		{"google_", "_iam_member", "a grant: part of what it is on"},
		{"google_", "_iam_policy", "a grant: part of what it is on"},
		{"google_cloud_scheduler_job", "", "Cloud Scheduler has no labels"},
		{"google_logging_metric", "", "Cloud Logging has no labels for metrics: theirs are dimensions"},
		{"google_logging_", "_bucket_config", "Cloud Logging has no labels for log buckets"},
		{"google_logging_", "_sink", "Cloud Logging has no labels for sinks"},
		{"google_service_account", "", "IAM has no labels for service accounts"},
		{"google_storage_bucket_object", "", "Cloud Storage has no labels for objects"},
		{"kubernetes_annotations", "", "changes an object that is made elsewhere"},
		{"kubernetes_config_map_v1_data", "", "changes an object that is made elsewhere"},
		{"kubernetes_env", "", "changes an object that is made elsewhere"},
		{"kubernetes_labels", "", "changes an object that is made elsewhere"},
		{"kubernetes_node_taint", "", "changes an object that is made elsewhere"},
		{"kubernetes_secret_v1_data", "", "changes an object that is made elsewhere"},
	}
}

func reasonOf(kind string, table Table) string {
	for _, r := range reasons() {
		if strings.HasPrefix(kind, r.prefix) && strings.HasSuffix(kind, r.suffix) {
			return r.text
		}
	}
	return "has no argument for tags in " + table.Provider + " " + table.Version
}

// stateOnly says why a resource of Terraform's own is nothing that has a bill;
// "" for others.
func stateOnly(kind string) string {
	for _, prefix := range []string{"null_", "random_", "terraform_", "time_", "tls_"} {
		if strings.HasPrefix(kind, prefix) {
			return "exists in Terraform's state alone"
		}
	}
	return ""
}
