package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

// TestInjectionReferenced puts every hostile text into every value of the files that a job
// refers to: its asset, whose values become tags, and its connector. The result is a
// module of the same structure, or a problem in that file, or in the job, which can set
// what the file lacks.
func TestInjectionReferenced(t *testing.T) {
	t.Parallel()
	// Together they cover every kind of sink.
	for _, name := range []string{"aws_ecs", "gcp_gke"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInjector(t, name)
			for _, folder := range []string{"assets", "connectors"} {
				in.eachReferenced(t, folder)
			}
		})
	}
}

// eachReferenced changes the values of every file that the example reads from a
// folder, one at a time.
func (in *injector) eachReferenced(t *testing.T, folder string) {
	t.Helper()
	files := map[string][]byte{}
	in.readReferenced(func(path string) ([]byte, error) {
		text, err := document.ReadFile(path)
		if err == nil && strings.Contains(filepath.ToSlash(path), "/"+folder+"/") {
			files[path] = text
		}
		return text, err
	})
	if _, problems, err := in.render(in.text); err != nil || problems.HasErrors() || len(files) == 0 {
		t.Fatal(err, problems, files)
	}
	for path, text := range files {
		for name, hostile := range hostile() {
			for i, changed := range withEachScalar(t, text, hostile) {
				if problem := in.tryReferenced(path, changed); problem != "" {
					t.Errorf("%s: value %d: %s: %s", path, i, name, problem)
				}
			}
		}
	}
}

// readReferenced replaces how referenced files are read. It resets the cache, because a
// loader reads each file once.
func (in *injector) readReferenced(read func(path string) ([]byte, error)) {
	in.loader = &config.Loader{Vars: in.loader.Vars, Projects: in.loader.Projects, Read: read}
}

// tryReferenced renders the example with another text for a referenced file.
func (in *injector) tryReferenced(path string, text []byte) string {
	in.readReferenced(func(asked string) ([]byte, error) {
		if asked == path {
			return text, nil
		}
		return document.ReadFile(asked)
	})
	files, problems, err := in.render(in.text)
	if err != nil {
		return err.Error()
	}
	if files == nil {
		for _, d := range problems {
			files := []string{filepath.ToSlash(path), filepath.ToSlash(in.path)}
			if d.Severity == diag.Error && (!slices.Contains(files, d.Pos.File) || d.Pos.Line == 0 || d.Pos.Col == 0) {
				return fmt.Sprintf("refused, but at another position: %v", d)
			}
		}
		return ""
	}
	if !sameStructure(files, in.base) {
		return "the .tf files are others"
	}
	if bytes.Equal(files["terraform.tfvars.json"], in.base["terraform.tfvars.json"]) {
		return ""
	}
	m, err := in.read(files)
	if err != nil {
		return err.Error()
	}
	return strings.Join(m.inputProblems(in.unchanged(m)), "; ")
}

// withEachScalar returns a YAML text as often as it has scalars, keys too, each
// time with another one replaced.
func withEachScalar(t *testing.T, text []byte, replacement string) [][]byte {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	var changed [][]byte
	var walk func(node *yaml.Node)
	walk = func(node *yaml.Node) {
		if node.Kind == yaml.ScalarNode {
			kept := *node
			*node = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: replacement, Style: yaml.DoubleQuotedStyle}
			out, err := yaml.Marshal(&document)
			if err != nil {
				t.Fatal(err)
			}
			changed = append(changed, out)
			*node = kept
		}
		for _, inner := range node.Content {
			walk(inner)
		}
	}
	walk(&document)
	return changed
}
