package coverage

import "strings"

// unsupported returns the row of a resource whose type does not support tags. A
// schedule is billed and filtered by its group (botocore 1.43.11 scheduler
// TagResource: "You can only assign tags to schedule groups", read 2026-11-22).
func (m *module) unsupported(r resource, table Table) Row {
	row := Row{Resource: r.address, Status: Unsupported, Reason: reasonOf(r.kind, table)}
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

// reason explains why resource types do not support tags.
type reason struct {
	// prefix and suffix match the type's name.
	prefix, suffix string
	text           string
}

// reasons are tried in order. Sources: the tables and, for parents of resources,
// the API of each service (botocore 1.43.11, gcloud 528), read 2026-11-22.
func reasons() []reason {
	return []reason{
		{"aws_cloudwatch_event_target", "", "part of its rule"},
		{"aws_cloudwatch_log_metric_filter", "", "part of its log group"},
		{"aws_cloudwatch_log_stream", "", "part of its log group"},
		{"aws_cloudwatch_log_subscription_filter", "", "part of its log group"},
		{"aws_ecs_cluster_capacity_providers", "", "part of its cluster"},
		{"aws_iam_", "_attachment", "an association between two resources"},
		{"aws_iam_role_policy", "", "part of its role"},
		{"aws_kms_alias", "", "an alias of its key"},
		{"aws_s3_bucket_", "", "part of its bucket"},
		{"aws_scheduler_schedule", "", "EventBridge Scheduler supports tags on schedule groups only"},
		{"aws_security_group_rule", "", "part of its security group"},
		{"aws_sns_topic_", "", "part of its topic"},
		{"aws_sqs_queue_", "", "part of its queue"},
		{"google_", "_iam_binding", "an IAM grant: part of its resource"},
		{"google_", "_iam_member", "an IAM grant: part of its resource"},
		{"google_", "_iam_policy", "an IAM grant: part of its resource"},
		{"google_cloud_scheduler_job", "", "Cloud Scheduler jobs do not support labels"},
		{"google_logging_metric", "", "log-based metrics do not support labels; theirs are dimensions"},
		{"google_logging_", "_bucket_config", "log buckets do not support labels"},
		{"google_logging_", "_sink", "log sinks do not support labels"},
		{"google_logging_", "_exclusion", "log exclusions do not support labels"},
		{"google_service_account", "", "service accounts do not support labels"},
		{"google_storage_bucket_object", "", "Cloud Storage objects do not support labels"},
		{"kubernetes_annotations", "", "modifies an object that is managed elsewhere"},
		{"kubernetes_config_map_v1_data", "", "modifies an object that is managed elsewhere"},
		{"kubernetes_env", "", "modifies an object that is managed elsewhere"},
		{"kubernetes_labels", "", "modifies an object that is managed elsewhere"},
		{"kubernetes_node_taint", "", "modifies an object that is managed elsewhere"},
		{"kubernetes_secret_v1_data", "", "modifies an object that is managed elsewhere"},
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

// stateOnly returns the reason for a resource that exists only in the Terraform
// state, "" for others.
func stateOnly(kind string) string {
	for _, prefix := range []string{"null_", "random_", "terraform_", "time_", "tls_"} {
		if strings.HasPrefix(kind, prefix) {
			return "exists only in the Terraform state"
		}
	}
	return ""
}
