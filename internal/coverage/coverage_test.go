package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

const (
	aws    = "provider \"aws\" {\n  default_tags {\n    tags = var.tags\n  }\n}\n"
	google = "provider \"google\" {\n  default_labels = var.labels\n}\n"
)

// report reads a module out of a text.
func report(t *testing.T, text string) Report {
	t.Helper()
	nodes, problems := hcl.Tree([]byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return Of(nodes)
}

func TestOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // name, status and how or reason
	}{
		{"nothing", "", nil},
		{"default tags", aws + `resource "aws_sqs_queue" "q" {}`, []string{"aws_sqs_queue.q tagged default_tags"}},
		{"no default tags", `provider "aws" {}` + "\n" + `resource "aws_sqs_queue" "q" {}`,
			[]string{"aws_sqs_queue.q untagged tags is not set, and default_tags of provider aws does not use var.tags"}},
		{"default tags of something else", "provider \"aws\" {\n  default_tags {\n    tags = { team = \"x\" }\n  }\n}\nresource \"aws_sqs_queue\" \"q\" {}",
			[]string{"aws_sqs_queue.q untagged tags is not set, and default_tags of provider aws does not use var.tags"}},
		{"tags through local values", "locals {\n  a = merge(local.b, { x = 1 })\n  b = var.tags\n}\nresource \"aws_sqs_queue\" \"q\" {\n  tags = local.a\n}",
			[]string{"aws_sqs_queue.q tagged tags"}},
		{"local values that refer to each other", "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_sqs_queue\" \"q\" {\n  tags = local.a\n}",
			[]string{"aws_sqs_queue.q untagged tags does not use var.tags, and neither does default_tags of provider aws"}},
		{"another provider", aws + "provider \"aws\" {\n  alias = \"billing\"\n}\nresource \"aws_sqs_queue\" \"q\" {\n  provider = aws.billing\n}",
			[]string{"aws_sqs_queue.q untagged tags is not set, and default_tags of provider aws.billing does not use var.tags"}},
		{"a provider in quotes", aws + "resource \"aws_sqs_queue\" \"q\" {\n  provider = \"aws\"\n}", []string{"aws_sqs_queue.q tagged default_tags"}},
		{"a variable named like a provider", aws + "variable \"aws\" {}\n" + `resource "aws_sqs_queue" "q" {}`, []string{"aws_sqs_queue.q tagged default_tags"}},
		{"part of another", aws + `resource "aws_iam_role_policy" "p" {}`, []string{"aws_iam_role_policy.p unsupported part of its role"}},
		{"no argument", aws + `resource "aws_ce_cost_allocation_tag" "p" {}`,
			[]string{"aws_ce_cost_allocation_tag.p unsupported has no argument for tags in hashicorp/aws 6.47.0"}},
		{"state only", `resource "random_id" "x" {}`, []string{"random_id.x unsupported exists only in the Terraform state"}},
		{"an unknown type", aws + `resource "aws_not_yet" "x" {}`,
			[]string{"aws_not_yet.x unknown unknown resource type: not in the schemas of hashicorp/aws 6.47.0, hashicorp/google 7.45.0 and hashicorp/kubernetes 3.2.1"}},
		{"an unknown provider", `resource "datadog_monitor" "x" {}`,
			[]string{"datadog_monitor.x unknown unknown resource type: not in the schemas of hashicorp/aws 6.47.0, hashicorp/google 7.45.0 and hashicorp/kubernetes 3.2.1"}},
		{"a module", `module "x" {}`, []string{"module.x unknown the resources of a child module are not visible here"}},
		{"data", `data "aws_vpc" "x" {}`, nil},
		{"a schedule in a group", aws + "resource \"aws_scheduler_schedule_group\" \"g\" {}\nresource \"aws_scheduler_schedule\" \"s\" {\n  group_name = aws_scheduler_schedule_group.g.name\n}",
			[]string{"aws_scheduler_schedule.s inherited aws_scheduler_schedule_group.g", "aws_scheduler_schedule_group.g tagged default_tags"}},
		{"a schedule in a group without tags", "resource \"aws_scheduler_schedule_group\" \"g\" {}\nresource \"aws_scheduler_schedule\" \"s\" {\n  group_name = aws_scheduler_schedule_group.g.name\n}",
			[]string{"aws_scheduler_schedule.s untagged aws_scheduler_schedule_group.g has no tags to propagate", "aws_scheduler_schedule_group.g untagged tags is not set, and default_tags of provider aws does not use var.tags"}},
		{"a schedule without a group", aws + `resource "aws_scheduler_schedule" "s" {}`,
			[]string{"aws_scheduler_schedule.s unsupported EventBridge Scheduler supports tags on schedule groups only"}},

		{"labels of a provider and of executions", google + "resource \"google_cloud_run_v2_job\" \"j\" {\n  template {\n    labels = var.labels\n  }\n}",
			[]string{"google_cloud_run_v2_job.j tagged default_labels", "google_cloud_run_v2_job.j: executions inherited template.labels"}},
		{"executions without labels", google + "resource \"google_cloud_run_v2_job\" \"j\" {\n  template {}\n}",
			[]string{"google_cloud_run_v2_job.j tagged default_labels", "google_cloud_run_v2_job.j: executions untagged template.labels is not set, and the provider's default_labels do not apply to it"}},
		{"user labels", google + "resource \"google_monitoring_alert_policy\" \"a\" {\n  user_labels = { a = 1 }\n}",
			[]string{"google_monitoring_alert_policy.a untagged user_labels does not use var.labels, and the provider's default_labels do not apply to it"}},
		{"labels that are an address", google + "resource \"google_monitoring_notification_channel\" \"a\" {\n  labels = var.labels\n}",
			[]string{"google_monitoring_notification_channel.a untagged user_labels is not set, and the provider's default_labels do not apply to it"}},
		{"a nested slot without its block", google + `resource "google_sql_database_instance" "d" {}`,
			[]string{"google_sql_database_instance.d: settings untagged settings.user_labels is not set, and the provider's default_labels do not apply to it"}},

		{"pods", "resource \"kubernetes_deployment_v1\" \"d\" {\n  metadata {\n    labels = var.labels\n  }\n  spec {\n    template {\n      metadata {}\n    }\n  }\n}",
			[]string{"kubernetes_deployment_v1.d tagged metadata.labels", "kubernetes_deployment_v1.d: pods untagged spec.template.metadata.labels is not set"}},
		{"a template without metadata", "resource \"kubernetes_job_v1\" \"d\" {\n  spec {\n    template {}\n  }\n}",
			[]string{"kubernetes_job_v1.d untagged metadata.labels is not set", "kubernetes_job_v1.d: pods untagged spec.template.metadata.labels is not set"}},
		{"each of several claims", "resource \"kubernetes_stateful_set_v1\" \"s\" {\n  metadata {\n    labels = var.labels\n  }\n  spec {\n    volume_claim_template {\n      metadata {\n        labels = var.labels\n      }\n    }\n    dynamic \"volume_claim_template\" {\n      for_each = var.more\n      content {}\n    }\n  }\n}",
			[]string{"kubernetes_stateful_set_v1.s tagged metadata.labels", "kubernetes_stateful_set_v1.s: volume claims inherited spec.volume_claim_template.metadata.labels", "kubernetes_stateful_set_v1.s: volume claims untagged spec.volume_claim_template.metadata.labels is not set"}},
		{"a manifest", "resource \"kubernetes_manifest\" \"m\" {\n  manifest = { kind = \"Job\", metadata = { labels = var.labels }, spec = { template = { metadata = { name = \"x\" } } } }\n}",
			[]string{"kubernetes_manifest.m tagged manifest.metadata.labels", "kubernetes_manifest.m: pods untagged manifest.spec.template.metadata.labels is not set"}},
		{"a manifest of a cron job", "resource \"kubernetes_manifest\" \"m\" {\n  manifest = { metadata = { labels = var.labels }, spec = { jobTemplate = { metadata = {} }, volumeClaimTemplates = [{ metadata = {} }] } }\n}",
			[]string{"kubernetes_manifest.m tagged manifest.metadata.labels", "kubernetes_manifest.m: jobs untagged manifest.spec.jobTemplate.metadata.labels is not set", "kubernetes_manifest.m: volume claims untagged manifest.spec.volumeClaimTemplates.metadata.labels is not set"}},
		{"a manifest without labels", "resource \"kubernetes_manifest\" \"m\" {\n  manifest = { metadata = { name = \"x\" } }\n}",
			[]string{"kubernetes_manifest.m untagged manifest.metadata.labels is not set"}},
		{"a manifest from a file", "resource \"kubernetes_manifest\" \"m\" {\n  manifest = yamldecode(file(\"m.yaml\"))\n}",
			[]string{"kubernetes_manifest.m unknown the manifest does not contain its metadata"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := report(t, test.text)
			if lines := linesOf(got); !slices.Equal(lines, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(test.want, "\n"))
			}
			checkCounts(t, got)
		})
	}
}

func linesOf(r Report) []string {
	var lines []string
	for _, row := range r.Resources {
		lines = append(lines, row.Name()+" "+string(row.Status)+" "+row.How+row.Reason)
	}
	return lines
}

// checkCounts counts independently.
func checkCounts(t *testing.T, r Report) {
	t.Helper()
	unsupported := 0
	for _, row := range r.Resources {
		if row.Status == Unsupported {
			unsupported++
		}
		if covered := row.Status == Tagged || row.Status == Inherited; covered != (row.How != "") || covered == (row.Reason != "") {
			t.Errorf("%+v: a covered row needs How, any other a Reason", row)
		}
	}
	if r.Taggable != len(r.Resources)-unsupported || r.Covered != r.Taggable-len(r.Gaps()) {
		t.Errorf("%d of %d: wrong counts", r.Covered, r.Taggable)
	}
}

// TestTasks: a running task has tags only if its launcher propagates them.
func TestTasks(t *testing.T) {
	t.Parallel()
	definition := "resource \"aws_ecs_task_definition\" \"d\" {}\n"
	schedule := func(lines string) string {
		return aws + definition + "resource \"aws_scheduler_schedule\" \"s\" {\n  target {\n    ecs_parameters {\n      " + lines + "\n    }\n  }\n}\n"
	}
	machine := func(parameters string) string {
		return aws + definition + "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = jsonencode({ States = { Run = { Resource = \"arn:${local.partition}:states:::ecs:runTask.sync\", " + parameters + " } } })\n}\n"
	}
	service := func(line string) string {
		return aws + definition + "resource \"aws_ecs_service\" \"s\" {\n  task_definition = aws_ecs_task_definition.d.arn\n  " + line + "\n}\n"
	}
	const arn, taskDefinition = "task_definition_arn = aws_ecs_task_definition.d.arn\n      ", "TaskDefinition = aws_ecs_task_definition.d.arn"
	tests := []struct{ name, text, want string }{
		{"a schedule", schedule(arn + `propagate_tags = "TASK_DEFINITION"`), "inherited aws_ecs_task_definition.d through target.ecs_parameters.propagate_tags"},
		{"a schedule without propagation", schedule(arn), "untagged target.ecs_parameters.propagate_tags is not set"},
		{"an invalid value", schedule(arn + `propagate_tags = "SERVICE"`), `untagged target.ecs_parameters.propagate_tags is not "TASK_DEFINITION"`},
		{"another module's definition", schedule("task_definition_arn = var.arn\n      propagate_tags = \"TASK_DEFINITION\""), "unknown the task definition is not defined in this module"},
		{"a definition without tags", strings.TrimPrefix(schedule(arn+`propagate_tags = "TASK_DEFINITION"`), aws), "untagged aws_ecs_task_definition.d has no tags to propagate"},
		{"a state machine", machine("Parameters = { PropagateTags = \"TASK_DEFINITION\", " + taskDefinition + " }"), "inherited aws_ecs_task_definition.d through PropagateTags"},
		{"a state machine in JSONata", machine("Arguments = { PropagateTags = \"TASK_DEFINITION\", " + taskDefinition + " }"), "inherited aws_ecs_task_definition.d through PropagateTags"},
		{"a state machine without propagation", machine("Parameters = { " + taskDefinition + " }"), "untagged PropagateTags is not set"},
		{"a service", service(`propagate_tags = "SERVICE"`), "inherited aws_ecs_service.s through propagate_tags"},
		{"a service with the tags of its definition", service(`propagate_tags = "TASK_DEFINITION"`), "inherited aws_ecs_task_definition.d through propagate_tags"},
		{"a service without propagation", service(`propagate_tags = "NONE"`), `untagged propagate_tags is not "SERVICE"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := report(t, test.text)
			checkCounts(t, got)
			for _, row := range got.Resources {
				if row.Part == "tasks" {
					if line := string(row.Status) + " " + row.How + row.Reason; line != test.want {
						t.Errorf("got %s, want %s", line, test.want)
					}
					return
				}
			}
			t.Errorf("no tasks: %v", linesOf(got))
		})
	}
}

// TestPercent checks the rounding, and that a module without taggable resources
// counts as covered.
func TestPercent(t *testing.T) {
	t.Parallel()
	const queue = "resource \"aws_sqs_queue\" \"%s\" {\n  %s\n}\n"
	tagged, untagged := fmt.Sprintf(queue, "a", "tags = var.tags"), fmt.Sprintf(queue, "b", "")
	for _, test := range []struct {
		text string
		want int
	}{
		{"", 100}, {`data "aws_vpc" "x" {}`, 100}, {tagged, 100}, {untagged, 0},
		{tagged + untagged, 50}, {tagged + untagged + fmt.Sprintf(queue, "c", "tags = var.tags"), 66},
	} {
		if got := report(t, test.text).Percent; got != test.want {
			t.Errorf("%s\n%d%%, want %d%%", test.text, got, test.want)
		}
	}
}

func TestBelow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		covered, taggable, percent int
		want                       bool
	}{
		{0, 0, 100, false}, {2, 3, 66, false}, {2, 3, 67, true}, {299, 300, 100, true}, {300, 300, 100, false}, {0, 5, 0, false},
	}
	for _, test := range tests {
		if got := (Report{Covered: test.covered, Taggable: test.taggable}).Below(test.percent); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

// TestTables checks that every table is sorted, without duplicates, names its
// version, and contains only slots that the code supports.
func TestTables(t *testing.T) {
	t.Parallel()
	for _, table := range Tables() {
		types := table.Types()
		if !slices.IsSorted(types) || len(slices.Compact(slices.Clone(types))) != len(types) || len(types) < 50 {
			t.Errorf("%s: %d types, not sorted, or with duplicates", table.File, len(types))
		}
		if !strings.HasPrefix(table.text, "# The resource types of "+table.Provider+" "+table.Version+",") || !strings.Contains(table.text, "read "+table.Read) {
			t.Errorf("%s does not name %s %s, read %s", table.File, table.Provider, table.Version, table.Read)
		}
		for _, name := range types {
			if owner := tableOf(name); owner.File != table.File {
				t.Errorf("%s: %s is in another table", table.File, name)
			}
			slots, known := table.Slots(name)
			for _, slot := range slots {
				if !known || slot.ByDefault && table.Default == "" || strings.Trim(slot.Path, "abcdefghijklmnopqrstuvwxyz._") != "" {
					t.Errorf("%s: %s takes tags in %s", table.File, name, slot)
				}
			}
		}
	}
}

// TestReasons: a reason is of types that take no tags, and is the first that fits.
func TestReasons(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, table := range Tables() {
		for _, name := range table.Types() {
			if slots, _ := table.Slots(name); len(slots) == 0 {
				used[reasonOf(name, table)] = true
			}
		}
	}
	for _, r := range reasons() {
		if !used[r.text] {
			t.Errorf("no type of the tables is %q", r.text)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add(aws + `resource "aws_sqs_queue" "q" { tags = local.a }`)
	f.Add("resource \"kubernetes_manifest\" \"m\" {\n  manifest = { metadata = { labels = var.labels } }\n}")
	f.Fuzz(func(t *testing.T, text string) {
		nodes, problems := hcl.Tree([]byte(text))
		if len(problems) == 0 {
			checkCounts(t, Of(nodes))
		}
	})
}
