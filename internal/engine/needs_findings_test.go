package engine

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// findingCase is a change to a run that works, and what is then found.
type findingCase struct {
	name   string
	change func(r *Run)
	want   string // as findingTexts, joined by "; "
}

func findingCases() []findingCase {
	return []findingCase{
		{"serve", func(r *Run) { r.Args = []string{"serve"} }, "error engine-command container: compute.args"},
		{"no --config", func(r *Run) { r.Args = []string{"run"} }, "error engine-command container: compute.args"},
		{"both", func(r *Run) { r.Args = []string{"run", "--config=a", "--job-dir", "b"} }, "error engine-command container: compute.args"},
		{"a mode", func(r *Run) { r.Args = []string{"run", "--config", "a", "--mode", "local"} }, "error engine-command container: compute.args"},
		{"a cut option", func(r *Run) { r.Args = []string{"run", "--config"} }, "error engine-command container: compute.args; error engine-command container: compute.args"},
		{"an option", func(r *Run) { r.Args = []string{"run", "--config", "a", "--dry-run"} }, "error engine-command container: compute.args"},
		{"start", func(r *Run) { r.Args = []string{"start", "orchestrated", "--runner-config", "a"} }, "error engine-idle container: compute.args"},
		{"start alone", func(r *Run) { r.Args = []string{"start"} }, "error engine-command container: compute.args"},
		{"check", func(r *Run) { r.Args = []string{"check", "--config", "a", "--json"} }, "warning engine-idle container: compute.args"},
		{"another module", func(r *Run) { r.Entrypoint = []string{"python", "-m", "orchestrator"} }, "warning engine-command container: compute.entrypoint"},
		{"an init before it", func(r *Run) { r.Entrypoint = []string{"tini", "--", "python", "-m", "dativo_ingest.cli"} }, ""},
		{"the script of the package", func(r *Run) { r.Entrypoint = []string{"/usr/local/bin/dativo"} }, ""},
		{"cloud mode", func(r *Run) {
			r.recipeOf("mysql", "meltano")
			r.Args = []string{"run", "--config", "a", "--mode", "cloud"}
			r.Environment["MYSQL_HOST"], r.Environment["MYSQL_DB"], r.Environment["MYSQL_USER"] = "db.example", "shop", "reader"
			r.Secrets = []string{"MYSQL_PASSWORD"}
		}, "error engine-cloud-mode source recipe: type"},
		{"an unknown source", func(r *Run) { r.recipeOf("salesforce", "airbyte") }, "error engine-connector source recipe: type"},
		{"an unknown target", func(r *Run) { r.TargetRecipe["type"] = "snowflake" }, "error engine-connector target recipe: type"},
		{"stripe", func(r *Run) { r.recipeOf("stripe", "airbyte"); r.Secrets = []string{"STRIPE_API_KEY"} }, "error engine-docker source recipe: type"},
		{"stripe, by name", func(r *Run) { r.SourceRecipe, r.Job["source_connector"] = nil, "stripe" }, "warning engine-docker job: source_connector"},
		{"sheets by airbyte", func(r *Run) { r.recipeOf("gdrive_csv", "airbyte"); r.Files = []string{"/secrets/acme/gdrive.json"} }, "error engine-docker source recipe: type"},
		{"sheets by singer", func(r *Run) { r.recipeOf("gdrive_csv", "singer"); r.Files = []string{"/secrets/acme/gdrive.json"} }, "error engine-unsupported source recipe: default_engine.type"},
		{"sheets", func(r *Run) { r.recipeOf("google_sheets", "native"); r.Files = []string{"/secrets/acme/gsheets.json"} }, "error engine-unsupported source recipe: type"},
		{"s3", func(r *Run) { r.recipeOf("s3", "native") }, "error engine-unsupported source recipe: type"},
		{"no files", func(r *Run) { r.sourceBlock(object{}) }, "error engine-input job: source.files"},
		{"a file in s3", func(r *Run) { r.sourceBlock(object{"files": []any{object{"path": "s3://a/b.csv"}}}) }, "error engine-local-path job: source.files[0].path"},
		{"a placeholder", func(r *Run) { r.sourceBlock(object{"files": []any{object{"path": "${DIR}/b.csv"}}}) }, "error engine-local-path job: source.files[0].path"},
		{"postgres without variables", func(r *Run) { r.recipeOf("postgres", "meltano") },
			"warning engine-variable container: PGHOST; warning engine-variable container: PGDATABASE; warning engine-variable container: PGUSER; warning engine-variable container: PGPASSWORD"},
		{"no key file", func(r *Run) { r.recipeOf("gdrive_csv", "native") }, "warning engine-credentials-file source recipe: credentials"},
		{"a key file elsewhere", func(r *Run) {
			r.recipeOf("gdrive_csv", "native")
			r.Environment["GDRIVE_CREDENTIALS_PATH"], r.Files = "/keys/a.json", []string{"/keys/a.json"}
		}, ""},
		{"no bucket", func(r *Run) { delete(r.Environment, "S3_BUCKET") }, "error engine-bucket container: S3_BUCKET"},
		{"another bucket", func(r *Run) { r.Environment["S3_BUCKET"] = "other" }, "error engine-bucket container: S3_BUCKET"},
		{"a prefix", func(r *Run) { r.Prefix = "raw/stripe/" }, "error engine-prefix container: storage.prefix"},
		{"the prefix in the bucket's variable", func(r *Run) { r.Prefix, r.Environment["S3_BUCKET"] = "raw/stripe/", "acme-lake/raw/stripe" }, ""},
		{"Cloud Storage", func(r *Run) { r.Protocol = "gcs" }, "warning engine-protocol container: storage.bucket"},
		{"a warehouse", func(r *Run) { r.targetBlock(object{"warehouse": "s3://acme-lake/raw/"}) }, "warning engine-no-effect job: target.warehouse"},
		{"a REST catalog at home", func(r *Run) { r.TargetRecipe["catalog"] = "nessie" }, "error engine-catalog-address container: NESSIE_URI"},
		{"a REST catalog of another name", func(r *Run) {
			r.TargetRecipe["catalog"], r.Environment["NESSIE_URI"] = "glue", "http://nessie.example/api/v1"
		}, "warning engine-catalog target recipe: catalog"},
		{"glue", func(r *Run) { r.Job["catalog"] = object{"type": "aws_glue", "connection": object{}} }, "warning engine-catalog job: catalog.type"},
		{"nessie, which does nothing", func(r *Run) { r.Job["catalog"] = object{"type": "nessie", "connection": object{}} }, "warning engine-catalog job: catalog.type"},
		{"unity with a placeholder", func(r *Run) {
			r.Job["catalog"] = object{"type": "databricks_unity", "connection": object{"workspace_url": "https://adb.example", "access_token": "${TOKEN}"}}
		}, "warning engine-catalog-address job: catalog.connection.access_token; warning engine-catalog job: catalog.type"},
		{"secrets that nothing reads", func(r *Run) { r.Args = []string{"run", "--config", "a", "--secret-manager", "aws"} }, "warning engine-secret-manager container: compute.args"},
		{"an unknown manager", func(r *Run) { r.Environment["DATIVO_SECRET_MANAGER"] = "azure" }, "error engine-command container: DATIVO_SECRET_MANAGER"},
		{"a slash in the name", func(r *Run) { r.Asset["name"] = "a/b" }, "error engine-asset-name asset: name"},
		{"a domain", func(r *Run) { r.Asset["domain"] = "hr & people" }, "error engine-object-tag asset: domain"},
		{"a long product", func(r *Run) { r.Asset["dataProduct"] = strings.Repeat("x", 257) }, "error engine-object-tag asset: dataProduct"},
		{"a product that just fits", func(r *Run) { r.Asset["dataProduct"] = strings.Repeat("x", 256) }, ""},
		{"an umlaut", func(r *Run) { r.Asset["team"] = object{"owner": "Überwachung"} }, "error engine-object-metadata asset: team.owner"},
		{"an umlaut in a tag alone", func(r *Run) { r.Asset["tags"] = []any{"Übersicht", "a & b"} }, ""},
		{"the first tag", func(r *Run) { r.Asset["tags"] = []any{"a & b"} }, "error engine-object-tag asset: tags[0]"},
		{"a classification", func(r *Run) {
			r.Asset["compliance"] = object{"classification": []any{"PII", "vertraulich & geheim", "geschützt"}}
		}, "error engine-object-metadata asset: compliance.classification[2]"},
		{"too much metadata", func(r *Run) { r.Asset["compliance"] = object{"classification": []any{strings.Repeat("x", 1800)}} }, "error engine-object-metadata asset: "},
		{"a branch", func(r *Run) { r.targetBlock(object{"branch": "a,b"}) }, "error engine-object-tag job: target.branch"},
		{"a level", func(r *Run) { r.Job["logging"] = object{"level": "WARNING"} }, "warning engine-log-level job: logging.level"},
		{"redaction", func(r *Run) { r.Job["logging"] = object{"level": "INFO", "redaction": true} }, "warning engine-redaction job: logging.redaction"},
		{"a sandbox", func(r *Run) {
			r.sourceBlock(object{"custom_reader": "plugins/a.py:A"})
			r.Job["plugins"] = object{"sandbox": object{"timeout": 3}}
		}, "error engine-docker job: source.custom_reader"},
	}
}

// incrementalCases are about incremental runs and what they lose.
func incrementalCases() []findingCase {
	incremental := func(r *Run, more object) {
		block := object{"files": []any{object{"path": "/app/a.csv", "object": "people"}}, "incremental": object{"strategy": "file_modified_time"}}
		maps.Copy(block["incremental"].(object), more)
		r.sourceBlock(block)
	}
	const cursor = "warning engine-cursor job: source.incremental"
	return []findingCase{
		{"incremental", func(r *Run) { incremental(r, nil) }, cursor},
		{"with the entry script", func(r *Run) { incremental(r, nil); r.KeepsState = true; r.Attempts = 3 }, ""},
		{"with retries", func(r *Run) { incremental(r, nil); r.Attempts = 3 }, "warning engine-overwrite target recipe: partitioning_default; " + cursor},
		{"hourly", func(r *Run) { incremental(r, nil); r.PerDay = 24 }, "error engine-overwrite target recipe: partitioning_default; " + cursor},
		{"hourly, all of it", func(r *Run) { r.PerDay = 24 }, "warning engine-overwrite target recipe: partitioning_default"},
		{"by hand", func(r *Run) { incremental(r, nil); r.PerDay = 0 }, cursor},
		{"without a day", func(r *Run) { r.targetBlock(object{"partitioning": nil}) }, "warning engine-overwrite job: target.partitioning"},
		{"by age", func(r *Run) { r.targetBlock(object{"partitioning": []any{"ingest_date", "age"}}) }, "error engine-partition job: target.partitioning[1]"},
		{"by a column that the asset lacks", func(r *Run) { r.targetBlock(object{"partitioning": []any{"ingest_date", "region"}}) }, ""},
		{"a relative state", func(r *Run) { incremental(r, object{"state_path": ".local/state/a.json"}) }, "error engine-state-path job: source.incremental.state_path"},
		{"a state in s3", func(r *Run) { incremental(r, object{"state_path": "s3://a/b.json"}) }, "error engine-state-path job: source.incremental.state_path"},
		{"a state elsewhere", func(r *Run) { incremental(r, object{"state_path": "/tmp/a.json"}) }, "error engine-state-path job: source.incremental.state_path"},
		{"a state in place", func(r *Run) { incremental(r, object{"state_path": "/state/a.json"}) }, cursor},
		{"no state", func(r *Run) { incremental(r, object{"state_path": ""}) }, ""},
		{"a full refresh", func(r *Run) { incremental(r, object{"strategy": "full_refresh"}) }, "error engine-strategy job: source.incremental.strategy"},
		{"looking back", func(r *Run) { incremental(r, object{"lookback_days": 1}) }, cursor + "; warning engine-skips-nothing job: source.incremental.lookback_days"},
		{"no cursor field", func(r *Run) {
			r.recipeOf("postgres", "meltano")
			r.SourceRecipe["incremental"] = object{"strategy": "updated_at", "cursor_field_default": "updated_at"}
			r.sourceBlock(object{"tables": []any{object{"name": "a"}}, "incremental": object{"lookback_days": 1}, "connection": object{"host": "db.example", "database": "a", "user": "b", "password": "c"}})
		}, "error engine-strategy job: source.incremental"},
		{"files of Drive", func(r *Run) {
			r.recipeOf("gdrive_csv", "native")
			r.Files = []string{"/secrets/acme/gdrive.json"}
			incremental(r, nil)
		}, cursor + "; warning engine-skips-nothing job: source.incremental"},
	}
}

// TestFindings changes one thing of a run that works.
func TestFindings(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, test := range slices.Concat(findingCases(), incrementalCases()) {
		n := on(Main).Needs(people(test.change))
		if got := strings.Join(findingTexts(n), "; "); got != test.want {
			t.Errorf("%s: got %s\nwant %s", test.name, got, test.want)
		}
		for _, f := range n.Findings {
			seen[f.Code] = true
			if r := rule(f.Code); r.What == "" {
				t.Errorf("%s: code %s has no rule", test.name, f.Code)
			}
			if f.Message == "" || strings.HasSuffix(f.Message, ".") || strings.Contains(f.Message, "%!") || f.Fact.At == "" {
				t.Errorf("%s: %+v", test.name, f)
			}
		}
	}
	for _, r := range Rules() {
		if !seen[r.Code] && !slices.Contains([]string{"engine-storage-fallback", "engine-connection", "engine-endpoint", "engine-keys", "engine-localhost"}, r.Code) {
			t.Errorf("no case finds %s", r.Code) // those five have cases in TestWhoSigns
		}
	}
}

// TestBranchIsIncrementalByRecipe: the other version turns it on for a job that
// says nothing, and the database recipe of the engine is then refused.
func TestBranchIsIncrementalByRecipe(t *testing.T) {
	t.Parallel()
	n := on(Infrastructure).Needs(people(nil))
	equal(t, "findings", findingTexts(n), []string{"warning engine-cursor source recipe: incremental"})
	if n.State.Path != "/state/acme/csv.people.state.json" {
		t.Error(n.State.Path)
	}
	n = on(Infrastructure).Needs(people(func(r *Run) {
		r.recipeOf("postgres", "meltano")
		r.SourceRecipe["incremental"] = object{"strategy": "updated_at", "cursor_field_default": "updated_at"}
		r.Job["catalog"] = object{"type": "aws_glue", "connection": object{}}
		r.Environment["PGHOST"], r.Environment["PGDATABASE"], r.Environment["PGUSER"], r.Secrets = "db.example", "a", "b", []string{"PGPASSWORD"}
	}))
	equal(t, "findings", findingTexts(n), []string{"error engine-strategy source recipe: incremental", "warning engine-catalog job: catalog"})
	if !hasError(n) {
		t.Error("no error")
	}
}
