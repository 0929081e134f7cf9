package engine

import "slices"

// Variable is an environment variable that the engine, or a library that it
// uses, reads.
type Variable struct {
	Name string
	// Default is the value taken where the variable is not set.
	Default string
	// Required: without a value the run fails, or the default cannot be what a
	// deployed job means.
	Required bool
	// Secret: the value is a credential.
	Secret bool
	// ReadBy says what reads it.
	ReadBy string
	Fact   Fact
}

// Settings that make a run behave, whatever the job: they have no effect on a
// run that is well.
const (
	// WarningsVariable makes two of the engine's warnings exceptions.
	WarningsVariable = "PYTHONWARNINGS"
	// WarningsAsErrors makes a failed upload, and a REST catalog that cannot be
	// reached, fail the run with status 2 rather than end it with 0. A bare
	// "error" would break the start: a library warns while it is imported.
	WarningsAsErrors = "error:Failed to upload file:UserWarning,error:Failed to create Iceberg:UserWarning"
	// RegionVariable is read; AWS_DEFAULT_REGION is not.
	RegionVariable = "AWS_REGION"
	// StateVariable is the folder of incremental state.
	StateVariable = "STATE_DIR"
	// StateDefault is relative to the working directory, so that a read-only
	// root file system refuses it.
	StateDefault = ".local/state"
	// ScratchVariable moves the folder that holds a run's output until it ends.
	ScratchVariable = "TMPDIR"
	// CredentialsFileVariable names a file with access keys, for the SDK.
	CredentialsFileVariable = "AWS_SHARED_CREDENTIALS_FILE"
)

// variables lists what is read, by what reads it.
func variables() []Variable {
	return slices.Concat(sourceVariables(), storageVariables(), catalogVariables(), runVariables())
}

func sourceVariables() []Variable {
	pg, my := Fact{"connectors/postgres_extractor.py:113-133", Ran}, Fact{"connectors/mysql_extractor.py:117-139", Ran}
	key := Fact{"connectors/engine_config.py:162-174", Read}
	return []Variable{
		{"PGHOST", "localhost", true, false, "postgres", pg},
		{"PGPORT", "5432", false, false, "postgres", pg},
		{"PGDATABASE", "postgres", true, false, "postgres", pg},
		{"PGUSER", "$USER, postgres", true, false, "postgres", pg},
		{"PGPASSWORD", "", true, true, "postgres", pg},
		{"MYSQL_HOST", "localhost", true, false, "mysql", my},
		{"MYSQL_PORT", "3306", false, false, "mysql", my},
		{"MYSQL_DATABASE", "$MYSQL_DB", true, false, "mysql", my},
		{"MYSQL_DB", "", false, false, "mysql", my},
		{"MYSQL_USER", "$USER, root", true, false, "mysql", my},
		{"MYSQL_PASSWORD", "", true, true, "mysql", my},
		{"GDRIVE_CREDENTIALS_PATH", "$GOOGLE_APPLICATION_CREDENTIALS", false, false, "gdrive_csv",
			Fact{"connectors/gdrive_csv_extractor.py:116-121", Read}},
		{"GSHEETS_CREDENTIALS_PATH", "$GOOGLE_APPLICATION_CREDENTIALS", false, false, "google_sheets",
			Fact{"connectors/google_sheets_extractor.py:112-117", Ran}},
		{"GOOGLE_APPLICATION_CREDENTIALS", "", false, false, "gdrive_csv, google_sheets",
			Fact{"connectors/gdrive_csv_extractor.py:117-119", Read}},
		{"STRIPE_API_KEY", "", true, true, "stripe", key},
		{"HUBSPOT_API_KEY", "", true, true, "hubspot", key},
	}
}

func storageVariables() []Variable {
	client := Fact{"iceberg_committer.py:80-163", Ran}
	return []Variable{
		{"S3_BUCKET", "", true, false, "object path", Fact{"cli.py:698-706", Ran}},
		{"S3_ENDPOINT", "$MINIO_ENDPOINT", false, false, "S3 client", client},
		{"MINIO_ENDPOINT", "", false, false, "S3 client", client},
		{"AWS_REGION", "us-east-1", false, false, "S3 client, aws_glue", client},
		{"AWS_ACCESS_KEY_ID", "$MINIO_ACCESS_KEY", false, true, "S3 client, aws_glue", client},
		{"AWS_SECRET_ACCESS_KEY", "$MINIO_SECRET_KEY", false, true, "S3 client, aws_glue", client},
		{CredentialsFileVariable, "~/.aws/credentials", false, false, "S3 client without keys, aws_glue",
			Fact{"boto3, docs.aws.amazon.com/sdkref/latest/guide/file-location.html", Ran}},
		{"MINIO_ACCESS_KEY", "", false, true, "S3 client", client},
		{"MINIO_SECRET_KEY", "", false, true, "S3 client", client},
	}
}

func catalogVariables() []Variable {
	return []Variable{
		{"NESSIE_URI", "http://localhost:19120/api/v1", true, false, "REST catalog", Fact{"iceberg_committer.py:50-78", Ran}},
		{"OPENMETADATA_API_URL", "http://localhost:8585/api", true, false, "openmetadata", Fact{"catalog/openmetadata.py:31-33", Ran}},
		{"OPENMETADATA_AUTH_TOKEN", "", true, true, "openmetadata", Fact{"catalog/openmetadata.py:34-42", Ran}},
		{"DATABRICKS_WORKSPACE_URL", "", true, false, "databricks_unity", Fact{"catalog/databricks_unity.py:31-42", Ran}},
		{"DATABRICKS_ACCESS_TOKEN", "", true, true, "databricks_unity", Fact{"catalog/databricks_unity.py:34-42", Ran}},
	}
}

func runVariables() []Variable {
	return []Variable{
		{"STATE_DIR", StateDefault, false, false, "incremental state", Fact{"config.py:704-710", Ran}},
		{"TMPDIR", "/tmp", false, false, "output of the run", Fact{"parquet_writer.py:415-422", Ran}},
		{"DATIVO_SECRET_MANAGER", "env", false, false, "secret manager", Fact{"cli.py:1933-1938", Read}},
		{"DATIVO_SECRET_MANAGER_CONFIG", "", false, false, "secret manager", Fact{"cli.py:86-118", Read}},
		{"PYTHONWARNINGS", "", false, false, "Python", Fact{"iceberg_committer.py:531, 415, 492", Ran}},
		{"AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported", false, false, "boto3 1.36 and later", Fact{"boto/boto3#4400", Vendor}},
		{"AWS_RESPONSE_CHECKSUM_VALIDATION", "when_supported", false, false, "boto3 1.36 and later", Fact{"boto/boto3#4400", Vendor}},
	}
}

// Variable returns what the version knows of a variable's name.
func (v Version) Variable(name string) (Variable, bool) {
	for _, known := range v.Variables {
		if known.Name == name {
			return known, true
		}
	}
	return Variable{}, false
}

// variablesWithoutCatalogs drops those that only a job's catalog block reads.
func variablesWithoutCatalogs(all []Variable) []Variable {
	return slices.DeleteFunc(all, func(v Variable) bool {
		return v.ReadBy == "openmetadata" || v.ReadBy == "databricks_unity"
	})
}
