package engine

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestDatabase: the connection as the extractor builds it.
func TestDatabase(t *testing.T) {
	t.Parallel()
	all := []string{"PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD"}
	for _, test := range []struct {
		name       string
		kind       string
		connection object
		env        map[string]string
		secrets    []string
		endpoint   string
		missing    string
	}{
		{"variables", "postgres", nil, map[string]string{"PGHOST": "db.example", "PGPORT": "6432"}, all[1:], "db.example:6432", ""},
		{"a block", "postgres", object{"host": "db.example", "port": 6432, "database": "a", "user": "b", "password": "${DB_PASSWORD}"}, nil, []string{"DB_PASSWORD"}, "db.example:6432", ""},
		{"a default", "postgres", object{"host": "${DB_HOST:-db.example}", "database": "a", "user": "b", "password": "c"}, nil, nil, "db.example:5432", ""},
		{"a default that is not needed", "postgres", object{"host": "${DB_HOST:-db.example}", "database": "a", "user": "b", "password": "c"}, map[string]string{"DB_HOST": "other.example"}, nil, "other.example:5432", ""},
		{"a placeholder without a value", "postgres", object{"host": "${DB_HOST}", "database": "a", "user": "b", "password": "c"}, nil, nil, "", "DB_HOST"},
		{"a port as a string", "postgres", object{"host": "db.example", "port": "6432", "database": "a", "user": "b", "password": "c"}, nil, nil, "db.example:6432", ""},
		{"a port that is not a number", "postgres", object{"host": "db.example", "port": "${PORT:-pg}", "database": "a", "user": "b", "password": "c"}, nil, nil, "db.example:5432", "engine-input"},
		{"null before credentials", "postgres", object{"host": nil, "database": "a", "user": "b", "password": "c"}, map[string]string{"PGHOST": "db.example"}, nil, "db.example:5432", ""},
		{"the container itself", "postgres", object{"host": "localhost", "database": "a", "user": "b", "password": "c"}, nil, nil, "localhost:5432", "engine-localhost"},
		{"nothing", "postgres", nil, nil, nil, "", strings.Join(all, " ")},
		{"the other database variable", "mysql", nil, map[string]string{"MYSQL_HOST": "db.example", "MYSQL_DB": "a", "MYSQL_USER": "b"}, []string{"MYSQL_PASSWORD"}, "db.example:3306", ""},
	} {
		n := on(Main).Needs(people(func(r *Run) {
			r.recipeOf(test.kind, "meltano")
			if test.connection != nil {
				r.Job["source"].(object)["connection"] = test.connection
			}
			maps.Copy(r.Environment, test.env)
			r.Secrets = test.secrets
		}))
		var missing []string
		for _, f := range n.Findings {
			if f.Code == "engine-variable" {
				missing = append(missing, f.Path)
			} else {
				missing = append(missing, f.Code)
			}
		}
		endpoint := strings.Join(slices.DeleteFunc(endpointTexts(n), func(s string) bool { return strings.HasSuffix(s, ":443") }), " ")
		if endpoint != test.endpoint || strings.Join(missing, " ") != test.missing {
			t.Errorf("%s: got %q, %v", test.name, endpoint, missing)
		}
	}
}

// TestVariables: what a run reads, and what has no value.
func TestVariables(t *testing.T) {
	t.Parallel()
	n := on(Main).Needs(people(func(r *Run) {
		r.recipeOf("postgres", "meltano")
		r.Environment["PGHOST"] = "db.example"
		r.Secrets = []string{"PGPASSWORD"}
	}))
	var lacks, secret []string
	for _, v := range n.Variables {
		if v.Required && !v.Set {
			lacks = append(lacks, v.Name)
		}
		if v.Secret && v.Set {
			secret = append(secret, v.Name)
		}
	}
	equal(t, "missing", lacks, []string{"PGDATABASE", "PGUSER"})
	equal(t, "secrets", secret, []string{"PGPASSWORD"})
}

// TestCatalogCalls: Glue with the workload's identity, and a REST catalog.
func TestCatalogCalls(t *testing.T) {
	t.Parallel()
	n := on(Main).Needs(people(func(r *Run) {
		r.Job["catalog"] = object{"type": "aws_glue", "connection": object{"region": "us-west-2"}, "database": "lake"}
	}))
	equal(t, "glue", callTexts(n)[3:], []string{
		"glue:GetDatabase catalog  workload", "glue:GetDatabase database lake workload",
		"glue:CreateDatabase catalog  workload", "glue:CreateDatabase database lake workload",
		"glue:GetTable catalog  workload", "glue:GetTable database lake workload", "glue:GetTable table lake/people workload",
		"glue:CreateTable catalog  workload", "glue:CreateTable database lake workload", "glue:CreateTable table lake/people workload",
		"glue:UpdateTable catalog  workload", "glue:UpdateTable database lake workload", "glue:UpdateTable table lake/people workload",
	})
	equal(t, "endpoints", endpointTexts(n), []string{"glue.us-west-2.amazonaws.com:443", "s3.eu-west-1.amazonaws.com:443"})
	n = on(Main).Needs(people(func(r *Run) {
		r.TargetRecipe["catalog"] = "nessie"
		r.targetBlock(object{"warehouse": "s3://acme-meta/tables/"})
		r.Environment["NESSIE_URI"] = "https://nessie.example:8443/api/v1"
	}))
	equal(t, "rest", callTexts(n)[3:], []string{
		"http:GET /api/v1/trees/tree/acme url https://nessie.example:8443 anonymous",
		"http:POST /api/v1/trees/branch/acme url https://nessie.example:8443 anonymous",
		"http:GET /v1/config?warehouse=s3://acme-meta/tables/ url https://nessie.example:8443 anonymous",
		"s3:GetObject object acme-lake/hr/directory/people/* workload",
		"s3:PutObject object acme-meta/tables/* workload", "s3:GetObject object acme-meta/tables/* workload",
	})
	equal(t, "endpoints", endpointTexts(n), []string{"nessie.example:8443", "s3.eu-west-1.amazonaws.com:443"})
	n = on(Main).Needs(people(func(r *Run) {
		r.Job["catalog"] = object{"type": "openmetadata", "connection": object{}}
		r.Environment["OPENMETADATA_API_URL"], r.Secrets = "http://om.example:8585/api", []string{"OPENMETADATA_AUTH_TOKEN"}
	}))
	equal(t, "endpoints", endpointTexts(n), []string{"om.example:8585", "s3.eu-west-1.amazonaws.com:443"})
	equal(t, "findings", findingTexts(n), nil)
}

// TestSecretManagerCalls: only a folder of jobs loads secrets.
func TestSecretManagerCalls(t *testing.T) {
	t.Parallel()
	for config, want := range map[string][]string{
		`{"secrets": ["stripe", {"name": "db", "id": "shared/{name}"}]}`: {"secretsmanager:GetSecretValue secret acme/stripe workload", "secretsmanager:GetSecretValue secret shared/db workload"},
		`{"bundle_secret_id_template": "bundles/{tenant}"}`:              {"secretsmanager:GetSecretValue secret bundles/acme workload"},
		"/app/configs/secrets.yaml":                                      {"secretsmanager:GetSecretValue secret * workload"},
	} {
		n := on(Main).Needs(people(func(r *Run) {
			r.Args = []string{"run", "--job-dir", "/app/jobs", "--secret-manager", "aws", "--secret-manager-config", config}
		}))
		equal(t, config, callTexts(n)[3:], want)
		equal(t, "endpoints", endpointTexts(n), []string{"s3.eu-west-1.amazonaws.com:443", "secretsmanager.us-east-1.amazonaws.com:443"})
	}
}

// TestState: the file as the engine resolves it.
func TestState(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		source object
		env    string
		want   string
	}{
		{object{"incremental": object{"a": 1}, "objects": []any{"customers", "charges"}}, "", "/state/acme/csv.customers.state.json"},
		{object{"incremental": object{"a": 1}, "objects": "customers"}, "", "/state/acme/csv.customers.state.json"},
		{object{"incremental": object{"a": 1}, "files": []any{object{"path": "a", "object": "people"}}}, "", "/state/acme/csv.people.state.json"},
		{object{"incremental": object{"a": 1}, "files": []any{object{"path": "a"}}}, "", "/state/acme/csv.default.state.json"},
		{object{"incremental": object{"a": 1}, "tables": []any{object{"name": "a", "object": "orders"}}}, "/other", "/other/acme/csv.orders.state.json"},
		{object{"incremental": object{"a": 1}, "type": "gdrive_csv"}, "", "/state/acme/csv.default.state.json"},
		{object{"incremental": object{"state_path": "/state/x.json"}}, "", "/state/x.json"},
		{object{"incremental": object{"state_path": nil}}, "", ""},
		{object{"incremental": object{}}, "", ""},
		{object{}, "", ""},
	} {
		n := on(Main).Needs(people(func(r *Run) {
			r.sourceBlock(test.source)
			if test.env != "" {
				r.Environment["STATE_DIR"] = test.env
			}
		}))
		if n.State.Path != test.want {
			t.Errorf("%v: got %q, want %q", test.source, n.State.Path, test.want)
		}
	}
}

// TestPlugins: a plugin's needs cannot be told; its writer decides the upload.
func TestPlugins(t *testing.T) {
	t.Parallel()
	n := on(Main).Needs(people(func(r *Run) {
		r.sourceBlock(object{"custom_reader": "plugins/a.py:A"})
		r.targetBlock(object{"custom_writer": "plugins/b.py:B"})
	}))
	if len(n.Opaque) != 2 || len(n.Findings) > 0 {
		t.Errorf("%v, %v", n.Opaque, findingTexts(n))
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		host string
		port int
	}{
		"https://s.example": {"s.example", 443}, "http://s.example/api/v1": {"s.example", 80}, "HTTPS://s.example:8443": {"s.example", 8443}, "http://[::1]:9000": {"::1", 9000},
		"nessie://s.example": {"s.example", 19120}, "s.example:9000": {}, "s.example": {}, "": {}, "http://": {}, "http://s.example:99999": {}, "http://s.example:0": {}, "http://a b": {}, "${URI}": {},
	} {
		host, port, ok := address(text, 19120)
		if host != want.host || port != want.port || ok != (want.host != "") {
			t.Errorf("%q: got %q, %d, %t", text, host, port, ok)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"https://a:443/x", "http://[::1]:9000", "a:b@c", "//x", "${A:-http://b}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		host, port, ok := address(text, 443)
		if ok && (host == "" || port < 1 || port > 65535) || !ok && (host != "" || port != 0) {
			t.Errorf("%q: %q, %d, %t", text, host, port, ok)
		}
	})
}

// FuzzNeeds: no document and no argument stops the derivation, and every
// resource has a name.
func FuzzNeeds(f *testing.F) {
	f.Add(`{"tenant_id":"a","source":{"type":"postgres","connection":{"host":"${A:-b}","port":"x"}}}`, `{"type":"postgres","credentials":{"PGHOST":1}}`, `{"catalog":"x","connection_template":{"s3":{"endpoint":"${E}"},"nessie":"${N}"}}`, `{"name":"a/b","tags":["x"],"compliance":{"classification":["y"]}}`, "run --config a", "${X")
	f.Add(`{"catalog":{"type":"aws_glue","connection":{}},"source":{"incremental":{"lookback_days":1},"objects":[]}}`, `{"type":"csv"}`, `{}`, `{}`, "", "http://x")
	f.Fuzz(func(t *testing.T, job, source, target, asset, args, variable string) {
		decode := func(text string) (m map[string]any) {
			_ = json.Unmarshal([]byte(text), &m)
			return m
		}
		run := Run{Job: decode(job), SourceRecipe: decode(source), TargetRecipe: decode(target), Asset: decode(asset), Args: strings.Fields(args),
			Environment: map[string]string{"S3_BUCKET": "lake", "S3_ENDPOINT": variable, "PGHOST": variable, "NESSIE_URI": variable}, Bucket: "lake", StateDir: "/state", PerDay: 2}
		for _, v := range Versions() {
			n := v.Needs(run)
			for _, c := range n.Calls {
				if c.Resource.Name == "" && c.Resource.Kind != GlueCatalog && c.Resource.Kind != URL {
					t.Errorf("%+v has no resource", c)
				}
			}
			for _, e := range n.Endpoints {
				if e.Port < 1 || e.Port > 65535 {
					t.Errorf("%+v", e)
				}
			}
			for role, document := range map[Role]map[string]any{Job: run.Job, Asset: run.Asset, SourceRecipe: run.SourceRecipe, TargetRecipe: run.TargetRecipe} {
				v.Takes(role, document, true)
				v.TakesMerged(role, run.Job, document)
			}
		}
	})
}
