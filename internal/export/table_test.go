package export

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

func TestTable(t *testing.T) {
	t.Parallel()
	want := `Table properties
KEY                          VALUE      LEVEL           FROM
classification.fields.email  pii        source          job.yaml:8:3
governance.regulations       GDPR,SOC2  asset           job.yaml:4:3
finops.cost_center           CC-3       infrastructure  job.yaml:9:3
infrastructure.cost_center   CC-3       infrastructure  job.yaml:9:3
infrastructure.日本            "x\ny"     infrastructure  job.yaml:10:3

Resource tags
KEY                          VALUE      LEVEL           FROM
tenant_id                    acme       base            job.yaml:1:3
managed_by                   dativo     base            (built in)
job_type                     etl        base            (built in)
environment                  prod       base            job.yaml:2:3
compliance                   GDPR,SOC2  asset           job.yaml:4:3
cost_center                  CC-3       infrastructure  job.yaml:9:3
日本                           "x\ny"     infrastructure  job.yaml:10:3
`
	if got := Table(derived()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFleetTable(t *testing.T) {
	t.Parallel()
	other := flatJob("tenant_id", "b", "project", "", "owner", "a\tb")
	other.File = "b.yaml"
	want := `JOB               COST_CENTER  PROJECT  ENVIRONMENT  OWNER   COMPLIANCE  PROPERTIES  TAGS  FILE
acme/orders/prod  CC-3         -        prod         -       GDPR,SOC2   5           7     job.yaml
acme/orders       -            ""       -            "a\tb"  -           0           3     b.yaml
`
	if got := FleetTable([]Subject{derived(), other}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	got := List(derived())
	cost := ListedTag{
		Key: "cost_center", LevelValue: LevelValue{"CC-3", "infrastructure", "job.yaml:9:3"},
		Shadowed: []LevelValue{{"CC-2", "job", "job.yaml:6:3"}, {"CC-1", "asset", "job.yaml:5:3"}},
	}
	if line := got.Tags[5]; !reflect.DeepEqual(line, cost) {
		t.Errorf("got %+v", line)
	}
	if built := got.Tags[1]; built.From != "" || built.Key != "managed_by" {
		t.Errorf("a built-in value with a position: %+v", built)
	}
	if strings.Join(got.Removed, " ") != "governance.owner owner" {
		t.Errorf("removed: %q", got.Removed)
	}
	if empty := List(Subject{}); empty.Properties == nil || empty.Tags == nil {
		t.Error("lists must be empty, not null")
	}
}

func TestKubernetes(t *testing.T) {
	t.Parallel()
	j := flatJob("cost_center", "CC-1", "owner", "a@b.example")
	got, _ := Kubernetes(j, "dativo.io/")
	want := ObjectMeta{
		Labels:      map[string]string{"cost_center": "CC-1", "owner": "a_b.example"},
		Annotations: map[string]string{"dativo.io/owner": "a@b.example"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	j.LabelSink = tags.GKE
	if got, _ := Kubernetes(j, "dativo.io/"); got.Labels["cost_center"] != "cc-1" || got.Annotations["dativo.io/cost_center"] != "CC-1" {
		t.Errorf("on GKE: got %+v", got)
	}
}

// TestCollisions: two cost centers that are one on a bill are found by the
// bill's own rules.
func TestCollisions(t *testing.T) {
	t.Parallel()
	jobs := []Subject{flatJob("cost_center", "CC-1"), flatJob("cost_center", "cc.1"), flatJob("cost_center", "cc-1")}
	problems := Collisions(tags.GCP, jobs)
	if len(problems) != 1 || problems[0].Severity != diag.Error || problems[0].Code != tags.CodeCollision {
		t.Errorf("GCP: %v", problems)
	}
	if problems := Collisions(tags.AWS, jobs); len(problems) > 0 {
		t.Errorf("AWS keeps them apart: %v", problems)
	}
}

// TestCell checks which texts a table quotes: those that are empty, invisible or
// would break it.
func TestCell(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": `""`, "a b": "a b", " a": `" a"`, "a ": `"a "`, `"a`: `"\"a"`, `a"b`: `a"b`,
		"a\tb": `"a\tb"`, "a\u00adb": `"a\u00adb"`, "日本": "日本",
	} {
		if got := cell(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
