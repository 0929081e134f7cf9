package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// runTags runs the tags command and returns what it printed.
func runTags(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	return runCommand(t, want, append([]string{"tags"}, args...)...)
}

// tagViews are the ways to print tags, by the name of their golden file.
var tagViews = map[string][]string{
	"table.txt":              {"--format", "table"},
	"explain.txt":            {"--explain"},
	"explain.json":           {"--explain", "cost_center", "--format", "json"},
	"listing.json":           {"--format", "json"},
	"listing.yaml":           {"--format", "yaml"},
	"iceberg.json":           {"--format", "iceberg"},
	"iceberg_spark.sql":      {"--format", "iceberg-sql"},
	"iceberg_trino.sql":      {"--format", "iceberg-sql", "--dialect", "trino"},
	"dagster.json":           {"--format", "dagster"},
	"dagster_run_queue.yaml": {"--format", "dagster-run-queue"},
	"aws.json":               {"--format", "aws"},
	"gcp.json":               {"--format", "gcp"},
	"kubernetes.json":        {"--format", "kubernetes"},
}

// checkViews compares every view of the jobs in args with the golden files of a
// folder. where is the folder of the jobs.
func checkViews(t *testing.T, folder, where string, args ...string) {
	t.Helper()
	golden := filepath.Join(root, "testdata", "tags", folder)
	if updating() {
		if err := os.RemoveAll(golden); err != nil {
			t.Fatal(err)
		}
	}
	files := goldie.New(t, goldie.WithFixtureDir(golden), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.ColoredDiff))
	for name, flags := range tagViews {
		stdout, stderr := runTags(t, exitDone, slices.Concat(args, flags)...)
		if stderr != "" {
			t.Errorf("%s: %s", name, stderr)
		}
		stdout = strings.ReplaceAll(stdout, filepath.ToSlash(where)+"/", "")
		files.Assert(t, name, []byte(strings.ReplaceAll(stdout, filepath.ToSlash(root)+"/", "")))
	}
	for _, name := range filesBelow(t, golden) {
		if tagViews[name] == nil {
			t.Errorf("testdata/tags/%s/%s: no view of this name", folder, name)
		}
	}
}

func TestTagsGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"aws_ecs", "aws_ecs_backfill", "gcp_gke"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkViews(t, name, root, "--config", examplePath(name))
		})
	}
	t.Run("fleet", func(t *testing.T) {
		t.Parallel()
		jobs := copyExamples(t, "aws_ecs", "aws_ecs_backfill", "gcp_gke", "gcp_cloud_run_existing")
		checkViews(t, "fleet", jobs, "--job-dir", jobs, "--assets-root", filepath.Join(root, "examples"))
	})
}

// copyExamples makes a folder of jobs.
func copyExamples(t *testing.T, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range names {
		text, err := os.ReadFile(examplePath(name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(folder, name+".yaml"), string(text))
	}
	return folder
}

// TestEveryFormatHasAView: the choices of --format, the code and the golden
// files name the same formats.
func TestEveryFormatHasAView(t *testing.T) {
	t.Parallel()
	for _, format := range tagFormats() {
		found := slices.ContainsFunc(slices.Collect(maps.Values(tagViews)), func(flags []string) bool { return slices.Contains(flags, format) })
		if !found {
			t.Errorf("no golden file of the format %s", format)
		}
	}
}

func TestTagsProblems(t *testing.T) {
	t.Parallel()
	example := examplePath("aws_ecs")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"an unknown format", []string{"--config", example, "--format", "csv"}, `one of "table","json","yaml","iceberg","iceberg-sql",`},
		{"a misspelled key", []string{"--config", example, "--explain", "cost_centre"}, "did you mean cost_center?"},
		{"a key like no other", []string{"--config", example, "--explain=zzzzzz"}, "--explain without a key prints all tags"},
		{"an unknown level", []string{"--config", example, "--level", "jbo"}, `unknown level "jbo"`},
		{"--level of an explanation", []string{"--config", example, "--level", "job", "--explain"}, "--level conflicts with"},
		{"--level of a set", []string{"--config", example, "--level", "job", "--format", "aws"}, "not aws"},
		{"--explain of a set", []string{"--config", example, "--explain", "--format", "aws"}, "not aws"},
		{"--table without SQL", []string{"--config", example, "--table", "t"}, "--format iceberg-sql"},
		{"--table of a fleet", []string{"--job-dir", "x", "--format", "iceberg-sql", "--table", "t"}, "--table conflicts with --job-dir"},
		{"a bad table", []string{"--config", example, "--format", "iceberg-sql", "--table", "a..b"}, "a part is empty"},
		{"--dialect without SQL", []string{"--config", example, "--dialect", "trino"}, "--format iceberg-sql"},
		{"--limit without a queue", []string{"--config", example, "--limit", "2"}, "dagster-run-queue"},
		{"a negative limit", []string{"--config", example, "--format", "dagster-run-queue", "--limit=-1"}, "1 or more"},
		{"an unknown dialect", []string{"--config", example, "--format", "iceberg-sql", "--dialect", "hive"}, `"spark","trino"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := runTags(t, exitError, test.args...)
			if !strings.Contains(stderr, test.want) || stdout != "" {
				t.Errorf("stdout %q, stderr %q; want %q", stdout, stderr, test.want)
			}
		})
	}
}

// TestTagsOfOneLevel narrows the list, and only the list.
func TestTagsOfOneLevel(t *testing.T) {
	t.Parallel()
	example := examplePath("aws_ecs")
	whole, _ := runTags(t, exitDone, "--config", example)
	narrowed, _ := runTags(t, exitDone, "--config", example, "--level", "asset")
	asset := 0
	for line := range strings.Lines(whole) {
		if strings.Contains(line, "  asset  ") {
			asset++
		}
	}
	if got := strings.Count(narrowed, "customers.yaml:"); asset == 0 || got != asset || strings.Contains(narrowed, "aws_ecs.yaml:") {
		t.Errorf("%d of %d tags of the asset:\n%s", got, asset, narrowed)
	}
}

// TestTagsDiagnostics are problems in the job file itself, with their places.
func TestTagsDiagnostics(t *testing.T) {
	t.Parallel()
	const asset = "name: orders\nschema:\n  - name: email\n"
	tests := []struct {
		name, text string
		args       []string
		status     int
		want       string
	}{
		{"a classification of no field", jobText("classification_overrides:\n  emial: PII\n", ""), nil, exitDone,
			`orders.yaml:7:10: warning: classification_overrides.emial: the asset has no field "emial": the classification has no effect`},
		{"no table", strings.Replace(jobText("target: {branch: b}\n", ""), "asset: orders\n", "", 1),
			[]string{"--format", "iceberg-sql"}, exitError, "orders.yaml:5:1: target: missing table name"},
		{"a reserved key", jobText("", "  tags: {\"dagster/x\": a}\n"), []string{"--format", "dagster"}, exitError, "is invalid in Dagster"},
		{"Trino's lower case", jobText("", "  tags: {Team: a}\n"), []string{"--format", "iceberg-sql", "--dialect", "trino"}, exitDone,
			`becomes "infrastructure.team" in Trino`},
		{"an invalid address", jobText("", "  tags: {owner: \"a@b@c\"}\n"), []string{"--format", "dagster", "--strict"}, exitError,
			"invalid email address"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := writeJob(t, t.TempDir(), "orders.yaml", test.text, asset)
			stdout, stderr := runTags(t, test.status, append([]string{"--config", path}, test.args...)...)
			if !strings.Contains(stderr, test.want) {
				t.Errorf("stderr\n%s\nwant\n%s", stderr, test.want)
			}
			if (stdout == "") != (test.status == exitError) {
				t.Errorf("status %d, and stdout is %q", test.status, stdout)
			}
			if strings.Contains(stderr, "state") {
				t.Errorf("a warning that is not about tags:\n%s", stderr)
			}
		})
	}
}

// TestTagsWithoutInfrastructure: tags reads the tags of a job without an
// infrastructure block, and other commands do not.
func TestTagsWithoutInfrastructure(t *testing.T) {
	t.Parallel()
	text, _, _ := strings.Cut(jobText("", ""), "infrastructure:")
	path := writeJob(t, t.TempDir(), "orders.yaml", text, "name: orders\nteam: {owner: data@acme.example}\n")
	if out, said := runTags(t, exitDone, "--config", path); !strings.Contains(out, "data@acme.example") || said != "" {
		t.Errorf("stdout\n%s\nstderr\n%s", out, said)
	}
	policy := filepath.Join(t.TempDir(), "policy.yaml")
	writeFile(t, policy, "tags: {owner: {values: [other]}}\n")
	runTags(t, exitError, "--config", path, "--tag-policy", policy)
	runCommand(t, exitDone, "validate", "--config", path, "--tag-policy", policy)
}

// TestTagsFleetCollisions: what a bill would show as one is an error.
func TestTagsFleetCollisions(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	assets := t.TempDir()
	writeJob(t, assets, "unused.txt", "", "domain: orders\n")
	writeFile(t, filepath.Join(folder, "a.yaml"), jobText("", "  tags: {cost_center: CC 1}\n"))
	writeFile(t, filepath.Join(folder, "b.yaml"), jobText("", "  tags: {cost_center: cc.1}\n"))
	args := []string{"--job-dir", folder, "--assets-root", assets, "--format"}
	if _, stderr := runTags(t, exitDone, append(args, "aws")...); stderr != "" {
		t.Error(stderr)
	}
	stdout, stderr := runTags(t, exitError, append(args, "gcp")...)
	const collision = `b.yaml:10:23: infrastructure.tags.cost_center: the values "CC 1" and "cc.1" of "cost_center" both become "cc_1"`
	if stdout != "" || !strings.Contains(stderr, collision) {
		t.Errorf("stdout %q\n%s", stdout, stderr)
	}
	writeFile(t, filepath.Join(folder, "sub", "a.yaml"), jobText("", ""))
	if _, stderr := runTags(t, exitError, append(args, "json")...); !strings.Contains(stderr, "sub/a.yaml:6:1: infrastructure.job_name: ") {
		t.Errorf("two jobs with one key: %s", stderr)
	}
	bare, _, _ := strings.Cut(jobText("", ""), "infrastructure:")
	apart := t.TempDir()
	writeFile(t, filepath.Join(apart, "a.yaml"), bare)
	writeFile(t, filepath.Join(apart, "sub", "a.yaml"), bare)
	_, stderr = runTags(t, exitError, "--job-dir", apart, "--assets-root", assets, "--format", "json")
	if !strings.Contains(stderr, "duplicate key acme/a") {
		t.Errorf("two jobs with one key and without modules: %s", stderr)
	}
}
