package fleet

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestConfigFilesReachTheDeployment: the same texts wherever the command runs.
func TestConfigFilesReachTheDeployment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "orders.yaml")
	writeFile(t, filepath.Join(dir, "c.yaml"), "name: c\ntype: csv\ndefault_engine: {type: native}\nroles: [source, target]\n")
	writeFile(t, filepath.Join(dir, "a.yaml"), "name: orders\n")
	job := func(config string) *Job {
		return loadText(t, newLoader(), path, strings.Replace(ecsJob(), "type: ecs", "type: eks, config: "+config, 1))
	}
	if got := job("image").Deployment.Container.ConfigFiles; len(got) > 0 {
		t.Errorf("files without a ConfigMap: %q", got)
	}
	files := job("configmap").Deployment.Container.ConfigFiles
	want := []string{"/app/a.yaml", "/app/c.yaml", "/app/jobs/acme/orders.yaml"}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if text := files["/app/jobs/acme/orders.yaml"]; strings.Contains(text, dir) || strings.Contains(text, "region:") || !strings.Contains(text, "tenant_id: acme") {
		t.Errorf("got %s", text)
	}
}
