package fleet

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/finops"
)

// TestPlanFinOps plans one module for jobs of both clouds, and leaves out those
// whose cloud is unknown.
func TestPlanFinOps(t *testing.T) {
	t.Parallel()
	unknown := loadText(t, newLoader(), "x.yaml", "tenant_id: acme\ninfrastructure: {provider: azure}\n")
	jobs := []*Job{exampleJob(t, "aws_eks"), exampleJob(t, "gcp_cloud_run"), unknown}
	module, problems, err := PlanFinOps(jobs, finops.Request{})
	if err != nil || problems.HasErrors() || len(module.Queries) < 2 {
		t.Fatalf("%d queries, %v, %v", len(module.Queries), problems, err)
	}
	files, problems := RenderFinOps(module, NewTemplates().Layers(nil))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name)
	}
	if !slices.IsSorted(names) || !slices.Contains(names, "aws.tf") || !slices.Contains(names, module.Queries[0].Name) {
		t.Errorf("files %q", names)
	}
}

// TestRenderFinOpsWithInvalidTemplates renders nothing.
func TestRenderFinOpsWithInvalidTemplates(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, FinOpsTemplates, "aws.tf.tmpl"), "{{")
	if files, problems := RenderFinOps(finops.Module{}, NewTemplates(folder).Layers(nil)); !problems.HasErrors() || files != nil {
		t.Errorf("%d files, %v", len(files), problems)
	}
}
