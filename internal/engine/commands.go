package engine

// Command is a subcommand that the image can start.
type Command struct {
	Name string
	// Arguments are the positional ones.
	Arguments []string
	Options   []Option
	// OneOf are options of which exactly one must be given.
	OneOf []string
	// Effect says what it does; Useless why a container should not start it.
	Effect  string
	Useless string
	Fact    Fact
}

// Option is an option with a value. A flag has none.
type Option struct {
	Name     string
	Required bool
	Flag     bool
	Choices  []string
	Default  string
}

func mode() Option {
	return Option{Name: "--mode", Choices: []string{"self_hosted", "cloud"}, Default: "self_hosted"}
}

func secretOptions() []Option {
	return []Option{
		{Name: "--secrets-dir", Default: "/secrets"},
		{Name: "--secret-manager", Choices: []string{"env", "filesystem", "vault", "aws", "gcp"}, Default: "env"},
		{Name: "--secret-manager-config"},
	}
}

func runAndStart() []Command {
	return []Command{
		{Name: "run", OneOf: []string{"--config", "--job-dir"}, Effect: "runs one job, or all of a folder one after the other, and ends",
			Options: append(secretOptions(), Option{Name: "--config"}, Option{Name: "--job-dir"}, Option{Name: "--tenant-id"}, mode()),
			Fact:    Fact{"cli.py:1907-1950", Ran}},
		{Name: "start", Arguments: []string{"orchestrated"}, Effect: "loads runner.yaml and sleeps",
			Useless: "it starts no run: the definitions are loaded, then the process sleeps without a scheduler, a web server or a port",
			Options: []Option{{Name: "--runner-config", Default: "/app/configs/runner.yaml"}},
			Fact:    Fact{"cli.py:1952-1969, orchestrated.py:357-438", Ran}},
	}
}

func mainCommands() []Command {
	printed := []Option{{Name: "--json", Flag: true}, {Name: "--verbose", Flag: true}}
	return append(runAndStart(),
		Command{Name: "check", Effect: "opens the bucket and ends; built-in sources are skipped", Useless: "it moves no data",
			Options: append(append(secretOptions(), Option{Name: "--config", Required: true}, mode()), printed...), Fact: Fact{"cli.py:1243-1599", Ran}},
		Command{Name: "discover", OneOf: []string{"--config", "--connector"}, Effect: "prints what a source offers", Useless: "it moves no data",
			Options: append(append(secretOptions(), Option{Name: "--config"}, Option{Name: "--connector"}, mode()), printed...), Fact: Fact{"cli.py:1602-1846", Read}},
	)
}

func infrastructureCommands() []Command {
	at := "cli.py:1311-1354 at 368af8a"
	return append(runAndStart(),
		Command{Name: "show-infrastructure", Options: []Option{{Name: "--config", Required: true}}, Effect: "prints the infrastructure block", Useless: "it moves no data", Fact: Fact{at, Read}},
		Command{Name: "generate-terraform", OneOf: []string{"--config", "--job-dir"}, Options: []Option{{Name: "--config"}, {Name: "--job-dir"}, {Name: "--output", Required: true}},
			Effect: "writes a module", Useless: "it moves no data", Fact: Fact{at, Read}},
		Command{Name: "validate-infrastructure", Options: []Option{{Name: "--config", Required: true}}, Effect: "checks the infrastructure block", Useless: "it moves no data", Fact: Fact{at, Read}},
	)
}

// Command returns a subcommand by name.
func (v Version) Command(name string) (Command, bool) {
	for _, c := range v.Commands {
		if c.Name == name {
			return c, true
		}
	}
	return Command{}, false
}

// Placeholder is a place in which the engine replaces variables, or one in
// which it might be expected to.
type Placeholder struct {
	Where string
	// Forms are the spellings replaced; none where the text stays as it is.
	Forms []string
	// Unset says what a variable without a value leaves.
	Unset string
	Fact  Fact
}

func placeholders() []Placeholder {
	both := []string{"${VAR}", "${VAR:-default}"}
	return []Placeholder{
		{"source_connector_path, target_connector_path, asset_path", []string{"${VAR}", "$VAR"}, "the text itself: file not found", Fact{"config.py:1031-1041", Read}},
		{"target.connection.s3.*, target.connection.minio.*: endpoint, access_key_id, secret_access_key, region", both, "the variables of the S3 client, then http://localhost:9000 and minioadmin", Fact{"iceberg_committer.py:103-155", Ran}},
		{"target.connection.s3.bucket, in the object path", nil, "", Fact{"cli.py:699-706", Ran}},
		{"target.connection.nessie.uri", []string{"${VAR}", "$VAR, next to a ${"}, "the text itself", Fact{"iceberg_committer.py:67-69", Ran}},
		{"source.connection.* of postgres and mysql", both, "the text itself; ${VAR} only as the whole value, and ${VAR:-default} replaces the whole value", Fact{"connectors/postgres_extractor.py:95-110", Ran}},
		{"files[].path, tables, objects, state_path, catalog.connection, custom_reader, custom_writer", nil, "", Fact{"connectors/csv_extractor.py:112-120", Ran}},
		{"connection_template of a source recipe", nil, "", Fact{"config.py:641-648", Read}},
	}
}
