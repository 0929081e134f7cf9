package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

const (
	inNoTable = "unknown unknown resource type: not in the schemas of " +
		"hashicorp/aws 6.47.0, hashicorp/google 7.45.0 and hashicorp/kubernetes 3.2.1"
	notApplied = ", and the provider's default_labels do not apply to it"

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
		{"default tags of something else", `provider "aws" {
  default_tags {
    tags = { team = "x" }
  }
}
resource "aws_sqs_queue" "q" {}`,
			[]string{"aws_sqs_queue.q untagged tags is not set, and default_tags of provider aws does not use var.tags"}},
		{"tags through local values", `locals {
  a = merge(local.b, { x = 1 })
  b = var.tags
}
resource "aws_sqs_queue" "q" {
  tags = local.a
}`,
			[]string{"aws_sqs_queue.q tagged tags"}},
		{"local values that refer to each other", `locals {
  a = local.b
  b = local.a
}
resource "aws_sqs_queue" "q" {
  tags = local.a
}`,
			[]string{"aws_sqs_queue.q untagged tags does not use var.tags, and neither does default_tags of provider aws"}},
		{"another provider", aws + `provider "aws" {
  alias = "billing"
}
resource "aws_sqs_queue" "q" {
  provider = aws.billing
}`,
			[]string{"aws_sqs_queue.q untagged tags is not set, and default_tags of provider aws.billing does not use var.tags"}},
		{"a provider in quotes", aws + `resource "aws_sqs_queue" "q" {
  provider = "aws"
}`, []string{"aws_sqs_queue.q tagged default_tags"}},
		{"a variable named like a provider", aws + "variable \"aws\" {}\n" + `resource "aws_sqs_queue" "q" {}`, []string{
			"aws_sqs_queue.q tagged default_tags",
		}},
		{"part of another", aws + `resource "aws_iam_role_policy" "p" {}`, []string{"aws_iam_role_policy.p unsupported part of its role"}},
		{"no argument", aws + `resource "aws_ce_cost_allocation_tag" "p" {}`,
			[]string{"aws_ce_cost_allocation_tag.p unsupported has no argument for tags in hashicorp/aws 6.47.0"}},
		{"state only", `resource "random_id" "x" {}`, []string{"random_id.x unsupported exists only in the Terraform state"}},
		{"an unknown type", aws + `resource "aws_not_yet" "x" {}`,
			[]string{
				"aws_not_yet.x " + inNoTable,
			}},
		{"an unknown provider", `resource "datadog_monitor" "x" {}`,
			[]string{
				"datadog_monitor.x " + inNoTable,
			}},
		{"a module", `module "x" {}`, []string{"module.x unknown the resources of a child module are not visible here"}},
		{"data", `data "aws_vpc" "x" {}`, nil},
		{"a schedule in a group", aws + `resource "aws_scheduler_schedule_group" "g" {}
resource "aws_scheduler_schedule" "s" {
  group_name = aws_scheduler_schedule_group.g.name
}`,
			[]string{
				"aws_scheduler_schedule.s inherited aws_scheduler_schedule_group.g",
				"aws_scheduler_schedule_group.g tagged default_tags",
			}},
		{"a schedule in a group without tags", `resource "aws_scheduler_schedule_group" "g" {}
resource "aws_scheduler_schedule" "s" {
  group_name = aws_scheduler_schedule_group.g.name
}`,
			[]string{
				"aws_scheduler_schedule.s untagged aws_scheduler_schedule_group.g has no tags to propagate",
				"aws_scheduler_schedule_group.g untagged tags is not set, and default_tags of provider aws does not use var.tags",
			}},
		{"a schedule without a group", aws + `resource "aws_scheduler_schedule" "s" {}`,
			[]string{"aws_scheduler_schedule.s unsupported EventBridge Scheduler supports tags on schedule groups only"}},

		{"labels of a provider and of executions", google + `resource "google_cloud_run_v2_job" "j" {
  template {
    labels = var.labels
  }
}`,
			[]string{"google_cloud_run_v2_job.j tagged default_labels", "google_cloud_run_v2_job.j: executions inherited template.labels"}},
		{"executions without labels", google + "resource \"google_cloud_run_v2_job\" \"j\" {\n  template {}\n}",
			[]string{
				"google_cloud_run_v2_job.j tagged default_labels",
				"google_cloud_run_v2_job.j: executions untagged template.labels is not set" + notApplied,
			}},
		{"user labels", google + "resource \"google_monitoring_alert_policy\" \"a\" {\n  user_labels = { a = 1 }\n}",
			[]string{
				"google_monitoring_alert_policy.a untagged user_labels does not use var.labels" + notApplied,
			}},
		{"labels that are an address", google + "resource \"google_monitoring_notification_channel\" \"a\" {\n  labels = var.labels\n}",
			[]string{
				"google_monitoring_notification_channel.a untagged user_labels is not set" + notApplied,
			}},
		{"a nested slot without its block", google + `resource "google_sql_database_instance" "d" {}`,
			[]string{
				"google_sql_database_instance.d: settings untagged settings.user_labels is not set" + notApplied,
			}},

		{"pods", `resource "kubernetes_deployment_v1" "d" {
  metadata {
    labels = var.labels
  }
  spec {
    template {
      metadata {}
    }
  }
}`,
			[]string{
				"kubernetes_deployment_v1.d tagged metadata.labels",
				"kubernetes_deployment_v1.d: pods untagged spec.template.metadata.labels is not set",
			}},
		{"a template without metadata", "resource \"kubernetes_job_v1\" \"d\" {\n  spec {\n    template {}\n  }\n}",
			[]string{
				"kubernetes_job_v1.d untagged metadata.labels is not set",
				"kubernetes_job_v1.d: pods untagged spec.template.metadata.labels is not set",
			}},
		{"each of several claims", `resource "kubernetes_stateful_set_v1" "s" {
  metadata {
    labels = var.labels
  }
  spec {
    volume_claim_template {
      metadata {
        labels = var.labels
      }
    }
    dynamic "volume_claim_template" {
      for_each = var.more
      content {}
    }
  }
}`,
			[]string{
				"kubernetes_stateful_set_v1.s tagged metadata.labels",
				"kubernetes_stateful_set_v1.s: volume claims inherited spec.volume_claim_template.metadata.labels",
				"kubernetes_stateful_set_v1.s: volume claims untagged spec.volume_claim_template.metadata.labels is not set",
			}},
		{"a manifest", `resource "kubernetes_manifest" "m" {
  manifest = { kind = "Job", metadata = { labels = var.labels }, spec = { template = { metadata = { name = "x" } } } }
}`,
			[]string{
				"kubernetes_manifest.m tagged manifest.metadata.labels",
				"kubernetes_manifest.m: pods untagged manifest.spec.template.metadata.labels is not set",
			}},
		{"a manifest of a cron job", `resource "kubernetes_manifest" "m" {
  manifest = { metadata = { labels = var.labels }, spec = { jobTemplate = { metadata = {} }, volumeClaimTemplates = [{ metadata = {} }] } }
}`,
			[]string{
				"kubernetes_manifest.m tagged manifest.metadata.labels",
				"kubernetes_manifest.m: jobs untagged manifest.spec.jobTemplate.metadata.labels is not set",
				"kubernetes_manifest.m: volume claims untagged manifest.spec.volumeClaimTemplates.metadata.labels is not set",
			}},
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
