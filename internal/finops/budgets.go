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

// match returns the amount of each cost center on each cloud, by its value in the
// cloud's bill, and reports amounts without cost centers and vice versa.
func (a *allocation) match(written model.Budgets, problems *diag.List) map[string]map[string]float64 {
	amounts := map[string]map[string]float64{}
	var known []string
	for _, cloud := range a.clouds {
		amounts[cloud.Name] = map[string]float64{}
		known = append(known, sortedKeys(a.costCenters[cloud.Name])...)
	}
	for _, name := range sortedKeys(written.CostCenters) {
		if !slices.Contains(known, name) {
			d := problems.Warnf("budget-unused", centerPath(name), "unknown cost center %q: no job has it, so no budget is created", name)
			if near := diag.Suggest(name, known); near != "" {
				d.Hintf("did you mean %s?", near)
			}
			continue
		}
		a.amount(name, written.CostCenters[name], amounts, problems)
	}
	a.reportWithout(written, amounts, problems)
	return amounts
}

// amount assigns the amount of one cost center to the clouds of its jobs.
func (a *allocation) amount(name string, written model.BudgetAmount, amounts map[string]map[string]float64, problems *diag.List) {
	var titles, each []string
	for _, cloud := range a.clouds {
		if _, uses := a.costCenters[cloud.Name][name]; uses {
			titles, each = append(titles, cloud.Title), append(each, cloud.Name+": AMOUNT")
		}
	}
	if written.Any != nil && len(titles) > 1 {
		problems.Errorf("budget-clouds", centerPath(name), "ambiguous amount: %q has jobs on %s, and a budget cannot span clouds", name,
			strings.Join(titles, " and on ")).
			Hintf("set an amount for each: {%s}", strings.Join(each, ", "))
		return
	}
	for _, cloud := range a.clouds {
		center, uses := a.costCenters[cloud.Name][name]
		amount, given := written.Clouds[cloud.Name]
		if written.Any != nil {
			amount, given = *written.Any, true
		}
		if uses && given {
			amounts[cloud.Name][center.value] = amount
		}
	}
	for _, cloud := range sortedKeys(written.Clouds) {
		if _, uses := a.costCenters[cloud][name]; !uses {
			problems.Warnf("budget-unused", diag.KeyPath(centerPath(name), cloud),
				"no job with cost center %q runs on %s, so no budget is created there", name, title(cloud))
		}
	}
}

// title returns the name of a cloud in messages.
func title(name string) string {
	if cloud, ok := platform.CloudNamed(name); ok {
		return cloud.Title
	}
	return name
}

// reportWithout warns of costs that no budget covers: cost centers without an
// amount, and jobs without a cost center.
func (a *allocation) reportWithout(written model.Budgets, amounts map[string]map[string]float64, problems *diag.List) {
	for _, cloud := range a.clouds {
		for _, name := range sortedKeys(a.costCenters[cloud.Name]) {
			center := a.costCenters[cloud.Name][name]
			if _, given := amounts[cloud.Name][center.value]; given || written.CostCenters[name].Any != nil {
				continue
			}
			d := problems.Warnf("no-budget", center.origin.Path, "missing amount for cost center %q on %s", name, cloud.Title)
			d.Pos = center.origin.Pos
			d.Hintf("add it to cost_centers in the budgets file")
		}
	}
	for _, j := range a.jobs {
		if !j.hasCostCenter() {
			problems.Warnf("no-cost-center", paths.Tags, "missing cost_center: no budget covers the costs of this job").Pos = j.TagsPos
		}
	}
}

func centerPath(name string) string { return diag.KeyPath(paths.BudgetsCostCenters, name) }

// The patterns of names in a budgets file. From the ARN format of SNS, the resource
// names of Pub/Sub and Cloud Monitoring, and Cloud Billing's account IDs.
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

// matches compiles the pattern on each call, because compiling it at start-up would
// slow down every command, and few read budgets.
func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// checkBudgets reports invalid values that the schema cannot describe.
func checkBudgets(b model.Budgets, problems *diag.List) {
	form := func(at, value, pattern, kind, example string) {
		if value != "" && !matches(pattern, value) {
			problems.Errorf("form", at, "invalid %s %q", kind, value).Hintf("example: %s", example)
		}
	}
	form(paths.BudgetsCurrency, b.Currency, currencyCode, "ISO 4217 currency code", "USD")
	form(paths.BudgetsBillingAccount, b.BillingAccount, billingAccount, "billing account ID", "0A1B2C-3D4E5F-607182")
	form(paths.BudgetsAlertsAWSTopicARN, b.Alerts.AWSTopicARN, topicARN, "ARN of a standard SNS topic",
		"arn:aws:sns:us-east-1:123456789012:budget-alerts")
	form(paths.BudgetsAlertsGCPTopic, b.Alerts.GCPTopic, topicName, "Pub/Sub topic name", "projects/acme-billing/topics/budget-alerts")
	channels := b.Alerts.GCPNotificationChannels
	for i, channel := range channels {
		form(diag.ItemPath(paths.BudgetsAlertsGCPNotificationChannels, i), channel, channelName,
			"notification channel name", "projects/acme-billing/notificationChannels/1234567890")
	}
	if len(channels) > maxChannels {
		problems.Errorf("too-many", paths.BudgetsAlertsGCPNotificationChannels,
			"%d notification channels exceed the limit of %d for a budget", len(channels), maxChannels)
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

// checkDecimals reports an amount with more than two decimal places.
func checkDecimals(problems *diag.List, at string, amount float64) {
	if math.Round(amount*100)/100 != amount {
		problems.Errorf("budget-amount", at, "invalid amount %v: more than two decimal places", amount)
	}
}

// checkPercentages reports invalid alert thresholds.
func checkPercentages(alerts model.BudgetAlerts, problems *diag.List) {
	for at, list := range map[string][]int{
		paths.BudgetsAlertsActualPercent: alerts.ActualPercent, paths.BudgetsAlertsForecastPercent: alerts.ForecastPercent,
	} {
		for i, percent := range list {
			if percent < 1 || percent > 1000 {
				problems.Errorf("range", diag.ItemPath(at, i), "invalid percentage %d: expected 1 to 1000", percent)
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
			problems.Errorf("too-many", paths.BudgetsAlerts,
				"%d actual and %d forecast percentages exceed the limit of %[4]d for a budget on %[3]s",
				actual, forecast, cloud.Title, longest)
		}
	}
}
