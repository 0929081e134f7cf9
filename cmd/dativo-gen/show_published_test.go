package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// publishedJob is a job with the keys that the published format requires: provider
// and region.
const publishedJob = `tenant_id: acme
source_connector_path: connectors/csv.yaml
target_connector_path: connectors/lake.yaml
asset_path: assets/people.yaml
source: {files: [{path: data/people.csv, object: people}]}
`

// TestShowInfrastructure prints the block under its published keys, and fails
// without one, as the published command does.
func TestShowInfrastructure(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	path := filepath.Join(dir, "jobs", "acme", "orders.yaml")
	writeFile(t, path, publishedJob+"infrastructure:\n  provider: aws\n  region: us-east-1\n")
	out, _ := runCommand(t, exitDone, "show-infrastructure", "--config", path)
	if out != "provider: aws\nregion: us-east-1\n" {
		t.Errorf("got\n%s", out)
	}
	if out, _ = runCommand(t, exitDone, "show", "--config", path); !strings.HasPrefix(out, "platform: aws_ecs\n") {
		t.Errorf("show: got\n%s", out)
	}
	writeFile(t, path, publishedJob)
	if out, stderr := runCommand(t, exitError, "show-infrastructure", "--config", path); out != "" ||
		!strings.Contains(stderr, "no infrastructure block") {
		t.Errorf("got\n%s%s", out, stderr)
	}
}

// TestProviderAndRegion: the rest has defaults, and a warning says which platform
// was assumed.
func TestProviderAndRegion(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	path := filepath.Join(dir, "jobs", "acme", "orders.yaml")
	for _, test := range []struct{ block, want, output string }{
		{"provider: aws, region: us-east-1", `compute type ecs is used, in the cluster "default"`, "on AWS ECS in us-east-1"},
		{"provider: gcp, region: europe-west1, project_id: acme-prod", "compute type cloud_run is used [assumed]\n", "on GCP Cloud Run in europe-west1"},
	} {
		writeFile(t, path, publishedJob+"infrastructure: {"+test.block+", storage: {bucket: acme-lake}}\n")
		out, stderr := runCommand(t, exitDone, "validate", "--config", path)
		if !strings.Contains(stderr, test.want) || !strings.Contains(out, test.output) {
			t.Errorf("%s: got\n%s%s", test.block, out, stderr)
		}
	}
}
