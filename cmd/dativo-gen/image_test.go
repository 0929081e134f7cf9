package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// imageRepository writes a repository with jobs of two tenants and returns its
// folder.
func imageRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, tenant := range []string{"acme", "beta"} {
		writeFile(t, filepath.Join(dir, "jobs", tenant, "people.yaml"), strings.NewReplacer("TENANT", tenant).Replace(`tenant_id: TENANT
source_connector_path: connectors/csv.yaml
target_connector_path: connectors/lake.yaml
asset_path: assets/people.yaml
source:
  files: [{path: data/people.csv, object: people}]
target: {connection: {s3: null}}
`))
	}
	writeFile(t, filepath.Join(dir, "connectors", "csv.yaml"), "name: csv\ntype: csv\nroles: [source]\ndefault_engine: {type: native}\n")
	writeFile(t, filepath.Join(dir, "connectors", "lake.yaml"), "name: s3\ntype: s3\nroles: [target]\ndefault_engine: {type: native}\n")
	writeFile(t, filepath.Join(dir, "assets", "people.yaml"),
		"name: people\nversion: '1.0'\nsource_type: csv\nobject: people\nschema: [{name: id, type: string}]\nteam: {owner: data@acme.example}\n")
	writeFile(t, filepath.Join(dir, "data", "people.csv"), "id\n1\n")
	return dir
}

// TestImage writes a context, finds it unchanged, and reports what would change.
func TestImage(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	args := []string{"image", "--job-dir", filepath.Join(dir, "jobs"), "--output", filepath.Join(dir, "build")}
	out, stderr := runCommand(t, exitDone, args...)
	for _, want := range []string{"/build/Dockerfile\n", "/build/app/jobs/beta/people.yaml\n", "/build/app/connectors/csv.yaml\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("not written: %s\n%s", want, out)
		}
	}
	if want := "next: docker build --tag REGISTRY/dativo:TAG --platform linux/amd64 "; !strings.Contains(stderr, want) {
		t.Errorf("no %q in\n%s", want, stderr)
	}
	if _, stderr = runCommand(t, exitDone, args...); !strings.Contains(stderr, "no changes\n") {
		t.Errorf("a second run changes something:\n%s", stderr)
	}
	replaceInFile(t, filepath.Join(dir, "connectors", "csv.yaml"), "name: csv", "name: text")
	if out, _ = runCommand(t, exitChanges, append(args, "--check")...); !strings.HasSuffix(out, "/build/app/connectors/csv.yaml\n") {
		t.Errorf("--check: %s", out)
	}
	if out, _ = runCommand(t, exitChanges, append(args, "--diff")...); !strings.Contains(out, "-name: csv\n+name: text\n") {
		t.Errorf("--diff: %s", out)
	}
	runCommand(t, exitDone, args...)
	if err := os.Remove(filepath.Join(dir, "jobs", "beta", "people.yaml")); err != nil {
		t.Fatal(err)
	}
	if out, _ = runCommand(t, exitDone, args...); !strings.Contains(out,
		"delete "+filepath.ToSlash(dir)+"/build/app/jobs/beta/people.yaml\n") {
		t.Errorf("a removed job stays in the image:\n%s", out)
	}
}

// TestImagePerTenant writes one context for each tenant.
func TestImagePerTenant(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	engine := filepath.Join(dir, "engine checkout")
	if err := os.Mkdir(engine, 0o755); err != nil {
		t.Fatal(err)
	}
	_, stderr := runCommand(t, exitDone, "image", "--job-dir", filepath.Join(dir, "jobs"), "--output", filepath.Join(dir, "build"),
		"--per-tenant", "--engine", engine)
	if want := "--build-context 'engine=" + filepath.ToSlash(engine) + "' "; strings.Count(stderr, want) != 2 {
		t.Errorf("no %q for each tenant in\n%s", want, stderr)
	}
	got := filesBelow(t, filepath.Join(dir, "build"))
	if !slices.Contains(got, "acme/app/jobs/acme/people.yaml") || slices.Contains(got, "acme/app/jobs/beta/people.yaml") {
		t.Errorf("got %v", got)
	}
}

// TestImageEngineVersion takes the version of the engine from the project file.
func TestImageEngineVersion(t *testing.T) {
	t.Parallel()
	for version, commit := range map[string]string{
		"main":           "6794f0256e023261e15648d62fa81a4c4e790466",
		"infrastructure": "368af8ac42f8c1959b71b718d31ab0e772239a17",
	} {
		dir := imageRepository(t)
		writeFile(t, filepath.Join(dir, ".dativo-gen.yaml"), "engine: "+version+"\n")
		runCommand(t, exitDone, "image", "--job-dir", filepath.Join(dir, "jobs"), "--output", filepath.Join(dir, "build"))
		text, err := os.ReadFile(filepath.Join(dir, "build", "Dockerfile"))
		if err != nil || !strings.Contains(string(text), "ADD https://github.com/dativo-io/dativo-ingest.git#"+commit+" /") {
			t.Errorf("%s: %v\n%s", version, err, text)
		}
	}
}

// TestImageKeepsUsersFiles: a Dockerfile of the user's is not overwritten.
func TestImageKeepsUsersFiles(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	writeFile(t, filepath.Join(dir, "build", "Dockerfile"), "FROM mine\n")
	_, stderr := runCommand(t, exitError, "image", "--job-dir", filepath.Join(dir, "jobs"), "--output", filepath.Join(dir, "build"))
	if !strings.Contains(stderr, "Dockerfile") {
		t.Errorf("got\n%s", stderr)
	}
}

// TestImageFlags refuses what cannot be built.
func TestImageFlags(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	base := []string{"image", "--output", filepath.Join(dir, "build")}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--config", "-"}, "a job file in an image needs a name"},
		{[]string{"--job-dir", filepath.Join(dir, "jobs"), "--engine", "base"}, "--engine base needs --base IMAGE"},
		{[]string{"--job-dir", filepath.Join(dir, "jobs"), "--engine", filepath.Join(dir, "none")}, "--engine "},
		{[]string{"--job-dir", filepath.Join(dir, "jobs"), "--constraints", filepath.Join(dir, "none")}, "--constraints "},
		{[]string{"--job-dir", filepath.Join(dir, "jobs"), "--base", "a b"}, "invalid image"},
	} {
		if _, stderr := runCommand(t, exitError, append(slices.Clone(base), test.args...)...); !strings.Contains(stderr, test.want) {
			t.Errorf("%v: got\n%s", test.args, stderr)
		}
	}
}

// TestImageOfOtherPrograms leaves out jobs whose image is not the engine's, and says
// which modules do not use what the image has.
func TestImageOfOtherPrograms(t *testing.T) {
	t.Parallel()
	dir := imageRepository(t)
	const compute = "provider: aws\nregion: us-east-1\ncompute:\n  type: ecs\n  cluster_name: data\n  "
	block := func(tenant, line string) {
		writeFile(t, filepath.Join(dir, "jobs", tenant, "people.infrastructure.yaml"), compute+line+"\n")
	}
	args := []string{"image", "--job-dir", filepath.Join(dir, "jobs"), "--output", filepath.Join(dir, "build")}
	block("acme", "engine: none")
	block("beta", "image_layout: custom")
	out, stderr := runCommand(t, exitDone, args...)
	if strings.Contains(out, "jobs/acme") || !strings.Contains(out, "jobs/beta/people.yaml") {
		t.Errorf("got\n%s", out)
	}
	for _, want := range []string{"/jobs/acme/people.yaml: left out because of compute.engine: none\n",
		"next: set compute.image_layout: dativo-gen, so that modules use"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in\n%s", want, stderr)
		}
	}
	block("beta", "image_layout: dativo-gen")
	if _, stderr = runCommand(t, exitDone, args...); strings.Contains(stderr, "next: set ") {
		t.Errorf("the setting is there:\n%s", stderr)
	}
	block("beta", "engine: none")
	if _, stderr = runCommand(t, exitError, args...); !strings.Contains(stderr, "no job runs the engine") {
		t.Errorf("got\n%s", stderr)
	}
}
