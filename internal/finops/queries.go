package finops

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/dativo-io/dativo-gen/internal/model"
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

// bill is where a cloud says what it charged.
type bill struct {
	provider, template, table, placeholder string
}

// queries returns the questions to the bills of the clouds that the fleet is
// on. A question by a tag that no job has is left out.
func (f *fleet) queries(request Request) ([]File, error) {
	texts, err := template.ParseFS(queryTexts, "queries/*.sql.tmpl")
	if err != nil {
		return nil, err
	}
	var files []File
	for _, b := range []bill{
		{aws, "athena", request.AthenaTable, "data_exports.cur2"},
		{gcp, "bigquery", request.BigQueryTable, "PROJECT.DATASET.gcp_billing_export_resource_v1_" + accountSuffix(request.Budgets)},
	} {
		on, pods := f.on(b.provider)
		for _, q := range questions() {
			if !on || slices.ContainsFunc(q.Keys, func(key string) bool { return !slices.Contains(f.keys[b.provider], key) }) {
				continue
			}
			q.Table, q.Placeholder, q.Pods = cmp.Or(b.table, b.placeholder), b.table == "", pods
			var text bytes.Buffer
			if err := texts.ExecuteTemplate(&text, b.template+".sql.tmpl", q); err != nil {
				return nil, err
			}
			files = append(files, File{Name: fmt.Sprintf("queries/%s_cost_by_%s.sql", b.provider, q.Title), Data: text.Bytes()})
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
