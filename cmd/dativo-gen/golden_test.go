package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/internal/finops"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// renderExample renders an example like a reader of the README, and returns the
// module's folder and the messages.
func renderExample(t *testing.T, name string) (dir, stderr string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), name)
	_, said := runCommand(t, exitDone, "render", "--config", examplePath(name), "--output", dir)
	said = strings.ReplaceAll(said, filepath.ToSlash(dir), "DIR")
	return dir, strings.ReplaceAll(said, filepath.ToSlash(root)+"/", "")
}

// TestGolden renders every example and compares module and messages with the golden
// files, byte for byte; make golden regenerates them.
func TestGolden(t *testing.T) {
	t.Parallel()
	names := exampleNames(t)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, said := renderExample(t, name)
			want := filepath.Join(root, "testdata", "golden", name)
			if updating() {
				if err := os.RemoveAll(want); err != nil {
					t.Fatal(err)
				}
			}
			files := goldie.New(t, goldie.WithFixtureDir(want), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.ClassicDiff))
			for _, file := range filesBelow(t, dir) {
				data, err := os.ReadFile(filepath.Join(dir, file))
				if err != nil {
					t.Fatal(err)
				}
				files.Assert(t, file, data)
			}
			if extra := missing(filesBelow(t, want), filesBelow(t, dir)); len(extra) > 0 {
				t.Errorf("golden files that nothing renders: %v", extra)
			}
			goldie.New(t, goldie.WithFixtureDir(filepath.Join(root, "testdata", "messages")), goldie.WithNameSuffix(".stderr")).
				Assert(t, name, []byte(said))
		})
	}
	t.Run("no stale folders", func(t *testing.T) {
		t.Parallel()
		for folder, ending := range map[string]string{"golden": "", "messages": ".stderr"} {
			entries, err := os.ReadDir(filepath.Join(root, "testdata", folder))
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range entries {
				if !slices.Contains(names, strings.TrimSuffix(entry.Name(), ending)) {
					t.Errorf("testdata/%s/%s: there is no such example", folder, entry.Name())
				}
			}
		}
	})
}

// TestEveryPlatformIsWhole reports the missing parts of a new platform.
func TestEveryPlatformIsWhole(t *testing.T) {
	t.Parallel()
	names := exampleNames(t)
	for _, p := range platform.All() {
		for _, part := range p.Missing() {
			t.Errorf("%s: %s has no value", p.Name, part)
		}
		for _, example := range []string{p.Name, "minimal_" + p.Name} {
			if !slices.Contains(names, example) {
				t.Errorf("examples/%s.yaml is missing", example)
			}
		}
		for _, file := range []string{
			"terraform.tf", "providers.tf", "backend.tf", "main.tf", "iam.tf", "monitoring.tf", "variables.tf", "outputs.tf", "PREREQUISITES.md",
		} {
			if _, err := os.Stat(filepath.Join(root, "templates", p.Name, file+".tmpl")); err != nil {
				t.Errorf("templates/%s/%s.tmpl is missing", p.Name, file)
			}
		}
	}
	folders, err := os.ReadDir(filepath.Join(root, "templates"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		known := append(platform.Names(), "shared", fleet.FinOpsTemplates)
		if folder.IsDir() && !slices.Contains(known, folder.Name()) {
			t.Errorf("templates/%s: no platform of this name is listed", folder.Name())
		}
	}
}

// TestEveryCloudIsWhole reports the missing parts of a new cloud outside of its own
// value in internal/platform.
func TestEveryCloudIsWhole(t *testing.T) {
	t.Parallel()
	var sinks []string
	for _, cloud := range platform.Clouds() {
		sinks = append(sinks, cloud.Sink)
		if len(platform.Computes(cloud.Name)) == 0 {
			t.Errorf("%s has no platform", cloud.Name)
		}
		tagged := tags.Tag{Key: "tenant_id", Value: tags.Text("acme", tags.Origin{})}
		request := finops.Request{Jobs: []finops.Subject{{File: "a.yaml", Cloud: cloud, Tags: []tags.Tag{tagged}}}}
		if module, _, err := finops.Plan(request); err != nil || len(module.Queries) == 0 {
			t.Errorf("%s: %d queries for its bill, %v", cloud.Name, len(module.Queries), err)
		}
	}
	if named := tags.CloudSinks(); !slices.Equal(named, sinks) {
		t.Errorf("sinks of clouds are %q, and clouds have %q", named, sinks)
	}
}

// TestEveryBackendIsRendered names a backend that the templates take for another
// one.
func TestEveryBackendIsRendered(t *testing.T) {
	t.Parallel()
	for _, p := range platform.All() {
		path, text := readExample(t, p.Name)
		job, _ := renderText(t, loaderOf(t, jobFlags{}), path, text)
		for _, kind := range platform.Backends() {
			job.Deployment.Backend = model.BackendPlan{Type: kind, Bucket: "state", Key: "k", Prefix: "p", Region: "us-east-1", Path: "f"}
			files, problems := fleet.NewTemplates().Render(job)
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			block := []byte("backend \"" + kind + "\" {")
			if !slices.ContainsFunc(files, func(f render.File) bool { return bytes.Contains(f.Data, block) }) {
				t.Errorf("%s: no %s", p.Name, block)
			}
		}
	}
}

// TestSameBytesEverywhere renders twice, in other folders and another
// environment, and expects the same module.
func TestSameBytesEverywhere(t *testing.T) {
	t.Setenv("TZ", "Pacific/Kiritimati")
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	t.Setenv("STRIPE_API_KEY", "must never be read")
	for _, name := range exampleNames(t) {
		dir, _ := renderExample(t, name)
		for _, file := range filesBelow(t, dir) {
			got, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(root, "testdata", "golden", name, file))
			if err != nil && !updating() {
				t.Fatal(err)
			}
			if !updating() && !bytes.Equal(got, want) {
				t.Errorf("%s/%s differs from the golden file", name, file)
			}
		}
	}
}
