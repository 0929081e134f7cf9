package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// people is a run that works: a CSV file into a lake, as it was run with the
// real engine.
func people(change func(r *Run)) Run {
	r := Run{
		Job: object{"tenant_id": "acme", "source_connector_path": "connectors/csv.yaml", "target_connector_path": "connectors/lake.yaml", "asset_path": "assets/people.yaml",
			"source": object{"files": []any{object{"path": "/app/data/people.csv", "object": "people"}}}, "target": object{}},
		SourceRecipe: object{"name": "csv", "type": "csv", "roles": []any{"source"}, "default_engine": object{"type": "native"}, "incremental": object{"strategy": "file_modified_time"}},
		TargetRecipe: object{"name": "lake", "type": "iceberg", "roles": []any{"target"}, "default_engine": object{}, "partitioning_default": []any{"ingest_date"}},
		Asset: object{"name": "people", "version": "1.0", "domain": "hr", "dataProduct": "directory", "tenant": "acme", "source_type": "csv", "object": "people",
			"schema": []any{object{"name": "id"}, object{"name": "age"}}, "team": object{"owner": "data-team@acme.example"}},
		Environment: map[string]string{"S3_BUCKET": "acme-lake"},
		Bucket:      "acme-lake", Region: "eu-west-1", StateDir: "/state", ReadOnly: true, PerDay: 1, Attempts: 1,
	}
	if change != nil {
		change(&r)
	}
	return r
}

func (r *Run) sourceBlock(block object) { r.Job["source"] = block }
func (r *Run) targetBlock(block object) { r.Job["target"] = block }

// recipeOf makes the source another connector of the engine's own.
func (r *Run) recipeOf(kind, engine string) {
	r.SourceRecipe = object{"name": kind, "type": kind, "roles": []any{"source"}, "default_engine": object{"type": engine}}
	r.sourceBlock(object{"tables": []any{object{"name": "public.orders", "object": "orders"}}, "objects": []any{"customers"}, "sheets": []any{object{"id": "x"}}, "files": []any{object{"id": "x", "path": "x"}}})
}

func on(name string) Version {
	v, _ := Find(name)
	return v
}

func callTexts(n Needs) (all []string) {
	for _, c := range n.Calls {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s:%s %s %s %s", c.Service, c.Action, c.Resource.Kind, c.Resource.Name, c.Signer)))
	}
	return all
}

func endpointTexts(n Needs) (all []string) {
	for _, e := range n.Endpoints {
		text := fmt.Sprintf("%s:%d", e.Host, e.Port)
		if e.Host == "" {
			text = fmt.Sprintf("$%s:%d", e.Variable, e.Port)
		}
		all = append(all, text)
	}
	return all
}

func findingTexts(n Needs) (all []string) {
	for _, f := range n.Findings {
		all = append(all, fmt.Sprintf("%s %s %s: %s", f.Severity, f.Code, f.Role, f.Path))
	}
	return all
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestNeedsOfARunThatWorks: the calls are those that the real engine made.
func TestNeedsOfARunThatWorks(t *testing.T) {
	t.Parallel()
	n := on(Main).Needs(people(nil))
	equal(t, "findings", findingTexts(n), nil)
	equal(t, "calls", callTexts(n), []string{
		"s3:PutObject object acme-lake/hr/directory/people/* workload",
		"s3:PutObjectTagging object acme-lake/hr/directory/people/* workload",
		"s3:AbortMultipartUpload object acme-lake/hr/directory/people/* workload",
	})
	equal(t, "endpoints", endpointTexts(n), []string{"s3.eu-west-1.amazonaws.com:443"})
	if n.Upload.Keys != "hr/directory/people/ingest_date=<ingest_date>/people_000000.parquet" {
		t.Error(n.Upload.Keys)
	}
	var settings []string
	for _, s := range n.Settings {
		settings = append(settings, s.Name+"="+s.Value)
	}
	equal(t, "settings", settings, []string{"AWS_REGION=eu-west-1", "PYTHONWARNINGS=error:Failed to upload file:UserWarning,error:Failed to create Iceberg:UserWarning"})
	var packages []string
	for _, p := range n.Packages {
		packages = append(packages, p.Name)
	}
	equal(t, "packages", packages, []string{"pydantic", "pyyaml", "jsonschema", "requests", "pyarrow", "boto3", "pandas"})
	if n.State.On || n.State.Path != "" || len(n.Opaque) > 0 || len(n.Files) > 0 {
		t.Errorf("%+v", n)
	}
	if none := on(None).Needs(people(nil)); len(none.Calls)+len(none.Variables)+len(none.Findings)+len(none.Settings)+len(none.Packages) > 0 {
		t.Errorf("another image needs %+v", none)
	}
}

// TestObjectKeys: names as the engine folds them; the file keeps its spaces.
func TestObjectKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		asset  object
		bucket string
		block  object
		want   string
	}{
		{object{"name": "people", "domain": "hr", "dataProduct": "directory"}, "lake", nil, "lake hr/directory/people/ people_000000.parquet"},
		{object{"name": "Stripe-Customers"}, "lake", nil, "lake default/default/stripe_customers/ stripe_customers_000000.parquet"},
		{object{"name": "people list-2", "domain": "hr"}, "lake", nil, "lake hr/default/people_list_2/ people list_2_000000.parquet"},
		{object{"name": "people", "domain": "/hr//x"}, "lake", nil, "lake hr/x/default/people/ people_000000.parquet"},
		{object{"name": "people", "domain": "hr"}, "lake/raw/acme", nil, "lake raw/acme/hr/default/people/ people_000000.parquet"},
		{object{"name": "people"}, "lake", object{"partitioning": []any{"Day Of", "x-y"}}, "lake default/default/people/ day_of=<Day Of>/x_y=<x-y>/people_000000.parquet"},
		{object{"name": "people"}, "lake", object{"connection": object{"s3": object{"bucket": "own", "endpoint": "https://s.example", "access_key_id": "a", "secret_access_key": "b"}}}, "own default/default/people/ people_000000.parquet"},
		{nil, "lake", nil, "lake */*/*/ *_000000.parquet"},
	} {
		n := on(Main).Needs(people(func(r *Run) {
			r.Asset = test.asset
			r.Environment["S3_BUCKET"] = test.bucket
			r.TargetRecipe["partitioning_default"] = nil
			r.targetBlock(test.block)
		}))
		got := n.Upload.Bucket + " " + n.Upload.Prefix + " " + strings.TrimPrefix(n.Upload.Keys, n.Upload.Prefix)
		if got != test.want {
			t.Errorf("%v in %s: got %s, want %s", test.asset, test.bucket, got, test.want)
		}
	}
	if got := BucketValue("lake", "/raw/acme/") + BucketValue("lake", ""); got != "lake/raw/acmelake" {
		t.Error(got)
	}
}

// TestWhoSigns is the table of target.connection, with upstream's recipes.
func TestWhoSigns(t *testing.T) {
	t.Parallel()
	iceberg := object{"s3": object{"endpoint": "${S3_ENDPOINT}", "access_key_id": "${AWS_ACCESS_KEY_ID}", "secret_access_key": "${AWS_SECRET_ACCESS_KEY}", "region": "${AWS_REGION}", "path_style_access": false}}
	flat := object{"bucket": "${S3_BUCKET}", "endpoint": "s3.amazonaws.com", "access_key_id": "${AWS_ACCESS_KEY_ID}"}
	keys := map[string]string{"S3_ENDPOINT": "https://minio.example:9000", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
	for _, test := range []struct {
		name     string
		template object
		block    any
		env      map[string]string
		secrets  []string
		want     string
	}{
		{"upstream's iceberg recipe", iceberg, nil, nil, nil, "fallback http://localhost:9000 [engine-storage-fallback target recipe: connection_template.s3]"},
		{"s3 removed by the job", iceberg, object{"s3": nil}, nil, nil, "workload  []"},
		{"s3 emptied by the job", iceberg, object{"s3": object{}}, nil, nil, "workload  []"},
		{"a bucket alone", nil, object{"s3": object{"bucket": "acme-lake"}}, nil, nil, "fallback http://localhost:9000 [engine-storage-fallback job: target.connection.s3]"},
		{"minio alone", nil, object{"minio": object{"region": "x"}}, nil, nil, "fallback http://localhost:9000 [engine-storage-fallback job: target.connection.minio]"},
		{"upstream's flat s3 recipe", flat, nil, nil, nil, "workload  []"},
		{"iceberg with all variables", iceberg, nil, keys, nil, "keys https://minio.example:9000 []"},
		{"iceberg with secrets", iceberg, nil, map[string]string{"S3_ENDPOINT": "https://minio.example:9000"}, []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}, "keys https://minio.example:9000 []"},
		{"keys without a connection", nil, nil, keys, nil, "keys https://minio.example:9000 []"},
		{"half a key", nil, nil, map[string]string{"AWS_ACCESS_KEY_ID": "a"}, nil, "keys  [engine-keys container: AWS_ACCESS_KEY_ID]"},
		{"temporary keys", nil, nil, map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}, nil, "keys  [engine-keys container: AWS_SESSION_TOKEN]"},
		{"a default in the value", nil, object{"s3": object{"endpoint": "${S3_ENDPOINT:-https://s.example}", "access_key_id": "a", "secret_access_key": "b"}}, nil, nil, "keys https://s.example []"},
		{"endpoint without a scheme", nil, nil, map[string]string{"S3_ENDPOINT": "minio:9000"}, nil, "workload minio:9000 [engine-endpoint container: S3_ENDPOINT]"},
		{"endpoint in the container", nil, nil, map[string]string{"S3_ENDPOINT": "http://127.0.0.1:9000"}, nil, "workload http://127.0.0.1:9000 [engine-localhost container: S3_ENDPOINT]"},
		{"minio null", nil, object{"minio": nil}, nil, nil, "  [engine-connection job: target.connection.minio]"},
		{"s3 as a string", nil, object{"s3": "acme-lake"}, nil, nil, "  [engine-connection job: target.connection.s3]"},
		{"nessie null", nil, object{"nessie": nil}, nil, nil, "  [engine-connection job: target.connection.nessie]"},
	} {
		n := on(Main).Needs(people(func(r *Run) {
			if test.template != nil {
				r.TargetRecipe["connection_template"] = test.template
			}
			if test.block != nil {
				r.targetBlock(object{"connection": test.block})
			}
			maps.Copy(r.Environment, test.env)
			r.Secrets = test.secrets
		}))
		var findings []string
		for _, f := range n.Findings {
			findings = append(findings, fmt.Sprintf("%s %s: %s", f.Code, f.Role, f.Path))
		}
		if got := fmt.Sprintf("%s %s %v", n.Upload.Signer, n.Upload.Endpoint, findings); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// TestUnknownEndpoint: a secret's address is asked for at the variable.
func TestUnknownEndpoint(t *testing.T) {
	t.Parallel()
	n := on(Main).Needs(people(func(r *Run) {
		r.recipeOf("postgres", "meltano")
		r.Secrets = []string{"S3_ENDPOINT", "PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD"}
	}))
	equal(t, "endpoints", endpointTexts(n), []string{"$S3_ENDPOINT:443", "$PGHOST:5432"})
	equal(t, "findings", findingTexts(n), nil)
}

// TestEncryption: the key is the store's affair, but the workload's permission.
func TestEncryption(t *testing.T) {
	t.Parallel()
	n := on(Main).Needs(people(func(r *Run) { r.Key = "key" }))
	equal(t, "calls", callTexts(n)[3:], []string{"kms:GenerateDataKey key key workload", "kms:Decrypt key key workload"})
}

func hasError(n Needs) bool {
	return slices.ContainsFunc(n.Findings, func(f Finding) bool { return f.Severity == diag.Error })
}
