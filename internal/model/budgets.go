package model

// Budgets are the monthly budgets of cost centers, and their alerts: the file of
// --budgets.
type Budgets struct {
	// Currency of the amounts, which must be the currency of the bill. Default: USD on AWS, the billing account's on GCP.
	Currency string `yaml:"currency,omitempty" jsonschema:"minLength=3,maxLength=3,example=USD"`
	// Cloud Billing account of the jobs on GCP. Absent: a Terraform variable is required.
	BillingAccount string `yaml:"billing_account,omitempty" jsonschema:"example=0A1B2C-3D4E5F-607182"`
	// Budget alerts.
	Alerts BudgetAlerts `yaml:"alerts,omitempty"`
	// Amount per month of each cost center. A cost center with jobs on both clouds has an amount for each: {aws: 1200, gcp: 300}.
	CostCenters map[string]BudgetAmount `yaml:"cost_centers" jsonschema:"required"`
}

// BudgetAlerts configures when alerts of a budget are sent, and to whom.
type BudgetAlerts struct {
	// SNS topic in the payer account. Its policy must allow budgets.amazonaws.com to publish.
	AWSTopicARN string `yaml:"aws_topic_arn,omitempty" jsonschema:"example=arn:aws:sns:us-east-1:123456789012:budget-alerts"`
	// Pub/Sub topic.
	GCPTopic string `yaml:"gcp_topic,omitempty" jsonschema:"example=projects/acme-billing/topics/budget-alerts"`
	// Notification channels of Cloud Monitoring, at most five.
	GCPNotificationChannels []string `yaml:"gcp_notification_channels,omitempty" jsonschema:"uniqueItems=true,minItems=1"`
	// Percentages of the amount at which actual spend triggers an alert.
	ActualPercent []int `yaml:"actual_percent,omitempty" jsonschema:"uniqueItems=true"`
	// Percentages of the amount at which forecasted spend triggers an alert.
	ForecastPercent []int `yaml:"forecast_percent,omitempty" jsonschema:"uniqueItems=true"`
}

// BudgetAmount is the monthly budget of a cost center: one amount, or one for each
// cloud.
type BudgetAmount struct {
	// Any is the amount of a cost center whose jobs are all on one cloud, or nil.
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
