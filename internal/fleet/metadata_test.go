package fleet

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// TestAddMetadata adds two files to each module, sorted, with the job's own
// tags.
func TestAddMetadata(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{"1.yaml": ecsJob("  tags: {team: data}\n"), "2.yaml": ecsJob("  tags: {\"dagster/x\": a}\n")})
	modules := []output.Module{{Files: []render.File{{Name: "a.tf"}, {Name: "z.tf"}}}, {}}
	problems, err := AddMetadata(jobs, modules)
	if err != nil || !problems.HasErrors() {
		t.Errorf("a tag that is reserved in Dagster: %v, %v", problems, err)
	}
	var names []string
	values := map[string]json.RawMessage{}
	for _, file := range modules[0].Files {
		names = append(names, file.Name)
		values[file.Name] = file.Data
	}
	if want := []string{"a.tf", DagsterFile, IcebergFile, "z.tf"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if len(modules[1].Files) != 2 {
		t.Errorf("the second module has %d files", len(modules[1].Files))
	}
	var dagster struct{ Tags map[string]string }
	var iceberg map[string]string
	if err := json.Unmarshal(values[DagsterFile], &dagster); err != nil || dagster.Tags["team"] != "data" {
		t.Errorf("%v: %s", err, values[DagsterFile])
	}
	if err := json.Unmarshal(values[IcebergFile], &iceberg); err != nil || iceberg["infrastructure.team"] != "data" {
		t.Errorf("%v: %s", err, values[IcebergFile])
	}
}
