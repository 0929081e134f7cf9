package fleet

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

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

// TestOfLevel narrows copies, and leaves the jobs as they are.
func TestOfLevel(t *testing.T) {
	t.Parallel()
	j := loadText(t, newLoader(), "orders.yaml", ecsJob("  tags: {team: data}\n"))
	before := len(j.Tags.Set.Flat.Tags)
	narrowed := OfLevel([]*Job{j}, tags.InfrastructureLevel)[0]
	var keys []string
	for _, tag := range narrowed.Tags.Set.Flat.Tags {
		keys = append(keys, tag.Key)
	}
	if !slices.Equal(keys, []string{"team"}) || narrowed.Tags.Key() != j.Tags.Key() {
		t.Errorf("%s has %q", narrowed.Tags.Key(), keys)
	}
	for _, property := range narrowed.Tags.Set.Properties.Tags {
		if property.Origin.Level != tags.InfrastructureLevel {
			t.Errorf("%s is of level %v", property.Key, property.Origin.Level)
		}
	}
	if after := len(j.Tags.Set.Flat.Tags); after != before || after < 2 {
		t.Errorf("the job had %d tags and has %d", before, after)
	}
}

// TestCollisions compares the jobs of a sink with each other, and no others.
func TestCollisions(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{
		"1.yaml": ecsJob("  tags: {cost_center: CC 1}\n"), "2.yaml": ecsJob("  tags: {cost_center: cc.1}\n"),
	})
	in := func(sinks ...string) func(*Job) []string {
		return func(j *Job) []string { return []string{sinks[slices.Index(jobs, j)]} }
	}
	for _, test := range []struct {
		sinks []string
		count int
	}{
		{[]string{tags.GCP, tags.GCP}, 1},
		{[]string{tags.AWS, tags.AWS}, 0},
		{[]string{tags.GCP, tags.AWS}, 0},
	} {
		if problems := Collisions(jobs, in(test.sinks...)); len(problems) != test.count {
			t.Errorf("%q: got %v", test.sinks, problems)
		}
	}
	if len(Exported(jobs)) != 2 || Exported(jobs)[1].File != jobs[1].File() {
		t.Errorf("exported %+v", Exported(jobs))
	}
}

func TestBillingSinks(t *testing.T) {
	t.Parallel()
	for example, want := range map[string][]string{
		"aws_ecs": {tags.AWS}, "aws_eks": {tags.AWS, tags.Kubernetes}, "gcp_cloud_run": {tags.GCP}, "gcp_gke": {tags.GKE},
	} {
		if got := exampleJob(t, example).BillingSinks(); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", example, got, want)
		}
	}
	if got := loadText(t, newLoader(), "orders.yaml", bareJob).BillingSinks(); got != nil {
		t.Errorf("a job without a platform: %q", got)
	}
}
