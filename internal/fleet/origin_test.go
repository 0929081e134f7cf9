package fleet

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// fullFleet is a job with every file that it can be read from.
func fullFleet() map[string]string {
	return map[string]string{
		".dativo-gen.yaml":                "runner: runner.yaml\ntemplates: [layer]\n",
		"runner.yaml":                     "schedules:\n  - name: orders\n    config: /app/jobs/acme/orders.yaml\n    cron: \"0 2 * * *\"\n",
		"layer/shared/x.tmpl":             "{{/* empty */}}",
		"jobs/a.yaml":                     "schema: []\n",
		"jobs/c.yaml":                     "type: stripe\n",
		"jobs/orders.yaml":                "tenant_id: acme\nsource_connector_path: c.yaml\ntarget_connector_path: c.yaml\nasset: orders\nasset_path: a.yaml\n",
		"jobs/orders.infrastructure.yaml": "provider: aws\nregion: us-east-1\ncompute: {type: ecs, cluster_name: data}\n",
	}
}

// originOf is what the manifest of the one job of a folder of files records.
func originOf(t *testing.T, files map[string]string, loader *config.Loader, program string) output.Origin {
	t.Helper()
	dir := t.TempDir()
	for path, text := range files {
		writeFile(t, filepath.Join(dir, path), text)
	}
	loaded, err := LoadFiles(loader, []string{filepath.Join(dir, "jobs", "orders.yaml")})
	if err != nil || loaded[0].Job == nil {
		t.Fatal(err, loaded[0].Problems)
	}
	templates := NewTemplates()
	templates.Program = program
	place := func(*Job) output.Module { return output.Module{Dir: filepath.Join(dir, "terraform", "acme", "orders")} }
	modules, _ := templates.RenderAll([]*Job{loaded[0].Job}, place)
	return modules[0].Origin
}

// TestOriginNamesTheJob, and nothing of the machine.
func TestOriginNamesTheJob(t *testing.T) {
	t.Parallel()
	first, again := originOf(t, fullFleet(), newLoader(), "v1"), originOf(t, fullFleet(), newLoader(), "v1")
	if first != again {
		t.Errorf("two checkouts, two origins:\n%+v\n%+v", first, again)
	}
	want := output.Origin{Source: "../../../jobs/orders.yaml", Tenant: "acme", Job: "orders", Platform: "aws_ecs", Inputs: first.Inputs}
	if first != want {
		t.Errorf("got %+v, want %+v", first, want)
	}
}

// TestInputsChange with each file, variable and version that a module is made from.
func TestInputsChange(t *testing.T) {
	t.Parallel()
	plain := originOf(t, fullFleet(), newLoader(), "v1").Inputs
	for path, text := range fullFleet() {
		files := fullFleet()
		if files[path] = text + "# more\n"; strings.HasSuffix(path, ".tmpl") {
			files[path] = text + "{{/* more */}}"
		}
		if originOf(t, files, newLoader(), "v1").Inputs == plain {
			t.Errorf("a change of %s is not seen", path)
		}
	}
	for name, change := range map[string]func(l *config.Loader){
		"a variable":  func(l *config.Loader) { l.Vars = map[string]string{"A": "b"} },
		"source tags": func(l *config.Loader) { l.SourceTags = []byte("email: pii\n") },
	} {
		loader := newLoader()
		if change(loader); originOf(t, fullFleet(), loader, "v1").Inputs == plain {
			t.Errorf("a change of %s is not seen", name)
		}
	}
	if originOf(t, fullFleet(), newLoader(), "v2").Inputs == plain {
		t.Error("a change of the program is not seen")
	}
	crlf := fullFleet()
	crlf["jobs/orders.yaml"] = strings.ReplaceAll(crlf["jobs/orders.yaml"], "\n", "\r\n")
	if originOf(t, crlf, newLoader(), "v1").Inputs != plain {
		t.Error("line endings are taken for a change")
	}
}

func TestSourceName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, project, want string }{
		{"", "", ""},
		{"jobs/acme/orders.yaml", "", "orders.yaml"},
		{"a/jobs/acme/orders.yaml", "a", "jobs/acme/orders.yaml"},
		{"jobs/orders.yaml", "elsewhere", "orders.yaml"},
	} {
		dir := t.TempDir()
		loader := newLoader()
		if test.project != "" {
			file := filepath.Join(dir, test.project, ".dativo-gen.yaml")
			writeFile(t, file, "defaults: []\n")
			loader.Projects.File = file
		}
		path := test.path
		if path != "" {
			path = filepath.Join(dir, path)
		}
		if got := loadText(t, loader, path, ecsJob()).SourceName(); got != test.want {
			t.Errorf("%q of %q: got %q, want %q", test.path, test.project, got, test.want)
		}
	}
}
