package model

// Budgets is what cost centers may spend in a month, and who hears of it: the
// file of --budgets.
type Budgets struct {
	// Currency of the amounts, which must be that of the bill. Absent: USD on AWS, the billing account's own on GCP.
	Currency string `yaml:"currency,omitempty" jsonschema:"minLength=3,maxLength=3,example=USD"`
	// Cloud Billing account that pays for the jobs on GCP. Absent: Terraform asks.
	BillingAccount string `yaml:"billing_account,omitempty" jsonschema:"example=0A1B2C-3D4E5F-607182"`
	// Who is told of a budget that runs out.
	Alerts BudgetAlerts `yaml:"alerts,omitempty"`
	// Amount per month of each cost center. A cost center with jobs on both clouds has an amount for each: {aws: 1200, gcp: 300}.
	CostCenters map[string]BudgetAmount `yaml:"cost_centers" jsonschema:"required"`
}

// BudgetAlerts says who is told of a budget that runs out, and when.
type BudgetAlerts struct {
	// SNS topic in the payer's account. Its policy must let budgets.amazonaws.com publish.
	AWSTopicARN string `yaml:"aws_topic_arn,omitempty" jsonschema:"example=arn:aws:sns:us-east-1:123456789012:budget-alerts"`
	// Pub/Sub topic.
	GCPTopic string `yaml:"gcp_topic,omitempty" jsonschema:"example=projects/acme-billing/topics/budget-alerts"`
	// Notification channels of Cloud Monitoring, five at most.
	GCPNotificationChannels []string `yaml:"gcp_notification_channels,omitempty" jsonschema:"uniqueItems=true,minItems=1"`
	// Percentages of the amount at which what was spent is told.
	ActualPercent []int `yaml:"actual_percent,omitempty" jsonschema:"uniqueItems=true"`
	// Percentages of the amount at which what will have been spent by the end of the month is told.
	ForecastPercent []int `yaml:"forecast_percent,omitempty" jsonschema:"uniqueItems=true"`
}

// BudgetAmount is what a cost center may spend in a month: one amount, or one
// for each cloud.
type BudgetAmount struct {
	// Any is the amount of a cost center whose jobs are all on one cloud; nil
	// where there is none.
	Any *float64
	// Clouds are the amounts by cloud, as infrastructure.provider names it.
	Clouds map[string]float64
}

// UnmarshalYAML takes a number, or a mapping of clouds to numbers.
func (b *BudgetAmount) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&b.Any); err == nil {
		return nil
	}
	b.Any = nil
	return unmarshal(&b.Clouds)
}
