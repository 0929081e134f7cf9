package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/image"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// container is what a platform starts.
type container struct {
	// entrypoint is the module's or else the image's, without an init.
	entrypoint  []string
	args        []string
	environment map[string]string
	secrets     []string
	user        int
	readOnly    bool
}

// containerOf reads it off a rendered module.
func containerOf(t testing.TB, m *module) container {
	t.Helper()
	c := container{environment: map[string]string{}, user: image.User, readOnly: true}
	environment, err := m.local("environment")
	if err != nil {
		t.Fatal(err)
	}
	values, err := plainValue(environment)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range values.(map[string]any) {
		c.environment[name] = fmt.Sprint(value)
	}
	c.entrypoint, c.args = m.words("container_entrypoint"), m.words("container_args")
	if _, after, init := strings.Cut(strings.Join(c.entrypoint, " "), "tini -g -- "); init {
		c.entrypoint = strings.Fields(after) // the test is the init of what it starts
	}
	if len(c.entrypoint) == 0 {
		c.entrypoint = slices.Concat([]string{engine.EntryScript}, engine.EntryPoint())
	}
	secrets, _ := m.values["secrets"].(map[string]any)
	c.secrets = slices.Sorted(mapKeys(secrets))
	if user, ok := m.values["run_as_user"].(float64); ok {
		c.user = int(user)
	}
	if readOnly, ok := m.values["read_only_root_filesystem"].(bool); ok {
		c.readOnly = readOnly
	}
	return c
}

// words are the value of a variable that is a list of words.
func (m *module) words(variable string) []string {
	var words []string
	list, _ := m.values[variable].([]any)
	for _, word := range list {
		words = append(words, fmt.Sprint(word))
	}
	return words
}

// taskStatements are the grants of the role that the container runs as; nil where
// the module creates none.
func (m *module) taskStatements(t testing.TB) []iamStatement {
	t.Helper()
	return m.rolePolicies(t, "aws_iam_role.task")
}

// exampleRun is an example with its module.
func exampleRun(t testing.TB, name string) (*module, *fleet.Job) {
	t.Helper()
	path, text := readExample(t, name)
	j, files := renderText(t, loaderOf(t, jobFlags{}), path, text)
	m := parseModule(t, files)
	m.name, m.deployment = name, j.Deployment
	return m, j
}

// engineNeeds are what the engine needs in the container of a module: with the
// variables that the module sets, not those that the job was written with.
func engineNeeds(t testing.TB, m *module, j *fleet.Job) engine.Needs {
	t.Helper()
	c, files := containerOf(t, m), j.Input.Engine.Files
	run := engine.Run{
		Job: files[engine.Job].Value, Asset: files[engine.Asset].Value,
		SourceRecipe: files[engine.SourceRecipe].Value, TargetRecipe: files[engine.TargetRecipe].Value,
		Args: c.args, Environment: c.environment, Secrets: c.secrets,
	}
	for _, file := range m.deployment.Container.SecretFiles {
		run.Files = append(run.Files, file.Name)
	}
	if m.deployment.Provider == "aws" {
		run.Region, run.Key = m.deployment.Region, m.deployment.Storage.KMSKey
	}
	if m.deployment.Storage.State.Exists() {
		run.StateDir = engine.StatePath
	}
	return platform.EngineVersion(m.deployment.Engine, "").Needs(run)
}
