package main

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// jobText is a job file with the given blocks; infra is part of its infrastructure.
func jobText(blocks, infra string) string {
	return `tenant_id: acme
source_connector_path: connector.yaml
target_connector_path: connector.yaml
asset: orders
asset_path: asset.yaml
` + blocks + `infrastructure:
  provider: aws
  region: us-east-1
  compute: {type: ecs, cluster_name: c, image: "registry.example/dativo:1"}
` + infra
}

// writeJob writes a job and its asset.
func writeJob(t *testing.T, folder, name, text, asset string) string {
	t.Helper()
	writeFile(t, filepath.Join(folder, "connector.yaml"), "name: stripe\n")
	writeFile(t, filepath.Join(folder, "asset.yaml"), asset)
	path := filepath.Join(folder, name)
	writeFile(t, path, text)
	return path
}

// TestTagsWorkedExample is the example that explains the four levels: the
// infrastructure's cost center replaces the finops one, and no finops property
// comes into being by an infrastructure tag alone.
func TestTagsWorkedExample(t *testing.T) {
	t.Parallel()
	path := writeJob(t, t.TempDir(), "orders.yaml", jobText("finops:\n  cost_center: CC-001\n",
		"  tags:\n    cost_center: CC-999\n    environment: prod\n    compliance: [GDPR, SOC2]\n"), "name: orders\n")
	stdout, _ := runTags(t, exitDone, "--config", path, "--format", "iceberg")
	want := `{
  "finops.cost_center": "CC-999",
  "infrastructure.compliance": "GDPR,SOC2",
  "infrastructure.cost_center": "CC-999",
  "infrastructure.environment": "prod"
}
`
	if stdout != want {
		t.Errorf("got\n%s\nwant\n%s", stdout, want)
	}
	stdout, _ = runTags(t, exitDone, "--config", path, "--format", "aws")
	for _, line := range []string{`"cost_center": "CC-999"`, `"environment": "prod"`, `"compliance": "GDPR+SOC2"`, `"job_name": "orders"`} {
		if !strings.Contains(stdout, line) {
			t.Errorf("%s is not in\n%s", line, stdout)
		}
	}
}

// TestTagsHostileValues: whatever a value holds, it arrives, in one piece.
func TestTagsHostileValues(t *testing.T) {
	t.Parallel()
	values := []string{
		"it's; DROP TABLE orders; --", `"quoted" \ back`, "two\nlines\r\n", "${env:HOME}x", "key: [x", "# no comment",
		"null", "007", "yes", "<<", "2026-01-02",
		" spaces ", "\u0085\u2028\u00a0", "é漢🙂", "- a", "&a *b", "{{ x }}", "%", "\t", "~", "1e3",
	}
	infra := "  tags:\n"
	for i, value := range values {
		text, _ := json.Marshal(strings.ReplaceAll(value, "${", "$${"))
		infra += "    k" + string(rune('a'+i)) + ": " + string(text) + "\n"
	}
	infra = strings.ReplaceAll(infra, "\u0085", `\u0085`) // as it is, YAML takes it for a line break
	path := writeJob(t, t.TempDir(), "orders.yaml", jobText("", infra), "name: orders\n")
	for _, format := range []string{"iceberg", "dagster", "json", "yaml"} {
		stdout, _ := runTags(t, exitDone, "--config", path, "--format", format)
		got := infrastructureValues(t, format, stdout)
		for i, value := range values {
			if key := "infrastructure.k" + string(rune('a'+i)); got[key] != value {
				t.Errorf("%s: %s is %q, want %q", format, key, got[key], value)
			}
		}
	}
}

// infrastructureValues reads the table properties back out of a format.
func infrastructureValues(t *testing.T, format, text string) map[string]string {
	t.Helper()
	var whole struct {
		Metadata   map[string]string
		Properties []struct{ Key, Value string }
	}
	flat := map[string]string{}
	var err error
	switch format {
	case "iceberg":
		err = json.Unmarshal([]byte(text), &flat)
	case "yaml":
		err = yaml.Unmarshal([]byte(text), &whole)
	default:
		err = json.Unmarshal([]byte(text), &whole)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", format, err, text)
	}
	maps.Copy(flat, whole.Metadata)
	for _, line := range whole.Properties {
		flat[line.Key] = line.Value
	}
	return flat
}

// TestOtherSinks: keys that AWS refuses do not hold back formats that go elsewhere.
func TestOtherSinks(t *testing.T) {
	t.Parallel()
	path := writeJob(t, t.TempDir(), "orders.yaml",
		jobText("finops:\n  cost_center: CC-1\n", "  tags:\n    Team: a\n    team: b\n    \"aws:x\": c\n"), "name: orders\n")
	for _, format := range []string{"iceberg", "iceberg-sql", "dagster"} {
		args := []string{"--config", path, "--format", format}
		if format == "iceberg-sql" {
			args = append(args, "--table", "lake.raw.orders")
		}
		if stdout, _ := runTags(t, exitDone, args...); !strings.Contains(stdout, "infrastructure.Team") || !strings.Contains(stdout,
			"infrastructure.team") {
			t.Errorf("%s: got\n%s", format, stdout)
		}
	}
	for _, format := range []string{"table", "json", "aws"} {
		runTags(t, exitError, "--config", path, "--format", format)
	}
}
