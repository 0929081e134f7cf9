package finops

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

const (
	aws = "aws"
	gcp = "gcp"
)

// jobOn is a job with a tenant and a cost center, which may be empty.
func jobOn(provider, file, center string) Subject {
	cloud, _ := platform.CloudNamed(provider)
	j := Subject{File: file, TagsPos: diag.Pos{File: file, Line: 6}, Cloud: cloud}
	add := func(key, value string) {
		at := tags.Origin{Pos: diag.Pos{File: file, Line: 7}, Path: "infrastructure.tags." + key}
		j.Tags = append(j.Tags, tags.Tag{Key: key, Value: tags.Text(value, at)})
	}
	add("tenant_id", "acme")
	add("job_name", file)
	add("managed_by", "dativo")
	if center != "" {
		add("cost_center", center)
	}
	return j
}

func all(v float64) model.BudgetAmount { return model.BudgetAmount{Any: &v} }

// plan plans and expects no fault of the program's own.
func plan(t *testing.T, request Request) (Module, diag.List) {
	t.Helper()
	m, problems, err := Plan(request)
	if err != nil {
		t.Fatal(err)
	}
	return m, problems
}

func lines(problems diag.List) []string {
	var all []string
	for _, p := range problems {
		all = append(all, fmt.Sprintf("%s: %s: %s", p.Severity, p.Path, p.Message))
	}
	return all
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestBudgets(t *testing.T) {
	t.Parallel()
	fleet := []Subject{jobOn(aws, "a", "CC-1"), jobOn(aws, "b", "CC-2"), jobOn(gcp, "c", "CC-2"), jobOn(gcp, "d", "CC-3")}
	topic := model.BudgetAlerts{AWSTopicARN: "arn:aws:sns:us-east-1:123456789012:alerts"}
	for _, test := range []struct {
		name     string
		centers  map[string]model.BudgetAmount
		aws, gcp map[string]float64
		want     []string
	}{
		{"all", map[string]model.BudgetAmount{"CC-1": all(10), "CC-2": {Clouds: map[string]float64{aws: 20, gcp: 2.5}}, "CC-3": all(30)},
			map[string]float64{"CC-1": 10, "CC-2": 20}, map[string]float64{"cc-2": 2.5, "cc-3": 30}, nil},
		{"one amount for two clouds", map[string]model.BudgetAmount{"CC-1": all(1), "CC-2": all(2), "CC-3": all(3)},
			map[string]float64{"CC-1": 1}, map[string]float64{"cc-3": 3},
			[]string{`error: cost_centers.CC-2: ambiguous amount: "CC-2" has jobs on AWS and on GCP, and a budget cannot span clouds`}},
		{"a cloud without an amount",
			map[string]model.BudgetAmount{"CC-1": all(1), "CC-2": {Clouds: map[string]float64{gcp: 2}}, "CC-3": all(3)},
			map[string]float64{"CC-1": 1}, map[string]float64{"cc-2": 2, "cc-3": 3},
			[]string{`warning: infrastructure.tags.cost_center: missing amount for cost center "CC-2" on AWS`}},
		{"a cloud without jobs",
			map[string]model.BudgetAmount{"CC-1": {Clouds: map[string]float64{aws: 1, gcp: 9}},
				"CC-2": {Clouds: map[string]float64{aws: 1, gcp: 2}}, "CC-3": all(3)},
			map[string]float64{"CC-1": 1, "CC-2": 1}, map[string]float64{"cc-2": 2, "cc-3": 3},
			[]string{`warning: cost_centers.CC-1.gcp: no job with cost center "CC-1" runs on GCP, so no budget is created there`}},
		{"a cost center without jobs",
			map[string]model.BudgetAmount{"CC-1": all(1), "CC-2": {Clouds: map[string]float64{aws: 1, gcp: 2}}, "CC-3": all(3),
				"CC-33": all(4)},
			map[string]float64{"CC-1": 1, "CC-2": 1}, map[string]float64{"cc-2": 2, "cc-3": 3},
			[]string{`warning: cost_centers.CC-33: unknown cost center "CC-33": no job has it, so no budget is created`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m, problems := plan(t, Request{Jobs: fleet, Budgets: &model.Budgets{Alerts: topic, CostCenters: test.centers}})
			same(t, lines(problems), test.want)
			if got := m.Variables["aws_budgets"].(map[string]float64); !maps.Equal(got, test.aws) {
				t.Errorf("on AWS %v, want %v", got, test.aws)
			}
			if got := m.Variables["gcp_budgets"].(map[string]float64); !maps.Equal(got, test.gcp) {
				t.Errorf("on GCP %v, want %v", got, test.gcp)
			}
		})
	}
}

// TestPositions shows that problems point into the file of budgets, or to the tag
// of the job that is concerned.
func TestPositions(t *testing.T) {
	t.Parallel()
	_, problems := plan(t, Request{
		Jobs:       []Subject{jobOn(gcp, "a", "CC-1")},
		Budgets:    &model.Budgets{Currency: "dollars", CostCenters: map[string]model.BudgetAmount{"CC-2": all(1)}},
		BudgetsPos: func(path string) diag.Pos { return diag.Pos{File: "budgets.yaml:" + path, Line: 1} },
	})
	var got []string
	for _, p := range problems {
		got = append(got, p.Code+" "+p.Pos.String())
	}
	same(t, got, []string{
		"form budgets.yaml:currency:1", "budget-unused budgets.yaml:cost_centers.CC-2:1", "no-budget a:7",
	})
}

// TestOneBillOneValue checks that two cost centers are an error if they are equal
// in a bill, but only in the bill of their cloud.
func TestOneBillOneValue(t *testing.T) {
	t.Parallel()
	_, problems := plan(t, Request{Jobs: []Subject{jobOn(aws, "a", "CC-1"), jobOn(aws, "b", "cc-1")}})
	if len(problems) > 0 {
		t.Errorf("AWS keeps them apart: %v", problems)
	}
	_, problems = plan(t, Request{Jobs: []Subject{jobOn(gcp, "a", "CC-1"), jobOn(gcp, "b", "cc-1")}})
	if len(problems) != 1 || problems[0].Severity != diag.Error {
		t.Errorf("equal labels were not reported: %v", problems)
	}
}

func TestJobsWithoutACostCenter(t *testing.T) {
	t.Parallel()
	request := Request{Jobs: []Subject{jobOn(aws, "a", ""), jobOn(gcp, "b", "CC-1")},
		Budgets: &model.Budgets{CostCenters: map[string]model.BudgetAmount{"CC-1": all(1)}}}
	m, problems := plan(t, request)
	same(t, lines(problems), []string{"warning: infrastructure.tags: missing cost_center: no budget covers the costs of this job"})
	if problems[0].Pos != request.Jobs[0].TagsPos || m.AWSBudgets || !m.GCPBudgets || !m.AWS {
		t.Errorf("%+v, %+v", problems, m)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	jobs := []Subject{jobOn(aws, "a", "CC-1"), jobOn(gcp, "b", "CC-1")}
	jobs[1].Tags = append(jobs[1].Tags, tags.Tag{Key: "owner", Value: tags.Text("only on GCP", tags.Origin{})})
	keys := func(asked ...string) ([]string, diag.List) {
		m, problems := plan(t, Request{Jobs: jobs, Keys: asked})
		return m.Variables["cost_allocation_tag_keys"].([]string), problems
	}
	got, _ := keys()
	same(t, got, []string{"cost_center", "job_name", "tenant_id"})
	got, _ = keys("tenant_id", "managed_by", "tenant_id")
	same(t, got, []string{"managed_by", "tenant_id"})
	if _, problems := keys("owner"); len(problems) != 1 {
		t.Errorf("a key of GCP: %+v", problems)
	}
	_, problems := keys("tenant")
	if len(problems) != 1 || problems[0].Hint != "did you mean tenant_id?" {
		t.Errorf("%+v", problems)
	}
}

// TestOrder shows that the order of the jobs changes nothing.
func TestOrder(t *testing.T) {
	t.Parallel()
	jobs := []Subject{jobOn(aws, "a", "CC-1"), jobOn(aws, "b", "CC-2"), jobOn(gcp, "c", "CC-3"), jobOn(aws, "d", "CC-1")}
	budgets := &model.Budgets{CostCenters: map[string]model.BudgetAmount{"CC-9": all(1), "CC-8": all(1)}}
	first, problems := plan(t, Request{Jobs: jobs, Budgets: budgets})
	slices.Reverse(jobs)
	second, again := plan(t, Request{Jobs: jobs, Budgets: budgets})
	if fmt.Sprint(first) != fmt.Sprint(second) || fmt.Sprint(problems) != fmt.Sprint(again) {
		t.Errorf("%v\n%v", first, second)
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	pods := jobOn(aws, "b", "")
	pods.Pods = true
	names := func(m Module) (names []string) {
		for _, q := range m.Queries {
			names = append(names, q.Name)
		}
		return names
	}
	m, _ := plan(t, Request{Jobs: []Subject{jobOn(aws, "a", "")}, AthenaTable: "bills.cur2"})
	same(t, names(m), []string{"queries/aws_cost_by_tenant.sql", "queries/aws_cost_by_job.sql"})
	if text := string(m.Queries[0].Data); strings.Contains(text, "split_line_item") || !strings.Contains(text, "FROM bills.cur2\n") {
		t.Errorf("a query for no pods:\n%s", text)
	}
	m, _ = plan(t, Request{Jobs: []Subject{jobOn(aws, "a", "CC-1"), pods}})
	text := string(m.Queries[0].Data)
	if !strings.Contains(text, "split_line_item_split_cost") || !strings.Contains(text, "Replace it with") {
		t.Errorf("a query for pods:\n%s", text)
	}
	m, _ = plan(t, Request{Jobs: []Subject{jobOn(gcp, "a", "CC-1")}, Budgets: &model.Budgets{BillingAccount: "0A1B2C-3D4E5F-607182"}})
	if text := string(m.Queries[0].Data); !strings.Contains(text, "gcp_billing_export_resource_v1_0A1B2C_3D4E5F_607182`") {
		t.Errorf("the table of the account:\n%s", text)
	}
}

func TestCheckTables(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		athena, bigQuery string
		ok               bool
	}{
		{"", "", true},
		{"data_exports.cur2", "acme-prod.billing.export_v1", true},
		{"catalog.data_exports.cur2", "acme.example:prod.billing.t", true},
		{"cur2", "", false},
		{"Data.cur2", "", false},
		{"a.b --", "", false},
		{"", "billing.t", false},
		{"", "p.d.t` WHERE", false},
		{"", "p.d.t\n", false},
	} {
		if err := CheckTables(test.athena, test.bigQuery); (err == nil) != test.ok {
			t.Errorf("%q %q: %v", test.athena, test.bigQuery, err)
		}
	}
}

// TestUnknownBill: a cloud whose bill nothing is known of is an error, and not
// taken for another.
func TestUnknownBill(t *testing.T) {
	t.Parallel()
	cloud := &platform.Cloud{Name: "azure", Title: "Azure", Sink: tags.Kubernetes, Bill: platform.Bill{Kind: "cost export"}}
	_, _, err := Plan(Request{Jobs: []Subject{jobOn(aws, "a", "CC-1"), {File: "b", Cloud: cloud}}})
	if err == nil || err.Error() != `Azure: no queries and budgets for a bill of kind "cost export"` {
		t.Errorf("%v", err)
	}
}
