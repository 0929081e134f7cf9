package finops

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// match gives each cost center of each cloud its amount, by the value that the
// cloud's bill has, and reports amounts and cost centers that do not meet.
func (f *fleet) match(written model.Budgets, problems *diag.List) map[string]map[string]float64 {
	amounts := map[string]map[string]float64{aws: {}, gcp: {}}
	known := sortedKeys(f.costCenters[aws])
	known = append(known, sortedKeys(f.costCenters[gcp])...)
	for _, name := range sortedKeys(written.CostCenters) {
		if !slices.Contains(known, name) {
			d := problems.Warnf("budget-unused", centerPath(name), "no job has the cost center %q: it gets no budget", name)
			if near := diag.Suggest(name, known); near != "" {
				d.Hintf("did you mean %s?", near)
			}
			continue
		}
		f.amount(name, written.CostCenters[name], amounts, problems)
	}
	f.reportWithout(written, amounts, problems)
	return amounts
}

// amount takes what is written for one cost center to the clouds that it has
// jobs on.
func (f *fleet) amount(name string, written model.BudgetAmount, amounts map[string]map[string]float64, problems *diag.List) {
	onAWS, usesAWS := f.costCenters[aws][name]
	onGCP, usesGCP := f.costCenters[gcp][name]
	if written.Any != nil {
		if usesAWS && usesGCP {
			problems.Errorf("budget-clouds", centerPath(name), "%q has jobs on AWS and on GCP, and one amount for both cannot be kept", name).
				Hintf("give each its own: {aws: 1200, gcp: 300}")
			return
		}
		written.AWS, written.GCP = written.Any, written.Any
	}
	for _, cloud := range []struct {
		name   string
		uses   bool
		center costCenter
		amount *float64
	}{{aws, usesAWS, onAWS, written.AWS}, {gcp, usesGCP, onGCP, written.GCP}} {
		switch {
		case cloud.amount == nil:
		case cloud.uses:
			amounts[cloud.name][cloud.center.value] = *cloud.amount
		case written.Any == nil:
			problems.Warnf("budget-unused", diag.KeyPath(centerPath(name), cloud.name),
				"no job of %q runs on %s: it gets no budget there", name, strings.ToUpper(cloud.name))
		}
	}
}

// reportWithout warns of what no budget counts: cost centers without an
// amount, and jobs without a cost center.
func (f *fleet) reportWithout(written model.Budgets, amounts map[string]map[string]float64, problems *diag.List) {
	for _, provider := range []string{aws, gcp} {
		for _, name := range sortedKeys(f.costCenters[provider]) {
			center := f.costCenters[provider][name]
			amount := written.CostCenters[name]
			if _, given := amounts[provider][center.value]; given || amount.Any != nil {
				continue
			}
			d := problems.Warnf("no-budget", center.origin.Path, "no amount is given for the cost center %q on %s", name, strings.ToUpper(provider))
			d.Pos = center.origin.Pos
			d.Hintf("add it to cost_centers in the file of budgets")
		}
	}
	for _, j := range f.jobs {
		if !j.hasCostCenter() {
			problems.Warnf("no-cost-center", "infrastructure.tags", "the job has no cost_center: no budget counts what it costs").Pos = j.TagsPos
		}
	}
}

func centerPath(name string) string { return diag.KeyPath("cost_centers", name) }

// The forms of what a file of budgets names. From the ARN format of SNS, the
// resource names of Pub/Sub and Cloud Monitoring, and Cloud Billing's account
// ids.
const (
	topicARN       = `^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$`
	topicName      = `^projects/[^/]+/topics/[^/]+$`
	channelName    = `^projects/[^/]+/notificationChannels/[^/]+$`
	billingAccount = `^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$`
	currencyCode   = `^[A-Z]{3}$`
)

// maxAlerts is the number of notifications of a budget. From botocore 1.43.11,
// budgets NotificationWithSubscribersList, read 2026-11-22.
const maxAlerts = 10

// maxChannels is the number of notification channels of a budget. From the
// google provider's google_billing_budget, read 2026-11-22.
const maxChannels = 5

// matches compiles a pattern when it is needed: few commands read budgets, and
// all of them start.
func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// checkBudgets reports what the schema cannot say.
func checkBudgets(b model.Budgets, problems *diag.List) {
	form := func(path, value, pattern, what, example string) {
		if value != "" && !matches(pattern, value) {
			problems.Errorf("form", path, "%q is not %s", value, what).Hintf("write one such as %s", example)
		}
	}
	form("currency", b.Currency, currencyCode, "a currency of ISO 4217", "USD")
	form("billing_account", b.BillingAccount, billingAccount, "a billing account", "0A1B2C-3D4E5F-607182")
	form("alerts.aws_topic_arn", b.Alerts.AWSTopicARN, topicARN, "the ARN of a standard SNS topic", "arn:aws:sns:us-east-1:123456789012:budget-alerts")
	form("alerts.gcp_topic", b.Alerts.GCPTopic, topicName, "the name of a Pub/Sub topic", "projects/acme-billing/topics/budget-alerts")
	channels := b.Alerts.GCPNotificationChannels
	for i, channel := range channels {
		form(diag.ItemPath("alerts.gcp_notification_channels", i), channel, channelName,
			"the name of a notification channel", "projects/acme-billing/notificationChannels/1234567890")
	}
	if len(channels) > maxChannels {
		problems.Errorf("too-many", "alerts.gcp_notification_channels", "%d channels: a budget takes %d", len(channels), maxChannels)
	}
	checkPercentages(b.Alerts, problems)
	for _, name := range sortedKeys(b.CostCenters) {
		amount := b.CostCenters[name]
		for path, value := range map[string]*float64{"": amount.Any, ".aws": amount.AWS, ".gcp": amount.GCP} {
			if value != nil && math.Round(*value*100)/100 != *value {
				problems.Errorf("budget-amount", centerPath(name)+path, "%v has more than two decimals", *value)
			}
		}
	}
}

// checkPercentages reports percentages that no budget takes.
func checkPercentages(alerts model.BudgetAlerts, problems *diag.List) {
	for name, list := range map[string][]int{"actual_percent": alerts.ActualPercent, "forecast_percent": alerts.ForecastPercent} {
		for i, percent := range list {
			if percent < 1 || percent > 1000 {
				problems.Errorf("range", diag.ItemPath("alerts."+name, i), "%d is not a percentage from 1 to 1000", percent)
			}
		}
	}
	actual, forecast := len(alerts.ActualPercent), len(alerts.ForecastPercent)
	if alerts.ActualPercent == nil {
		actual = 2
	}
	if alerts.ForecastPercent == nil {
		forecast = 1
	}
	if actual+forecast > maxAlerts {
		problems.Errorf("too-many", "alerts", "%s together: a budget on AWS takes %d",
			fmt.Sprintf("%d actual and %d forecast percentages", actual, forecast), maxAlerts)
	}
}
