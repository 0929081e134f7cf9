package engine

// Outcome is one way in which a run ends.
type Outcome struct {
	What   string
	Status int
	// Writes is what is on stderr.
	Writes string
	Fact   Fact
}

// Exit statuses of a run.
const (
	StatusDone    = 0
	StatusPartial = 1 // also an uncaught exception
	StatusFailed  = 2 // also a run that found nothing to do
	StatusTimeout = 124
	StatusKilled  = 137
	StatusStopped = 143
)

func outcomes() []Outcome {
	return []Outcome{
		{"everything uploaded", StatusDone, "INFO files_written_no_catalog \"Files uploaded to S3 (no catalog configured): N file(s)\", INFO job_finished", Fact{"cli.py:1078-1110, 1208-1230", Ran}},
		{"an upload failed: denied, no network, wrong bucket, invalid tag", StatusDone, "text \"UserWarning: Failed to upload file\", \"...: 0 file(s)\", job_finished: no ERROR", Fact{"iceberg_committer.py:516-545", Ran}},
		{"the same, with " + WarningsVariable + " set", StatusFailed, "ERROR upload_failed; with a catalog WARNING commit_failed and status 0", Fact{"cli.py:1056-1110", Ran}},
		{"REST catalog not reachable, or pyiceberg missing", StatusDone, "text \"UserWarning: Failed to create Iceberg catalog\", WARNING without an event type, INFO commit_success", Fact{"iceberg_committer.py:402-421, 675-693", Ran}},
		{"the same, with " + WarningsVariable + " set", StatusFailed, "ERROR job_error before anything is read", Fact{"cli.py:1232-1240", Ran}},
		{"push to the job's catalog failed", StatusDone, "WARNING catalog_push_failed, or WARNING without an event type", Fact{"cli.py:1138-1205", Ran}},
		{"nothing extracted: empty or unchanged source", StatusFailed, "WARNING no_batches_extracted, WARNING no_files, INFO job_finished: no ERROR", Fact{"cli.py:1011-1129", Ran}},
		{"strict mode, an invalid record", StatusFailed, "WARNING validation_errors, ERROR validation_failed; nothing uploaded", Fact{"cli.py:959-983", Ran}},
		{"warn mode, required values missing", StatusPartial, "WARNING validation_errors, INFO job_finished", Fact{"cli.py:1123-1125", Ran}},
		{"warn mode, an invalid number", StatusFailed, "ERROR job_error", Fact{"parquet_writer.py:229-238", Ran}},
		{"source not reachable, file missing, disk full", StatusFailed, "ERROR job_error \"Job execution failed: ...\"", Fact{"cli.py:1232-1240", Ran}},
		{"extractor, writer or asset cannot be made", StatusFailed, "ERROR extractor_error, writer_error or asset_error", Fact{"cli.py:420-437, 660-690, 775-783", Ran}},
		{"connector not in the registry, strategy or mode refused", StatusFailed, "text \"ERROR: ...\", ERROR job_error \"Connector validation failed\"", Fact{"validator.py:88-241, cli.py:399-418", Ran}},
		{"job file missing, invalid YAML, refused by schema or model", StatusFailed, "text \"ERROR: ...\" alone", Fact{"config.py:1006-1067", Ran}},
		{"recipe missing or refused, registry missing, unforeseen", StatusPartial, "a traceback alone", Fact{"config.py:571-615, validator.py:34-47", Ran}},
		{"run --job-dir, any job not 0", StatusFailed, "the lines of all jobs, one after the other", Fact{"cli.py:316-323", Ran}},
		{"a time limit by timeout(1)", StatusTimeout, "nothing", Fact{"", Ran}},
		{"SIGTERM where an init passes it on", StatusStopped, "nothing; files not uploaded, cursor perhaps saved", Fact{"", Ran}},
		{"SIGKILL, out of memory, SIGTERM as PID 1 after the grace period", StatusKilled, "nothing", Fact{"", Ran}},
	}
}

// Line is a log line that tells how a run went.
type Line struct {
	Level, Event, Message string
	Means                 string
	// Failure: an alert should follow. Finished: data arrived.
	Failure, Finished bool
	Fact              Fact
}

// LogFields are the fields of a JSON line; no others are written, and
// tracebacks are dropped (logging.py:26-66).
func LogFields() []string {
	return []string{"timestamp", "level", "message", "module", "function", "line", "tenant_id", "job_name", "event_type", "connector_type"}
}

// lines lists what alerting can rely on. job_finished is not a success: it also
// follows empty uploads and partial runs.
func lines() []Line {
	return []Line{
		{Level: "ERROR", Means: "the run fails", Failure: true, Fact: Fact{"cli.py", Ran}},
		{Level: "WARNING", Event: "commit_failed", Means: "uploaded, not in the REST catalog", Failure: true, Fact: Fact{"cli.py:1069-1077", Ran}},
		{Level: "WARNING", Event: "catalog_init_failed", Means: "no REST catalog in this run", Failure: true, Fact: Fact{"cli.py:807-816", Read}},
		{Level: "WARNING", Event: "catalog_push_failed", Means: "the job's catalog knows nothing of the run", Failure: true, Fact: Fact{"cli.py:1194-1205", Ran}},
		{Level: "WARNING", Message: "Failed to *", Means: "a catalog refused a table, its properties or lineage", Failure: true, Fact: Fact{"iceberg_committer.py:303, 681; catalog/*.py", Ran}},
		{Level: "WARNING", Event: "no_files", Means: "nothing to do: status 2, not an error of the run", Fact: Fact{"cli.py:1111-1121", Ran}},
		{Level: "INFO", Event: "files_written_no_catalog", Message: "Files uploaded to S3 *", Means: "data arrived, unless it ends in \": 0 file(s)\"", Finished: true, Fact: Fact{"cli.py:1093-1102", Ran}},
		{Level: "INFO", Event: "commit_success", Means: "data arrived; the catalog perhaps did not", Finished: true, Fact: Fact{"cli.py:1059-1068", Ran}},
		{Level: "INFO", Event: "custom_writer_commit_success", Means: "a writer plugin committed", Finished: true, Fact: Fact{"cli.py:1038-1047", Read}},
		{Level: "INFO", Event: "job_finished", Means: "the run came to its end, with status 0, 1 or 2", Fact: Fact{"cli.py:1208-1230", Ran}},
	}
}

// NothingArrived ends a finished line whose run brought no data.
const NothingArrived = ": 0 file(s)"

// TextFailures are parts of lines that are not JSON and tell of a failure.
func TextFailures() []string {
	return []string{"Failed to upload file", "Traceback (most recent call last)", "ERROR: "}
}

func linesWithoutCatalogs(all []Line) []Line {
	var kept []Line
	for _, l := range all {
		if l.Event != "catalog_push_failed" {
			kept = append(kept, l)
		}
	}
	return kept
}
