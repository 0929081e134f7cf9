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

// queryTexts are the queries, one for each bill: see query for what they see.
//
//go:embed queries/*.sql.tmpl
var queryTexts embed.FS

// query is what the text of a query sees. Every value in it is a name of
// letters, digits and signs that end no name: CheckTables and the fixed keys
// see to that.
type query struct {
	// Title names what costs are shown of.
	Title string
	// Keys are the tags that rows are made of.
	Keys []string
	// Table is where the bill lies.
	Table string
	// Placeholder says that the table is still to be filled in.
	Placeholder bool
	// Pods says that costs of pods are split out of their nodes'.
	Pods bool
}

// questions are what is asked of a bill: the file's name and the tags.
func questions() []query {
	return []query{
		{Title: "cost_center", Keys: []string{costCenterKey}},
		{Title: "project", Keys: []string{"project"}},
		{Title: "tenant", Keys: []string{"tenant_id"}},
		// The name of a job tells it from others of its tenant alone.
		{Title: "job", Keys: []string{"tenant_id", "job_name"}},
	}
}

// queryKeys are the tags that any question is about.
func queryKeys() []string {
	var keys []string
	for _, q := range questions() {
		keys = append(keys, q.Keys...)
	}
	return keys
}

// report is how a cloud's bill is asked, and how its budgets are made.
type report struct {
	cloud *platform.Cloud
	// query is the name of the text of a query; table is where the report is,
	// as asked for, and placeholder what stands for it otherwise.
	query, table, placeholder string
	// budgets fills in what makes budgets of the amounts.
	budgets func(m *Module, amounts map[string]float64, written model.Budgets, problems *diag.List)
}

// reports returns the reports of the fleet's clouds. A cloud whose bill has no
// queries and budgets here is an error.
func (f *fleet) reports(request Request) ([]report, error) {
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
	for _, cloud := range f.clouds {
		r, known := kinds[cloud.Bill.Kind]
		if !known {
			return nil, fmt.Errorf("%s: no queries and budgets for a bill of kind %q", cloud.Title, cloud.Bill.Kind)
		}
		r.cloud = cloud
		reports = append(reports, r)
	}
	return reports, nil
}

// queries returns the questions to the bills. A question by a tag that no job
// has is left out.
func (f *fleet) queries(reports []report) ([]File, error) {
	texts, err := template.ParseFS(queryTexts, "queries/*.sql.tmpl")
	if err != nil {
		return nil, err
	}
	var files []File
	for _, r := range reports {
		for _, q := range questions() {
			if slices.ContainsFunc(q.Keys, func(key string) bool { return !slices.Contains(f.keys[r.cloud.Name], key) }) {
				continue
			}
			q.Table, q.Placeholder, q.Pods = cmp.Or(r.table, r.placeholder), r.table == "", f.pods(r.cloud)
			var text bytes.Buffer
			if err := texts.ExecuteTemplate(&text, r.query+".sql.tmpl", q); err != nil {
				return nil, err
			}
			files = append(files, File{Name: fmt.Sprintf("queries/%s_cost_by_%s.sql", r.cloud.Name, q.Title), Data: text.Bytes()})
		}
	}
	return files, nil
}

// accountSuffix is the end of the export's name: the account, with "_" for "-".
func accountSuffix(budgets *model.Budgets) string {
	if budgets == nil || budgets.BillingAccount == "" {
		return "BILLING_ACCOUNT"
	}
	return strings.ReplaceAll(budgets.BillingAccount, "-", "_")
}

// The names of tables, as the queries write them: Athena's without quotes,
// BigQuery's between backticks.
const (
	athenaTable   = `^([a-z_][a-z0-9_]*\.){1,2}[a-z_][a-z0-9_]*$`
	bigQueryTable = `^[a-z][a-z0-9.:-]*\.[A-Za-z0-9_]+\.[A-Za-z0-9_]+$`
)

// CheckTables says what is wrong with the names of the tables; "" is none.
func CheckTables(athena, bigQuery string) error {
	if athena != "" && !matches(athenaTable, athena) {
		return fmt.Errorf("--athena-table %q: expected DATABASE.TABLE in lower-case letters, digits and _", athena)
	}
	if bigQuery != "" && !matches(bigQueryTable, bigQuery) {
		return fmt.Errorf("--bigquery-table %q: expected PROJECT.DATASET.TABLE", bigQuery)
	}
	return nil
}
