package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestEngineGivesAPlainJobWhatItNeeds(t *testing.T) {
	t.Parallel()
	d, problems := Normalize(engineJob(nil))
	for _, p := range problems {
		if strings.HasPrefix(p.Code, "engine-") || p.Code == "egress" {
			t.Errorf("said %v", p)
		}
	}
	if d.Storage.Prefix != "sales/shop/orders/" || !d.Identity.CreateTaskRole {
		t.Errorf("prefix %q, %+v", d.Storage.Prefix, d.Identity)
	}
	want := []model.Grant{{Sid: "WriteObjects", Kind: model.GrantObjects, Actions: []string{
		"s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging",
	}}}
	if len(d.Grants) != 1 || d.Grants[0].Sid != want[0].Sid || !slices.Equal(d.Grants[0].Actions, want[0].Actions) {
		t.Errorf("grants %+v, want %+v", d.Grants, want)
	}
	var settings []string
	for _, s := range d.Container.Settings {
		settings = append(settings, s.Name+"="+s.Value)
	}
	wantSettings := "S3_BUCKET=acme-lake AWS_REGION=us-east-1 " + engine.WarningsVariable + "=" + engine.WarningsAsErrors
	if got := strings.Join(settings, " "); got != wantSettings {
		t.Errorf("settings %s", got)
	}
	if len(d.Network.Egress) != 2 || d.Network.Egress[1].Port != 5432 {
		t.Errorf("egress %v", d.Network.Egress)
	}
}

func TestEngineProblems(t *testing.T) {
	t.Parallel()
	infra := func(in *Input) *model.Infrastructure { return in.Job.Infrastructure }
	for _, test := range []struct {
		name   string
		change func(in *Input, job map[string]any)
		want   string // one that is reported; empty if the engine has nothing to say
	}{
		{"no bucket", func(in *Input, _ map[string]any) { infra(in).Storage.Bucket = "" },
			"warning: infrastructure.storage.bucket: not set: every run fails with \"S3 bucket must be specified in" +
				" target.connection.s3.bucket or S3_BUCKET environment variable\" | set it, or S3_BUCKET in compute.environment"},
		{"missing variable", func(in *Input, _ map[string]any) { delete(infra(in).Compute.Environment, "PGHOST") },
			"warning: infrastructure.compute.environment: missing variable PGHOST: source postgres takes its host from it" +
				" | add to compute.environment: PGHOST: VALUE, or write source.connection.host"},
		{"missing secret", func(in *Input, _ map[string]any) { infra(in).Compute.Secrets = nil },
			"warning: infrastructure.compute.secrets: missing variable PGPASSWORD: source postgres takes its password from it" +
				" | add to compute.secrets: PGPASSWORD: " +
				"arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf; the recipe's file_template is not read"},
		{"missing variable with a secret's name", func(_ *Input, job map[string]any) {
			job["source"].(map[string]any)["connection"] = map[string]any{"password": "${SHOP_PASSWORD}"}
		},
			"warning: infrastructure.compute.secrets: missing variable SHOP_PASSWORD: source.connection.password" +
				" | add to compute.secrets: SHOP_PASSWORD: arn:"},
		{"at the recipe", func(in *Input, _ map[string]any) {
			in.Engine.Files[engine.TargetRecipe].Value["connection_template"] = map[string]any{"s3": map[string]any{"region": "x"}}
		}, "recipe.yaml:7:3: connection_template.s3: no value for endpoint, access_key_id, secret_access_key" +
			": the engine uses http://localhost:9000 and minioadmin for what is missing, never the workload's identity" +
			" | set target.connection.s3 to null in the job, so that the workload's identity signs; or set S3_ENDPOINT" +
			", AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"},
		{"at the asset", func(in *Input, _ map[string]any) { in.Engine.Files[engine.Asset].Value["domain"] = "hr & people" },
			`recipe.yaml:7:3: domain: invalid character '&': the value becomes the object tag domain, and S3 refuses the upload` +
				` | use letters, digits, spaces and _ . : / = + - @`},
		{"in an image that has the recipe alone", func(in *Input, _ map[string]any) {
			delete(in.Engine.Files, engine.SourceRecipe)
			in.Job.SourceConnector = "s3"
		},
			""},
		{"a closed port", func(in *Input, _ map[string]any) {
			infra(in).Network = &model.Network{Egress: []model.Egress{{CIDR: "0.0.0.0/0", Port: 443}}}
		}, "warning: infrastructure.network.egress: no rule allows port 5432 of db.acme.example, so this fails: PostgreSQL" +
			", once for metadata and once for data | add {cidr: 0.0.0.0/0, port: 5432}"},
		{"443 closed", func(in *Input, _ map[string]any) {
			infra(in).Network = &model.Network{Egress: []model.Egress{{CIDR: "10.0.0.0/8", Port: 5432}}}
		}, "warning: infrastructure.network.egress: no rule allows port 443: the task cannot pull its image, read its secrets or write logs" +
			" | add {cidr: 0.0.0.0/0, port: 443}"},
		{"a service", func(in *Input, _ map[string]any) { infra(in).Compute.Workload = "service" },
			"infrastructure.compute.workload: command start runs no job"},
		{"a command of no engine", func(in *Input, _ map[string]any) { infra(in).Compute.Args = []string{"serve"} },
			`infrastructure.compute.args: unknown command "serve": the engine has`},
		{"a bucket that is not the module's", func(in *Input, _ map[string]any) { infra(in).Compute.Environment["S3_BUCKET"] = "other" },
			`infrastructure.compute.environment.S3_BUCKET: bucket "other" is not the module's, "acme-lake"`},
		{"a path outside of the prefix", func(in *Input, _ map[string]any) {
			infra(in).Storage.Prefix, infra(in).Compute.Environment["S3_BUCKET"] = "raw/", "acme-lake"
		}, "infrastructure.storage.prefix: "},
		{"incremental without state", func(_ *Input, job map[string]any) {
			job["source"].(map[string]any)["incremental"] = map[string]any{"strategy": "updated_at", "cursor_field": "updated_at"}
		}, "warning: source.incremental: incremental job without persistent state"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Normalize(engineJob(test.change))
			var said []string
			for _, p := range problems {
				said = append(said, p.String()+" | "+p.Hint)
			}
			if test.want == "" {
				if slices.ContainsFunc(problems, func(p diag.Diagnostic) bool { return strings.HasPrefix(p.Code, "engine-") }) {
					t.Errorf("said\n%s", strings.Join(said, "\n"))
				}
				return
			}
			if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, test.want) }) {
				t.Errorf("said\n%s\nwant %s", strings.Join(said, "\n"), test.want)
			}
		})
	}
}

// TestEnginePrefix shows that a prefix which the objects are not below becomes a
// part of the bucket's name, and that a wider one stays a prefix.
func TestEnginePrefix(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"raw/shop": "acme-lake/raw/shop", "sales/": "acme-lake", "sales/shop/orders/": "acme-lake"} {
		d, problems := Normalize(engineJob(func(in *Input, _ map[string]any) { in.Job.Infrastructure.Storage.Prefix = prefix }))
		if got := d.Container.Settings[0].Value; got != want || len(errorsAt(problems, "storage.prefix")) > 0 {
			t.Errorf("%s: S3_BUCKET is %s, want %s; said %v", prefix, got, want, problems)
		}
	}
}

// TestIncrementalThatIsOff reads the forms by which incremental runs are off.
func TestIncrementalThatIsOff(t *testing.T) {
	t.Parallel()
	for _, off := range []any{nil, map[string]any{}} {
		_, problems := Normalize(engineJob(func(_ *Input, job map[string]any) { job["source"].(map[string]any)["incremental"] = off }))
		if found := warningsAt(problems, "source.incremental"); len(found) > 0 {
			t.Errorf("%v: said %q", off, found)
		}
	}
}

// TestEngineNone shows that nothing is assumed of an image without the engine.
func TestEngineNone(t *testing.T) {
	t.Parallel()
	d, problems := Normalize(engineJob(func(in *Input, job map[string]any) {
		job["source"] = map[string]any{"incremental": map[string]any{"strategy": "x"}}
		in.Job.Infrastructure.Compute.Engine, in.Job.Infrastructure.Compute.Args = "none", []string{"serve"}
		in.Job.Infrastructure.Compute.Environment, in.Job.Infrastructure.Compute.Secrets = nil, nil
	}))
	for _, p := range problems {
		if strings.HasPrefix(p.Code, "engine-") || p.Code == "no-state" {
			t.Errorf("said %v", p)
		}
	}
	if d.Engine != "none" || len(d.Network.Egress) != 1 || len(d.Container.Settings) != 1 || len(d.Grants) != 3 || d.Storage.Prefix != "" {
		t.Errorf("got %+v", d)
	}
}

// TestSourcePorts shows which ports of a source open the egress, and that an
// address is the only one that is opened.
func TestSourcePorts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		host string
		port any
		want model.Egress
	}{
		{"db.acme.example", nil, model.Egress{CIDR: "0.0.0.0/0", Port: 5432}},
		{"db.acme.example", 1, model.Egress{CIDR: "0.0.0.0/0", Port: 1}},
		{"db.acme.example", "65535", model.Egress{CIDR: "0.0.0.0/0", Port: 65535}},
		{"db.acme.example", 65536, model.Egress{CIDR: "0.0.0.0/0", Port: 5432}},
		{"10.20.0.7", nil, model.Egress{CIDR: "10.20.0.7/32", Port: 5432}},
		{"fd00::7", 5433, model.Egress{CIDR: "fd00::7/128", Port: 5433}},
		{"db.acme.example", 443, model.Egress{}},
		{"10.20.0.7", 443, model.Egress{}},
	} {
		d, _ := Normalize(engineJob(func(in *Input, job map[string]any) {
			in.Job.Infrastructure.Compute.Environment["PGHOST"] = model.Scalar(test.host)
			connection := map[string]any{}
			if test.port != nil {
				connection["port"] = test.port
			}
			job["source"].(map[string]any)["connection"] = connection
		}))
		want := []model.Egress{{CIDR: "0.0.0.0/0", Port: 443, Protocol: "tcp"}}
		if test.want.Port != 0 {
			test.want.Protocol = "tcp"
			want = append(want, test.want)
		}
		if !slices.Equal(d.Network.Egress, want) {
			t.Errorf("%s:%v: got %v, want %v", test.host, test.port, d.Network.Egress, want)
		}
	}
}
