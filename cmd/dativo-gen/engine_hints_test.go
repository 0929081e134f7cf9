package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// edit is what a hint says to write: the new text for what an expression finds in the
// case's file, or in another one.
type edit struct{ file, find, text string }

// add is an edit that writes lines into the compute block.
func add(lines ...string) edit {
	return edit{find: `(?m)^    image: .*\n`, text: "$0    " + strings.Join(lines, "\n    ") + "\n"}
}

// reader is what a plugin of the user's own needs in the source block.
var reader = edit{find: `(?m)^source: .*`, text: `source: {custom_reader: "plugins/reader.py:Reader"}`}

const (
	daily       = "0 3 * * *"
	imageLayout = "image_layout: dativo-gen"
	bothKeys    = `secrets: {AWS_ACCESS_KEY_ID: ` + secretARN + `, AWS_SECRET_ACCESS_KEY: ` + secretARN + `}`
	secretARN   = `"arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf"`
)

// cures are the edits that the hints of a case of testdata/invalid ask for.
var cures = map[string][]edit{
	"engine_asset_metadata": {{"assets/verbose.yaml", `classification: \[.*\]`, `classification: [internal]`}},
	"engine_asset_values": {
		{"assets/unsendable.yaml", `emea/orders`, `emea_orders`}, {"assets/unsendable.yaml", `sales & returns`, `sales and returns`},
		{"assets/unsendable.yaml", `(shop)+`, `shop`}, {"assets/unsendable.yaml", `Überwachung`, `Ueberwachung`},
	},
	"engine_bucket_other":       {{"", `    environment: .*\n`, ``}},
	"engine_bucket_placeholder": {{"", `\{bucket: "\$\{S3_BUCKET\}"\}`, `{}`}},
	"engine_catalog_address":    {add(`environment: {NESSIE_URI: "https://nessie.acme.example/api/v1"}`)},
	"engine_catalog_job_address": {
		{"", `access_token: "\$\{TOKEN\}"`, ``},
		add(`environment: {DATABRICKS_WORKSPACE_URL: "https://acme.cloud.databricks.com"}`, `secrets: {DATABRICKS_ACCESS_TOKEN: `+secretARN+`}`),
	},
	"engine_catalog_location":  {},
	"engine_catalog_token":     {add(`secrets: {OPENMETADATA_AUTH_TOKEN: ` + secretARN + `}`)},
	"engine_catalog_types":     {{"", `(?m)^catalog: .*\n`, ``}},
	"engine_cloud_mode":        {{"", `--mode, cloud`, `--mode, self_hosted`}},
	"engine_command":           {{"", `    args: .*\n`, ``}},
	"engine_connection_minio":  {{"", `minio: null`, ``}},
	"engine_connection_nessie": {{"", `nessie: null`, ``}},
	"engine_connection_s3":     {{"", `s3: acme-lake`, `s3: null`}},
	"engine_credentials_file":  {add(`secret_files: {/secrets/acme/gdrive.json: drive-reader/key.json}`)},
	"engine_credentials_file_ecs": {{"", `(?s)  compute:.*  storage:`, `  compute:
    type: eks
    cluster_name: data
    namespace: orders
    image: registry.example/dativo:1.4.2
    task_cpu: "1"
    task_memory: 1Gi
    timeout_seconds: 1800
    command: [tini, --, python, -m, dativo_ingest.cli]
    secret_files: {/secrets/acme/gdrive.json: drive-reader/key.json}
  storage:`}},
	"engine_cursor":        {add(imageLayout)},
	"engine_cursor_field":  {{"", `strategy: updated_at`, `strategy: updated_at, cursor_field: updated_at`}},
	"engine_docker":        {reader},
	"engine_docker_plugin": {{"", `enabled: true`, `enabled: false`}},
	"engine_egress": {{
		"", `egress: \[`, `egress: [{cidr: 0.0.0.0/0, port: 19120}, {cidr: 0.0.0.0/0, port: 443}, {cidr: 0.0.0.0/0, port: 5432}, `,
	}},
	"engine_egress_address":  {{"", `egress: \[`, `egress: [{cidr: 10.30.0.5/32, port: 5432}, `}},
	"engine_endpoint":        {{"", `"minio`, `"https://minio`}},
	"engine_google_sheets":   {reader},
	"engine_idle":            {{"", `    workload: service\n`, `    timeout_seconds: 1800` + "\n"}},
	"engine_keys_file":       {{"", `, AWS_SHARED_CREDENTIALS_FILE: [^}]*`, ``}, add(bothKeys)},
	"engine_keys_half":       {{"", `secrets: \{`, `secrets: {AWS_SECRET_ACCESS_KEY: ` + secretARN + `, `}},
	"engine_keys_missing":    {add(bothKeys)},
	"engine_keys_temporary":  {{"", `    secrets:\n(      .*\n)*`, ``}},
	"engine_localhost":       {{"", `PGHOST: localhost`, `PGHOST: db.acme.example`}, {"", `http://localhost`, `https://minio.acme.example`}},
	"engine_logging":         {{"", `level: ERROR, redaction: true`, `level: INFO, redaction: false`}},
	"engine_no_bucket":       {{"", `storage: \{\}`, `storage: {bucket: acme-lake}`}},
	"engine_no_effect":       {{"", `(?m)^target: .*\n`, ``}},
	"engine_no_files":        {{"", `(?m)^infrastructure:`, "source: {files: [{path: data/orders.csv, object: orders}]}\n$0"}},
	"engine_not_implemented": {reader},
	"engine_nothing_written": {{"", `(?m)^infrastructure:\n`, "$0  storage: {bucket: acme-lake}\n"}, add("scratch: memory")},
	"engine_options":         {{"", `    args: .*\n`, ``}},
	"engine_overwrite":       {{"", `0 \* \* \* \*`, daily}},
	"engine_overwrite_all":   {{"", `(?m)^infrastructure:`, "target: {partitioning: [ingest_date]}\n$0"}},
	"engine_overwrite_lost":  {{"", `0 \* \* \* \*`, daily}},
	"engine_overwrite_retry": {add(imageLayout)},
	"engine_partition":       {{"connectors/iceberg_by_country.yaml", `country`, `ingest_date`}},
	"engine_path_variables":  {add(`environment: {RECIPES: connectors, ASSETS: assets}`)},
	"engine_port":            {{"", `70000`, `5433`}},
	"engine_prefix":          {{"", `S3_BUCKET: acme-lake`, `S3_BUCKET: acme-lake/raw`}},
	"engine_protocol": {{
		"", `bucket: acme-lake`, `$0, hmac: {access_key_id: projects/acme-prod/secrets/id, secret: projects/acme-prod/secrets/key}`,
	}},
	"engine_remote_files":       {{"", `s3://acme-exports`, `/app/data`}, {"", `"\$\{DATA_DIR\}/orders.csv"`, `/app/data/orders.csv`}},
	"engine_secret_manager":     {{"", `    environment: .*\n`, ``}},
	"engine_skips_nothing":      {{"", `, lookback_days: 1`, ``}},
	"engine_source_placeholder": {{"", `environment: \{`, `environment: {ORDERS_HOST: db.acme.example, `}},
	"engine_source_variables": {
		add(`environment: {PGDATABASE: VALUE, PGHOST: VALUE, PGUSER: VALUE}`, `secrets: {PGPASSWORD: `+secretARN+`}`),
	},
	"engine_state_folder":         {{"", `    environment: .*\n`, ``}},
	"engine_state_outside":        {{"", `, state_path: [^}]*`, ``}},
	"engine_state_relative":       {{"", `, state_path: [^}]*`, ``}},
	"engine_state_url":            {{"", `, state_path: [^}]*`, ``}},
	"engine_storage_bucket_alone": {{"", `s3: \{bucket: acme-lake\}`, `s3: null`}},
	"engine_storage_fallback":     {{"", `(?m)^infrastructure:`, "target: {connection: {s3: null}}\n$0"}},
	"engine_strategy":             {{"", `strategy: created`, `strategy: updated_at`}},
	"engine_unknown_types": {
		{"connectors/oracle.yaml", `type: oracle`, `type: csv`}, {"connectors/snowflake.yaml", `type: snowflake`, `type: s3`},
	},
	"engine_unsupported": {reader},
	"engine_version":     {{"", `(?m)^catalog: .*\n`, ``}},
	"engine_words": {
		{"", `(?m)^catalog: .*\n`, ``}, {"", `(?m)^infrastructure:\n`, "$0  storage: {bucket: acme-lake}\n"}, add("scratch: memory"),
	},
}

// outside are the problems that remain after what a hint says was done: it is done
// elsewhere, and the files do not show it.
var outside = map[string]string{
	"engine_catalog_location":    "catalog.type: the catalog's table gets the location", // created in the catalog
	"engine_catalog_job_address": "catalog.type: the catalog's table gets the location",
}

// TestEngineHints follows the hints of each case to the letter: the job is valid then,
// without a warning.
func TestEngineHints(t *testing.T) {
	t.Parallel()
	for _, path := range globFiles(t, filepath.Join(root, "testdata", "invalid", "engine_*.yaml")) {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		said := readText(t, strings.TrimSuffix(path, ".yaml")+".stderr")
		if !strings.Contains(said, "[engine-") && !strings.Contains(said, "[egress]") {
			continue
		}
		edits, known := cures[name]
		if !known {
			t.Errorf("%s: cures has no row for it", name)
			continue
		}
		var after bytes.Buffer
		exit := run([]string{"validate", "--config", cured(t, path, edits)}, strings.NewReader(""), &bytes.Buffer{}, &after)
		for line := range strings.Lines(after.String()) {
			isProblem := strings.HasSuffix(strings.TrimSpace(line), "]") && strings.Contains(line, ".yaml:")
			if elsewhere := outside[name]; isProblem && (elsewhere == "" || !strings.Contains(line, elsewhere)) || exit != exitDone {
				t.Errorf("%s: after its hints: %s", name, line)
			}
		}
	}
}

// cured writes a case with its hints followed, and returns its path.
func cured(t *testing.T, path string, edits []edit) string {
	t.Helper()
	folder := t.TempDir()
	for _, referenced := range []string{"connectors", "assets"} {
		if err := os.CopyFS(filepath.Join(folder, referenced), os.DirFS(filepath.Join(filepath.Dir(path), referenced))); err != nil {
			t.Fatal(err)
		}
	}
	job := filepath.Join(folder, filepath.Base(path))
	if err := os.WriteFile(job, []byte(readText(t, path)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		file := job
		if e.file != "" {
			file = filepath.Join(folder, e.file)
		}
		before := readText(t, file)
		after := regexp.MustCompile(e.find).ReplaceAllString(before, e.text)
		if after == before {
			t.Errorf("%s: nothing is %s", filepath.Base(path), e.find)
		}
		if err := os.WriteFile(file, []byte(after), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return job
}

// readText reads a file.
func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEngineRulesHaveCases: every kind of finding has its exact message in
// testdata/invalid.
func TestEngineRulesHaveCases(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	for _, path := range globFiles(t, filepath.Join(root, "testdata", "invalid", "*.stderr")) {
		said.WriteString(readText(t, path))
	}
	codes := []string{"egress", "no-state"}
	for _, rule := range engine.Rules() {
		codes = append(codes, rule.Code)
	}
	for _, code := range slices.Compact(codes) {
		if !strings.Contains(said.String(), " ["+code+"]\n") {
			t.Errorf("%s: no case", code)
		}
	}
}
