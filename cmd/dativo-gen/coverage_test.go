package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// TestCoverageGolden compares the reports of every platform's complete example, and
// of other kinds of workloads, with the golden files.
func TestCoverageGolden(t *testing.T) {
	t.Parallel()
	golden := filepath.Join(root, "testdata", "coverage")
	var all []string
	files := goldie.New(t, goldie.WithFixtureDir(golden), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.ClassicDiff))
	for _, name := range append(platform.Names(), "aws_ecs_backfill", "aws_ecs_service", "aws_eks_pod_security_groups") {
		for ending, format := range map[string]string{"txt": "table", "json": "json", "yaml": "yaml"} {
			if format != "table" && name != "gcp_cloud_run" {
				continue
			}
			args := []string{"--config", examplePath(name), "--coverage", "--fail-under", "100", "--format", format}
			stdout, stderr := runTags(t, exitDone, args...)
			if stderr != "" {
				t.Errorf("%s: %s", name, stderr)
			}
			files.Assert(t, name+"."+ending, []byte(stdout))
			all = append(all, name+"."+ending)
		}
	}
	if extra := missing(filesBelow(t, golden), all); len(extra) > 0 {
		t.Errorf("golden files that no report is held against: %v", extra)
	}
}

// TestTagsReachEverything: no example has a gap, and a fleet has a row or a
// document for each job.
func TestTagsReachEverything(t *testing.T) {
	t.Parallel()
	names := exampleNames(t)
	args := []string{"--job-dir", filepath.Join(root, "examples"), "--coverage", "--fail-under", "100"}
	stdout, _ := runTags(t, exitDone, args...)
	if rows := strings.Count(stdout, "\n"); rows != len(names)+1 {
		t.Errorf("%d lines for %d jobs:\n%s", rows, len(names), stdout)
	}
	stdout, _ = runTags(t, exitDone, append(args, "--format", "yaml")...)
	var fleet map[string]struct {
		Covered, Taggable, Percent int
		Resources                  []map[string]string
	}
	if err := yaml.Unmarshal([]byte(stdout), &fleet); err != nil || len(fleet) != len(names) {
		t.Fatalf("%d documents for %d jobs, %v", len(fleet), len(names), err)
	}
	for key, job := range fleet {
		if job.Covered != job.Taggable || job.Covered == 0 || job.Percent != 100 || len(job.Resources) < job.Taggable {
			t.Errorf("%s: %+v", key, job)
		}
	}
}

// gapTemplates is a folder of templates that add resources without tags: one that
// lacks them, one of an unknown type.
func gapTemplates(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "gcp_cloud_run", "extras.tf.tmpl"), `resource "google_pubsub_topic" "done" {
  name = var.name
}

resource "google_monitoring_uptime_check_config" "site" {
  display_name = var.name
}

resource "datadog_monitor" "job" {
  name = var.name
}
`)
	return folder
}

// gapLines are the report's lines about gapTemplates.
func gapLines() []string {
	return []string{
		"gcp_cloud_run.yaml: warning: google_monitoring_uptime_check_config.site has none of the job's tags: user_labels is not set," +
			" and the provider's default_labels do not apply to it [tag-coverage]\n  hint: set user_labels = var.labels\n",
		"gcp_cloud_run.yaml: warning: datadog_monitor.job may have none of the job's tags:" +
			" unknown resource type: not in the schemas of hashicorp/aws 6.47.0",
		"hint: if it supports tags, set them from var.tags or var.labels",
	}
}

// TestCoverageOfOwnTemplates: gaps in custom templates are found.
func TestCoverageOfOwnTemplates(t *testing.T) {
	t.Parallel()
	example := examplePath("gcp_cloud_run")
	args := []string{"--config", example, "--templates", gapTemplates(t), "--coverage"}
	const below = "gcp_cloud_run.yaml: tag coverage is 77% (7 of 9 taggable resources), below the 78% of --fail-under"
	tests := []struct {
		name   string
		more   []string
		status int
		want   []string
	}{
		{"no limit", nil, exitDone, gapLines()},
		{"at the limit", []string{"--fail-under", "77"}, exitDone, gapLines()},
		{"below the limit", []string{"--fail-under", "78"}, exitError, append(gapLines(), below)},
		{"strict", []string{"--strict"}, exitError, []string{"gcp_cloud_run.yaml: datadog_monitor.job may have none"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := runTags(t, test.status, append(args, test.more...)...)
			for _, want := range []string{"google_pubsub_topic.done ", "datadog_monitor.job ", "\n7 of 9 taggable resources are tagged (77%); "} {
				if !strings.Contains(stdout, want) {
					t.Errorf("%q is not in\n%s", want, stdout)
				}
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("%q is not in\n%s", want, stderr)
				}
			}
			if strings.Contains(stderr, "of --fail-under") != (test.name == "below the limit") {
				t.Error(stderr)
			}
		})
	}
}

// TestRenderCoverage: render reports what it wrote, writes nothing below
// --fail-under, and always warns about gaps of custom templates.
func TestRenderCoverage(t *testing.T) {
	t.Parallel()
	example := examplePath("gcp_cloud_run")
	tests := []struct {
		name           string
		args           []string
		status         int
		written        bool
		stdout, stderr string // a part of each; "" expects no report
	}{
		{"as shipped", nil, exitDone, true, "", ""},
		{"asked", []string{"--coverage", "--fail-under", "100"}, exitDone, true, "\n\nRESOURCE", ""},
		{"asked with --check", []string{"--coverage", "--check"}, exitChanges, false, "\n\nRESOURCE", ""},
		{"own templates", []string{"--templates", ""}, exitDone, true, "", "datadog_monitor.job may have none"},
		{"own templates, asked", []string{"--templates", "", "--coverage"}, exitDone, true, "7 of 9", "datadog_monitor.job may have none"},
		{"too little", []string{"--templates", "", "--fail-under", "100"}, exitError, false, "", "below the 100% of --fail-under"},
		{"too little, on standard output", []string{"--templates", "", "--fail-under", "100", "--stdout"}, exitError, false, "",
			"below the 100% of --fail-under"},
		{"own templates, strict", []string{"--templates", "", "--strict"}, exitError, false, "", "datadog_monitor.job may have none"},
		{"asked, strict", []string{"--templates", "", "--coverage", "--strict"}, exitError, false, "", "datadog_monitor.job may have none"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "module")
			args := append([]string{"render", "--config", example, "--output", dir}, test.args...)
			for i, arg := range args {
				if arg == "" {
					args[i] = gapTemplates(t)
				}
			}
			out, said := runCommand(t, test.status, args...)
			if written, _ := filepath.Glob(filepath.Join(dir, "*.tf")); len(written) > 0 != test.written {
				t.Errorf("written: %v", written)
			}
			checkPart(t, out, test.stdout, "taggable resources")
			checkPart(t, said, test.stderr, "job's tags")
		})
	}
}

// checkPart expects a text to contain a part or, with "", not to contain a word.
func checkPart(t *testing.T, text, part, never string) {
	t.Helper()
	if part != "" && !strings.Contains(text, part) {
		t.Errorf("%q is not in\n%s", part, text)
	}
	if part == "" && strings.Contains(text, never) {
		t.Errorf("%q is in\n%s", never, text)
	}
}

func TestCoverageFlags(t *testing.T) {
	t.Parallel()
	example := examplePath("aws_ecs")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"with --explain", []string{"tags", "--coverage", "--explain"}, "--coverage conflicts with --explain"},
		{"of a set", []string{"tags", "--coverage", "--format", "aws"}, "not aws"},
		{"a limit for nothing", []string{"tags", "--fail-under", "90"}, "--fail-under requires --coverage"},
		{"templates for nothing", []string{"tags", "--templates", "."}, "nothing is rendered"},
		{"templates that are not there", []string{"tags", "--coverage", "--templates", "no-such-folder"}, "--templates no-such-folder"},
		{"a limit over 100", []string{"tags", "--coverage", "--fail-under", "101"}, "0 to 100"},
		{"a limit under 0", []string{"render", "--output", "x", "--fail-under=-1"}, "0 to 100"},
		{"with the files", []string{"render", "--stdout", "--coverage"}, "dativo-gen tags --coverage"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out, said := runCommand(t, exitError, append(test.args, "--config", example)...)
			if out != "" || !strings.Contains(said, test.want) {
				t.Errorf("stdout %q, stderr %q; want %q", out, said, test.want)
			}
		})
	}
	path := filepath.Join(t.TempDir(), "job.yaml")
	writeFile(t, path, "tenant_id: acme\nsource_connector_path: c.yaml\ntarget_connector_path: c.yaml\nasset: a\nasset_path: a.yaml\n")
	stdout, stderr := runTags(t, exitError, "--config", path, "--coverage")
	if stdout != "" || !strings.Contains(stderr, "no infrastructure block") {
		t.Errorf("a job without infrastructure: %q, %q", stdout, stderr)
	}
}
