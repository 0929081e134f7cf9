package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// FuzzOverlay overrides the shipped templates with an arbitrary file: whatever its name
// and content, nothing panics, and only Terraform files in the module's folder are
// written.
func FuzzOverlay(f *testing.F) {
	for _, seed := range []struct{ name, text string }{
		{"aws_ecs/budget.tf.tmpl", "locals {\n  a = {{.Name}}\n}\n"},
		{"aws_ecs/outputs.tf.tmpl", ""},
		{"aws_ecs/extras.tmpl", "{{define \"extra_outputs\"}}{{range .Container.Secrets}}# x\n{{end}}{{end}}"},
		{"shared/extras.tmpl", "{{define \"sidecars\"}}{{template \"sidecars\" .}}{{end}}"},
		{"shared/tags.tmpl", "{{define \"tags\"}}{{dict \"a\" (list 1 .Tags)}}{{end}}"},
		{"aws_ecs/..\\x.tf.tmpl", "locals {}"},
		{"aws_ecs/.dativo-gen.tf.tmpl", "locals {}"},
		{"../../etc/passwd.tf.tmpl", "locals {}"},
		{"aws_ecs/CON.tf.tmpl", "{{/* dativo-gen: base aws_ecs#tags */}}"},
	} {
		f.Add(seed.name, seed.text)
	}
	job := exampleJobs(f)["aws_ecs"][0]
	f.Fuzz(func(t *testing.T, name, text string) {
		if !fs.ValidPath(name) || strings.ContainsRune(name, 0) {
			return // no file can be called that
		}
		team := render.Layer{Name: "team", FS: fstest.MapFS{name: &fstest.MapFile{Data: []byte(text)}}}
		set, problems := render.Parse("aws_ecs", team, fleet.Shipped())
		if problems.HasErrors() {
			return
		}
		files, problems := set.Render(&job.Deployment, job.Deployment.Variables)
		if problems.HasErrors() {
			return
		}
		parent := t.TempDir()
		plan, problems := output.NewPlan([]output.Module{{Dir: filepath.Join(parent, "module"), Files: files}}, output.Options{})
		if problems.HasErrors() {
			t.Fatalf("%q renders to what cannot be written: %v", name, problems)
		}
		if err := plan.Commit(context.Background()); err != nil {
			t.Fatal(err)
		}
		if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
			t.Errorf("%q: written outside of the module: %v (%v)", name, entries, err)
		}
		for _, file := range filesBelow(t, filepath.Join(parent, "module")) {
			if strings.Contains(file, "/") || !strings.HasSuffix(file, ".tf") && !isPage(file) && file != "terraform.tfvars.json" {
				t.Errorf("%q: %q is not a file of the module", name, file)
			}
		}
	})
}
