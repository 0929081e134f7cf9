package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPruneIsAFreshRender changes a fleet at random, again and again: jobs come, go,
// move, get other names and another layout, and people put files between the
// modules. After --prune, the output folder has exactly what a render to an empty
// folder has, and every file of people.
func TestPruneIsAFreshRender(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 2))
			dir := t.TempDir()
			jobs, out := filepath.Join(dir, "jobs"), filepath.Join(dir, "terraform")
			people := map[string]string{}
			for step := range 5 {
				changeFleet(t, random, jobs)
				if step > 0 {
					for name, text := range peoplesFiles(random, out) {
						people[name] = text
						writeFile(t, name, text)
					}
				}
				runCommand(t, exitDone, "render", "--job-dir", jobs, "--output", out, "--prune")
				runCommand(t, exitDone, "render", "--job-dir", jobs, "--output", out, "--check", "--strict", "--assets-root", dir)
				fresh := filepath.Join(t.TempDir(), "terraform")
				runCommand(t, exitDone, "render", "--job-dir", jobs, "--output", fresh)
				got := slices.DeleteFunc(filesBelow(t, out), func(name string) bool {
					_, theirs := people[filepath.Join(out, filepath.FromSlash(name))]
					return theirs
				})
				if want := filesBelow(t, fresh); !slices.Equal(got, want) {
					t.Fatalf("step %d: too many: %v\nmissing: %v", step, missing(got, want), missing(want, got))
				}
			}
			for name, text := range people {
				if got, err := os.ReadFile(name); err != nil || string(got) != text {
					t.Errorf("%s of a user: %q, %v", name, got, err)
				}
			}
		})
	}
}

// changeFleet changes the jobs of a folder, of which at least one stays.
func changeFleet(t *testing.T, random *rand.Rand, folder string) {
	t.Helper()
	layouts := []string{"{tenant}/{job}", "{tenant}/etl/{job}", "{job}/{tenant}"}
	writeFile(t, filepath.Join(folder, ".dativo-gen.yaml"), "output: {layout: \""+layouts[random.IntN(len(layouts))]+"\"}\n"+
		"defaults:\n  - infrastructure:\n      compute: {engine: none, task_cpu: 512, task_memory: 1024, command: [python]}\n"+
		"      network: {subnets: [subnet-0a1b2c3d4e5f60718]}\n      terraform: {backend: {type: s3, bucket: acme-state}}\n")
	writeFile(t, filepath.Join(folder, "connector.yaml"), "name: stripe\n")
	writeFile(t, filepath.Join(folder, "asset.yaml"), "schema: []\n")
	writeFile(t, filepath.Join(folder, "always.yaml"), jobText("", ""))
	for i := range 8 {
		path := filepath.Join(folder, fmt.Sprint("t", i%2), fmt.Sprintf("job_%d.yaml", i))
		tenant := fmt.Sprintf("tenant_id: t%d\n", random.IntN(2))
		text := strings.Replace(jobText("", ""), "tenant_id: acme\n", tenant, 1)
		switch random.IntN(4) {
		case 0:
			if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		case 1:
			writeFile(t, path, text)
		case 2:
			writeFile(t, path, text+fmt.Sprintf("  job_name: name_%d_%d\n", i, random.IntN(2)))
		}
	}
}

// peoplesFiles are files to put into folders of modules, and between them.
func peoplesFiles(random *rand.Rand, out string) map[string]string {
	files := map[string]string{}
	dirs, _ := filepath.Glob(filepath.Join(out, "*", "*"))
	for i, dir := range append(dirs, out) {
		if info, err := os.Stat(dir); err == nil && info.IsDir() && random.IntN(4) == 0 {
			name := []string{"custom_a.tf", "notes.txt", ".terraform.lock.hcl", "sub/b.txt"}[random.IntN(4)]
			files[filepath.Join(dir, filepath.FromSlash(name))] = fmt.Sprintln("theirs", i, random.IntN(1000))
		}
	}
	return files
}
