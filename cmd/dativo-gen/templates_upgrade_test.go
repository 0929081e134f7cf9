package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// outdatedFolder copies templates that are based on an older version.
func outdatedFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "team")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata", "layers", "outdated"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestUpgrade merges what it can and marks conflicts; once those are resolved,
// everything is current.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	dir := outdatedFolder(t)
	out, _ := runCommand(t, exitChanges, "templates", "status", "--templates", dir)
	if strings.Count(out, "outdated ") != 2 {
		t.Errorf("status:\n%s", out)
	}
	out, said := runCommand(t, exitChanges, "templates", "upgrade", "--templates", dir)
	if !strings.Contains(out, "update "+filepath.ToSlash(dir)+"/aws_ecs/lifecycle.tmpl\n") ||
		!strings.Contains(out, "conflict "+filepath.ToSlash(dir)+"/aws_ecs/tags.tmpl\n") || !strings.HasPrefix(said, "1 conflict: ") {
		t.Errorf("upgrade:\n%s%s", out, said)
	}
	merged, err := os.ReadFile(filepath.Join(dir, "aws_ecs", "lifecycle.tmpl"))
	for _, line := range []string{
		"# What starts the task must not refer to a revision before it exists.\n", "ignore_changes = [container_definitions]\n",
	} {
		if err != nil || !strings.Contains(string(merged), line) {
			t.Errorf("%q is not in the merged text:\n%s", line, merged)
		}
	}
	example := examplePath("aws_ecs")
	_, said = runCommand(t, exitError, "render", "--config", example, "--templates", dir, "--stdout")
	if !strings.Contains(said, "tags.tmpl:3: unresolved merge conflict") {
		t.Errorf("render:\n%s", said)
	}
	runCommand(t, exitError, "templates", "diff", "--templates", dir)
	for _, again := range []string{"status", "upgrade"} {
		runCommand(t, exitChanges, "templates", again, "--templates", dir)
	}
	replaceInFile(t, filepath.Join(dir, "aws_ecs", "tags.tmpl"), `
<<<<<<< yours
merge(var.default_tags, { CostModel = "chargeback" })
||||||| shipped then
var.default_tags
=======
var.tags
>>>>>>> shipped now
`, `merge(var.tags, { CostModel = "chargeback" })`)
	runCommand(t, exitDone, "templates", "status", "--templates", dir)
	if _, said = runCommand(t, exitDone, "templates", "upgrade", "--templates", dir); said != "all templates are up to date\n" {
		t.Errorf("upgrade says %q", said)
	}
	runCommand(t, exitDone, "render", "--config", example, "--templates", dir, "--stdout")
}

// TestUpgradeWholeFile merges a file that was ejected from an older version.
func TestUpgradeWholeFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "team")
	runCommand(t, exitDone, "templates", "eject", "aws_ecs/outputs.tf", dir)
	path := filepath.Join(dir, "aws_ecs", "outputs.tf.tmpl")
	const line = "# Commands to run, names and IDs.\n"
	bases := globFiles(t, filepath.Join(dir, ".dativo-gen", "base", "*.tmpl"))
	now, err := os.ReadFile(bases[0])
	if err != nil || len(bases) != 1 {
		t.Fatal(bases, err)
	}
	// What was shipped then lacks a line.
	then := strings.Replace(string(now), line, "", 1)
	if err := os.WriteFile(filepath.Join(dir, overrides.BasePath(overrides.Sum(then))), []byte(then), 0o600); err != nil {
		t.Fatal(err)
	}
	replaceInFile(t, path, line, "")
	replaceInFile(t, path, overrides.Sum(string(now)), overrides.Sum(then))
	replaceInFile(t, path, "{{block \"extra_outputs\" .}}", "# ours\n{{block \"extra_outputs\" .}}")

	out, _ := runCommand(t, exitChanges, "templates", "status", "--templates", dir)
	if !strings.HasPrefix(out, "outdated  aws_ecs/outputs.tf.tmpl  ") {
		t.Errorf("status:\n%s", out)
	}
	runCommand(t, exitDone, "templates", "upgrade", "--templates", dir)
	out, _ = runCommand(t, exitDone, "templates", "status", "--templates", dir)
	if !strings.HasPrefix(out, "current  aws_ecs/outputs.tf.tmpl  ") {
		t.Errorf("status:\n%s", out)
	}
	out, _ = runCommand(t, exitDone, "templates", "diff", "aws_ecs/outputs.tf", "--templates", dir)
	if changes := strings.Count(out, "\n+") + strings.Count(out, "\n-"); changes != 2 || !strings.Contains(out, "\n+# ours\n") {
		t.Errorf("what is left of the difference:\n%s", out)
	}
	if leftovers := globFiles(t, filepath.Join(dir, "aws_ecs", ".*")); len(leftovers) > 0 {
		t.Errorf("temporary files: %v", leftovers)
	}
}

// TestUpgradeWithoutBase: an override whose base is missing is not changed until
// it is accepted.
func TestUpgradeWithoutBase(t *testing.T) {
	t.Parallel()
	dir := outdatedFolder(t)
	if err := os.RemoveAll(filepath.Join(dir, ".dativo-gen")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "aws_ecs", "tags.tmpl")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, said := runCommand(t, exitError, "templates", "upgrade", "--templates", dir)
	if strings.Count(said, "does not exist") != 2 || !strings.Contains(said, "use --accept") {
		t.Errorf("upgrade says\n%s", said)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("changed to\n%s", after)
	}
	runCommand(t, exitDone, "templates", "upgrade", "--templates", dir, "--accept", "aws_ecs#tags", "--accept", "aws_ecs#lifecycle")
	runCommand(t, exitDone, "templates", "status", "--templates", dir)
	_, said = runCommand(t, exitError, "templates", "upgrade", "--templates", dir, "--accept", "aws_ecs#log_group")
	want := "dativo-gen: --accept aws_ecs#log_group: no such override: dativo-gen templates status lists all overrides\n"
	if said != want {
		t.Errorf("says %q, want %q", said, want)
	}
}

// TestTemplatesWithoutFolder shows that the commands about a team's templates
// ask for them.
func TestTemplatesWithoutFolder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"status", "diff", "upgrade"} {
		if _, said := runCommand(t, exitError, "templates", name); !strings.HasPrefix(said, "dativo-gen: no folder of templates: ") {
			t.Errorf("%s says %q", name, said)
		}
	}
}

// TestTemplatesListAndShow name and print what is used.
func TestTemplatesListAndShow(t *testing.T) {
	t.Parallel()
	out, said := runCommand(t, exitDone, "templates", "list", "--templates", teamLayer, "aws_ecs")
	layer := filepath.ToSlash(teamLayer)
	for _, want := range []string{
		"aws_ecs/budget.tf.tmpl " + layer + "/aws_ecs/budget.tf.tmpl\n",
		"aws_ecs/main.tf.tmpl shipped/aws_ecs/main.tf.tmpl\n",
		"aws_ecs/terraform.tf.tmpl removed by " + layer + "/aws_ecs/terraform.tf.tmpl\n",
		"aws_ecs#extra_outputs " + layer + "/shared/outputs.tmpl:1\n",
	} {
		if !strings.Contains(singleSpaced(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if said != "" {
		t.Errorf("says %q", said)
	}
	for _, test := range []struct{ name, want string }{
		{"aws_ecs#log_group", "# Audit reads logs for thirteen months"},
		{"aws_ecs/main.tf", "data \"aws_ecs_cluster\" \"cluster\" {"},
		{"aws_eks#network", "resource \"kubernetes_network_policy_v1\" \"job\" {"},
		{"shared/roles", "company-boundary"},
		{"shared/backend", "{{define \"backend\"}}"},
	} {
		if out, _ := runCommand(t, exitDone, "templates", "show", test.name, "--templates", teamLayer); !strings.Contains(out, test.want) {
			t.Errorf("%s: no %q in\n%s", test.name, test.want, out)
		}
	}
	for name, want := range map[string]string{
		"aws_ecs":        "aws_ecs is a folder: dativo-gen templates list aws_ecs prints its contents",
		"aws_ecs/ouputs": "unknown template aws_ecs/ouputs; did you mean aws_ecs/outputs.tf.tmpl?",
		"aws_esc#labels": "unknown template aws_esc#labels; did you mean aws_eks#labels?",
	} {
		if _, said := runCommand(t, exitError, "templates", "show", name); said != "dativo-gen: "+want+"\n" {
			t.Errorf("%s says %q", name, said)
		}
	}
	runCommand(t, exitError, "templates", "list", "azure")
}

// TestTemplatesModel prints what templates see by the names that they use.
func TestTemplatesModel(t *testing.T) {
	t.Parallel()
	out, _ := runCommand(t, exitDone, "templates", "model", "--config", examplePath("aws_ecs"))
	for _, want := range []string{
		"Platform: aws_ecs\n", "\n  ImageIsECR: true\n", "\n  HasTaskRole: true\n", "\nVariables:\n",
		"\n    - Name: OPENMETADATA_AUTH_TOKEN\n", "\nProvider: aws\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestTemplatesDiff compares with the one shipped text: a shared override of a
// block that differs between platforms has none.
func TestTemplatesDiff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "aws_ecs", "tags.tmpl"), "{{define \"log_group\"}}# ours\n{{end}}")
	writeFile(t, filepath.Join(dir, "shared", "network.tmpl"), "{{define \"network\"}}# ours\n{{end}}")
	out, _ := runCommand(t, exitDone, "templates", "diff", "--templates", dir)
	if strings.Count(out, "--- shipped/") != 1 || !strings.HasPrefix(out, "--- shipped/aws_ecs#log_group\n") {
		t.Errorf("prints\n%s", out)
	}
}
