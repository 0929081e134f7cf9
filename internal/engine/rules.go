package engine

import "github.com/dativo-io/dativo-gen/internal/diag"

// Rule is a kind of finding. An error is certain to fail or to lose rows; a
// warning is what another image, or data that cannot be seen, may heal.
type Rule struct {
	Code     string
	Severity diag.Severity
	What     string
	Fact     Fact
}

// Rules lists the kinds of findings.
func Rules() []Rule {
	const no, careful = diag.Error, diag.Warning
	return []Rule{
		{"engine-command", no, "the container starts a command that the engine does not have, or without what it requires",
			Fact{"cli.py:1890-2080", Ran}},
		{"engine-idle", no, "the container starts a command that runs no job", Fact{"orchestrated.py:357-438", Ran}},
		{"engine-cloud-mode", no, "a source that --mode cloud refuses", Fact{"validator.py:141-160", Ran}},
		{"engine-connector", no, "a type that the registry does not list for this role", Fact{"validator.py:88-139", Ran}},
		{"engine-docker", no, "a source or plugin that needs a Docker daemon",
			Fact{"connectors/engine_framework.py:173-185, sandbox.py:1328-1363", Ran}},
		{"engine-unsupported", no, "a source without code in the engine", Fact{"cli.py:558-614", Ran}},
		{"engine-input", no, "a source block without what the source reads, or with an invalid port",
			Fact{"connectors/csv_extractor.py:88-120, connectors/postgres_extractor.py:114-128", Ran}},
		{"engine-local-path", no, "a path of a CSV file that is not a local one", Fact{"connectors/csv_extractor.py:118-120", Ran}},
		{"engine-strategy", no, "an incremental block that the validator refuses", Fact{"validator.py:162-241", Ran}},
		{"engine-state-path", no, "incremental state where it cannot be written", Fact{"validator.py:295-307", Ran}},
		{"engine-variable", careful, "a variable without a value that the run requires", Fact{"connectors/postgres_extractor.py:112-133", Ran}},
		{"engine-localhost", careful, "an address that is the container itself", Fact{"connectors/postgres_extractor.py:113", Ran}},
		{"engine-credentials-file", careful, "a credentials file that is not mounted", Fact{"connectors/google_sheets_extractor.py:82-122", Ran}},
		{"engine-bucket", no, "a bucket that is missing, a placeholder or another than the module's", Fact{"cli.py:698-706", Ran}},
		{"engine-prefix", no, "a storage prefix that does not contain the object path", Fact{"cli.py:713-723", Ran}},
		{"engine-storage-fallback", no, "a connection that makes the engine upload to localhost:9000 as minioadmin",
			Fact{"iceberg_committer.py:127-150", Ran}},
		{"engine-connection", no, "a connection block that stops the engine", Fact{"cli.py:699-701, iceberg_committer.py:59-65", Ran}},
		{"engine-endpoint", no, "an invalid endpoint URL", Fact{"iceberg_committer.py:740-746", Read}},
		{"engine-keys", careful, "access keys that are missing, incomplete or temporary", Fact{"iceberg_committer.py:92-101, 740-746", Read}},
		{"engine-protocol", careful, "storage that does not speak S3", Fact{"iceberg_committer.py:740-746", Ran}},
		{"engine-no-effect", careful, "a setting that does not decide where objects are written", Fact{"cli.py:694-696", Ran}},
		{"engine-partition", no, "partitions of one batch that overwrite each other's file", Fact{"parquet_writer.py:355-429", Ran}},
		{"engine-overwrite", careful, "runs that overwrite each other's objects; an error where an incremental run then loses rows",
			Fact{"cli.py:829, parquet_writer.py:98-100, 393-394", Ran}},
		{"engine-cursor", careful, "a cursor that is saved before the upload",
			Fact{"connectors/csv_extractor.py:206-217, connectors/postgres_extractor.py:317-328, cli.py:1031", Ran}},
		{"engine-skips-nothing", careful, "an incremental run that reads everything",
			Fact{"validator.py:341-349, connectors/gdrive_csv_extractor.py:315-322", Ran}},
		{"engine-catalog", careful, "a catalog that is not what it seems", Fact{"catalog/base.py:163-174, iceberg_committer.py:369-374", Ran}},
		{"engine-catalog-address", no,
			"a REST catalog that cannot be reached; a warning for the job's own catalog, without which a run ends well",
			Fact{"iceberg_committer.py:50-78, catalog/openmetadata.py:38-42", Ran}},
		{"engine-secret-manager", careful, "a secret manager whose secrets reach no source", Fact{"cli.py:202-212, 325-338", Ran}},
		{"engine-asset-name", no, "an asset name that is not a file name", Fact{"parquet_writer.py:393-422", Ran}},
		{"engine-object-tag", no, "an asset value that S3 refuses as an object tag",
			Fact{"iceberg_committer.py:749-851; docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html", Ran}},
		{"engine-object-metadata", no, "an asset value that S3 refuses as object metadata",
			Fact{"iceberg_committer.py:749-813; docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html", Ran}},
		{"engine-log-level", careful, "a log level that hides the lines of a good run", Fact{"logging.py:84-85", Ran}},
		{"engine-redaction", careful, "redaction that shows secrets", Fact{"logging.py:56-64", Ran}},
	}
}

// rule returns a rule by its code.
func rule(code string) Rule {
	for _, r := range Rules() {
		if r.Code == code {
			return r
		}
	}
	return Rule{Code: code}
}
