package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestEnvironment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, value, want string }{
		{"MODE", "x", ""}, {"_a1", "x", ""}, {"", "x", "name"}, {"1A", "x", "name"}, {"A-B", "x", "name"}, {"A B", "x", "name"}, {"Ä", "x", "name"}, {"A=B", "x", "name"},
		{"DB_PASSWORD", "x", "secret"}, {"PGPASSWORD", "x", "secret"}, {"stripe_api_key", "x", "secret"}, {"GITHUB_TOKEN", "x", "secret"},
		{"AWS_SECRET_ACCESS_KEY", "x", "secret"}, {"DATIVO_SECRET__ACME__DB__env", "x", "secret"}, {"DB_PASSWORD", "", ""},
		{"GOOGLE_APPLICATION_CREDENTIALS", "/secrets/gcp.json", ""}, {"MAX_TOKENS", "100", ""}, {"TOKEN_URL", "https://x", ""}, {"SECRET_MANAGER", "aws", ""},
	} {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Environment = map[string]model.Scalar{test.name: model.Scalar(test.value)}
		}))
		got := ""
		for _, p := range problems {
			switch p.Code {
			case "plain-secret":
				if got = "secret"; !p.Private || strings.Contains(p.Message, test.value+" ") {
					t.Errorf("%s: the secret is shown: %+v", test.name, p)
				}
			case "environment":
				got = "name"
			}
		}
		if got != test.want {
			t.Errorf("%s=%s: got %q, want %q", test.name, test.value, got, test.want)
		}
	}
}

// engineJob is a job on ECS that reads a database, with the files that the engine
// reads; change makes it another.
func engineJob(change func(in *Input, job map[string]any)) Input {
	in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
		infra.Storage = &model.Storage{Bucket: "acme-lake"}
		infra.Compute.Environment = map[string]model.Scalar{"PGHOST": "db.acme.example", "PGDATABASE": "shop", "PGUSER": "reader"}
		infra.Compute.Secrets = map[string]string{"PGPASSWORD": "arn:aws:ssm:us-east-1:123456789012:parameter/p"}
	})
	job := map[string]any{
		"tenant_id": "acme", "source": map[string]any{"tables": []any{map[string]any{"name": "orders"}}}, "target": map[string]any{},
	}
	at := func(string) diag.Pos { return diag.Pos{File: "recipe.yaml", Line: 7, Col: 3} }
	in.Engine.Files = map[engine.Role]EngineFile{
		engine.Job:          {Value: job},
		engine.Asset:        {Value: map[string]any{"name": "orders", "domain": "sales", "dataProduct": "shop"}, Pos: at},
		engine.SourceRecipe: {Value: map[string]any{"name": "postgres", "type": "postgres"}, Pos: at},
		engine.TargetRecipe: {Value: map[string]any{"name": "iceberg", "type": "iceberg", "partitioning_default": []any{"ingest_date"}}, Pos: at},
	}
	if change != nil {
		change(&in, job)
	}
	return in
}

// A plain value may override a variable that the module sets, a secret may not.
func TestComputedVariables(t *testing.T) {
	t.Parallel()
	const reference = "arn:aws:ssm:us-east-1:123456789012:parameter/acme/key"
	for _, name := range computedVariables() {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Environment = map[string]model.Scalar{name: "x"}
		}))
		if found := errorsAt(problems, "compute.environment."+name); len(found) > 0 {
			t.Errorf("%s as a plain value: %q", name, found)
		}
		_, problems = Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Secrets = map[string]string{name: reference}
		}))
		if found := errorsAt(problems, "compute.secrets."+name); len(found) != 1 {
			t.Errorf("%s as a secret: %q", name, found)
		}
	}
}
