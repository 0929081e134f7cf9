package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Where a resource gets its tags or labels from.
const (
	byProvider  = "the provider block" // default_tags, default_labels
	byUser      = "user_labels"        // default_labels do not reach it
	byMetadata  = "metadata"           // every metadata block of the object
	byManifest  = "manifest"           // the metadata inside the manifest
	takesNone   = "nothing"
	metadataKey = "metadata"
)

// taggable says how each type of resource is tagged: by attributes tags_all,
// effective_labels, user_labels and metadata of the providers' schemas,
// hashicorp/aws 6.47.0, hashicorp/google 7.45.0 and hashicorp/kubernetes 3.2.1.
var taggable = map[string]string{
	"aws_cloudwatch_event_rule":               byProvider,
	"aws_cloudwatch_event_target":             takesNone,
	"aws_cloudwatch_log_group":                byProvider,
	"aws_cloudwatch_log_metric_filter":        takesNone,
	"aws_cloudwatch_metric_alarm":             byProvider,
	"aws_ecs_service":                         byProvider,
	"aws_ecs_task_definition":                 byProvider,
	"aws_eks_pod_identity_association":        byProvider,
	"aws_iam_role":                            byProvider,
	"aws_iam_role_policy":                     takesNone,
	"aws_iam_role_policy_attachment":          takesNone,
	"aws_scheduler_schedule":                  takesNone,
	"aws_scheduler_schedule_group":            byProvider,
	"aws_security_group":                      byProvider,
	"aws_sfn_state_machine":                   byProvider,
	"aws_sqs_queue":                           byProvider,
	"aws_sqs_queue_policy":                    takesNone,
	"aws_vpc_security_group_egress_rule":      byProvider,
	"google_cloud_run_v2_job":                 byProvider,
	"google_cloud_run_v2_job_iam_member":      takesNone,
	"google_cloud_run_v2_service":             byProvider,
	"google_cloud_run_v2_service_iam_member":  takesNone,
	"google_cloud_scheduler_job":              takesNone,
	"google_logging_metric":                   takesNone,
	"google_logging_project_bucket_config":    takesNone,
	"google_logging_project_sink":             takesNone,
	"google_logging_project_exclusion":        takesNone,
	"google_monitoring_alert_policy":          byUser,
	"google_monitoring_notification_channel":  byUser,
	"google_project_iam_member":               takesNone,
	"google_secret_manager_secret_iam_member": takesNone,
	"google_service_account":                  takesNone,
	"google_service_account_iam_member":       takesNone,
	"google_storage_bucket_iam_member":        takesNone,
	"kubernetes_config_map_v1":                byMetadata,
	"kubernetes_cron_job_v1":                  byMetadata,
	"kubernetes_deployment_v1":                byMetadata,
	"kubernetes_manifest":                     byManifest,
	"kubernetes_namespace_v1":                 byMetadata,
	"kubernetes_network_policy_v1":            byMetadata,
	"kubernetes_service_account_v1":           byMetadata,
	"terraform_data":                          takesNone,
}

// checkTags expects every resource that takes tags to be tagged, once.
func checkTags(t *testing.T, m *module) {
	t.Helper()
	m.checkProviders(t)
	for _, block := range m.blocks("resource") {
		how, listed := taggable[block.Labels[0]]
		if !listed {
			t.Errorf("%s: its type is not in the table of taggable resources", address(block))
		}
		if attribute(block.Body, "tags") != nil && strings.HasPrefix(block.Labels[0], "aws_") {
			t.Errorf("%s: has tags of its own: default_tags are the one place", address(block))
		}
		switch how {
		case byProvider:
			if attribute(block.Body, "labels") != nil || attribute(block.Body, "tags") != nil {
				t.Errorf("%s: tagged twice, here and by the provider", address(block))
			}
		case byUser:
			m.expectLabels(t, address(block), attribute(block.Body, "user_labels"), false)
		case byMetadata:
			m.checkMetadata(t, block)
		case byManifest:
			m.checkManifest(t, block)
		}
	}
	m.checkInherited(t)
}

// checkProviders holds the provider blocks against the variables of the tags.
func (m *module) checkProviders(t *testing.T) {
	t.Helper()
	for _, block := range m.blocks("provider") {
		switch block.Labels[0] {
		case "aws":
			tags := nested(block.Body, "default_tags")
			if len(tags) != 1 || !slices.Equal(references(tags[0].Body), []string{"var.tags"}) {
				t.Error("provider aws: no default_tags with the job's tags")
			}
		case "google":
			m.expectLabels(t, "provider google", attribute(block.Body, "default_labels"), false)
			// Otherwise the provider adds goog-terraform-provisioned.
			attribution, err := m.evaluate(attribute(block.Body, "add_terraform_attribution_label"))
			if err != nil || attribution.True() {
				t.Error("provider google: adds a label of its own")
			}
		}
	}
	if tags := m.deployment.Tags; len(tags) > 0 && !maps.Equal(tags, stringMap(m.values["tags"])) {
		t.Errorf("tags: %v, want %v", m.values["tags"], tags)
	}
}

// stringMap is a JSON object of strings.
func stringMap(value any) map[string]string {
	object, _ := value.(map[string]any)
	result := map[string]string{}
	for key, text := range object {
		result[key], _ = text.(string)
	}
	return result
}

// expectLabels expects an expression to contain all labels of the job and, on
// Kubernetes, the recommended labels, but no others.
func (m *module) expectLabels(t *testing.T, at string, expression hclsyntax.Expression, kubernetes bool) {
	t.Helper()
	if expression == nil {
		t.Errorf("%s: no labels", at)
		return
	}
	value, err := m.evaluate(expression)
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	plain, _ := plainValue(value)
	got := stringMap(plain)
	for key, want := range m.deployment.Labels {
		if got[key] != want {
			t.Errorf("%s: label %s is %q, want %q", at, key, got[key], want)
		}
		delete(got, key)
	}
	for key := range got {
		if !kubernetes || !strings.HasPrefix(key, "app.kubernetes.io/") && key != "pod-security.kubernetes.io/enforce" {
			t.Errorf("%s: unexpected label %s", at, key)
		}
	}
	if kubernetes && got["app.kubernetes.io/instance"] != m.deployment.Name {
		t.Errorf("%s: no label says which job this belongs to", at)
	}
}

// checkMetadata reads every metadata block of a Kubernetes object, those of its
// pods too, and its selectors: these cannot be changed once they are there, so
// that no label that may change is part of them.
func (m *module) checkMetadata(t *testing.T, block *hclsyntax.Block) {
	t.Helper()
	for _, metadata := range nested(block.Body, metadataKey) {
		m.expectLabels(t, address(block)+".metadata", attribute(metadata.Body, "labels"), true)
	}
	want := map[string]int{"kubernetes_cron_job_v1": 3, "kubernetes_deployment_v1": 2}[block.Labels[0]]
	if got := len(nested(block.Body, metadataKey)); got != max(want, 1) {
		t.Errorf("%s: %d metadata blocks, want %d", address(block), got, max(want, 1))
	}
	selectors := append(nested(block.Body, "selector"), nested(block.Body, "pod_selector")...)
	for _, selector := range selectors {
		m.expectSelector(t, address(block), attribute(selector.Body, "match_labels"))
	}
}

// expectSelector expects a selector to name the job and nothing that may change.
func (m *module) expectSelector(t *testing.T, at string, expression hclsyntax.Expression) {
	t.Helper()
	value, err := m.evaluate(expression)
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	plain, _ := plainValue(value)
	want := map[string]string{"app.kubernetes.io/name": "dativo", "app.kubernetes.io/instance": m.deployment.Name}
	if got := stringMap(plain); !maps.Equal(got, want) {
		t.Errorf("%s: selects by %v, want %v", at, got, want)
	}
}

// checkManifest reads the labels inside a manifest.
func (m *module) checkManifest(t *testing.T, block *hclsyntax.Block) {
	t.Helper()
	object, _ := attribute(block.Body, "manifest").(*hclsyntax.ObjectConsExpr)
	metadata, _ := item(object, metadataKey).(*hclsyntax.ObjectConsExpr)
	m.expectLabels(t, address(block), item(metadata, "labels"), true)
	spec, _ := item(object, "spec").(*hclsyntax.ObjectConsExpr)
	selector, _ := item(spec, "podSelector").(*hclsyntax.ObjectConsExpr)
	m.expectSelector(t, address(block), item(selector, "matchLabels"))
}

// item is the value of a key in an object, or nil.
func item(object *hclsyntax.ObjectConsExpr, key string) hclsyntax.Expression {
	if object != nil {
		for _, item := range object.Items {
			if name, diagnostics := item.KeyExpr.Value(nil); !diagnostics.HasErrors() && name.AsString() == key {
				return item.ValueExpr
			}
		}
	}
	return nil
}

// checkInherited looks at what is started later and has to be told to pass tags
// on: tasks of ECS, executions of Cloud Run.
func (m *module) checkInherited(t *testing.T) {
	t.Helper()
	for _, block := range m.resources("aws_ecs_service") {
		// The service has the job's tags too.
		if text := m.text(t, block, "propagate_tags"); text != "TASK_DEFINITION" && text != "SERVICE" {
			t.Errorf("%s: its tasks get no tags", address(block))
		}
	}
	for _, block := range m.resources("aws_scheduler_schedule") {
		for _, task := range nested(block.Body, "ecs_parameters") {
			if text := m.text(t, &hclsyntax.Block{Type: "ecs_parameters", Body: task.Body}, "propagate_tags"); text != "TASK_DEFINITION" {
				t.Errorf("%s: its tasks get no tags", address(block))
			}
		}
	}
	for _, block := range m.resources("aws_sfn_state_machine") {
		if definition := m.text(t, block, "definition"); !strings.Contains(definition, `"PropagateTags":"TASK_DEFINITION"`) {
			t.Errorf("%s: its tasks get no tags", address(block))
		}
	}
	for _, kind := range []string{"google_cloud_run_v2_job", "google_cloud_run_v2_service"} {
		for _, block := range m.resources(kind) {
			m.expectLabels(t, address(block)+".template", attribute(nested(block.Body, "template")[0].Body, "labels"), false)
		}
	}
}
