package main

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/internal/finops"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// root is the folder of the module, seen from this package.
const root = "../.."

// updating reports whether the golden files are being written anew.
func updating() bool {
	update := flag.Lookup("update")
	return update != nil && update.Value.String() == "true"
}

// exampleNames returns the name of every example, without its ending.
func exampleNames(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "examples", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range paths {
		names = append(names, strings.TrimSuffix(filepath.Base(path), ".yaml"))
	}
	if len(names) < 2*len(platform.All()) {
		t.Fatalf("only %d examples: each platform has at least a complete and a minimal one", len(names))
	}
	return names
}

// renderExample renders an example from the module's folder, as a reader of
// the README would, and returns the module's folder and what was said.
func renderExample(t *testing.T, name string) (dir, stderr string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), name)
	var out, problems bytes.Buffer
	args := []string{"render", "--config", filepath.Join(root, "examples", name+".yaml"), "--output", dir}
	if status := run(args, strings.NewReader(""), &out, &problems); status != exitDone {
		t.Fatalf("status %d\n%s", status, problems.String())
	}
	said := strings.ReplaceAll(problems.String(), filepath.ToSlash(dir), "DIR")
	return dir, strings.ReplaceAll(said, filepath.ToSlash(filepath.Join(root))+"/", "")
}

// filesBelow returns the names of all files below a folder, manifests apart.
func filesBelow(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && entry.Name() != output.ManifestName {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestGolden renders every example and holds module and messages against the
// golden files, byte for byte; make golden writes them anew.
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

// missing returns what of want is not in got.
func missing(want, got []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(name string) bool { return slices.Contains(got, name) })
}

// TestEveryPlatformIsWhole names what a new platform still lacks.
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
		for _, file := range []string{"terraform.tf", "providers.tf", "backend.tf", "main.tf", "iam.tf", "monitoring.tf", "variables.tf", "outputs.tf", "PREREQUISITES.md"} {
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

// TestEveryCloudIsWhole names what a new cloud still lacks outside of its own
// value in internal/platform.
func TestEveryCloudIsWhole(t *testing.T) {
	t.Parallel()
	var sinks []string
	formats, _ := reflect.TypeFor[tagsCommand]().FieldByName("Format")
	for _, cloud := range platform.Clouds() {
		sinks = append(sinks, cloud.Sink)
		if !slices.Contains(strings.Split(formats.Tag.Get("enum"), ","), cloud.Name) {
			t.Errorf("tags --format %s is missing", cloud.Name)
		}
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
