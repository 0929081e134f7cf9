package config

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// TestDeploy shows which jobs without a block of their own get one.
func TestDeploy(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": `
defaults:
  - infrastructure: {provider: aws, region: us-east-1}
  - match: {file: jobs/**}
    deploy: true
  - match: {provider: aws, tenant: acme}
    infrastructure: {region: us-west-2}
    deploy: true
  - match: {file: jobs/off/**}
    deploy: false
environments:
  prod:
    infrastructure: {region: eu-west-1}
`})
	elsewhere := strings.Replace(outside, "acme", "globex", 1)
	for _, test := range []struct{ name, file, env, job, want string }{
		{"by file", "jobs/o.yaml", "", elsewhere, "{provider: aws, region: us-east-1}"},
		{"by tenant and what defaults set", "other/o.yaml", "", outside, "{provider: aws, region: us-west-2}"},
		{"in an environment", "jobs/o.yaml", "prod", elsewhere, "{provider: aws, region: eu-west-1}"},
		{"not matched", "other/o.yaml", "", elsewhere, "none"},
		{"the last one decides", "jobs/off/o.yaml", "", outside, "none"},
		{"an own block is rendered in any case", "jobs/off/o.yaml", "", outside + "infrastructure: {region: own}\n", "{provider: aws, region: own}"},
		{"an own null is an error", "jobs/o.yaml", "", elsewhere + "infrastructure:\n", "null"},
		{"not a job", "jobs/o.yaml", "", "name: a\n", "none"},
		{"hardly a job", "jobs/o.yaml", "", "source_connector_path: s.yaml\n", "{provider: aws, region: us-east-1}"},
	} {
		loader := &Loader{Projects: &Projects{}, Environment: test.env}
		if got := block(t, loader, folder, test.file, test.job); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestDeployIsPointedTo shows the position of what a deployed job lacks, and that
// every value of its block is from the project file.
func TestDeployIsPointedTo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": "defaults:\n  - infrastructure: {provider: aws, storage: {prefix: null}}\n    deploy: true\n"})
	file, problems, err := (&Loader{Projects: &Projects{}}).Load(filepath.Join(folder, "o.yaml"), []byte(outside))
	if err != nil || file == nil {
		t.Fatal(err, problems)
	}
	name := filepath.ToSlash(filepath.Join(folder, ".dativo-gen.yaml"))
	var missing []string
	for _, p := range problems.AtLeast(diag.Error) {
		missing = append(missing, p.String())
	}
	if want := []string{name + ":3:13: infrastructure.region: missing"}; !slices.Equal(missing, want) {
		t.Errorf("got %q, want %q", missing, want)
	}
	for _, s := range file.Settings() {
		if !strings.HasPrefix(s.From, name+":2:") {
			t.Errorf("%s is from %s", s.Path, s.From)
		}
	}
	if at := file.Document.OwnPos("infrastructure.region"); at.File != file.Document.Name || at.Line != 1 {
		t.Errorf("own position: %s", at)
	}
}
