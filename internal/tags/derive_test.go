package tags

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// text is a value whose path is its text.
func text(value string) Value { return Text(value, Origin{Pos: diag.Pos{File: "f.yaml"}, Path: value}) }

func list(items ...string) Value { return Items(items, Origin{Pos: diag.Pos{File: "f.yaml"}}) }

func entry(key string, value Value) Entry { return Entry{key, value} }

// lines shows tags as "key=value".
func lines(tags []Tag) []string {
	shown := []string{}
	for _, tag := range tags {
		shown = append(shown, tag.Key+"="+tag.FullText())
	}
	return shown
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestWorkedExample(t *testing.T) {
	t.Parallel()
	set := Derive(Input{
		Job: JobMetadata{FinOps: FinOps{CostCenter: text("CC-001")}},
		Infrastructure: []Entry{
			entry("cost_center", text("CC-999")),
			entry("environment", text("prod")),
			entry("compliance", list("GDPR", "SOC2")),
		},
	})
	equal(t, "properties", lines(set.Properties.Tags), []string{
		"finops.cost_center=CC-999",
		"infrastructure.cost_center=CC-999",
		"infrastructure.environment=prod",
		"infrastructure.compliance=GDPR,SOC2",
	})
	equal(t, "flat", lines(set.Flat.Tags), []string{
		"managed_by=dativo", "job_type=etl",
		"cost_center=CC-999", "environment=prod", "compliance=GDPR,SOC2",
	})
}

func TestProperties(t *testing.T) {
	t.Parallel()
	var none []string
	tests := []struct {
		name    string
		in      Input
		want    []string
		removed []string
	}{
		{"nothing", Input{}, none, none},
		{"default classification from the job",
			Input{
				Asset: AssetMetadata{Classification: list("PII", "SECRET")},
				Job:   JobMetadata{Classification: []Entry{entry("default", text("High_PII"))}},
			},
			[]string{"classification.default=high_pii"}, none},
		{"default classification is the asset's first",
			Input{Asset: AssetMetadata{Classification: list("PII", "SECRET")}},
			[]string{"classification.default=pii"}, none},
		{"an empty list of classifications",
			Input{Asset: AssetMetadata{Classification: list()}},
			none, []string{"classification.default="}},
		{"fields in the order of the schema, each from its highest level",
			Input{
				Source: []Entry{entry("email", text("PII")), entry("salary", text("Sensitive")), entry("ssn", text("X"))},
				Asset: AssetMetadata{Fields: []Entry{
					entry("id", Value{}), entry("email", text("SENSITIVE_PII")), entry("salary", Value{}),
					entry("ssn", text("RESTRICTED")), entry("phone", Value{}),
				}},
				Job: JobMetadata{Classification: []Entry{entry("phone", text("PHONE")), entry("email", text("HIGH_PII"))}},
			},
			[]string{
				"classification.fields.email=high_pii", "classification.fields.salary=sensitive",
				"classification.fields.ssn=restricted", "classification.fields.phone=phone",
			}, none},
		{"the override default is not a field's",
			Input{
				Asset: AssetMetadata{Fields: []Entry{entry("default", text("Field"))}},
				Job:   JobMetadata{Classification: []Entry{entry("default", text("Table"))}},
			},
			[]string{"classification.default=table", "classification.fields.default=field"}, none},
		{"a duplicate field",
			Input{Asset: AssetMetadata{Fields: []Entry{entry("a", text("one")), entry("a", text("two")), entry("a", Value{})}}},
			[]string{"classification.fields.a=two"}, none},
		{"an empty override withdraws a field's classification",
			Input{
				Asset: AssetMetadata{Fields: []Entry{entry("a", text("pii"))}},
				Job:   JobMetadata{Classification: []Entry{entry("a", text(""))}},
			},
			none, []string{"classification.fields.a="}},
		{"retention of the job, 0 counts",
			Input{
				Asset: AssetMetadata{RetentionDays: text("365")},
				Job:   JobMetadata{RetentionDays: text("0")},
			},
			[]string{"governance.retention_days=0"}, none},
		{"retention 0 of the asset counts",
			Input{Asset: AssetMetadata{RetentionDays: text("0")}},
			[]string{"governance.retention_days=0"}, none},
		{"owner of the job",
			Input{Asset: AssetMetadata{Owner: text("a@x")}, Job: JobMetadata{Owner: text("j@x")}},
			[]string{"governance.owner=j@x"}, none},
		{"an empty owner of the job removes the asset's",
			Input{Asset: AssetMetadata{Owner: text("a@x")}, Job: JobMetadata{Owner: text("")}},
			none, []string{"governance.owner="}},
		{"an infrastructure owner does not set the governance owner",
			Input{Infrastructure: []Entry{entry("owner", text("i@x"))}},
			[]string{"infrastructure.owner=i@x"}, none},
		{"governance of the asset",
			Input{Asset: AssetMetadata{
				Owner: text("a@x"), Domain: text("sales"), DataProduct: text("orders"),
				Regulations: list("GDPR", "CCPA"), RetentionDays: text("90"),
			}},
			[]string{
				"governance.retention_days=90", "governance.owner=a@x", "governance.domain=sales",
				"governance.data_product=orders", "governance.regulations=GDPR,CCPA",
			}, none},
		{"cost keys: infrastructure over job over asset, where the property exists",
			Input{
				Asset: AssetMetadata{FinOps: FinOps{CostCenter: text("A"), Project: text("A"), Environment: text("A"),
					BusinessTags: list("a", "b")}},
				Job: JobMetadata{FinOps: FinOps{CostCenter: text("J"), Project: text("J")}},
				Infrastructure: []Entry{
					entry("cost_center", text("I")), entry("environment", text("I")), entry("business_tags", text("I")),
				},
			},
			[]string{
				"finops.cost_center=I", "finops.project=J", "finops.environment=I", "finops.business_tags=a,b",
				"infrastructure.cost_center=I", "infrastructure.environment=I", "infrastructure.business_tags=I",
			}, none},
		{"business tags as one text",
			Input{Job: JobMetadata{FinOps: FinOps{BusinessTags: text("payments,revenue")}}},
			[]string{"finops.business_tags=payments,revenue"}, none},
		{"a removed cost key doesn't come back with the infrastructure",
			Input{
				Asset:          AssetMetadata{FinOps: FinOps{Project: text("A")}},
				Job:            JobMetadata{FinOps: FinOps{Project: text("")}},
				Infrastructure: []Entry{entry("project", text("I"))},
			},
			[]string{"infrastructure.project=I"}, []string{"finops.project="}},
		{"empty infrastructure tags: a text is a tag, a list removes it",
			Input{Infrastructure: []Entry{entry("a", text("")), entry("b", list())}},
			[]string{"infrastructure.a="}, []string{"infrastructure.b="}},
		{"only classifications are lower-cased",
			Input{Infrastructure: []Entry{entry("Team", text("Data"))}},
			[]string{"infrastructure.Team=Data"}, none},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := Derive(test.in).Properties
			equal(t, "tags", lines(got.Tags), append([]string{}, test.want...))
			equal(t, "removed", lines(got.Removed), append([]string{}, test.removed...))
		})
	}
}

// complete has a value at every level for every key.
func complete() Input {
	return Input{
		Tenant: text("acme"), JobName: text("orders"), Environment: text("base-env"),
		Source: []Entry{entry("email", text("PII"))},
		Asset: AssetMetadata{
			Owner: text("a@x"), Domain: text("sales"), DataProduct: text("orders"), Regulations: list("GDPR", "SOC2"),
			Classification: list("PII"), RetentionDays: text("90"),
			FinOps: FinOps{CostCenter: text("A-1"), Project: text("A-2"), Environment: text("asset-env"), BusinessTags: list("x", "y")},
			Fields: []Entry{entry("id", Value{}), entry("email", text("Sensitive")), entry("name", Value{})},
		},
		Job: JobMetadata{
			FinOps:         FinOps{CostCenter: text("J-1"), Environment: text("job-env")},
			RetentionDays:  text("30"),
			Owner:          text("j@x"),
			Classification: []Entry{entry("email", text("High")), entry("default", text("Internal"))},
		},
		Infrastructure: []Entry{
			entry("cost_center", text("I-1")), entry("compliance", list("HIPAA")), entry("Team", text("Data")),
		},
	}
}

func TestFlat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Input)
		want   []string
	}{
		{"all levels", func(*Input) {}, []string{
			"tenant_id=acme", "managed_by=dativo", "job_type=etl", "job_name=orders", "environment=job-env",
			"owner=j@x", "domain=sales", "compliance=HIPAA", "cost_center=I-1", "project=A-2", "business_tags=x,y", "Team=Data",
		}},
		{"nothing but the base", func(in *Input) { *in = Input{Tenant: in.Tenant, JobName: in.JobName, Environment: in.Environment} },
			[]string{"tenant_id=acme", "managed_by=dativo", "job_type=etl", "job_name=orders", "environment=base-env"}},
		{"an empty cost key withdraws the asset's, not the job's environment", func(in *Input) {
			*in = Input{Environment: in.Environment, Asset: AssetMetadata{FinOps: in.Asset.FinOps}}
			in.Job.FinOps = FinOps{Environment: text(""), CostCenter: text("")}
		}, []string{"managed_by=dativo", "job_type=etl", "environment=base-env", "project=A-2", "business_tags=x,y"}},
		{"an empty owner of the job", func(in *Input) {
			*in = Input{Asset: AssetMetadata{Owner: in.Asset.Owner}, Job: JobMetadata{Owner: text("")}}
		}, []string{"managed_by=dativo", "job_type=etl"}},
		{"the infrastructure names an owner that the job removed", func(in *Input) {
			*in = Input{Asset: AssetMetadata{Owner: in.Asset.Owner}, Job: JobMetadata{Owner: text("")},
				Infrastructure: []Entry{entry("owner", text("i@x"))}}
		}, []string{"managed_by=dativo", "job_type=etl", "owner=i@x"}},
		{"the infrastructure may change every key", func(in *Input) {
			*in = Input{Tenant: in.Tenant,
				Infrastructure: []Entry{entry("tenant_id", text("t")), entry("managed_by", text("")), entry("classification.X", text("Y"))}}
		}, []string{"tenant_id=t", "managed_by=", "job_type=etl", "classification.X=Y"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := complete()
			test.change(&in)
			equal(t, "flat", lines(Derive(in).Flat.Tags), test.want)
		})
	}
}

func TestProvenance(t *testing.T) {
	t.Parallel()
	in := complete()
	in.Infrastructure[0].Value = Text("I-1",
		Origin{Pos: diag.Pos{File: "job.yaml", Line: 40, Col: 7}, Path: "infrastructure.tags.cost_center"})
	set := Derive(in)
	i := slices.IndexFunc(set.Flat.Tags, func(tag Tag) bool { return tag.Key == "cost_center" })
	tag := set.Flat.Tags[i]
	equal(t, "winner", tag.Origin,
		Origin{InfrastructureLevel, diag.Pos{File: "job.yaml", Line: 40, Col: 7}, "infrastructure.tags.cost_center"})
	equal(t, "shadowed", tag.Shadowed, []Value{in.Job.FinOps.CostCenter.at(JobLevel), in.Asset.FinOps.CostCenter.at(AssetLevel)})

	i = slices.IndexFunc(set.Properties.Tags, func(tag Tag) bool { return tag.Key == "classification.fields.email" })
	tag = set.Properties.Tags[i]
	equal(t, "as written", []string{tag.Shadowed[0].FullText(), tag.Shadowed[1].FullText()}, []string{"Sensitive", "PII"})
	equal(t, "levels", []Level{tag.Origin.Level, tag.Shadowed[0].Origin.Level, tag.Shadowed[1].Origin.Level},
		[]Level{JobLevel, AssetLevel, SourceLevel})
}

// TestManyTags derives many tags of one kind, in their order.
func TestManyTags(t *testing.T) {
	t.Parallel()
	var in Input
	for _, tag := range numbered(40, "v") {
		in.Infrastructure = append(in.Infrastructure, Entry{tag.Key, tag.Value})
	}
	var fields Input
	for _, tag := range numbered(40, "v") {
		fields.Asset.Fields = append(fields.Asset.Fields, Entry{tag.Key, tag.Value})
	}
	if set := Derive(fields); len(set.Properties.Tags) != 40 || set.Properties.Tags[39].Key != "classification.fields.k039" {
		t.Errorf("%d fields", len(set.Properties.Tags))
	}
	set := Derive(in)
	if len(set.Properties.Tags) != 40 || len(set.Flat.Tags) != 42 || set.Flat.Tags[41].Key != "k039" {
		t.Errorf("%d properties, %d tags", len(set.Properties.Tags), len(set.Flat.Tags))
	}
}

func TestUnused(t *testing.T) {
	t.Parallel()
	in := complete()
	in.Job.Classification = append(in.Job.Classification, entry("emial", text("x")))
	in.Source = append(in.Source, entry("gone", text("y")))
	equal(t, "unused", Derive(in).Unused, []Entry{{"emial", text("x").at(JobLevel)}, {"gone", text("y").at(SourceLevel)}})
}

func TestDeriveIsPure(t *testing.T) {
	t.Parallel()
	in := complete()
	first := Derive(in)
	equal(t, "input", in, complete())
	for range 20 {
		equal(t, "again", Derive(in), first)
	}
}

// TestKeysThatDifferInCase shows that a higher level replaces a key that differs in
// case only, and that two of one level stay, for the sinks to report.
func TestKeysThatDifferInCase(t *testing.T) {
	t.Parallel()
	flatOf := func(in Input) string {
		var all []string
		for _, tag := range Derive(in).Flat.Tags {
			if !slices.Contains([]string{"managed_by", "job_type"}, tag.Key) {
				all = append(all, fmt.Sprintf("%s=%s over %d", tag.Key, tag.FullText(), len(tag.Shadowed)))
			}
		}
		return strings.Join(all, ", ")
	}
	base := Input{Environment: text("prod")}
	for _, test := range []struct {
		name           string
		infrastructure []Entry
		job            JobMetadata
		want           string
	}{
		{"higher", []Entry{entry("Environment", text("Production"))}, JobMetadata{}, "Environment=Production over 1"},
		{"three levels", []Entry{entry("ENVIRONMENT", text("c"))}, JobMetadata{FinOps: FinOps{Environment: text("b")}}, "ENVIRONMENT=c over 2"},
		{"same key", []Entry{entry("environment", text("x"))}, JobMetadata{}, "environment=x over 1"},
		{"one level", []Entry{entry("Team", text("a")), entry("team", text("b"))}, JobMetadata{},
			"environment=prod over 0, Team=a over 0, team=b over 0"},
		{"one level over another", []Entry{entry("Environment", text("a")), entry("environment", text("b"))}, JobMetadata{},
			"Environment=a over 1, environment=b over 0"},
	} {
		in := base
		in.Infrastructure, in.Job = test.infrastructure, test.job
		if got := flatOf(in); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}
