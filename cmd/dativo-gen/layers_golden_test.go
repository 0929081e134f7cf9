package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// teamLayer is a platform team's folder of templates that override the shipped ones.
var teamLayer = filepath.Join(root, "testdata", "layers", "platform_team")

// TestGoldenLayers renders the complete example of each platform with a
// platform team's templates.
func TestGoldenLayers(t *testing.T) {
	t.Parallel()
	for _, name := range platform.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), name)
			runCommand(t, exitDone, "render", "--config", examplePath(name), "--templates", teamLayer, "--output", dir)
			want := filepath.Join(root, "testdata", "golden_layers", name)
			if updating() {
				if err := os.RemoveAll(want); err != nil {
					t.Fatal(err)
				}
			}
			files := goldie.New(t, goldie.WithFixtureDir(want), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.ClassicDiff))
			rendered := filesBelow(t, dir)
			for _, file := range rendered {
				data, err := os.ReadFile(filepath.Join(dir, file))
				if err != nil {
					t.Fatal(err)
				}
				files.Assert(t, file, data)
			}
			if extra := missing(filesBelow(t, want), rendered); len(extra) > 0 {
				t.Errorf("golden files that nothing renders: %v", extra)
			}
			added := missing([]string{"budget.tf", "versions.tf"}, rendered)
			if removed := missing([]string{"terraform.tf", "backend.tf"}, rendered); len(added) > 0 || len(removed) != 2 {
				t.Errorf("the layer puts versions.tf in the place of terraform.tf and backend.tf and adds budget.tf, and there is %v", rendered)
			}
		})
	}
}

// TestUsersFilesSurvive: files that users add to a module are never touched, with or
// without custom templates.
func TestUsersFilesSurvive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	added := map[string]string{
		"custom_alarms.tf": "# mine\n",
		"main_override.tf": "# mine too\n",
		"override.tf":      "# and this\n",
	}
	for name, text := range added {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	example := examplePath("aws_ecs")
	for _, more := range [][]string{nil, {"--templates", teamLayer}, {"--force"}} {
		args := append([]string{"render", "--config", example, "--output", dir}, more...)
		runCommand(t, exitDone, args...)
		for name, text := range added {
			got, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || string(got) != text {
				t.Errorf("%v: %s is now %q (%v)", more, name, got, err)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "budget.tf")); !os.IsNotExist(err) {
		t.Errorf("what is no longer rendered is still there: %v", err)
	}
}

// TestTemplatesTest tries a team's templates, good ones and broken ones.
func TestTemplatesTest(t *testing.T) {
	t.Parallel()
	out, said := runCommand(t, exitDone, "templates", "test", "--templates", teamLayer)
	if lines := strings.Count(out, "\n"); lines != len(exampleNames(t)) || said != "" {
		t.Errorf("%d examples of %d\n%s%s", lines, len(exampleNames(t)), out, said)
	}
	if !bytes.Contains([]byte(out), []byte("examples/aws_ecs.yaml: 16 files\n")) {
		t.Errorf("no word of aws_ecs.yaml:\n%s", out)
	}
	broken := filepath.Join(root, "testdata", "overrides", "invalid", "unknown_field_below")
	out, said = runCommand(t, exitError, "templates", "test", "--templates", broken)
	if out != "" || strings.Count(said, "can't evaluate field Img") != 1 {
		t.Errorf("one problem of many jobs is told once, not:\n%s%s", out, said)
	}
	out, _ = runCommand(t, exitDone, "templates", "test", "--config", examplePath("aws_ecs"), "--templates", teamLayer)
	if want := filepath.ToSlash(root) + "/examples/aws_ecs.yaml: 16 files\n"; out != want {
		t.Errorf("prints %q, want %q", out, want)
	}
}

// TestTemplatesTestWithAProjectFile: the templates of the project file are
// tested, and its defaults do not apply to the examples.
func TestTemplatesTestWithAProjectFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	project := filepath.Join(dir, ".dativo-gen.yaml")
	writeFile(t, project, "templates: [own]\ndefaults:\n  - infrastructure: {network: {vpc_id: nonsense}}\n"+
		"environments:\n  staging:\n    infrastructure: {monitoring: {log_retention_days: 7}}\n")
	writeFile(t, filepath.Join(dir, "own", "aws_ecs", "own.tf.tmpl"), "locals {}\n")
	for _, flags := range [][]string{{"--project", project}, {"--project", project, "--env", "staging"}} {
		out, said := runCommand(t, exitDone, append([]string{"templates", "test"}, flags...)...)
		if !strings.Contains(out, "examples/minimal_aws_ecs.yaml: ") || said != "" {
			t.Errorf("%q: prints\n%s%s", flags, out, said)
		}
	}
	writeFile(t, filepath.Join(dir, "own", "aws_ecs", "own.tf.tmpl"), "{{")
	runCommand(t, exitError, "templates", "test", "--project", project)
}

// TestTemplatesTestWithTerraform: a module that terraform refuses fails the
// command, and the others are tested too.
func TestTemplatesTestWithTerraform(t *testing.T) {
	bin := t.TempDir()
	script := "#!/bin/sh\n! grep -q aws_ecs_cluster \"${1#-chdir=}/main.tf\" || { echo refused; exit 1; }\n"
	if err := os.WriteFile(filepath.Join(bin, "terraform"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	dir := t.TempDir()
	for _, name := range []string{"aws_ecs", "gcp_cloud_run"} {
		text, err := os.ReadFile(examplePath("minimal_" + name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, name+".yaml"), string(text))
	}
	out, said := runCommand(t, exitError, "templates", "test", "--terraform", "--job-dir", dir)
	if !strings.Contains(out, "gcp_cloud_run.yaml: ") || !strings.HasSuffix(out, ", valid\n") || strings.Contains(out, "aws_ecs.yaml") {
		t.Errorf("prints\n%s", out)
	}
	if !strings.Contains(said, "aws_ecs.yaml: terraform init: exit status 1\nrefused") {
		t.Errorf("says\n%s", said)
	}
}
