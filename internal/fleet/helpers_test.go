package fleet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// root is the folder of the Go module, seen from this package.
const root = "../.."

// bareJob is a job file without an infrastructure block.
const bareJob = "tenant_id: acme\nenvironment: prod\nsource_connector_path: c.yaml\n"

// ecsJob is a job file with the given lines in its infrastructure block, each
// indented by two spaces.
func ecsJob(infrastructure ...string) string {
	return "tenant_id: acme\nsource_connector_path: c.yaml\ntarget_connector_path: c.yaml\nasset: orders\nasset_path: a.yaml\n" +
		"infrastructure:\n  provider: aws\n  region: us-east-1\n" +
		"  compute: {type: ecs, cluster_name: data, image: \"registry.example/dativo:1.4.2\"}\n" +
		strings.Join(infrastructure, "")
}

// loadText loads a job from the text of a file at path. Errors in it do not
// matter here.
func loadText(t testing.TB, loader *config.Loader, path, text string) *Job {
	t.Helper()
	loaded, err := Load(loader, path, []byte(text))
	if err != nil || loaded.Job == nil {
		t.Fatal(err, loaded.Problems)
	}
	return loaded.Job
}

// newLoader returns a loader that finds project files next to jobs.
func newLoader() *config.Loader { return &config.Loader{Projects: &config.Projects{}} }

// loadFolder writes files to a folder, by path, and loads its jobs.
func loadFolder(t testing.TB, files map[string]string) []Loaded {
	t.Helper()
	dir := t.TempDir()
	for path, text := range files {
		writeFile(t, filepath.Join(dir, path), text)
	}
	paths, err := Files(document.Disk{}, dir)
	if err != nil {
		t.Fatal(err)
	}
	loader := newLoader()
	loaded, err := LoadFiles(loader, paths)
	if problems := loader.Projects.Problems(); err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	return OnlyJobs(loaded)
}

// jobsOf loads the jobs of a folder of files, in the order of their paths.
func jobsOf(t testing.TB, files map[string]string) []*Job {
	t.Helper()
	jobs, _ := Gather(loadFolder(t, files))
	return jobs
}

// examples returns the paths of the examples.
func examples(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "examples", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	return withoutInfrastructureFiles(paths)
}

// exampleJob loads an example.
func exampleJob(t testing.TB, name string) *Job {
	t.Helper()
	loaded, err := LoadFiles(newLoader(), []string{filepath.Join(root, "examples", name+".yaml")})
	if err != nil || loaded[0].Problems.HasErrors() {
		t.Fatal(err, loaded[0].Problems)
	}
	return loaded[0].Job
}

// toFolder is where RenderAll places a job in tests.
func toFolder(j *Job) output.Module { return output.Module{Dir: j.Folder()} }

// lines are problems, each as its path and message, in the order of the list.
func lines(problems diag.List) []string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Path+": "+p.Message)
	}
	return all
}

// writeFile writes a file, and creates its folder.
func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
