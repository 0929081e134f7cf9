package finops

import (
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
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
	onAWS, awsPods := f.on(aws)
	_, gcpPods := f.on(gcp)
	m.AWS, m.Pods = onAWS, awsPods || gcpPods
	m.Variables["cost_allocation_tag_keys"] = f.activate(request.Keys, &problems)
	if request.Budgets != nil {
		var found diag.List
		m.budgets(f, *request.Budgets, &found)
		problems = append(problems, locate(found, request.BudgetsPos)...)
	}
	var err error
	m.Queries, err = f.queries(request)
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
	if len(asked) == 0 {
		return slices.DeleteFunc(slices.Clone(f.keys[aws]), func(key string) bool { return !slices.Contains(DefaultKeys(), key) })
	}
	for _, key := range asked {
		if slices.Contains(f.keys[aws], key) {
			continue
		}
		d := problems.Errorf("tag-key", "", "--tag-key %s: no job on AWS has this tag, and AWS activates only keys that it has seen", key)
		if near := diag.Suggest(key, f.keys[aws]); near != "" {
			d.Hintf("did you mean %s?", near)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(asked)))
}

// budgets fills in what the amounts make.
func (m *Module) budgets(f *fleet, written model.Budgets, problems *diag.List) {
	checkBudgets(written, problems)
	amounts := f.match(written, problems)
	m.AWSBudgets, m.GCPBudgets = len(amounts[aws]) > 0, len(amounts[gcp]) > 0
	alerts := written.Alerts
	set := func(name string, value any) { m.Variables[name] = value }
	if m.AWSBudgets {
		set("aws_budgets", amounts[aws])
		if m.AWSAlerts = alerts.AWSTopicARN != ""; m.AWSAlerts {
			set("aws_alert_topic_arn", alerts.AWSTopicARN)
		} else {
			problems.Warnf("no-alert", "alerts.aws_topic_arn", "none is given: nobody is told when a budget on AWS runs out").
				Hintf("write the ARN of an SNS topic in the payer's account")
		}
	}
	if m.GCPBudgets {
		set("gcp_budgets", amounts[gcp])
		if written.BillingAccount != "" {
			set("billing_account", written.BillingAccount)
		}
		if m.GCPTopic = alerts.GCPTopic != ""; m.GCPTopic {
			set("gcp_alert_topic", alerts.GCPTopic)
		}
		if m.GCPChannels = len(alerts.GCPNotificationChannels) > 0; m.GCPChannels {
			set("gcp_notification_channels", alerts.GCPNotificationChannels)
		}
	}
	if written.Currency != "" {
		set("currency", written.Currency)
	}
	if alerts.ActualPercent != nil {
		set("actual_percent", alerts.ActualPercent)
	}
	if alerts.ForecastPercent != nil {
		set("forecast_percent", alerts.ForecastPercent)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
