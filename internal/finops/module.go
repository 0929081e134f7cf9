package finops

import (
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Request is what somebody asks for.
type Request struct {
	Jobs []Subject
	// Budgets are the amounts; nil makes no budgets.
	Budgets *model.Budgets
	// BudgetsPos resolves a path of the budgets file to its position.
	BudgetsPos func(path string) diag.Pos
	// Keys are the tag keys to activate; empty is those of DefaultKeys that
	// the jobs on AWS carry.
	Keys []string
	// AthenaTable and BigQueryTable are where the bills lie; "" leaves a
	// placeholder in the queries.
	AthenaTable, BigQueryTable string
}

// Module is what the templates see: which parts there are. Values are in
// Variables alone.
type Module struct {
	// AWS says that jobs run there, so that there are tag keys to activate.
	AWS bool
	// AWSBudgets and GCPBudgets say that there are budgets.
	AWSBudgets, GCPBudgets bool
	// AWSAlerts says that a topic is told of budgets that run out.
	AWSAlerts bool
	// GCPTopic and GCPChannels say who is told besides the people who
	// administer the billing account.
	GCPTopic, GCPChannels bool
	// Pods says that jobs run on Kubernetes, whose costs budgets do not see.
	Pods bool
	// Variables are the values of the module's variables.
	Variables map[string]any
	// Queries are the files with SQL.
	Queries []File
}

// File is one file of the module.
type File struct {
	Name string
	Data []byte
}

// Plan decides what the module for the billing account contains. Problems have
// their positions, except for those with flags. An error is a fault of this
// program.
func Plan(request Request) (Module, diag.List, error) {
	f := newFleet(request.Jobs)
	problems := f.problems
	m := Module{Variables: map[string]any{"tags": map[string]string{"managed_by": "dativo"}}}
	_, m.AWS = f.activated()
	m.Pods = slices.ContainsFunc(f.clouds, f.pods)
	m.Variables["cost_allocation_tag_keys"] = f.activate(request.Keys, &problems)
	reports, err := f.reports(request)
	if err != nil {
		return m, problems, err
	}
	if request.Budgets != nil {
		var found diag.List
		m.budgets(f, reports, *request.Budgets, &found)
		problems = append(problems, locate(found, request.BudgetsPos)...)
	}
	m.Queries, err = f.queries(reports)
	return m, problems, err
}

// locate gives the problems with budgets, which know only their path, their
// position.
func locate(problems diag.List, position func(path string) diag.Pos) diag.List {
	for i, p := range problems {
		if p.Pos == (diag.Pos{}) && position != nil {
			problems[i].Pos = position(p.Path)
		}
	}
	return problems
}

// activate returns the tag keys to activate, sorted.
func (f *fleet) activate(asked []string, problems *diag.List) []string {
	known, _ := f.activated()
	if len(asked) == 0 {
		return slices.DeleteFunc(known, func(key string) bool { return !slices.Contains(DefaultKeys(), key) })
	}
	for _, key := range asked {
		if slices.Contains(known, key) {
			continue
		}
		d := problems.Errorf("tag-key", "", "--tag-key %s: no job on AWS has this tag, and AWS activates only keys that it has seen", key)
		if near := diag.Suggest(key, known); near != "" {
			d.Hintf("did you mean %s?", near)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(asked)))
}

// budgets fills in what the amounts make.
func (m *Module) budgets(f *fleet, reports []report, written model.Budgets, problems *diag.List) {
	checkBudgets(written, problems)
	amounts := f.match(written, problems)
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

// awsBudgets fills in what AWS Budgets takes.
func (m *Module) awsBudgets(amounts map[string]float64, written model.Budgets, problems *diag.List) {
	m.AWSBudgets = true
	m.Variables["aws_budgets"] = amounts
	if m.AWSAlerts = written.Alerts.AWSTopicARN != ""; m.AWSAlerts {
		m.Variables["aws_alert_topic_arn"] = written.Alerts.AWSTopicARN
	} else {
		problems.Warnf("no-alert", paths.BudgetsAlertsAWSTopicARN, "none is given: nobody is told when a budget on AWS runs out").
			Hintf("write the ARN of an SNS topic in the payer's account")
	}
}

// gcpBudgets fills in what Cloud Billing takes.
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
