package finops

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// percents returns n thresholds.
func percents(n int) []int { return slices.Repeat([]int{80}, n) }

// budgetsWith are budgets with one setting.
func budgetsWith(set func(*model.Budgets)) model.Budgets {
	var b model.Budgets
	set(&b)
	return b
}

func TestCheckBudgets(t *testing.T) {
	t.Parallel()
	channel := func(n int) []string { return slices.Repeat([]string{"projects/p/notificationChannels/1"}, n) }
	for _, test := range []struct {
		name string
		set  func(*model.Budgets)
		want string // path: message, "" if valid
	}{
		{"nothing", func(*model.Budgets) {}, ""},
		{"a currency", func(b *model.Budgets) { b.Currency = "EUR" }, ""},
		{"an invalid currency", func(b *model.Budgets) { b.Currency = "euro" }, `currency: invalid ISO 4217 currency code "euro"`},
		{"a billing account", func(b *model.Budgets) { b.BillingAccount = "0A1B2C-3D4E5F-607182" }, ""},
		{"an invalid billing account", func(b *model.Budgets) { b.BillingAccount = "0a1b2c" },
			`billing_account: invalid billing account ID "0a1b2c"`},
		{"an SNS topic", func(b *model.Budgets) { b.Alerts.AWSTopicARN = "arn:aws:sns:us-east-1:123456789012:t" }, ""},
		{"a FIFO topic", func(b *model.Budgets) { b.Alerts.AWSTopicARN = "arn:aws:sns:us-east-1:123456789012:t.fifo" },
			`alerts.aws_topic_arn: invalid ARN of a standard SNS topic "arn:aws:sns:us-east-1:123456789012:t.fifo"`},
		{"a Pub/Sub topic", func(b *model.Budgets) { b.Alerts.GCPTopic = "projects/p/topics/t" }, ""},
		{"an invalid Pub/Sub topic", func(b *model.Budgets) { b.Alerts.GCPTopic = "t" },
			`alerts.gcp_topic: invalid Pub/Sub topic name "t"`},
		{"as many channels as allowed", func(b *model.Budgets) { b.Alerts.GCPNotificationChannels = channel(5) }, ""},
		{"too many channels", func(b *model.Budgets) { b.Alerts.GCPNotificationChannels = channel(6) },
			`alerts.gcp_notification_channels: 6 notification channels exceed the limit of 5 for a budget`},
		{"an invalid channel", func(b *model.Budgets) { b.Alerts.GCPNotificationChannels = append(channel(1), "x") },
			`alerts.gcp_notification_channels[1]: invalid notification channel name "x"`},
		{"the smallest and the largest percentage", func(b *model.Budgets) { b.Alerts.ActualPercent = []int{1, 1000} }, ""},
		{"0 percent", func(b *model.Budgets) { b.Alerts.ActualPercent = []int{50, 0} },
			`alerts.actual_percent[1]: invalid percentage 0: expected 1 to 1000`},
		{"1001 percent", func(b *model.Budgets) { b.Alerts.ForecastPercent = []int{1001} },
			`alerts.forecast_percent[0]: invalid percentage 1001: expected 1 to 1000`},
		{"as many thresholds as AWS allows",
			func(b *model.Budgets) { b.Alerts.ActualPercent, b.Alerts.ForecastPercent = percents(4), percents(6) }, ""},
		{"too many thresholds for AWS",
			func(b *model.Budgets) { b.Alerts.ActualPercent, b.Alerts.ForecastPercent = percents(5), percents(6) },
			`alerts: 5 actual and 6 forecast percentages exceed the limit of 10 for a budget on AWS`},
		{"thresholds next to the default of forecasts", func(b *model.Budgets) { b.Alerts.ActualPercent = percents(9) }, ""},
		{"too many with the default of forecasts", func(b *model.Budgets) { b.Alerts.ActualPercent = percents(10) },
			`alerts: 10 actual and 1 forecast percentages exceed the limit of 10 for a budget on AWS`},
		{"thresholds next to the default of actual costs", func(b *model.Budgets) { b.Alerts.ForecastPercent = percents(8) }, ""},
		{"too many with the default of actual costs", func(b *model.Budgets) { b.Alerts.ForecastPercent = percents(9) },
			`alerts: 2 actual and 9 forecast percentages exceed the limit of 10 for a budget on AWS`},
		{"two decimal places", func(b *model.Budgets) { b.CostCenters = map[string]model.BudgetAmount{"a": all(10.25)} }, ""},
		{"three decimal places", func(b *model.Budgets) { b.CostCenters = map[string]model.BudgetAmount{"a": all(0.125)} },
			`cost_centers.a: invalid amount 0.125: more than two decimal places`},
		{"three decimal places on one cloud", func(b *model.Budgets) {
			b.CostCenters = map[string]model.BudgetAmount{"a": {Clouds: map[string]float64{"gcp": 0.125}}}
		}, `cost_centers.a.gcp: invalid amount 0.125: more than two decimal places`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var problems diag.List
			checkBudgets(budgetsWith(test.set), &problems)
			var got []string
			for _, p := range problems {
				got = append(got, p.Path+": "+p.Message)
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestModuleParts checks which parts the templates get, and their variables.
func TestModuleParts(t *testing.T) {
	t.Parallel()
	jobs := []Subject{jobOn("aws", "a", "CC-1"), jobOn("gcp", "b", "CC-2")}
	amounts := map[string]model.BudgetAmount{"CC-1": all(1), "CC-2": all(2)}
	for _, test := range []struct {
		name string
		set  func(*model.Budgets)
		want Module // without variables and queries
		vars map[string]any
	}{
		{"budgets", func(*model.Budgets) {}, Module{},
			map[string]any{"aws_alert_topic_arn": nil, "billing_account": nil, "currency": nil, "actual_percent": nil}},
		{"a topic on AWS", func(b *model.Budgets) { b.Alerts.AWSTopicARN = "arn:aws:sns:us-east-1:123456789012:t" },
			Module{AWSAlerts: true}, map[string]any{"aws_alert_topic_arn": "arn:aws:sns:us-east-1:123456789012:t"}},
		{"a topic on GCP", func(b *model.Budgets) { b.Alerts.GCPTopic = "projects/p/topics/t" },
			Module{GCPTopic: true}, map[string]any{"gcp_alert_topic": "projects/p/topics/t", "gcp_notification_channels": nil}},
		{"channels", func(b *model.Budgets) {
			b.Alerts.GCPNotificationChannels = []string{"projects/p/notificationChannels/1"}
		},
			Module{GCPChannels: true}, map[string]any{"gcp_alert_topic": nil}},
		{"an account and a currency", func(b *model.Budgets) { b.BillingAccount, b.Currency = "0A1B2C-3D4E5F-607182", "EUR" },
			Module{}, map[string]any{"billing_account": "0A1B2C-3D4E5F-607182", "currency": "EUR"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			budgets := budgetsWith(test.set)
			budgets.CostCenters = amounts
			m, _ := plan(t, Request{Jobs: jobs, Budgets: &budgets})
			for name, want := range test.vars {
				if got := m.Variables[name]; got != want {
					t.Errorf("%s is %v, want %v", name, got, want)
				}
			}
			want := test.want
			want.AWS, want.AWSBudgets, want.GCPBudgets = true, true, true
			got := m
			got.Variables, got.Queries = nil, nil
			if got.AWS != want.AWS || got.AWSBudgets != want.AWSBudgets || got.GCPBudgets != want.GCPBudgets || got.Pods ||
				got.AWSAlerts != want.AWSAlerts || got.GCPTopic != want.GCPTopic || got.GCPChannels != want.GCPChannels {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

// TestThresholds checks that thresholds reach the module only if they are set.
func TestThresholds(t *testing.T) {
	t.Parallel()
	budgets := budgetsWith(func(b *model.Budgets) { b.Alerts.ActualPercent, b.Alerts.ForecastPercent = []int{50}, []int{} })
	m, _ := plan(t, Request{Jobs: []Subject{jobOn("aws", "a", "CC-1")}, Budgets: &budgets})
	if actual, ok := m.Variables["actual_percent"].([]int); !ok || !slices.Equal(actual, []int{50}) {
		t.Errorf("actual_percent: %v", m.Variables["actual_percent"])
	}
	if forecast, ok := m.Variables["forecast_percent"].([]int); !ok || len(forecast) > 0 {
		t.Errorf("forecast_percent: %v", m.Variables["forecast_percent"])
	}
}

// TestUnknownCostCenter suggests the name of a cost center that jobs have.
func TestUnknownCostCenter(t *testing.T) {
	t.Parallel()
	onAWS := model.BudgetAmount{Clouds: map[string]float64{"aws": 1}} // one warning, not another for the cloud
	budgets := model.Budgets{CostCenters: map[string]model.BudgetAmount{"CC-110": all(1), "unrelated": onAWS}}
	_, problems := plan(t, Request{Jobs: []Subject{jobOn("aws", "a", "CC-101")}, Budgets: &budgets})
	var hints []string
	for _, p := range problems {
		if p.Code == "budget-unused" {
			hints = append(hints, p.Hint)
		}
	}
	same(t, hints, []string{"did you mean CC-101?", ""})
}
