package main

import (
	"testing"

	"github.com/alecthomas/kong"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// TestTagsWithoutInfrastructure: a job needs no infrastructure block to have
// tags.
func TestTagsWithoutInfrastructure(t *testing.T) {
	t.Parallel()
	doc, problems := document.Parse("jobs/orders.yaml", []byte("tenant_id: acme\n"))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	origin := tags.Origin{Pos: diag.Pos{File: "jobs/orders.yaml", Line: 1, Col: 12}}
	j := &job{bundle: &config.Bundle{Document: doc, Input: platform.Input{
		File: "orders.yaml", Job: &model.Job{TenantID: "acme", Environment: "prod"},
		Tags: tags.Input{Tenant: tags.Text("acme", origin)},
	}}}
	if jobs, problems := taggedJobs([]*job{j}); len(jobs) != 1 || len(problems) > 0 || jobs[0].tags.Key() != "acme/orders/prod" {
		t.Errorf("got %+v, %v", jobs, problems)
	}
	bare := &job{bundle: &config.Bundle{Document: doc, Input: platform.Input{Job: &model.Job{TenantID: "acme"}}}}
	if jobs, problems := taggedJobs([]*job{bare}); len(jobs) > 0 || len(problems) > 0 {
		t.Errorf("a job whose levels were not read: %+v, %v", jobs, problems)
	}
}

// TestExplainKey: --explain takes a key or none, wherever it stands.
func TestExplainKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want explainKey
	}{
		{nil, explainKey{}},
		{[]string{"--explain"}, explainKey{asked: true}},
		{[]string{"--explain", "--strict"}, explainKey{asked: true}},
		{[]string{"--explain", "owner"}, explainKey{true, "owner"}},
		{[]string{"--explain=owner", "--strict"}, explainKey{true, "owner"}},
		{[]string{"--explain=--odd"}, explainKey{true, "--odd"}},
	}
	for _, test := range tests {
		var command tagsCommand
		parser, err := kong.New(&command)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(test.args); err != nil || command.Explain != test.want {
			t.Errorf("%q: %v, %+v", test.args, err, command.Explain)
		}
	}
}

// TestAboutTags: only warnings about other things are left out.
func TestAboutTags(t *testing.T) {
	t.Parallel()
	doc, _ := document.Parse("job.yaml", []byte("tenant_id: acme\n"))
	jobs := []*job{{bundle: &config.Bundle{Document: doc}}}
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
		if kept := len(aboutTags(diag.List{test.problem}, jobs)) == 1; kept != test.kept {
			t.Errorf("%+v: kept %v", test.problem, kept)
		}
	}
}
