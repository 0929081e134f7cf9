package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestSecretFilePaths: a path must be one at which every container runtime can
// mount a file, and which hides nothing that the run needs.
func TestSecretFilePaths(t *testing.T) {
	t.Parallel()
	const invalid = "invalid path "
	for path, want := range map[string]struct{ kubernetes, cloudRun string }{
		"/secrets/acme/gdrive.json": {},
		"/gdrive.json":              {cloudRun: "hides the folder /"},
		"/app/gdrive.json":          {cloudRun: "hides the folder /app"},
		"/app/jobs/acme/key.json":   {cloudRun: "hides the folder /app/jobs/acme"},
		"/app/keys/gdrive.json":     {},
		"/etc/key.json":             {cloudRun: "hides the folder /etc"},
		"/temp/a@b+c=d.json":        {},
		"":                          {invalid, invalid},
		"/":                         {invalid, invalid},
		"gdrive.json":               {invalid, invalid},
		"/secrets/":                 {invalid, invalid},
		"/secrets//a":               {invalid, invalid},
		"/secrets/../a":             {invalid, invalid},
		"/secrets/./a":              {invalid, invalid},
		"/secrets/a:b":              {invalid, invalid},
		"/secrets/a b":              {invalid, invalid},
		"/secrets/${x}":             {invalid, invalid},
		"/tmp":                      {" conflicts with the volume at /tmp", " conflicts with the volume at /tmp"},
		"/tmp/key.json":             {" conflicts with the volume at /tmp", " conflicts with the volume at /tmp"},
		"/state/key.json":           {" conflicts with the volume at /state", " conflicts with the volume at /state"},
		"/dev/key":                  {" conflicts with the volume at /dev", " conflicts with the volume at /dev"},
	} {
		for _, run := range []struct{ provider, compute, reference, want string }{
			{"aws", "eks", "drive/key.json", want.kubernetes},
			{"gcp", "gke", "drive/key.json", want.kubernetes},
			{"gcp", "cloud_run", "projects/acme-prod/secrets/drive", want.cloudRun},
		} {
			d, problems := Normalize(jobOn(run.provider, run.compute, func(_ *model.Job, infra *model.Infrastructure) {
				infra.Compute.SecretFiles = map[string]string{path: run.reference}
			}))
			var found []string
			for _, p := range problems {
				if p.Code == "secret-file" {
					found = append(found, p.Message)
				}
			}
			got := strings.Join(found, "; ")
			if !strings.Contains(got, run.want) || run.want == "" && (got != "" || len(d.Container.SecretFiles) != 1) {
				t.Errorf("%q on %s: got %q %+v, want %q", path, run.compute, got, d.Container.SecretFiles, run.want)
			}
		}
	}
}

func TestSecretFilesTogether(t *testing.T) {
	t.Parallel()
	const run = "projects/acme-prod/secrets/"
	const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:drive-AbCdEf"
	for _, test := range []struct {
		name, provider, compute string
		files                   map[string]string
		at, want                string
	}{
		{"two in a folder of a pod", "gcp", "gke", map[string]string{"/keys/a": "a/k", "/keys/b": "b/k"}, "compute.secret_files./keys/b", ""},
		{"two in a folder of Cloud Run", "gcp", "cloud_run", map[string]string{"/keys/a": run + "a", "/keys/b": run + "b"},
			"compute.secret_files./keys/b", "conflicts with /keys/a: Cloud Run mounts one secret in a folder"},
		{"two folders of Cloud Run", "gcp", "cloud_run", map[string]string{"/a/key": run + "a", "/b/key": run + "b"},
			"compute.secret_files./b/key", ""},
		{"a file in a file", "aws", "eks", map[string]string{"/keys": "a/k", "/keys/x/b": "b/k"},
			"compute.secret_files./keys/x/b", "conflicts with /keys: a file cannot contain another"},
		{"another kind", "gcp", "cloud_run", map[string]string{"/keys/a": "a/k"}, "compute.secret_files./keys/a",
			"unsupported kind of secret on GCP Cloud Run"},
		{"a value", "gcp", "gke", map[string]string{"/keys/a": "hunter2"}, "compute.secret_files./keys/a", "invalid reference to a secret"},
		{"ECS without the script", "aws", "ecs", map[string]string{"/tmp/keys/a": arn}, "compute.secret_files", "requires the entry script"},
		{"ECS outside of /tmp", "aws", "ecs", map[string]string{"/keys/a": arn}, "compute.secret_files./keys/a", "/keys/a is not below /tmp"},
	} {
		_, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.SecretFiles = test.files
		}))
		var found []string
		for _, p := range problems {
			if p.Severity == 0 && strings.Contains(p.Path, "secret_files") {
				found = append(found, p.Path+": "+p.Message)
			}
		}
		got := strings.Join(found, "; ")
		if test.want == "" && got != "" || test.want != "" && (!strings.Contains(got, test.want) || len(found) != 1) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestSecretFileIsNamed: the engine finds the only file, wherever it is mounted.
func TestSecretFileIsNamed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		files, plain map[string]string
		want         string
	}{
		{"where the engine looks", "gdrive_csv", map[string]string{"/secrets/acme/gdrive.json": "a/k"}, nil, ""},
		{"elsewhere", "gdrive_csv", map[string]string{"/keys/a": "a/k"}, nil, "/keys/a"},
		{"elsewhere, named by the job", "gdrive_csv", map[string]string{"/keys/a": "a/k"}, map[string]string{"GDRIVE_CREDENTIALS_PATH": "/x"},
			"/x"},
		{"two files", "gdrive_csv", map[string]string{"/keys/a": "a/k", "/keys/b": "b/k"}, nil, ""},
		{"a source without files", "csv", map[string]string{"/keys/a": "a/k"}, nil, ""},
		{"no file", "gdrive_csv", nil, nil, ""},
	} {
		in := jobOn("gcp", "gke", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.SecretFiles, infra.Compute.Environment = test.files, map[string]model.Scalar{}
			for name, value := range test.plain {
				infra.Compute.Environment[name] = model.Scalar(value)
			}
		})
		in.Engine.Files = map[engine.Role]EngineFile{
			engine.Job: {Value: map[string]any{"tenant_id": "acme", "source_connector": test.source}},
			engine.SourceRecipe: {Value: map[string]any{"type": test.source,
				"credentials": map[string]any{"file_template": "/secrets/{tenant}/gdrive.json"}}},
		}
		d, _ := Normalize(in)
		if got := d.Container.Environment["GDRIVE_CREDENTIALS_PATH"]; got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
