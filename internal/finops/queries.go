package finops

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// queryTexts are the templates of the queries, one for each kind of bill; their
// data is a query.
//
//go:embed queries/*.sql.tmpl
var queryTexts embed.FS

// query is the data for the template of a query. Its values are safe to insert
// without quoting: CheckTables allows only safe names, and keys are constant.
type query struct {
	// Title names what costs are grouped by.
	Title string
	// Keys are the tags that costs are grouped by.
	Keys []string
	// Table contains the bill.
	Table string
	// Placeholder: Table is a placeholder to replace.
	Placeholder bool
	// Pods adds the costs of pods, which the bill splits from those of their
	// nodes.
	Pods bool
}

// groupings are the queries of every bill: title and tags.
func groupings() []query {
	return []query{
		{Title: "cost_center", Keys: []string{costCenterKey}},
		{Title: "project", Keys: []string{"project"}},
		{Title: "tenant", Keys: []string{"tenant_id"}},
		// A job's name is unique only within its tenant.
		{Title: "job", Keys: []string{"tenant_id", "job_name"}},
	}
}

// queryKeys are the tags of all queries.
func queryKeys() []string {
	var keys []string
	for _, q := range groupings() {
		keys = append(keys, q.Keys...)
	}
	return keys
}

// report describes how to query a cloud's bill and how to create its budgets.
type report struct {
	cloud *platform.Cloud
	// query is the name of the query's template, table the requested table, and
	// placeholder its default.
	query, table, placeholder string
	// budgets adds the budgets to the module.
	budgets func(m *Module, amounts map[string]float64, written model.Budgets, problems *diag.List)
}

// reports returns the reports of the jobs' clouds. A cloud with an unknown kind of
// bill is an error.
func (a *allocation) reports(request Request) ([]report, error) {
	kinds := map[platform.BillKind]report{
		platform.CostAndUsageReport: {
			query: "athena", table: request.AthenaTable, placeholder: "data_exports.cur2", budgets: (*Module).awsBudgets,
		},
		platform.CloudBillingExport: {
			query: "bigquery", table: request.BigQueryTable, budgets: (*Module).gcpBudgets,
			placeholder: "PROJECT.DATASET.gcp_billing_export_resource_v1_" + accountSuffix(request.Budgets),
		},
	}
	var reports []report
	for _, cloud := range a.clouds {
		r, known := kinds[cloud.Bill.Kind]
		if !known {
			return nil, fmt.Errorf("%s: no queries and budgets for a bill of kind %q", cloud.Title, cloud.Bill.Kind)
		}
		r.cloud = cloud
		reports = append(reports, r)
	}
	return reports, nil
}

// queries returns the queries for the bills, except for those by a tag that no job
// has.
func (a *allocation) queries(reports []report) ([]File, error) {
	texts, err := template.ParseFS(queryTexts, "queries/*.sql.tmpl")
	if err != nil {
		return nil, err
	}
	var files []File
	for _, r := range reports {
		for _, q := range groupings() {
			if slices.ContainsFunc(q.Keys, func(key string) bool { return !slices.Contains(a.keys[r.cloud.Name], key) }) {
				continue
			}
			q.Table, q.Placeholder, q.Pods = cmp.Or(r.table, r.placeholder), r.table == "", a.pods(r.cloud)
			var text bytes.Buffer
			if err := texts.ExecuteTemplate(&text, r.query+".sql.tmpl", q); err != nil {
				return nil, err
			}
			files = append(files, File{Name: fmt.Sprintf("queries/%s_cost_by_%s.sql", r.cloud.Name, q.Title), Data: text.Bytes()})
		}
	}
	return files, nil
}

// accountSuffix is the end of the export's table name: the billing account, with
// "_" for "-".
func accountSuffix(budgets *model.Budgets) string {
	if budgets == nil || budgets.BillingAccount == "" {
		return "BILLING_ACCOUNT"
	}
	return strings.ReplaceAll(budgets.BillingAccount, "-", "_")
}

// The patterns of table names. The queries insert Athena's without quotes and
// BigQuery's between backticks.
const (
	athenaTable   = `^([a-z_][a-z0-9_]*\.){1,2}[a-z_][a-z0-9_]*$`
	bigQueryTable = `^[a-z][a-z0-9.:-]*\.[A-Za-z0-9_]+\.[A-Za-z0-9_]+$`
)

// CheckTables validates the names of the tables; "" is valid.
func CheckTables(athena, bigQuery string) error {
	if athena != "" && !matches(athenaTable, athena) {
		return fmt.Errorf("--athena-table %q: expected DATABASE.TABLE in lowercase letters, digits and _", athena)
	}
	if bigQuery != "" && !matches(bigQueryTable, bigQuery) {
		return fmt.Errorf("--bigquery-table %q: expected PROJECT.DATASET.TABLE", bigQuery)
	}
	return nil
}
