package engine

import "slices"

// commonKeys are the top-level keys that the job schema of both versions lists.
// They are accepted together with one more, and no others (additionalProperties
// is false): finops, plugins and the overrides are refused where the image has
// the schema.
func commonKeys() []Key {
	return []Key{
		key("$schema", text()),
		must("tenant_id", filled()),
		key("environment", text()),
		key("source_connector", text()),
		must("source_connector_path", filled()),
		key("target_connector", text()),
		must("target_connector_path", filled()),
		key("asset", text()),
		must("asset_path", filled()),
		key("source", sourceSchema()),
		key("target", targetSchema()),
		key("schema_validation_mode", choice("strict", "warn")),
		key("retry_config", open(
			key("max_attempts", Shape{Kind: Integer, Min: bound(1), Max: bound(10)}),
			key("initial_delay_seconds", least(Number, 0)),
			key("max_delay_seconds", least(Number, 0)),
			key("backoff_multiplier", least(Number, 1)))),
		key("logging", open(
			key("level", choice("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
			key("redaction", boolean()))),
	}
}

func bound(n float64) *float64 { return &n }

// options is the engine block that the schema allows below source and target.
func options() Shape { return open(key("options", free())) }

func sourceSchema() Shape {
	return open(
		key("custom_reader", text()),
		key("tables", list(open(must("name", text()), key("object", text())))),
		key("files", list(open(must("path", text()), key("object", text()), key("id", text())))),
		key("objects", list(text())),
		key("connection", free()),
		key("credentials", free()),
		key("incremental", open(
			key("strategy", choice("full_refresh", "incremental", "updated_at", "file_modified_time", "spreadsheet_modified_time")),
			key("cursor_field", textNull()),
			key("lookback_days", Shape{Kind: Integer, Null: true, Min: bound(0)}),
			key("state_path", textNull()))),
		key("engine", options()))
}

func targetSchema() Shape {
	return open(
		key("custom_writer", text()),
		key("file_format", choice("parquet", "iceberg", "delta", "csv", "json")),
		key("connection", free()),
		key("catalog", free()).with("a mapping here, a string in the model: only a recipe can set it"),
		key("markdown_kv_storage", open(key("mode", choice("string", "structured")))),
		key("engine", options()))
}

// catalogSchema is the job's catalog block, on main alone.
func catalogSchema() Shape {
	return closed(
		must("type", choice("openmetadata", "aws_glue", "databricks_unity", "nessie")),
		must("connection", free()),
		key("database", text()),
		key("table_name", text()),
		key("push_lineage", boolean()),
		key("push_metadata", boolean()))
}

// infrastructureSchema is the block that the other version takes.
func infrastructureSchema() Shape {
	words := text()
	tags := open(key("cost_center", text()), key("project", text()), key("environment", text()), key("owner", text()), key("compliance", list(text())))
	tags.Rest = &words
	return open(
		must("provider", choice("aws", "gcp")),
		must("region", text()),
		key("compute", open(key("type", choice("ecs", "eks", "gke", "cloud_run")), key("cluster_name", text()), key("task_cpu", text()), key("task_memory", text()),
			key("execution_role_arn", text()), key("task_role_arn", text()), key("service_account", text()))),
		key("network", open(key("vpc_id", text()), key("subnets", list(text())), key("security_groups", list(text())))),
		key("storage", open(key("bucket", text()), key("kms_key_id", text()))),
		key("tags", tags),
		key("monitoring", open(key("log_group", text()), key("metrics_namespace", text()), key("alert_topic_arn", text()), key("alert_topic", text()))))
}

// jobModel is what both versions build from the file. Unknown keys are dropped.
func jobModel(more ...Key) Shape {
	anything := text()
	overrides := freeNull()
	overrides.Rest = &anything
	return open(slices.Concat([]Key{
		must("tenant_id", text()),
		key("environment", textNull()).with("none"),
		key("source_connector", textNull()).with("none"),
		must("source_connector_path", filled()),
		key("target_connector", textNull()).with("none"),
		must("target_connector_path", filled()),
		key("asset", textNull()).with("a word in one log line"),
		must("asset_path", filled()),
		key("source", freeNull()),
		key("target", freeNull()),
		key("classification_overrides", overrides).with("Iceberg table properties"),
		key("finops", freeNull()).with("Iceberg table properties"),
		key("governance_overrides", freeNull()).with("Iceberg table properties"),
		key("schema_validation_mode", text()),
		key("retry_config", openNull(
			key("max_retries", integer()),
			key("initial_delay_seconds", integerNull()),
			key("max_delay_seconds", integer()),
			key("backoff_multiplier", Shape{Kind: Number}),
			key("retryable_exit_codes", list(integer())),
			key("retryable_error_patterns", listNull(text())),
			key("retry_delay_seconds", integerNull()),
			key("retryable_errors", listNull(text())))).with("none: run does not retry"),
		key("logging", openNull(
			key("level", text()).with("WARNING and above hide the lines of a good run"),
			key("redaction", boolean()).with("removes the label of a secret and shows its value"))),
	}, more)...)
}

// mergedSource and mergedTarget are what a recipe and the job's block become.
// A job's block is merged into the recipe key by key, one level deep.
func mergedSource() Shape {
	maps := listNull(free())
	return open(
		must("type", text()), key("description", textNull()), key("credentials", freeNull()), key("objects", listNull(text())),
		key("files", maps), key("sheets", maps), key("tables", maps), key("incremental", freeNull()),
		key("rate_limits", freeNull()).with("none"), key("engine", freeNull()), key("dsn", textNull()).with("none"),
		key("connection", freeNull()), key("custom_reader", textNull()))
}

func mergedTarget() Shape {
	return open(
		must("type", text()).with("none: every target is Parquet on S3"), key("catalog", textNull()), key("branch", textNull()),
		key("warehouse", textNull()).with("where the REST catalog keeps metadata; not the object path"), key("file_format", textNull()).with("none"),
		key("partitioning", listNull(text())), key("engine", freeNull()).with("none"), key("connection", freeNull()),
		key("markdown_kv_storage", freeNull()), key("parquet_target_size_mb", integerNull()), key("custom_writer", textNull()))
}

func catalogModel() Shape {
	return openNull(must("type", text()), must("connection", free()), key("database", textNull()), key("table_name", textNull()),
		key("push_lineage", boolean()), key("push_metadata", boolean()))
}

func pluginsModel() Shape {
	return openNull(key("sandbox", openNull(
		key("enabled", boolean()),
		key("cpu_limit", Shape{Kind: Number, Null: true, Min: bound(0), Max: bound(1)}),
		key("memory_limit", textNull()),
		key("network_disabled", boolean()),
		key("timeout", least(Integer, 1)))))
}

func infrastructureModel() Shape {
	tags := openNull(key("cost_center", textNull()), key("project", textNull()), key("environment", textNull()), key("owner", textNull()), key("compliance", listNull(text())))
	return openNull(
		must("provider", choice("aws", "gcp")), must("region", text()),
		key("compute", openNull(key("type", textNull()), key("cluster_name", textNull()), key("task_cpu", textNull()), key("task_memory", textNull()),
			key("execution_role_arn", textNull()), key("task_role_arn", textNull()), key("service_account", textNull()))),
		key("network", openNull(key("vpc_id", textNull()), key("subnets", listNull(text())), key("security_groups", listNull(text())))),
		key("storage", openNull(key("bucket", textNull()), key("kms_key_id", textNull()))),
		key("tags", tags),
		key("monitoring", openNull(key("log_group", textNull()), key("metrics_namespace", textNull()), key("alert_topic_arn", textNull()), key("alert_topic", textNull()))))
}
