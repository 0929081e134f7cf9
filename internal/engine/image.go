package engine

// Path is a place in the container's file system that the engine reads or
// writes.
type Path struct {
	Path string
	// Written: the process's user must be able to write there.
	Written bool
	// Required: without it no job runs.
	Required bool
	What     string
	Fact     Fact
}

// WorkDir is the working directory of the image: relative paths of a job begin
// here.
const WorkDir = "/app"

// Places of the image that other packages name.
const (
	CodePath     = "/app/src"
	RegistryPath = "/app/registry/connectors.yaml"
	SchemaPath   = "/app/schemas/job-config.schema.json"
	OutputPath   = "/tmp/dativo_ingest"
	StatePath    = "/state"
	SecretsPath  = "/secrets"
)

// EntryScript is the path of the entry script in an image of dativo-gen image: see
// EntryContract.
const EntryScript = WorkDir + "/bin/keep-state"

// EntryPoint is the command that starts the engine. The published image has its
// code in /app/src and PYTHONPATH=/app, so that this command fails in it.
func EntryPoint() []string { return []string{"python", "-m", "dativo_ingest.cli"} }

func layout() []Path {
	return []Path{
		{CodePath, false, true, "the engine's code, with PYTHONPATH=" + CodePath + "; the published Dockerfile sets /app, and does not start",
			Fact{"Dockerfile", Ran}},
		{RegistryPath, false, true, "connector registry; also looked for in ./registry and three levels above the package; not in the " +
			"published image", Fact{"validator.py:22-47", Ran}},
		{SchemaPath, false, false, "job schema; without it stderr has \"WARNING: Schema validation skipped\" and unknown keys are accepted",
			Fact{"config.py:960-969, 1043-1058", Ran}},
		{"source_connector_path, target_connector_path, asset_path, --config", false, true,
			"relative to " + WorkDir + "; none is in the published image", Fact{"config.py:576-622", Read}},
		{OutputPath + "/<table>", true, true, "every file of a run until its last batch is extracted, and after it: never deleted; " +
			"$TMPDIR moves it", Fact{"parquet_writer.py:415-429", Ran}},
		{"/tmp", true, true, "a sample of up to 1000 rows; a CSV file of Google Drive", Fact{"parquet_writer.py:366-373", Ran}},
		{"$STATE_DIR", true, false, "incremental state; default " + StateDefault, Fact{"config.py:704-710", Ran}},
		{SecretsPath + "/<tenant>", false, false, "credential files of Google sources, in a recipe's file_template",
			Fact{"connectors/google_sheets_extractor.py:101-110", Ran}},
	}
}

// Package is a Python package. The engine's own list pins none.
type Package struct {
	Name string
	// For says what imports it.
	For string
	// Listed: requirements.txt, which the published image installs, has it.
	Listed bool
	// Late: it is imported when it is needed, and its absence is then exit
	// status 2 with a hint.
	Late bool
	Fact Fact
}

func packages() []Package {
	at := Fact{"requirements.txt, pyproject.toml", Read}
	return []Package{
		{"pydantic", "every command", true, false, at},
		{"pyyaml", "every command", true, false, at},
		{"jsonschema", "every command", true, false, at},
		{"requests", "every command", true, false, at},
		{"pyarrow", "every run, with the first batch", true, true, at},
		{"boto3", "every upload, aws_glue, aws secret manager", true, true, at},
		{"pandas", "csv, gdrive_csv", true, true, at},
		{"pyiceberg", "REST catalog", true, true, at},
		{"dagster", "start orchestrated", true, true, at},
		{"psycopg2-binary", "postgres", false, true, at},
		{"mysql-connector-python", "mysql", false, true, at},
		{"google-api-python-client", "gdrive_csv, google_sheets", false, true, at},
		{"google-auth", "gdrive_csv, google_sheets", false, true, at},
		{"docker", "stripe, hubspot, default_engine.type airbyte, sandboxed plugins", false, true, at},
		{"hvac", "vault secret manager", false, true, at},
		{"google-cloud-secret-manager", "gcp secret manager", false, true, at},
		{"python-json-logger", "nothing", true, true, at},
		{"pynessie", "nothing", true, true, at},
		{"stripe", "nothing", false, true, at},
	}
}

// Clause is one rule of the contract of an image's entry script.
type Clause struct {
	Rule string
	Why  string
	Fact Fact
}

// EntryContract is what a script in front of the engine must do for incremental
// runs to be repeatable, and for a platform's stop to end a run. A script of
// these rules was run with the engine: a denied upload left the state as it was,
// and the next run uploaded the rows.
func EntryContract() []Clause {
	return []Clause{
		{"Process 1 is an init (tini -g) or timeout(1); the script and the engine are its children.",
			"as process 1 neither the engine nor a shell ends on SIGTERM: it is killed after the grace period",
			Fact{"tini 0.19 and coreutils 9.1 in a PID namespace: status 143 at once", Ran}},
		{"The script copies $STATE_DIR to a new folder below $TMPDIR, or /tmp, and starts the engine with STATE_DIR set to the copy.",
			"the engine saves its cursor before it uploads", Fact{"connectors/csv_extractor.py:206-217, cli.py:1031", Ran}},
		{"The arguments are the engine's whole command; standard streams and the environment are passed on unchanged.",
			"logs and settings stay the engine's", Fact{"", Ran}},
		{"Exit status 0 or 1: each file of the copy is written to $STATE_DIR under a temporary name, then renamed.",
			"1 is a run with invalid records whose files were uploaded; the engine itself writes state in place", Fact{"validator.py:295-307",
				Ran}},
		{"Exit status 1 with a traceback needs no case of its own.",
			"an uncaught exception comes before the first save, so the copy is as it was", Fact{"cli.py:352-357", Read}},
		{"Any other status, or a signal: the copy is dropped.", "the next run reads the same rows again, and the same object keys are " +
			"overwritten", Fact{"", Ran}},
		{"The script ends with the engine's status, or with 2 if $STATE_DIR cannot be read or written.",
			"retries and alerts depend on the status", Fact{"", Ran}},
		{"Without incremental runs the script is a plain exec of the engine.", "without state, nothing has to be kept", Fact{"", Read}},
		{WarningsVariable + "=" + WarningsAsErrors + " is set unless the environment sets it.",
			"otherwise a failed upload ends with status 0, and its cursor is kept", Fact{"iceberg_committer.py:527-534", Ran}},
	}
}
