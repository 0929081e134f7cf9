package engine

// Extractor says what code of the engine reads a source.
type Extractor string

// Extractors of the engine.
const (
	// Native code runs in the engine's own process.
	Native Extractor = "native"
	// Docker starts a container of the connector through a Docker daemon.
	Docker Extractor = "docker"
	// Plugin is the class or library that source.custom_reader names.
	Plugin Extractor = "plugin"
	// Missing code was never written: the engine stops.
	Missing Extractor = "missing"
)

// Connector is a type that the engine's registry lists. Other types are
// refused.
type Connector struct {
	Type           string
	Source, Target bool
	// Cloud: allowed with --mode cloud.
	Cloud bool
	// Strategy is the incremental strategy that the registry asks for; empty
	// where it lists none.
	Strategy string
	Fact     Fact
}

// Source is a type that can be read from, or that looks as if it could.
type Source struct {
	Type      string
	Extractor Extractor
	// Refusal is the engine's own text where a run can never read a row.
	Refusal string
	// Input is the key of the job's source block that names the data.
	Input string
	// Variables are the names read, in the order in which they win.
	Variables []string
	// File is where a credentials file is expected; {tenant} is the tenant.
	File string
	// Dials are the connections made, in words where a block names them.
	Dials []Dial
	// Packages are the names of what must be installed beyond the core.
	Packages []string
	// Batch is the number of rows written to one file.
	Batch int
	// Requires is the key of source.incremental, or of source, that an
	// incremental run must have.
	Requires string
	// Skips says what an incremental run leaves out.
	Skips string
	// Memory says what is held at once.
	Memory string
	Fact   Fact
}

// Dial is a connection that a source makes.
type Dial struct {
	Host string // empty where the job or a variable names it
	Port int
	Why  string
}

// connectors is the engine's registry.
func connectors() []Connector {
	at := Fact{"registry/connectors.yaml", Read}
	return []Connector{
		{"csv", true, true, true, "file_modified_time", at},
		{"postgres", true, true, false, "updated_at", at},
		{"mysql", true, true, false, "updated_at", at},
		{"gdrive_csv", true, false, true, "file_modified_time", at},
		{"google_sheets", true, true, true, "spreadsheet_modified_time", at},
		{"stripe", true, false, true, "created", at},
		{"hubspot", true, false, true, "updated_after", at},
		{"markdown_kv", true, true, true, "file_modified_time", at},
		{"s3", true, true, true, "", at},
		{"minio", true, true, true, "", at},
		{"azure_blob", true, true, true, "", at},
		{"iceberg", false, true, true, "", at},
	}
}

const unsupported = "Unsupported source type"

// sources lists the types with code of their own first, then the types that
// the registry lists without any.
func sources() []Source {
	google := []Dial{{"oauth2.googleapis.com", 443, "access token"}, {"www.googleapis.com", 443, "Drive API"}}
	client := []string{"google-api-python-client", "google-auth"}
	daemon := "the connector runs as a container: docker.from_env() needs a daemon at /var/run/docker.sock or DOCKER_HOST, and the docker command"
	return []Source{
		{Type: "csv", Extractor: Native, Input: "files", Packages: []string{"pandas"}, Batch: 10000,
			Requires: "files", Skips: "files whose modification time is not later than the saved one, if lookback_days is 0; with more, none",
			Memory: "one chunk", Fact: Fact{"connectors/csv_extractor.py:77-222", Ran}},
		{Type: "postgres", Extractor: Native, Input: "tables", Packages: []string{"psycopg2-binary"}, Batch: 10000,
			Variables: []string{"PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD"},
			Dials:     []Dial{{"", 5432, "PostgreSQL, once for metadata and once for data"}},
			Requires:  "cursor_field", Skips: "rows below the saved cursor value; the last row is read again in each run",
			Memory: "a whole table: the cursor is client-side", Fact: Fact{"connectors/postgres_extractor.py:48-331", Ran}},
		{Type: "mysql", Extractor: Native, Input: "tables", Packages: []string{"mysql-connector-python"}, Batch: 10000,
			Variables: []string{"MYSQL_HOST", "MYSQL_PORT", "MYSQL_DATABASE", "MYSQL_DB", "MYSQL_USER", "MYSQL_PASSWORD"},
			Dials:     []Dial{{"", 3306, "MySQL, once for metadata and once for data"}},
			Requires:  "cursor_field", Skips: "rows below the saved cursor value; the last row is read again in each run",
			Memory: "a whole table", Fact: Fact{"connectors/mysql_extractor.py:48-374", Read}},
		{Type: "gdrive_csv", Extractor: Native, Input: "files", Packages: append([]string{"pandas"}, client...), Batch: 10000,
			Variables: []string{"GDRIVE_CREDENTIALS_PATH", "GOOGLE_APPLICATION_CREDENTIALS"}, File: "/secrets/{tenant}/gdrive.json",
			Dials: google, Requires: "files", Skips: "only files whose modifiedTime the job itself gives",
			Memory: "one chunk", Fact: Fact{"connectors/gdrive_csv_extractor.py:86-377", Read}},
		{Type: "google_sheets", Extractor: Native, Input: "sheets", Packages: client,
			Variables: []string{"GSHEETS_CREDENTIALS_PATH", "GOOGLE_APPLICATION_CREDENTIALS"}, File: "/secrets/{tenant}/gsheets.json",
			Dials:   append([]Dial{{"sheets.googleapis.com", 443, "Sheets API"}}, google...),
			Refusal: "Google Sheets source requires 'spreadsheets' or 'spreadsheet_id' configuration", Requires: "sheets",
			Fact: Fact{"connectors/google_sheets_extractor.py:151-182, config.py:378-395: the model drops both keys", Ran}},
		{Type: "stripe", Extractor: Docker, Refusal: "Failed to connect to Docker daemon", Input: "objects", Variables: []string{"STRIPE_API_KEY"},
			Dials: []Dial{{"", 0, daemon}}, Packages: []string{"docker"}, Batch: 1000, Requires: "cursor_field",
			Memory: "all output of the connector", Fact: Fact{"connectors/engine_framework.py:173-284", Ran}},
		{Type: "hubspot", Extractor: Docker, Refusal: "Failed to connect to Docker daemon", Input: "objects", Variables: []string{"HUBSPOT_API_KEY"},
			Dials: []Dial{{"", 0, daemon}}, Packages: []string{"docker"}, Batch: 1000, Requires: "cursor_field",
			Memory: "all output of the connector", Fact: Fact{"connectors/engine_framework.py:173-284", Read}},
		{Type: "markdown_kv", Extractor: Missing, Refusal: unsupported, Fact: Fact{"cli.py:606-614", Ran}},
		{Type: "s3", Extractor: Missing, Refusal: unsupported, Fact: Fact{"cli.py:606-614", Ran}},
		{Type: "minio", Extractor: Missing, Refusal: unsupported, Fact: Fact{"cli.py:606-614", Read}},
		{Type: "azure_blob", Extractor: Missing, Refusal: unsupported, Fact: Fact{"cli.py:606-614", Read}},
	}
}

// Source returns what the version knows of a source type.
func (v Version) Source(kind string) (Source, bool) {
	for _, s := range v.Sources {
		if s.Type == kind {
			return s, true
		}
	}
	return Source{}, false
}

// Connector returns the registry's entry of a type.
func (v Version) Connector(kind string) (Connector, bool) {
	for _, c := range v.Connectors {
		if c.Type == kind {
			return c, true
		}
	}
	return Connector{}, false
}

// Extractor returns the code that reads a source type whose recipe names an
// engine: default_engine.type. Types with code of their own ignore that engine
// (cli.py:518-614).
func (v Version) Extractor(kind, engine string) Extractor {
	source, _ := v.Source(kind)
	switch {
	case kind == "stripe", kind == "hubspot", kind == "csv", kind == "postgres", kind == "mysql":
		return source.Extractor
	case engine == "airbyte":
		return Docker
	case engine == "meltano", engine == "singer", source.Extractor == "":
		return Missing
	}
	return source.Extractor
}
