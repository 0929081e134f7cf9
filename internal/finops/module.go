// Package finops generates the module for the billing account from the tags of a
// fleet of jobs: tag keys to activate for cost allocation, a budget for each cost
// center, and SQL queries for their costs.
//
// Every function is pure: it takes jobs and budgets and returns the data for the
// templates, files and problems. The same jobs always produce the same bytes, in
// any order.
package finops

import (
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Request is the input of Plan.
type Request struct {
	Jobs []Subject
	// Budgets are the amounts; nil means no budgets.
	Budgets *model.Budgets
	// BudgetsPos resolves a path of the budgets file to its position.
	BudgetsPos func(path string) diag.Pos
	// Keys are the tag keys to activate. By default, those of DefaultKeys that
	// jobs have.
	Keys []string
	// AthenaTable and BigQueryTable contain the bills; "" leaves a placeholder
	// in the queries.
	AthenaTable, BigQueryTable string
}

// Module is the data for the templates: which parts the module has. Values are
// only in Variables.
type Module struct {
	// AWS: jobs run on AWS, so there are tag keys to activate.
	AWS bool
	// AWSBudgets and GCPBudgets: there are budgets.
	AWSBudgets, GCPBudgets bool
	// AWSAlerts: a topic receives budget alerts.
	AWSAlerts bool
	// GCPTopic and GCPChannels: a topic or notification channels receive budget
	// alerts, in addition to the billing account's administrators.
	GCPTopic, GCPChannels bool
	// Pods: jobs run on Kubernetes, whose costs budgets do not include.
	Pods bool
	// Variables are the values of the module's variables.
	Variables map[string]any
	// Queries are the SQL files.
	Queries []File
}

// File is one file of the module.
type File struct {
	Name string
	Data []byte
}

// Plan decides the content of the module for the billing account. Problems have
// their positions, except for those about flags. An error is a bug in this
// program.
func Plan(request Request) (Module, diag.List, error) {
	a := newAllocation(request.Jobs)
	problems := a.problems
	m := Module{Variables: map[string]any{"tags": map[string]string{"managed_by": "dativo"}}}
	_, m.AWS = a.activated()
	m.Pods = slices.ContainsFunc(a.clouds, a.pods)
	m.Variables["cost_allocation_tag_keys"] = a.activate(request.Keys, &problems)
	reports, err := a.reports(request)
	if err != nil {
		return m, problems, err
	}
	if request.Budgets != nil {
		var found diag.List
		m.budgets(a, reports, *request.Budgets, &found)
		problems = append(problems, locate(found, request.BudgetsPos)...)
	}
	m.Queries, err = a.queries(reports)
	return m, problems, err
}

// locate resolves the paths of problems with budgets to their positions.
func locate(problems diag.List, position func(path string) diag.Pos) diag.List {
	for i, p := range problems {
		if p.Pos == (diag.Pos{}) && position != nil {
			problems[i].Pos = position(p.Path)
		}
	}
	return problems
}

// activate returns the tag keys to activate, sorted.
func (a *allocation) activate(asked []string, problems *diag.List) []string {
	known, _ := a.activated()
	if len(asked) == 0 {
		return slices.DeleteFunc(known, func(key string) bool { return !slices.Contains(DefaultKeys(), key) })
	}
	for _, key := range asked {
		if slices.Contains(known, key) {
			continue
		}
		d := problems.Errorf("tag-key", "",
			"--tag-key %s: unknown tag key: no job on AWS has it, and AWS activates only keys that are in use", key)
		if near := diag.Suggest(key, known); near != "" {
			d.Hintf("did you mean %s?", near)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(asked)))
}

// budgets adds the budgets to the module.
func (m *Module) budgets(a *allocation, reports []report, written model.Budgets, problems *diag.List) {
	checkBudgets(written, problems)
	amounts := a.match(written, problems)
	for _, r := range reports {
		if len(amounts[r.cloud.Name]) > 0 {
			r.budgets(m, amounts[r.cloud.Name], written, problems)
		}
	}
	if written.Currency != "" {
		m.Variables["currency"] = written.Currency
	}
	if written.Alerts.ActualPercent != nil {
		m.Variables["actual_percent"] = written.Alerts.ActualPercent
	}
	if written.Alerts.ForecastPercent != nil {
		m.Variables["forecast_percent"] = written.Alerts.ForecastPercent
	}
}

// awsBudgets adds the variables of AWS Budgets.
func (m *Module) awsBudgets(amounts map[string]float64, written model.Budgets, problems *diag.List) {
	m.AWSBudgets = true
	m.Variables["aws_budgets"] = amounts
	if m.AWSAlerts = written.Alerts.AWSTopicARN != ""; m.AWSAlerts {
		m.Variables["aws_alert_topic_arn"] = written.Alerts.AWSTopicARN
	} else {
		problems.Warnf("no-alert", paths.BudgetsAlertsAWSTopicARN, "missing topic: AWS budgets send no alerts").
			Hintf("set the ARN of an SNS topic in the billing account")
	}
}

// gcpBudgets adds the variables of Cloud Billing budgets.
func (m *Module) gcpBudgets(amounts map[string]float64, written model.Budgets, _ *diag.List) {
	m.GCPBudgets = true
	m.Variables["gcp_budgets"] = amounts
	if written.BillingAccount != "" {
		m.Variables["billing_account"] = written.BillingAccount
	}
	if m.GCPTopic = written.Alerts.GCPTopic != ""; m.GCPTopic {
		m.Variables["gcp_alert_topic"] = written.Alerts.GCPTopic
	}
	if m.GCPChannels = len(written.Alerts.GCPNotificationChannels) > 0; m.GCPChannels {
		m.Variables["gcp_notification_channels"] = written.Alerts.GCPNotificationChannels
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
