package platform

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func ptr[T any](v T) *T { return &v }

func TestEgress(t *testing.T) {
	t.Parallel()
	https := model.Egress{CIDR: "0.0.0.0/0", Port: 443, Protocol: "tcp"}
	open := func(port int) model.Egress { return model.Egress{CIDR: "0.0.0.0/0", Port: port, Protocol: "tcp"} }
	for _, test := range []struct {
		name      string
		connector string
		source    map[string]any
		written   []model.Egress
		want      []model.Egress
		problem   string
	}{
		{"HTTPS alone", "stripe", nil, nil, []model.Egress{https}, ""},
		{"well-known port", "postgres", nil, nil, []model.Egress{https, open(5432)}, ""},
		{"in any case", "MySQL", nil, nil, []model.Egress{https, open(3306)}, ""},
		{"the job's port wins", "postgres", map[string]any{"connection": map[string]any{"port": 6543}}, nil, []model.Egress{https, open(6543)}, ""},
		{"as text", "postgres", map[string]any{"connection": map[string]any{"port": "6543"}}, nil, []model.Egress{https, open(6543)}, ""},
		{"a variable tells nothing", "postgres", map[string]any{"connection": map[string]any{"port": "${PGPORT}"}}, nil, []model.Egress{https, open(5432)}, ""},
		{"nor does nonsense", "stripe", map[string]any{"connection": []any{"port"}}, nil, []model.Egress{https}, ""},
		{"443 stands there once", "x", map[string]any{"connection": map[string]any{"port": 443}}, nil, []model.Egress{https}, ""},
		{"written rules are all", "postgres", nil, []model.Egress{{CIDR: "10.0.0.0/8", Port: 53, Protocol: "udp"}, {CIDR: "::/0", Port: 443}},
			[]model.Egress{{CIDR: "10.0.0.0/8", Port: 53, Protocol: "udp"}, {CIDR: "::/0", Port: 443, Protocol: "tcp"}}, ""},
		{"bits behind the length", "x", nil, []model.Egress{{CIDR: "10.0.0.1/8", Port: 1}}, nil, `"10.0.0.1/8" has bits set behind its length | write 10.0.0.0/8`},
		{"no range", "x", nil, []model.Egress{{CIDR: "10.0.0.1", Port: 1}}, nil, `"10.0.0.1" is not a range of addresses | write one such as 10.20.0.0/16`},
	} {
		in := jobOn("aws", "ecs", func(job *model.Job, infra *model.Infrastructure) {
			job.Source, infra.Network.Egress = test.source, test.written
		})
		in.Connector.Type = test.connector
		d, problems := Normalize(in)
		if got := strings.Join(errorsAt(problems, "network.egress[0].cidr"), "\n"); got != test.problem {
			t.Errorf("%s: %s", test.name, got)
		}
		if test.problem == "" && !slices.Equal(d.Network.Egress, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, d.Network.Egress, test.want)
		}
	}
}

func TestBackend(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, provider string
		written        model.Backend
		want           model.BackendPlan
		problems       string
	}{
		{"none", "aws", model.Backend{}, model.BackendPlan{}, ""},
		{"s3", "aws", model.Backend{Type: "s3", Bucket: "state"},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: "dativo/acme/orders/prod/terraform.tfstate", Region: "us-east-1", UseLockfile: true}, ""},
		{"s3, all written", "gcp", model.Backend{Type: "s3", Bucket: "state", Key: "k", Region: "eu-west-1", KMSKeyID: "alias/s", UseLockfile: ptr(false)},
			model.BackendPlan{Type: "s3", Bucket: "state", Key: "k", Region: "eu-west-1", KMSKeyID: "alias/s"}, ""},
		{"gcs", "gcp", model.Backend{Type: "gcs", Bucket: "state"}, model.BackendPlan{Type: "gcs", Bucket: "state", Prefix: "dativo/acme/orders/prod"}, ""},
		{"local", "aws", model.Backend{Type: "local"}, model.BackendPlan{Type: "local", Path: "terraform.tfstate"}, ""},
		{"no bucket", "aws", model.Backend{Type: "s3"}, model.BackendPlan{}, "bucket"},
		{"no region", "gcp", model.Backend{Type: "s3", Bucket: "state"}, model.BackendPlan{}, "region"},
		{"a region of Google", "aws", model.Backend{Type: "s3", Bucket: "state", Region: "europe-west1"}, model.BackendPlan{}, "region"},
		{"slash", "aws", model.Backend{Type: "s3", Bucket: "state", Key: "/k"}, model.BackendPlan{}, "key"},
		{"others' settings", "gcp", model.Backend{Type: "gcs", Bucket: "state", Key: "k", Region: "r", KMSKeyID: "k", Path: "p", UseLockfile: ptr(false)}, model.BackendPlan{},
			"key kms_key_id path region use_lockfile"},
		{"bucket of nothing", "aws", model.Backend{Type: "local", Bucket: "state", Prefix: "p"}, model.BackendPlan{}, "bucket prefix"},
	} {
		d, problems := Normalize(jobOn(test.provider, map[string]string{"aws": "ecs", "gcp": "cloud_run"}[test.provider],
			func(job *model.Job, infra *model.Infrastructure) {
				job.Environment = "prod"
				infra.Terraform.Backend = &test.written
			}))
		var at []string
		for _, key := range []string{"bucket", "key", "kms_key_id", "path", "prefix", "region", "use_lockfile"} {
			if len(errorsAt(problems, "terraform.backend."+key)) > 0 {
				at = append(at, key)
			}
		}
		if strings.Join(at, " ") != test.problems {
			t.Errorf("%s: errors at %v", test.name, at)
		}
		if test.problems == "" && d.Backend != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, d.Backend, test.want)
		}
		if warned := len(warningsAt(problems, "terraform.backend")) > 0; warned != (test.name == "none") {
			t.Errorf("%s: warned of local state %t", test.name, warned)
		}
	}
}

func TestStoragePrefix(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bucket, prefix, want string
		problem              bool
	}{
		{"acme-data", "", "", false}, {"acme-data", "raw", "raw/", false}, {"acme-data", "raw/", "raw/", false}, {"acme-data", "/raw/x", "raw/x/", false},
		{"acme-data", "raw/*", "", true}, {"acme-data", "${aws:username}", "", true}, {"", "raw", "", true},
		{"acme-data", `raw"x`, "", true}, {"acme-data", `raw\x`, "", true},
	} {
		d, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Storage.Bucket, infra.Storage.Prefix = test.bucket, test.prefix
		}))
		if found := errorsAt(problems, "storage.prefix"); len(found) > 0 != test.problem || !test.problem && d.Storage.Prefix != test.want {
			t.Errorf("%q in %q: got %q %q", test.prefix, test.bucket, d.Storage.Prefix, found)
		}
	}
}

func TestImages(t *testing.T) {
	t.Parallel()
	digest := "@sha256:" + strings.Repeat("0a", 32)
	const latest, none, ecr = "latest", "none", "ecr"
	for image, want := range map[string]string{
		"registry.example/team/dativo:1.4.2": "", "dativo:1.4.2": "", "localhost:5000/dativo:v1": "", "dativo" + digest: "", "dativo:latest" + digest: "",
		"dativo": latest, "dativo:latest": latest, "localhost:5000/dativo": latest,
		"Registry/Dativo:1": none, "dativo:": none, "dativo@sha256:12": none, "https://x/dativo:1": none, "a b": none, "dativo:1\n": none, "dativo:${TAG}": none,
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/dativo:1": ecr, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/dativo:1": ecr,
		"public.ecr.aws/acme/dativo:1": "",
	} {
		n := &normalizer{d: model.Deployment{Container: model.Container{Image: image}}, infra: complete(nil)}
		n.checkImage()
		n.awsIdentity()
		got := ""
		switch {
		case len(errorsAt(n.problems, "compute.image")) > 0:
			got = none
		case len(warningsAt(n.problems, "compute.image")) > 0:
			got = latest
		case n.d.Container.ImageIsECR:
			got = ecr
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", image, got, want)
		}
	}
}

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

func TestConnectorVariables(t *testing.T) {
	t.Parallel()
	in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
		infra.Compute.Environment = map[string]model.Scalar{"PGHOST": "db"}
		infra.Compute.Secrets = map[string]string{"PGUSER": "arn:aws:ssm:us-east-1:123456789012:parameter/u"}
	})
	in.Connector.Environment = []string{"PGHOST", "PGUSER", "PGPORT", "PGDATABASE", "TENANT_ID"}
	_, problems := Normalize(in)
	if got := warningsAt(problems, "compute.secrets"); len(got) != 1 || !strings.Contains(got[0], "reads PGPORT, PGDATABASE, which") {
		t.Errorf("got %q", got)
	}
}

func TestJobConfigPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		written, file, want string
		problem             bool
	}{
		{"", "orders.yml", "/app/jobs/acme/orders.yml", false}, {"", "", "/app/jobs/acme/j.yaml", false}, {"/x/y.yaml", "orders.yaml", "/x/y.yaml", false},
		{"orders.yaml", "orders.yaml", "", true}, {"/app/../etc/passwd", "orders.yaml", "", true},
	} {
		in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.JobName, infra.Compute.JobConfigPath = "j", test.written
		})
		in.File = test.file
		d, problems := Normalize(in)
		if found := errorsAt(problems, "compute.job_config_path"); len(found) > 0 != test.problem || !test.problem && d.Container.JobConfigPath != test.want {
			t.Errorf("%q: got %q %q", test.written, d.Container.JobConfigPath, found)
		}
	}
}

// TestVariablesAreComplete shows that no variable is nil, which Terraform would
// read as "not given".
func TestVariablesAreComplete(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		d, _ := Normalize(jobOn(p.Cloud.Name, p.Compute, func(_ *model.Job, infra *model.Infrastructure) { infra.Compute.Image = "dativo:1" }))
		if len(d.Variables) < 50 {
			t.Errorf("%s: only %d variables", p.Name, len(d.Variables))
		}
		for name, value := range d.Variables {
			if text := fmt.Sprintf("%#v", value); value == nil || strings.Contains(text, "(nil)") {
				t.Errorf("%s: %s is %s", p.Name, name, text)
			}
		}
	}
}
