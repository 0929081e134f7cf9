package main

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// otherValues rewrite a job file into one of the same shape whose every value
// is another: tenant, account, region, sizes, ids, schedule and tags. In order.
var otherValues = []struct{ pattern, replacement string }{
	{`\bacme\b`, "globex"},
	{`\btechco\b`, "initech"},
	{`\b[0-9]{12}\b`, "998877665544"},
	{`\b(us-east-1|us-west-2|eu-central-1|eu-west-1)\b`, "ap-southeast-2"},
	{`\b(europe-west[0-9]+|us-central1)\b`, "asia-southeast1"},
	{`\b(vpc|subnet|sg|fs|fsap)-0.`, "$1-0f"},
	{`\b(vpc|subnet|sg|fs|fsap)-0f607182`, "$1-0f607183"},
	{`(?m)^environment: .*`, "environment: qa"},
	{`job_name: .*`, "job_name: another_job"},
	{`cluster_name: .*`, "cluster_name: elsewhere"},
	{`image: (.*/)[^/:@]+[:@].*`, "image: ${1}other:2.0.1"},
	// 4 vCPU with 12 GiB exist everywhere.
	{`task_cpu: .*`, "task_cpu: 4000m"},
	{`task_memory: .*`, "task_memory: 12Gi"},
	{`timeout_seconds: .*`, "timeout_seconds: 1201"},
	{`max_attempts: .*`, "max_attempts: 6"},
	{`log_retention_days: .*`, "log_retention_days: 90"},
	{`cron: .*`, `cron: "17 5 * * *"`},
	{`timezone: .*`, "timezone: Asia/Tokyo"},
	{`metrics_namespace: .*`, "metrics_namespace: Other/Metrics"},
	{`(?m)^  tags:\n`, "  tags:\n    added: by this test\n"},
	{`(?m)^    environment:\n`, "    environment:\n      ADDED: by this test\n"},
}

// backend is the only block whose values are in a .tf file.
var backend = regexp.MustCompile(`(?ms)^  backend "\w+" \{.*?^  \}$`)

// TestOneShapeOneText renders two jobs of one shape, whose every value differs:
// their .tf files are the same, byte for byte, but for the backend's values.
func TestOneShapeOneText(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, text := readExample(t, name)
			changed := string(text)
			for _, v := range otherValues {
				changed = regexp.MustCompile(v.pattern).ReplaceAllString(changed, v.replacement)
			}
			loader := loaderOf(t, jobFlags{})
			_, one := renderText(t, loader, path, text)
			_, other := renderText(t, loader, path, []byte(changed))
			if len(one) != len(other) {
				t.Fatalf("%d files, and %d", len(one), len(other))
			}
			for i, file := range one {
				same := bytes.Equal(backend.ReplaceAll(file.Data, nil), backend.ReplaceAll(other[i].Data, nil))
				isValues := file.Name == "terraform.tfvars.json" || isPage(file.Name)
				if file.Name != other[i].Name || same == isValues || isPage(file.Name) && !samePage(file.Data, other[i].Data) {
					t.Errorf("%s: the same is %t\n%s", file.Name, same, other[i].Data)
				}
			}
			expectOtherValues(t, string(text), one, other)
		})
	}
}

// expectOtherValues makes sure that the rewriting reached what it was meant for.
func expectOtherValues(t *testing.T, text string, one, other []render.File) {
	t.Helper()
	before, after := parseModule(t, one).values, parseModule(t, other).values
	for variable, key := range map[string]string{
		"name": "tenant_id:", "tenant_id": "tenant_id:", "region": "region:", "cluster_name": "cluster_name:",
		"memory": "task_memory:", "subnet_ids": "  subnets:", "schedule_expression": "cron:", "max_retries": "max_attempts:",
	} {
		value, declared := before[variable]
		if declared && strings.Contains(text, key) && reflect.DeepEqual(value, after[variable]) {
			t.Errorf("%s is %v in both: this test compares too little", variable, value)
		}
	}
}
