package export

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/coverage"
)

func TestCoverageTables(t *testing.T) {
	t.Parallel()
	report := coverage.Report{Covered: 2, Taggable: 3, Percent: 66, Resources: []coverage.Row{
		{Resource: "a.b", Status: coverage.Tagged, How: "tags"},
		{Resource: "a.b", Part: "tasks", Status: coverage.Inherited, How: "a.b"},
		{Resource: "a.c", Status: coverage.Unsupported, Reason: "part of its queue"},
		{Resource: "a.d", Status: coverage.Untagged, Reason: "tags is not set", Hint: "set it"},
	}}
	want := `RESOURCE    STATUS       DETAILS
a.b         tagged       tags
a.b: tasks  inherited    a.b
a.c         unsupported  part of its queue
a.d         untagged     tags is not set

2 of 3 taggable resources are tagged (66%); unsupported: 1
`
	if got := CoverageTable(report); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	tagged := CoverageTable(coverage.Report{Covered: 1, Taggable: 1, Percent: 100, Resources: report.Resources[:1]})
	if !strings.HasSuffix(tagged, "\n1 of 1 taggable resources are tagged (100%)\n") {
		t.Errorf("without unsupported resources:\n%s", tagged)
	}
	all := FleetCoverageTable([]Covered{{Job: Subject{Tenant: "acme", Name: "orders", File: "orders.yaml"}, Report: report}})
	wantAll := "JOB          TAGGED  TAGGABLE  PERCENT  UNSUPPORTED  FILE\n" +
		"acme/orders  2       3         66       1            orders.yaml\n"
	if all != wantAll {
		t.Errorf("got\n%s\nwant\n%s", all, wantAll)
	}
}
