// Package model defines the files that users write (Job, Project, Budgets,
// TagPolicy), the Deployment that templates render, and the conversions of
// schedules, sizes and placeholders between them.
//
// The comments on the fields of the files are the descriptions in the JSON
// Schemas and in the reference pages: they are written for the authors of the
// files.
package model

// Job is a Dativo job file. Only `infrastructure` belongs to dativo-gen; the
// rest is the ingestion engine's, and is read for names, tags and schedules.
type Job struct {
	// The JSON Schema of this file, for editors.
	Schema string `yaml:"$schema,omitempty"`
	// The tenant that the job belongs to. One tenant runs many jobs.
	TenantID string `yaml:"tenant_id" jsonschema:"required,minLength=1,maxLength=128,example=acme"`
	// The environment that the job runs in, such as dev, staging or prod. It is part of every resource's name.
	Environment string `yaml:"environment,omitempty" jsonschema:"maxLength=64,example=prod"`
	// Path of the source connector's recipe, inside the image or relative to the job.
	SourceConnectorPath string `yaml:"source_connector_path" jsonschema:"required,minLength=1,example=connectors/stripe.yaml"`
	// Path of the target connector's recipe.
	TargetConnectorPath string `yaml:"target_connector_path" jsonschema:"required,minLength=1,example=connectors/iceberg.yaml"`
	// Path of the asset definition: the data contract whose owner, compliance and cost keys become tags.
	AssetPath string `yaml:"asset_path" jsonschema:"required,minLength=1,example=assets/stripe/v1.0/customers.yaml"`
	// Name of the source connector.
	SourceConnector string `yaml:"source_connector,omitempty" jsonschema:"example=stripe"`
	// Name of the target connector.
	TargetConnector string `yaml:"target_connector,omitempty" jsonschema:"example=iceberg"`
	// Name of the asset.
	Asset string `yaml:"asset,omitempty" jsonschema:"example=stripe_customers"`
	// The engine's own settings of the source. `${VAR}` in it is the engine's to expand.
	Source map[string]any `yaml:"source,omitempty"`
	// The engine's own settings of the target. `${VAR}` in it is the engine's to expand.
	Target map[string]any `yaml:"target,omitempty"`
	// Classification by field name, which overrides the asset's. The key `default` is that of the table.
	ClassificationOverrides map[string]Scalar `yaml:"classification_overrides,omitempty"`
	// Cost allocation of this job, which overrides the asset's.
	FinOps *FinOps `yaml:"finops,omitempty"`
	// Ownership and retention of this job, which override the asset's.
	GovernanceOverrides *Governance `yaml:"governance_overrides,omitempty"`
	// What the engine does with records that break the asset's schema.
	SchemaValidationMode string `yaml:"schema_validation_mode,omitempty" jsonschema:"enum=strict,enum=warn"`
	// Retries of a failed run. The engine ignores it when it runs a single job, so the platform retries.
	RetryConfig *RetryConfig `yaml:"retry_config,omitempty"`
	// The engine's log settings.
	Logging *Logging `yaml:"logging,omitempty"`
	// The engine's data catalog settings.
	Catalog any `yaml:"catalog,omitempty"`
	// The engine's observability settings.
	Observability any `yaml:"observability,omitempty"`
	// The engine's language model settings.
	LLM any `yaml:"llm,omitempty"`
	// The engine's plugins.
	Plugins any `yaml:"plugins,omitempty"`
	// Where and how the job runs. Without it, dativo-gen renders nothing for the job.
	Infrastructure *Infrastructure `yaml:"infrastructure,omitempty"`
}

// FinOps holds cost allocation keys. It is open: other keys are the engine's.
type FinOps struct {
	// Cost center of the job.
	CostCenter Scalar `yaml:"cost_center,omitempty" jsonschema:"example=CC-001"`
	// Project that the cost belongs to.
	Project Scalar `yaml:"project,omitempty"`
	// Environment in cost reports.
	Environment Scalar `yaml:"environment,omitempty"`
	// Business keywords: a list, or one string.
	BusinessTags Words `yaml:"business_tags,omitempty"`
}

// Scalar is a string, number or boolean with its spelling: 007 stays 007.
type Scalar string

// Words is a list of strings; a single string is a list of one.
type Words []string

// UnmarshalYAML accepts both forms. Its signature needs no
// YAML package.
func (w *Words) UnmarshalYAML(unmarshal func(any) error) error {
	var one *string
	if unmarshal(&one) != nil {
		return unmarshal((*[]string)(w))
	}
	if one != nil {
		*w = Words{*one}
	}
	return nil
}

// Governance holds overrides of the data contract. It is open.
type Governance struct {
	// Data retention in days. 0 is a value.
	RetentionDays *int `yaml:"retention_days,omitempty" jsonschema:"minimum=0"`
	// Owner of the data. An empty string removes the asset's owner.
	Owner *string `yaml:"owner,omitempty"`
}

// RetryConfig configures the retries of a failed run.
type RetryConfig struct {
	// Number of attempts, including the first: 3 means up to two retries.
	MaxAttempts *int `yaml:"max_attempts,omitempty" jsonschema:"minimum=0,maximum=100"`
	// Number of retries, the older form. `max_attempts` overrides it.
	MaxRetries *int `yaml:"max_retries,omitempty" jsonschema:"minimum=0,maximum=100"`
	// Delay before the first retry in seconds.
	InitialDelaySeconds *int `yaml:"initial_delay_seconds,omitempty" jsonschema:"minimum=0"`
	// Maximum delay between two attempts in seconds.
	MaxDelaySeconds *int `yaml:"max_delay_seconds,omitempty" jsonschema:"minimum=0"`
	// Factor by which the delay grows with each retry.
	BackoffMultiplier *float64 `yaml:"backoff_multiplier,omitempty" jsonschema:"minimum=1"`
}

// Logging holds the engine's log settings. It is open.
type Logging struct {
	// Minimum level of log messages.
	Level string `yaml:"level,omitempty" jsonschema:"enum=DEBUG,enum=INFO,enum=WARNING,enum=ERROR,enum=CRITICAL"`
	// Whether the engine redacts secrets and personal data in its log.
	Redaction *bool `yaml:"redaction,omitempty"`
}
