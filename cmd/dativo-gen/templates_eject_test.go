package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// exampleJobs loads all examples, by platform.
func exampleJobs(t testing.TB) map[string][]*fleet.Job {
	t.Helper()
	flags := jobFlags{JobDir: filepath.Join(root, "examples")}
	jobs, problems, err := flags.load(&session{stderr: &bytes.Buffer{}, sources: map[string][]byte{}})
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	byPlatform := map[string][]*fleet.Job{}
	for _, j := range jobs {
		byPlatform[j.Deployment.Platform] = append(byPlatform[j.Deployment.Platform], j)
	}
	return byPlatform
}

// shippedTemplates reads what can be overridden.
func shippedTemplates(t testing.TB) *overrides.Stack {
	t.Helper()
	stack, err := overrides.Read(platform.Names(), []render.Layer{fleet.Shipped()})
	if err != nil {
		t.Fatal(err)
	}
	return stack
}

// modulesOf renders jobs of one platform with a set of templates.
func modulesOf(t *testing.T, set *render.Set, jobs []*fleet.Job) string {
	t.Helper()
	var all strings.Builder
	for _, j := range jobs {
		files, problems := set.Render(&j.Deployment, j.Deployment.Variables)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		for _, file := range files {
			all.WriteString(j.File() + "/" + file.Name + "\n" + string(file.Data))
		}
	}
	return all.String()
}

// TestEjectedTemplatesRenderTheSame ejects every block, and every file: as long
// as nothing is edited, nothing changes.
func TestEjectedTemplatesRenderTheSame(t *testing.T) {
	t.Parallel()
	shipped := shippedTemplates(t)
	jobs := exampleJobs(t)
	for _, p := range platform.All() {
		set, problems := render.Parse(p.Name, fleet.Shipped())
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		want := modulesOf(t, set, jobs[p.Name])
		for what, names := range map[string][]overrides.Name{
			"blocks": shipped.Shipped.Blocks(p.Name),
			"files":  {{Folder: p.Name}, {Folder: overrides.Shared}},
		} {
			t.Run(p.Name+" "+what, func(t *testing.T) {
				t.Parallel()
				set, problems := render.Parse(p.Name, render.Layer{Name: "team", FS: ejected(t, shipped, names)}, fleet.Shipped())
				if problems.HasErrors() {
					t.Fatal(problems)
				}
				if got := modulesOf(t, set, jobs[p.Name]); got != want {
					t.Error(output.Unified("shipped", "ejected", []byte(want), []byte(got)))
				}
			})
		}
	}
}

// ejected is a folder of copies.
func ejected(t *testing.T, shipped *overrides.Stack, names []overrides.Name) fstest.MapFS {
	t.Helper()
	team := fstest.MapFS{}
	for _, name := range names {
		copies, ok := shipped.Shipped.Eject(name)
		if !ok {
			t.Fatalf("%s cannot be ejected", name)
		}
		for _, made := range copies {
			team[made.Path] = &fstest.MapFile{Data: []byte(made.Text)}
			if overrides.Sum(made.Base) != made.Sum {
				t.Errorf("%s: the copy of the base does not fit its sum", name)
			}
		}
	}
	return team
}

// TestEject copies templates, and overwrites none.
func TestEject(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "team")
	out, said := runCommand(t, exitDone, "templates", "eject", "aws_ecs#log_group", dir)
	if want := "create " + filepath.ToSlash(dir) + "/aws_ecs/log_group.tmpl\n"; out != want {
		t.Errorf("prints %q, want %q", out, want)
	}
	if !strings.HasPrefix(said, "next: ") {
		t.Errorf("says %q", said)
	}
	path := filepath.Join(dir, "aws_ecs", "log_group.tmpl")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, said = runCommand(t, exitError, "templates", "eject", "aws_ecs#log_group", dir)
	if want := filepath.ToSlash(path) + ": already exists [template-exists]\n"; !strings.HasPrefix(said, want) {
		t.Errorf("says %q, want %q", said, want)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Errorf("%s is now %q (%v)", path, text, err)
	}
	for name, want := range map[string]string{
		"aws_ecs#log_groups": "unknown template aws_ecs#log_groups; did you mean aws_ecs#log_group?",
		"aws_ecs/mian.tf":    "unknown template aws_ecs/mian.tf; did you mean aws_ecs/main.tf.tmpl?",
		"azure":              "unknown template azure: dativo-gen templates list prints all names",
		"shared#log_group":   "shared#log_group differs between platforms: specify one, such as aws_ecs#log_group",
	} {
		if _, said := runCommand(t, exitError, "templates", "eject", name, dir); said != "dativo-gen: "+want+"\n" {
			t.Errorf("%s: says %q, want %q", name, said, want)
		}
	}
}

// TestEjectStaysInside shows that a link in the team's folder is not followed
// out of it.
func TestEjectStaysInside(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "aws_ecs")); err != nil {
		t.Fatal(err)
	}
	runCommand(t, exitError, "templates", "eject", "aws_ecs#log_group", dir)
	if entries, err := os.ReadDir(outside); err != nil || len(entries) > 0 {
		t.Errorf("written outside: %v (%v)", entries, err)
	}
}
