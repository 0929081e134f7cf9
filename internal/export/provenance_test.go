package export

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

func at(line int) tags.Origin {
	return tags.Origin{Pos: diag.Pos{File: "job.yaml", Line: line, Col: 3}}
}

// derived is a job with something from every level.
func derived() Subject {
	set := tags.Derive(tags.Input{
		Tenant:      tags.Text("acme", at(1)),
		Environment: tags.Text("prod", at(2)),
		Asset: tags.AssetMetadata{
			Owner:       tags.Text("data@acme.example", at(3)),
			Regulations: tags.Items([]string{"GDPR", "SOC2"}, at(4)),
			FinOps:      tags.FinOps{CostCenter: tags.Text("CC-1", at(5))},
			Fields:      []tags.Entry{{Key: "email"}},
		},
		Job: tags.JobMetadata{
			FinOps: tags.FinOps{CostCenter: tags.Text("CC-2", at(6))},
			Owner:  tags.Text("", at(7)),
		},
		Source: []tags.Entry{{Key: "email", Value: tags.Text("PII", at(8))}},
		Infrastructure: []tags.Entry{
			{Key: "cost_center", Value: tags.Text("CC-3", at(9))}, {Key: "日本", Value: tags.Text("x\ny", at(10))},
		},
	})
	return Subject{Tenant: "acme", Name: "orders", Environment: "prod", File: "job.yaml", Set: set}
}

func TestProvenanceByKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		key  string
		want []string
	}{
		{"cost_center", []string{"property finops.cost_center", "property infrastructure.cost_center", "tag cost_center"}},
		{"finops.cost_center", []string{"property finops.cost_center"}},
		{"email", []string{"property classification.fields.email"}},
		{"owner", []string{"property governance.owner", "tag owner"}},
		{"center", nil},
	}
	for _, test := range tests {
		var got []string
		for _, e := range Provenances(derived(), test.key, "p/") {
			got = append(got, e.Kind+" "+e.Key)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.key, got, test.want)
		}
	}
	if all, keys := Provenances(derived(), "", "p/"), Keys(derived()); len(all) != len(keys) {
		t.Errorf("%d explanations for %d keys", len(all), len(keys))
	}
}

func TestProvenanceText(t *testing.T) {
	t.Parallel()
	tests := []struct{ key, want string }{
		{"tenant_id", `tenant_id (resource tag)
  wins  acme  base  job.yaml:1:3
  in aws          tenant_id = acme
  in gcp          tenant_id = acme
  in kubernetes   tenant_id = acme
  in dagster      tenant_id = acme
  in dagster-run  tenant_id = acme
`},
		{"finops.cost_center", `finops.cost_center (table property)
  wins      CC-3  infrastructure  job.yaml:9:3
  shadowed  CC-2  job             job.yaml:6:3
  shadowed  CC-1  asset           job.yaml:5:3
  in iceberg  finops.cost_center = CC-3
`},
		{"governance.owner", `governance.owner (table property)
  removes   ""                 job    job.yaml:7:3
  shadowed  data@acme.example  asset  job.yaml:3:3
`},
		{"infrastructure.日本", `infrastructure.日本 (table property)
  wins  "x\ny"  infrastructure  job.yaml:10:3
  in iceberg  infrastructure.日本 = "x\ny"
`},
		{"managed_by", `managed_by (resource tag)
  wins  dativo  base  (built in)
  in aws          managed_by = dativo
  in gcp          managed_by = dativo
  in kubernetes   managed_by = dativo
  in dagster      managed_by = dativo
  in dagster-run  managed_by = dativo
`},
		{"compliance", `compliance (resource tag)
  wins  GDPR,SOC2  asset  job.yaml:4:3
  in aws          compliance = GDPR+SOC2
      the value of "compliance", "GDPR,SOC2", becomes "GDPR+SOC2" in AWS tags: lists are joined with "+"
  in gcp          compliance = gdpr_soc2
      the value of "compliance", "GDPR,SOC2", becomes "gdpr_soc2" in GCP labels: ` +
			`lists are joined with "_", uppercase letters are not allowed
  in kubernetes   compliance = GDPR_SOC2
      the value of "compliance", "GDPR,SOC2", becomes "GDPR_SOC2" in Kubernetes labels: lists are joined with "_"
      annotation p/compliance=GDPR,SOC2
  in dagster      compliance = GDPR_SOC2
      the value of "compliance", "GDPR,SOC2", becomes "GDPR_SOC2" in Dagster definition tags: lists are joined with "_"
  in dagster-run  compliance = GDPR,SOC2
`},
	}
	for _, test := range tests {
		if got := ProvenanceText(Provenances(derived(), test.key, "p/")); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.key, got, test.want)
		}
	}
}

// TestOmittedTag shows the reason in place of the tag.
func TestOmittedTag(t *testing.T) {
	t.Parallel()
	j := Subject{Tenant: "acme"}
	j.Set.Flat.Tags = []tags.Tag{{Key: "k", Value: tags.Text("", at(1))}}
	want := `k (resource tag)
  wins  ""  base  job.yaml:1:3
  in aws          omitted
      the value of "k" is empty, which AWS tags do not allow: the tag is omitted
  in gcp          k = ""
  in kubernetes   k = ""
  in dagster      k = ""
  in dagster-run  k = ""
`
	if got := ProvenanceText(Provenances(j, "k", "p/")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestEveryChangeHasAReason: a sink that omits or changes a tag gives a reason.
func TestEveryChangeHasAReason(t *testing.T) {
	t.Parallel()
	leftOut := 0
	for _, e := range Provenances(derived(), "", "p/") {
		for _, s := range e.Sinks {
			changed := s.Omitted || s.Key != e.Key || s.Value != e.Values[0].Value
			if changed != (len(s.Reasons) > 0) {
				t.Errorf("%s in %s: %+v", e.Key, s.Sink, s)
			}
			if s.Omitted {
				leftOut++
			}
		}
	}
	if leftOut == 0 {
		t.Error("the job has no tag that a sink omits: this test proves nothing")
	}
}

// TestLimitIsExplained: each tag beyond a limit gets the reason.
func TestLimitIsExplained(t *testing.T) {
	t.Parallel()
	j := Subject{Tenant: "acme"}
	for i := range 51 {
		j.Set.Flat.Tags = append(j.Set.Flat.Tags, tags.Tag{Key: "k" + strings.Repeat("x", i), Value: tags.Text("v", at(i+1))})
	}
	last := Provenances(j, j.Set.Flat.Tags[50].Key, "p/")
	if s := last[0].Sinks[0]; s.Sink != tags.AWS || !s.Omitted || len(s.Reasons) != 1 {
		t.Errorf("got %+v", last)
	}
}
