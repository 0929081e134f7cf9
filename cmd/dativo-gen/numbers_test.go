package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestNumbersInEveryFile shows that a number that versions of YAML read differently
// is refused in every file that a job is made of, at its position there.
func TestNumbersInEveryFile(t *testing.T) {
	t.Parallel()
	const block = "provider: aws\nregion: us-east-1\ncompute: {type: ecs, cluster_name: c, image: \"registry.example/dativo:1\"}\n"
	for _, test := range []struct {
		name, file, text string
		args             []string
		want             string
	}{
		{"side file", "jobs/acme/orders.infrastructure.yaml", block + "monitoring: {log_retention_days: 030}\n", nil,
			"orders.infrastructure.yaml:4:34: infrastructure.monitoring.log_retention_days: invalid number 030"},
		{"project file", ".dativo-gen.yaml", "defaults:\n  - infrastructure: {compute: {timeout_seconds: 0600}}\n", nil,
			".dativo-gen.yaml:2:49: defaults[0].infrastructure.compute.timeout_seconds: invalid number 0600"},
		{"overlay", ".dativo-gen.yaml", "environments:\n  prod: {infrastructure: {compute: {retries: 1e1}}}\n", []string{"--env", "prod"},
			".dativo-gen.yaml:2:46: environments.prod.infrastructure.compute.retries: invalid number 1e1"},
		{"runner", "runner.yaml", "orchestrator:\n  schedules:\n    - {name: a, config: jobs/acme/orders.yaml, interval_seconds: 03600}\n",
			[]string{"--runner", "runner.yaml"},
			"runner.yaml:3:66: orchestrator.schedules[0].interval_seconds: invalid number 03600"},
		{"variable", "vars.yaml", "SECONDS: 0600\n", []string{"--var-file", "vars.yaml"},
			"orders.yaml:9:30: infrastructure.compute.timeout_seconds: invalid number 0600"},
		{"recipe", "connectors/lake.yaml", "name: iceberg\ntype: iceberg\npartition_spec_id: 1:30\n", nil,
			"lake.yaml:3:20: warning: partition_spec_id: invalid number 1:30"},
		{"asset", "assets/people.yaml", "name: people\ndomain: a\nschema: [{name: id, type: string}]\ncompliance: {retention_days: 0365}\n", nil,
			"people.yaml:4:30: compliance.retention_days: invalid number 0365"},
	} {
		dir := imageRepository(t)
		job := publishedJob
		switch test.name {
		case "side file":
		case "variable":
			job += "infrastructure:\n  provider: aws\n  region: us-east-1\n  compute: {timeout_seconds: \"${SECONDS}\"}\n"
		default:
			job += "infrastructure:\n  " + strings.TrimSpace(strings.ReplaceAll(block, "\n", "\n  ")) + "\n"
		}
		path := filepath.Join(dir, "jobs", "acme", "orders.yaml")
		writeFile(t, path, job)
		writeFile(t, filepath.Join(dir, test.file), test.text)
		args := []string{"validate", "--config", path}
		for i, arg := range test.args {
			if i == 1 && strings.HasSuffix(arg, ".yaml") {
				arg = filepath.Join(dir, arg)
			}
			args = append(args, arg)
		}
		status := exitError
		if strings.Contains(test.want, "warning") {
			status = exitDone
		}
		if _, stderr := runCommand(t, status, args...); !strings.Contains(stderr, test.want) {
			t.Errorf("%s: want %s, got\n%s", test.name, test.want, stderr)
		}
	}
}
