package fleet

import (
	"fmt"
	"github.com/dativo-io/dativo-gen/internal/document"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), ".hidden") // the folder itself may be hidden
	for _, path := range []string{
		"b.yaml", "a.yml", "c.YAML", "sub/d.yaml", "sub.yaml", ".e.yaml", ".sub/f.yaml", "sub/.sub/g.yaml", "h.json", "yaml",
	} {
		writeFile(t, filepath.Join(dir, path), "")
	}
	paths, err := Files(document.Disk{}, dir)
	for i, path := range paths {
		paths[i], _ = filepath.Rel(dir, path)
	}
	if want := []string{"a.yml", "b.yaml", "c.YAML", "sub.yaml", filepath.Join("sub", "d.yaml")}; err != nil || !slices.Equal(paths, want) {
		t.Errorf("got %q, %v; want %q", paths, err, want)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "nowhere"):     "does not exist",
		filepath.Join(dir, "b.yaml"):      "not a directory",
		filepath.Join(dir, "sub", ".sub"): "",
		t.TempDir():                       "no .yaml or .yml file",
	} {
		if _, err := Files(document.Disk{}, path); (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
	}
}

// TestFilesLeavesOutInfrastructureFiles shows that one without its job file stays,
// to be reported.
func TestFilesLeavesOutInfrastructureFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, path := range []string{
		"a.yaml", "a.infrastructure.yaml", "b.yml", "b.infrastructure.yaml", "c.yaml", "sub/c.infrastructure.yaml", "z.infrastructure.yml",
	} {
		writeFile(t, filepath.Join(dir, path), "")
	}
	paths, err := Files(document.Disk{}, dir)
	for i, path := range paths {
		paths[i], _ = filepath.Rel(dir, path)
	}
	want := []string{"a.yaml", "b.yml", "c.yaml", filepath.Join("sub", "c.infrastructure.yaml"), "z.infrastructure.yml"}
	if err != nil || !slices.Equal(paths, want) {
		t.Errorf("got %q, %v; want %q", paths, err, want)
	}
}

// TestFilesRefusesWhatCouldBlock: reading a pipe or socket would not end.
func TestFilesRefusesWhatCouldBlock(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "f") //nolint:usetesting // the path of a socket has to be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	socket, err := net.Listen("unix", filepath.Join(dir, "job.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	if paths, err := Files(document.Disk{}, dir); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("got %q, %v", paths, err)
	}
}

// TestLoadFiles: jobs come in the order of the paths, and one that cannot be
// read does not stop the others.
func TestLoadFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good, broken := filepath.Join(dir, "good.yaml"), filepath.Join(dir, "broken.yaml")
	writeFile(t, good, ecsJob())
	writeFile(t, broken, "a: [")
	loaded, err := LoadFiles(newLoader(), []string{broken, filepath.Join(dir, "nowhere.yaml"), good})
	if err != nil || len(loaded) != 3 {
		t.Fatal(loaded, err)
	}
	for i, want := range []string{"broken.yaml", "nowhere.yaml: does not exist"} {
		if loaded[i].Job != nil || !loaded[i].Problems.HasErrors() || !strings.Contains(loaded[i].Problems[0].String(), want) {
			t.Errorf("%s: got %+v", want, loaded[i])
		}
	}
	if j := loaded[2].Job; j == nil || j.File() != filepath.ToSlash(good) || j.Deployment.Name != "dativo-acme-good" {
		t.Errorf("got %+v", loaded[2])
	}
	jobs, problems := Gather(loaded)
	if len(jobs) != 1 || jobs[0] != loaded[2].Job || !problems.HasErrors() {
		t.Errorf("gathered %d jobs and %v", len(jobs), problems)
	}
}

// TestOnlyJobs leaves out other YAML files, and keeps those that cannot be
// read: they may be jobs.
func TestOnlyJobs(t *testing.T) {
	t.Parallel()
	loaded := loadFolder(t, map[string]string{
		"asset.yaml": "name: orders\n", "broken.yaml": "a: [", "job.yaml": bareJob, "half.yaml": "infrastructure: {}\n",
	})
	var names []string
	for _, l := range loaded {
		if l.Job == nil {
			names = append(names, "unreadable")
			continue
		}
		names = append(names, filepath.Base(l.Job.File()))
	}
	if want := []string{"unreadable", "half.yaml", "job.yaml"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

// TestTagsAreDerivedOnce: the deployment, the exported tags and the input of
// templates come from one set.
func TestTagsAreDerivedOnce(t *testing.T) {
	t.Parallel()
	j := loadText(t, newLoader(), "orders.yaml", ecsJob("  tags: {team: data}\n"))
	set, _ := platform.DeriveTags(j.Input)
	if &j.Tags.Set.Flat.Tags[0] != &j.Input.TagSet.Flat.Tags[0] {
		t.Error("the exported tags are another set than the platform's")
	}
	exported := map[string]string{}
	for _, tag := range set.Flat.Tags {
		exported[tag.Key] = tag.Value.FullText()
	}
	if !maps.Equal(exported, j.Deployment.Tags) || exported["team"] != "data" {
		t.Errorf("exported %v, deployed %v", exported, j.Deployment.Tags)
	}
	if got := j.Tags; got.Tenant != "acme" || got.Name != "orders" || got.Asset != "orders" || got.File != "orders.yaml" {
		t.Errorf("got %+v", got)
	}
}

// TestJobNameOfTags: a tag of the name job_name does not rename the job.
func TestJobNameOfTags(t *testing.T) {
	t.Parallel()
	j := loadText(t, newLoader(), "orders.yaml", ecsJob("  job_name: stock\n", "  tags: {job_name: other}\n"))
	if j.Tags.Key() != "acme/stock" || j.Deployment.Tags["job_name"] != "other" {
		t.Errorf("key %s, tag %s", j.Tags.Key(), j.Deployment.Tags["job_name"])
	}
}

// TestUnusedClassificationIsReportedOnce, whether the job is deployed or only
// its tags are read.
func TestUnusedClassificationIsReportedOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.yaml"), "name: orders\nschema:\n  - name: email\n")
	const overrides = "classification_overrides: {emial: PII}\n"
	for name, text := range map[string]string{
		"deployed": ecsJob() + overrides,
		"bare":     bareJob + "asset: orders\nasset_path: a.yaml\n" + overrides,
	} {
		loaded, err := Load(&config.Loader{Tags: true}, filepath.Join(dir, name+".yaml"), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for _, p := range loaded.Problems {
			if p.Code == "unknown-field" && p.Pos.Line > 0 {
				count++
			}
		}
		if count != 1 {
			t.Errorf("%s: reported %d times in %v", name, count, loaded.Problems)
		}
	}
}

// TestDefaultOfARemovedSetting: a job that removes a value of the project file
// has the platform's default.
func TestDefaultOfARemovedSetting(t *testing.T) {
	t.Parallel()
	j := jobsOf(t, map[string]string{
		".dativo-gen.yaml": "defaults:\n  - infrastructure: {monitoring: {log_retention_days: 90}}\n",
		"a.yaml":           ecsJob("  monitoring: {log_retention_days: null}\n"),
	})[0]
	var found []string
	for _, s := range j.EffectiveSettings() {
		if s.Path == paths.MonitoringLogRetentionDays {
			found = append(found, fmt.Sprint(s.Removed, " ", s.Value, " ", s.From[strings.LastIndex(s.From, "/")+1:]))
		}
	}
	if want := []string{"true <nil> a.yaml:10:36", "false 30 default of aws_ecs"}; !slices.Equal(found, want) {
		t.Errorf("got %q, want %q", found, want)
	}
}

// TestDefaultOfAnEmptySetting: an empty list counts as not set, and what takes
// effect is the platform's default.
func TestDefaultOfAnEmptySetting(t *testing.T) {
	t.Parallel()
	j := loadText(t, newLoader(), "orders.yaml", ecsJob("  network: {egress: []}\n"))
	count := 0
	for _, s := range j.EffectiveSettings() {
		if s.Path != paths.NetworkEgress {
			continue
		}
		count++
		if s.From != "default of aws_ecs" || len(s.Shadowed) != 1 || s.Shadowed[0].From != "orders.yaml:10:13" {
			t.Errorf("got %+v", s)
		}
	}
	if count != 1 {
		t.Errorf("egress is listed %d times", count)
	}
}

func TestEffectiveSettings(t *testing.T) {
	t.Parallel()
	j := loadText(t, newLoader(), "orders.yaml", ecsJob("  monitoring: {log_retention_days: 90}\n"))
	from := map[string]string{}
	var paths []string
	for _, s := range j.EffectiveSettings() {
		from[s.Path] = s.From
		paths = append(paths, s.Path)
	}
	if got := from["infrastructure.monitoring.log_retention_days"]; got != "orders.yaml:10:36" {
		t.Errorf("a written value is from %q", got)
	}
	if got := from["infrastructure.compute.task_cpu"]; got != "default of aws_ecs" {
		t.Errorf("a default is from %q", got)
	}
	if !slices.IsSorted(paths) || len(slices.Compact(slices.Clone(paths))) != len(paths) {
		t.Errorf("not sorted, or duplicate: %q", paths)
	}
}
