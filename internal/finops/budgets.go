package finops

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// match gives each cost center of each cloud its amount, by the value that the
// cloud's bill has, and reports amounts and cost centers that do not meet.
func (f *fleet) match(written model.Budgets, problems *diag.List) map[string]map[string]float64 {
	amounts := map[string]map[string]float64{}
	var known []string
	for _, cloud := range f.clouds {
		amounts[cloud.Name] = map[string]float64{}
		known = append(known, sortedKeys(f.costCenters[cloud.Name])...)
	}
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
	var titles, each []string
	for _, cloud := range f.clouds {
		if _, uses := f.costCenters[cloud.Name][name]; uses {
			titles, each = append(titles, cloud.Title), append(each, cloud.Name+": AMOUNT")
		}
	}
	if written.Any != nil && len(titles) > 1 {
		problems.Errorf("budget-clouds", centerPath(name), "%q has jobs on %s, and one amount for all of them cannot be kept", name, strings.Join(titles, " and on ")).
			Hintf("give each its own: {%s}", strings.Join(each, ", "))
		return
	}
	for _, cloud := range f.clouds {
		center, uses := f.costCenters[cloud.Name][name]
		amount, given := written.Clouds[cloud.Name]
		if written.Any != nil {
			amount, given = *written.Any, true
		}
		if uses && given {
			amounts[cloud.Name][center.value] = amount
		}
	}
	for _, cloud := range sortedKeys(written.Clouds) {
		if _, uses := f.costCenters[cloud][name]; !uses {
			problems.Warnf("budget-unused", diag.KeyPath(centerPath(name), cloud),
				"no job of %q runs on %s: it gets no budget there", name, title(cloud))
		}
	}
}

// title is the name of a cloud in messages.
func title(name string) string {
	if cloud, ok := platform.CloudNamed(name); ok {
		return cloud.Title
	}
	return name
}

// reportWithout warns of what no budget counts: cost centers without an
// amount, and jobs without a cost center.
func (f *fleet) reportWithout(written model.Budgets, amounts map[string]map[string]float64, problems *diag.List) {
	for _, cloud := range f.clouds {
		for _, name := range sortedKeys(f.costCenters[cloud.Name]) {
			center := f.costCenters[cloud.Name][name]
			if _, given := amounts[cloud.Name][center.value]; given || written.CostCenters[name].Any != nil {
				continue
			}
			d := problems.Warnf("no-budget", center.origin.Path, "no amount is given for the cost center %q on %s", name, cloud.Title)
			d.Pos = center.origin.Pos
			d.Hintf("add it to cost_centers in the file of budgets")
		}
	}
	for _, j := range f.jobs {
		if !j.hasCostCenter() {
			problems.Warnf("no-cost-center", paths.Tags, "the job has no cost_center: no budget counts what it costs").Pos = j.TagsPos
		}
	}
}

func centerPath(name string) string { return diag.KeyPath(paths.BudgetsCostCenters, name) }

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

// maxChannels is the number of notification channels of a budget. From the
// google provider's google_billing_budget, read 2026-11-22.
const maxChannels = 5

// matches compiles a pattern when it is needed: few commands read budgets, and
// all of them start.
func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// checkBudgets reports what the schema cannot say.
func checkBudgets(b model.Budgets, problems *diag.List) {
	form := func(at, value, pattern, what, example string) {
		if value != "" && !matches(pattern, value) {
			problems.Errorf("form", at, "%q is not %s", value, what).Hintf("write one such as %s", example)
		}
	}
	form(paths.BudgetsCurrency, b.Currency, currencyCode, "a currency of ISO 4217", "USD")
	form(paths.BudgetsBillingAccount, b.BillingAccount, billingAccount, "a billing account", "0A1B2C-3D4E5F-607182")
	form(paths.BudgetsAlertsAWSTopicARN, b.Alerts.AWSTopicARN, topicARN, "the ARN of a standard SNS topic", "arn:aws:sns:us-east-1:123456789012:budget-alerts")
	form(paths.BudgetsAlertsGCPTopic, b.Alerts.GCPTopic, topicName, "the name of a Pub/Sub topic", "projects/acme-billing/topics/budget-alerts")
	channels := b.Alerts.GCPNotificationChannels
	for i, channel := range channels {
		form(diag.ItemPath(paths.BudgetsAlertsGCPNotificationChannels, i), channel, channelName,
			"the name of a notification channel", "projects/acme-billing/notificationChannels/1234567890")
	}
	if len(channels) > maxChannels {
		problems.Errorf("too-many", paths.BudgetsAlertsGCPNotificationChannels, "%d channels: a budget takes %d", len(channels), maxChannels)
	}
	checkPercentages(b.Alerts, problems)
	for _, name := range sortedKeys(b.CostCenters) {
		amount := b.CostCenters[name]
		if amount.Any != nil {
			checkDecimals(problems, centerPath(name), *amount.Any)
		}
		for _, cloud := range sortedKeys(amount.Clouds) {
			checkDecimals(problems, diag.KeyPath(centerPath(name), cloud), amount.Clouds[cloud])
		}
	}
}

// checkDecimals reports an amount that has parts of a hundredth.
func checkDecimals(problems *diag.List, at string, amount float64) {
	if math.Round(amount*100)/100 != amount {
		problems.Errorf("budget-amount", at, "%v has more than two decimals", amount)
	}
}

// checkPercentages reports percentages that no budget takes.
func checkPercentages(alerts model.BudgetAlerts, problems *diag.List) {
	for at, list := range map[string][]int{
		paths.BudgetsAlertsActualPercent: alerts.ActualPercent, paths.BudgetsAlertsForecastPercent: alerts.ForecastPercent,
	} {
		for i, percent := range list {
			if percent < 1 || percent > 1000 {
				problems.Errorf("range", diag.ItemPath(at, i), "%d is not a percentage from 1 to 1000", percent)
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
	for _, cloud := range platform.Clouds() {
		if longest := cloud.Bill.MaxThresholds; longest > 0 && actual+forecast > longest {
			problems.Errorf("too-many", paths.BudgetsAlerts, "%d actual and %d forecast percentages together: a budget on %s takes %d",
				actual, forecast, cloud.Title, longest)
		}
	}
}
