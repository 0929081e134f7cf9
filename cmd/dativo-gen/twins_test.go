package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// twin is a value that a validation of a rendered module refuses, and a value of the
// job file that would become it.
type twin struct {
	// example has the variable; bad is the value, as JSON.
	example, variable, bad string
	// path and value are of the job file. Without a path the generator computes the
	// variable, and value says from what.
	path, value string
}

// TestValidationTwins pairs every validation of the rendered modules with a rule of
// the generator: what a module's own variables refuse is refused before it is
// rendered, or rendered as something else.
func TestValidationTwins(t *testing.T) {
	t.Parallel()
	refused := map[string]bool{} // validations, as "variable: message"
	modules := map[string]*module{}
	for _, row := range twins() {
		if modules[row.example] == nil {
			modules[row.example] = exampleModule(t, row.example)
		}
		broken := brokenBy(t, modules[row.example], row)
		if len(broken) == 0 {
			t.Errorf("%s: %s = %s breaks no validation", row.example, row.variable, row.bad)
		}
		for _, validation := range broken {
			refused[validation] = true
		}
		if row.path != "" {
			checkTwin(t, row)
		}
	}
	for _, name := range exampleNames(t) {
		m := exampleModule(t, name)
		for _, block := range m.blocks("variable") {
			for _, validation := range nested(block.Body, "validation") {
				message, _ := attribute(validation.Body, "error_message").Value(nil)
				if at := block.Labels[0] + ": " + message.AsString(); !refused[at] {
					refused[at] = true
					t.Errorf("%s: no row breaks %s", name, at)
				}
			}
		}
	}
}

// brokenBy returns the validations that the value of a row breaks.
func brokenBy(t *testing.T, m *module, row twin) []string {
	t.Helper()
	var bad any
	if err := json.Unmarshal([]byte(row.bad), &bad); err != nil {
		t.Fatalf("%s: %v", row.bad, err)
	}
	original, told := m.values[row.variable]
	m.values[row.variable] = bad
	defer func() {
		if m.values[row.variable] = original; !told {
			delete(m.values, row.variable)
		}
	}()
	var broken []string
	for _, problem := range m.inputProblems(nil) {
		name, message, ok := strings.Cut(strings.TrimPrefix(problem, "var."), ": the validation fails: ")
		if ok {
			broken = append(broken, name+": "+message[:strings.LastIndex(message, " (")])
		}
	}
	return broken
}

// checkTwin puts the value of a row into the job file: it is refused, or the module
// accepts what becomes of it.
func checkTwin(t *testing.T, row twin) {
	t.Helper()
	path, text := readExample(t, row.example)
	loaded, err := fleet.Load(loaderOf(t, jobFlags{}), path, withValue(t, text, row.path, row.value))
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Problems.HasErrors() {
		return
	}
	files, problems := fleet.NewTemplates().Render(loaded.Job)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	m := parseModule(t, files)
	m.deployment = loaded.Job.Deployment
	if broken := m.inputProblems(nil); len(broken) > 0 {
		t.Errorf("%s: %s: %s renders, and is refused: %v", row.example, row.path, row.value, broken)
	}
}

// withValue sets a key of a job file to a value in YAML.
func withValue(t *testing.T, text []byte, path, value string) []byte {
	t.Helper()
	var document, set yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(value), &set); err != nil {
		t.Fatal(err)
	}
	node := document.Content[0]
	for key := range strings.SplitSeq(path, ".") {
		i := slices.IndexFunc(node.Content, func(n *yaml.Node) bool { return n.Value == key })
		if i < 0 || i%2 != 0 {
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{Kind: yaml.MappingNode})
			i = len(node.Content) - 2
		}
		node = node.Content[i+1]
	}
	*node = *set.Content[0]
	changed, err := yaml.Marshal(&document)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}
