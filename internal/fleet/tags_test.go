package fleet

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

// bareJob is a job file without an infrastructure block.
const bareJob = "tenant_id: acme\nenvironment: prod\nsource_connector_path: c.yaml\n"

// TestTagsWithoutInfrastructure: a job needs no infrastructure block to have
// tags, if they are asked for.
func TestTagsWithoutInfrastructure(t *testing.T) {
	t.Parallel()
	read := loadText(t, &config.Loader{Tags: true}, "jobs/orders.yaml", bareJob)
	if !read.HasTags() || read.Tags.Key() != "acme/orders/prod" {
		t.Errorf("got %+v", read.Tags)
	}
	bare := loadText(t, &config.Loader{}, "jobs/orders.yaml", bareJob)
	if tagged := Tagged([]*Job{bare, read}); len(tagged) != 1 || tagged[0] != read {
		t.Errorf("the tags of %d jobs were read, not of one", len(tagged))
	}
}

// TestAboutTags: only warnings about other things are left out.
func TestAboutTags(t *testing.T) {
	t.Parallel()
	doc, _ := document.Parse("job.yaml", []byte("tenant_id: acme\n"))
	job := &Job{JobFile: &config.JobFile{Document: doc}}
	at := diag.Pos{File: "job.yaml", Line: 1}
	tests := []struct {
		problem diag.Diagnostic
		kept    bool
	}{
		{diag.Diagnostic{Pos: at, Path: "infrastructure.region"}, true},
		{diag.Diagnostic{Pos: at, Path: "infrastructure.region", Severity: diag.Warning}, false},
		{diag.Diagnostic{Pos: at, Path: "infrastructure.tags.x", Severity: diag.Warning}, true},
		{diag.Diagnostic{Pos: at, Path: "infrastructure.tagsx", Severity: diag.Warning}, false},
		{diag.Diagnostic{Pos: at, Code: "tag-limit", Severity: diag.Warning}, true},
		{diag.Diagnostic{Pos: diag.Pos{File: "asset.yaml"}, Severity: diag.Warning}, true},
	}
	for _, test := range tests {
		if left := (Loaded{job, diag.List{test.problem}}).AboutTags(); len(left.Problems) == 1 != test.kept || left.Job != job {
			t.Errorf("%+v: kept %v", test.problem, left.Problems)
		}
		if left := (Loaded{nil, diag.List{test.problem}}).AboutTags(); len(left.Problems) != 1 {
			t.Errorf("%+v: dropped without a job", test.problem)
		}
	}
}
