package export

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

func flatJob(pairs ...string) Subject {
	j := Subject{Tenant: "acme", Name: "orders"}
	for i := 0; i < len(pairs); i += 2 {
		j.Set.Flat.Tags = append(j.Set.Flat.Tags,
			tags.Tag{Key: pairs[i], Value: tags.Text(pairs[i+1], tags.Origin{Pos: diag.Pos{File: "job.yaml"}})})
	}
	return j
}

func TestDagster(t *testing.T) {
	t.Parallel()
	j := flatJob("tenant_id", "acme", "owner", "data@acme.example", "note", "two words")
	j.Asset = "stripe_customers"
	j.Set.Properties = jobWith("governance.owner", "data@acme.example").Set.Properties
	got, problems := Dagster(j)
	want := DagsterAsset{
		Key:      "stripe_customers",
		Tags:     map[string]string{"tenant_id": "acme", "owner": "data_acme.example", "note": "two_words"},
		Owners:   []string{"data@acme.example"},
		Metadata: map[string]string{"governance.owner": "data@acme.example"},
		RunTags:  map[string]string{"tenant_id": "acme", "owner": "data@acme.example", "note": "two words"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if len(problems) > 0 {
		t.Errorf("punctuation that becomes \"_\" is nothing to report: %v", problems)
	}
}

func TestDagsterOwners(t *testing.T) {
	t.Parallel()
	tests := []struct {
		owner tags.Value
		want  []string
		warns bool
	}{
		{tags.Text("a.b+c@d-e.example.com", tags.Origin{}), []string{"a.b+c@d-e.example.com"}, false},
		{tags.Text("Data Platform", tags.Origin{}), []string{"team:Data Platform"}, false},
		{tags.Text("team:data", tags.Origin{}), []string{"team:data"}, false},
		{tags.Text("team:", tags.Origin{}), []string{}, false},
		{tags.Text("a@b.example, platform", tags.Origin{}), []string{"a@b.example", "team:platform"}, false},
		{tags.Items([]string{"x", "y"}, tags.Origin{}), []string{"team:x", "team:y"}, false},
		{tags.Text("a@localhost", tags.Origin{}), []string{"team:a@localhost"}, true},
		{tags.Text("a@b@c.example", tags.Origin{}), []string{"team:a@b@c.example"}, true},
		{tags.Text("", tags.Origin{}), []string{}, false},
	}
	for _, test := range tests {
		got, problems := dagsterOwners([]tags.Tag{{Key: "owner", Value: test.owner}})
		if !slices.Equal(got, test.want) || (len(problems) > 0) != test.warns {
			t.Errorf("%q: got %q, %v", test.owner.Values, got, problems)
		}
	}
	if got, _ := dagsterOwners(nil); got == nil || len(got) > 0 {
		t.Errorf("without an owner: %#v", got)
	}
}

// FuzzIsEmail compares isEmail with the regular expression that it implements.
func FuzzIsEmail(f *testing.F) {
	email := regexp.MustCompile(`\A[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,7}\z`)
	for _, seed := range []string{"a@b.co", "a@b.c", "a@b.abcdefgh", "@b.co", "a@.co", "a@b.c0", "a b@c.de", "a@b@c.de", "a@b..de",
		"ä@b.de", "a@-.de", "azAZ09._%+-@azAZ09.-.azAZ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isEmail(text), email.MatchString(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	})
}

func TestDagsterRunQueue(t *testing.T) {
	t.Parallel()
	jobs := []Subject{
		flatJob("tenant_id", "acme", "cost_center", "CC-2, a b"),
		flatJob("tenant_id", "acme", "cost_center", "CC-1"),
		flatJob("tenant_id", "Acme", "owner", "x"),
		flatJob("tenant_id", "acme", "cost_center", ""),
	}
	tests := []struct {
		limit int
		want  string
	}{
		{0, "[{cost_center CC-1 1} {cost_center CC-2, a b 1} {tenant_id Acme 1} {tenant_id acme 3}]"},
		{1, "[{cost_center CC-1 1} {cost_center CC-2, a b 1} {tenant_id Acme 1} {tenant_id acme 1}]"},
		{4, "[{cost_center CC-1 4} {cost_center CC-2, a b 4} {tenant_id Acme 4} {tenant_id acme 4}]"},
	}
	for _, test := range tests {
		queue, problems := DagsterRunQueue(jobs, test.limit)
		if got := fmt.Sprint(queue.RunQueue.Limits); got != test.want || len(problems) > 0 {
			t.Errorf("limit %d: got %s, %v", test.limit, got, problems)
		}
	}
	if _, problems := DagsterRunQueue([]Subject{flatJob("dagster/x", "y"), flatJob("a", "b")}, 0); len(problems) != 1 {
		t.Errorf("a reserved key: %v", problems)
	}
	if queue, _ := DagsterRunQueue(nil, 0); queue.RunQueue.Limits == nil {
		t.Error("no jobs: the list must be empty, not null")
	}
}

// TestLimitsMatchRunTags: a limit whose value no run has would do nothing.
func TestLimitsMatchRunTags(t *testing.T) {
	t.Parallel()
	j := flatJob("tenant_id", "Acme & Co", "cost_center", "CC 1, Süd")
	asset, _ := Dagster(j)
	queue, _ := DagsterRunQueue([]Subject{j}, 0)
	for _, limit := range queue.RunQueue.Limits {
		if asset.RunTags[limit.Key] != limit.Value {
			t.Errorf("the limit is on %s=%q, and the run has %q", limit.Key, limit.Value, asset.RunTags[limit.Key])
		}
	}
}
