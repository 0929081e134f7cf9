package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestConfigMapProblems(t *testing.T) {
	t.Parallel()
	const full = 1048576 // bytes: one mebibyte
	for _, test := range []struct {
		name         string
		files        map[string]string
		secrets      string
		want, wantAt string
	}{
		{"as large as it may be", map[string]string{"/app/a": strings.Repeat("x", full-1), "/app/b": "x"}, "", "", ""},
		{"too large", map[string]string{"/app/a": strings.Repeat("x", full), "/app/b": "x"}, "", "1048577 bytes exceed the limit of a ConfigMap: 1048576", "compute.config"},
		{"path that cannot be mounted", map[string]string{"/app/a b": "x"}, "", `invalid path "/app/a b"`, "compute.config"},
		{"in a volume", map[string]string{"/state/a": "x"}, "", "/state/a conflicts with the volume at /state", "compute.config"},
		{"a secret too", map[string]string{"/app/a": "x"}, "/app/a", "conflicts with a file of the ConfigMap", diag.KeyPath("compute.secret_files", "/app/a")},
	} {
		for _, platform := range kubernetesPlatforms() {
			in := kubernetesJob(platform, func(i *model.Infrastructure) {
				i.Compute.Config = "configmap"
				if test.secrets != "" {
					i.Compute.SecretFiles = map[string]string{test.secrets: "a/k"}
				}
			})
			in.ConfigFiles = test.files
			_, problems := Normalize(in)
			found := strings.Join(errorsAt(problems, test.wantAt), "; ")
			if test.want == "" && problems.HasErrors() || !strings.HasPrefix(found, test.want) {
				t.Errorf("%s on %s: got %q, want %q", test.name, platform, found, test.want)
			}
		}
	}
}

// TestConfigMapElsewhere: only Kubernetes has ConfigMaps, and the default is the
// image everywhere.
func TestConfigMapElsewhere(t *testing.T) {
	t.Parallel()
	for provider, compute := range map[string]string{"aws": "ecs", "gcp": "cloud_run"} {
		for config, want := range map[string]int{"": 0, "image": 0, "configmap": 1} {
			_, problems := Normalize(jobOn(provider, compute, func(_ *model.Job, infra *model.Infrastructure) { infra.Compute.Config = config }))
			if got := errorsAt(problems, "compute.config"); len(got) != want {
				t.Errorf("%q on %s: got %q", config, compute, got)
			}
		}
	}
}
