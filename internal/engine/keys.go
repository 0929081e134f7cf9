package engine

func mainDocuments() []Document {
	schema := closed(append(commonKeys(), key("catalog", catalogSchema()))...)
	return documents(Document{Role: Job, Schema: &schema, Model: jobModel(key("catalog", catalogModel()), key("plugins", pluginsModel())),
		Fact: Fact{"schemas/job-config.schema.json, config.py:378-569", Ran}})
}

func infrastructureDocuments() []Document {
	schema := closed(append(commonKeys(), key("infrastructure", infrastructureSchema()))...)
	return documents(Document{Role: Job, Schema: &schema, Model: jobModel(key("infrastructure", infrastructureModel())),
		Fact: Fact{"schemas/job-config.schema.json, config.py:453-650 at 368af8a", Ran}})
}

// documents are the files of a run; all but the job are the same in both
// versions.
func documents(job Document) []Document {
	source, target := olderSource(), olderTarget()
	return []Document{
		job,
		{Role: Asset, Model: assetModel(), Fact: Fact{"config.py:115-247, 786-823", Ran}},
		{Role: SourceRecipe, Model: recipeModel(), Older: &source, Fact: Fact{"config.py:15-84, 571-592", Ran}},
		{Role: TargetRecipe, Model: recipeModel(), Older: &target, Fact: Fact{"config.py:15-112, 594-615", Ran}},
		{Role: Runner, Model: runnerModel(), Fact: Fact{"config.py:1070-1112", Ran}},
	}
}

// assetModel is a data contract (ODCS 3.0.2 with extensions). Its own JSON
// Schema is never checked in a run. An asset below a key asset, the older form,
// is always refused: the engine looks for schema at the top.
func assetModel() Shape {
	field := open(must("name", text()), key("type", Shape{}), key("required", Shape{}))
	return open(
		key("$schema", textNull()), key("apiVersion", text()), key("kind", text()), key("id", textNull()),
		must("name", text()).with("object key, object metadata"), must("version", text()).with("object metadata; quote it: 1.0 is a number"),
		key("status", text()),
		key("domain", textNull()).with("object key, object tag, namespace of the table"),
		key("dataProduct", textNull()).with("object key, object tag"),
		key("tenant", textNull()).with("object tag"),
		key("description", openNull(key("purpose", textNull()), key("limitations", textNull()), key("usage", textNull()))),
		key("tags", listNull(text())).with("the first is an object tag"),
		must("source_type", text()), must("object", text()),
		key("target", freeNull()).with("none"),
		must("schema", list(field)),
		key("data_quality", openNull(
			key("expectations", listNull(free())).with("none"),
			key("monitoring", openNull(must("enabled", boolean()), key("oncall_rotation", textNull()))),
			key("alerts", openNull(key("channels", listNull(text())), key("thresholds", freeNull()))))),
		must("team", open(must("owner", filled()), key("roles", listNull(open(key("name", textNull()), key("email", textNull()), key("responsibility", textNull())))))).with("owner: object tag"),
		key("compliance", openNull(
			key("classification", listNull(text())).with("object metadata"), key("regulations", listNull(text())),
			key("retention_days", integerNull()).with("object metadata"),
			key("security", openNull(key("access_control", textNull()), key("encryption_required", booleanNull()))),
			key("user_consent_required", booleanNull()))),
		key("change_management", openNull(key("policy", textNull()), key("approval_required", booleanNull()), key("notification_channels", listNull(text())), key("version_history", booleanNull()))),
		key("finops", openNull(key("cost_center", textNull()), key("business_tags", listNull(text())), key("project", textNull()), key("environment", textNull()))).with("Iceberg table properties"))
}

// recipeModel is a connector recipe, whose roles must have the one needed.
func recipeModel() Shape {
	return open(
		must("name", text()), must("type", text()), key("roles", list(text())), key("description", textNull()),
		must("default_engine", free()).with("type decides only for sources without code of their own"),
		key("credentials", freeNull()),
		key("incremental", freeNull()),
		key("rate_limits", freeNull()).with("none"),
		key("connection_template", freeNull()).with("of a source: none; of a target: merged below target.connection"),
		key("catalog", textNull()).with("any text switches the REST catalog on"),
		key("file_format", textNull()).with("none"),
		key("partitioning_default", listNull(text())))
}

// olderSource and olderTarget are recipes without roles.
func olderSource() Shape {
	return open(must("name", text()), must("type", text()), key("description", textNull()), must("default_engine", free()), must("credentials", free()),
		key("incremental", freeNull()), key("rate_limits", freeNull()), key("connection_template", freeNull()))
}

func olderTarget() Shape {
	return open(must("name", text()), must("type", text()), key("description", textNull()), must("default_engine", free()), must("connection_template", free()),
		key("catalog", textNull()), key("file_format", textNull()), key("partitioning_default", listNull(text())))
}

// runnerModel is the file of start orchestrated, which starts no run; its
// schedules can be turned into the platform's. The engine's own example has all
// of it below a key runner and is refused.
func runnerModel() Shape {
	words := text()
	tags := freeNull()
	tags.Rest = &words
	return open(
		key("mode", choice("orchestrated", "oneshot")),
		must("orchestrator", open(
			key("type", text()).with("none"),
			key("concurrency_per_tenant", least(Integer, 1)).with("none"),
			must("schedules", list(open(
				must("name", text()), must("config", text()),
				key("cron", textNull()).with("this or interval_seconds, not both"),
				key("interval_seconds", integerNull()).with("below an hour */minutes, else 0 */hours: the rest is cut off"),
				key("enabled", boolean()), key("timezone", text()).with("none: schedules run in UTC"),
				key("max_concurrent_runs", integer()).with("none"), key("tags", tags)))))))
}
