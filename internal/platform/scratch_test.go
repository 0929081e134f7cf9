package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestScratch shows where /tmp is, and when its size is reported.
func TestScratch(t *testing.T) {
	t.Parallel()
	const fits = "not set: /tmp is in memory, and all files of a run must fit in "
	no := false
	for _, test := range []struct {
		name, provider, compute string
		change                  func(c *model.Compute)
		memory                  bool
		mib                     int
		want                    string // the message at compute.scratch or compute.scratch_mib
	}{
		{"any image on ECS", "aws", "ecs", nil, true, 512, fits + "512 MiB"},
		{"accepted", "aws", "ecs", func(c *model.Compute) { c.Scratch = "memory" }, true, 512, ""},
		{"sized", "aws", "ecs", func(c *model.Compute) { c.ScratchMiB = ptr(100) }, true, 100, ""},
		{"an image of one's own", "aws", "ecs", func(c *model.Compute) { c.Engine = "none" }, true, 512, ""},
		{"dativo-gen's image", "aws", "ecs", func(c *model.Compute) { c.ImageLayout = "dativo-gen" }, false, 0, ""},
		{"dativo-gen's image in memory", "aws", "ecs", func(c *model.Compute) { c.ImageLayout, c.Scratch = "dativo-gen", "memory" }, true,
			512, ""},
		{"a size on disk", "aws", "ecs", func(c *model.Compute) { c.Scratch, c.ScratchMiB = "disk", ptr(100) }, false, 0, "has no effect here"},
		{"a writable root", "aws", "ecs", func(c *model.Compute) { c.ReadOnlyRootFilesystem, c.Scratch = &no, "memory" }, false, 512,
			"has no effect with read_only_root_filesystem: false"},
		{"EKS", "aws", "eks", nil, false, 512, ""},
		{"EKS in memory", "aws", "eks", func(c *model.Compute) { c.Scratch = "memory" }, true, 512, ""},
		{"GKE in memory", "gcp", "gke", func(c *model.Compute) { c.Scratch, c.TaskMemory = "memory", "512Mi" }, true, 256, ""},
		{"GKE, all of it", "gcp", "gke", func(c *model.Compute) { c.Scratch, c.ScratchMiB = "memory", ptr(1024) }, true, 1024,
			"1024 MiB of scratch space leave no memory for the job: the pod has 1024 MiB"},
		{"Cloud Run", "gcp", "cloud_run", nil, true, 512, fits + "1 GiB"},
		{"Cloud Run on disk", "gcp", "cloud_run", func(c *model.Compute) { c.Scratch = "disk" }, true, 512, "unsupported on GCP Cloud Run: disk"},
	} {
		in := jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.ClusterName, infra.ProjectID = "data", map[string]string{"gcp": "acme-prod"}[test.provider]
			if test.change != nil {
				test.change(infra.Compute)
			}
		})
		in.Engine.Files = map[engine.Role]EngineFile{engine.Job: {Value: map[string]any{"tenant_id": "acme"}}}
		d, problems := Normalize(in)
		var got []string
		for _, p := range problems {
			if strings.HasPrefix(p.Path, "infrastructure.compute.scratch") {
				got = append(got, p.Message)
			}
		}
		if d.Container.ScratchInMemory != test.memory || d.Container.ScratchMiB != test.mib {
			t.Errorf("%s: in memory is %v, %d MiB", test.name, d.Container.ScratchInMemory, d.Container.ScratchMiB)
		}
		if len(got) > 1 || test.want == "" && len(got) > 0 || test.want != "" && (len(got) == 0 || !strings.HasPrefix(got[0], test.want)) {
			t.Errorf("%s: said %q, want %q", test.name, got, test.want)
		}
	}
}

// TestEntryScript shows that the script starts the engine where the image has it,
// and that an incremental job is warned of otherwise.
func TestEntryScript(t *testing.T) {
	t.Parallel()
	script := []string{"/app/bin/keep-state", "python", "-m", "dativo_ingest.cli"}
	for _, test := range []struct {
		name     string
		layout   string
		set      func(c *model.Compute)
		starts   []string
		reported bool
	}{
		{"any image", "", nil, []string{"python", "-m", "dativo_ingest.cli"}, true},
		{"custom", "custom", nil, []string{"python", "-m", "dativo_ingest.cli"}, true},
		{"dativo-gen's image", "dativo-gen", nil, script, false},
		{"the script by hand", "", func(c *model.Compute) { c.Entrypoint = script }, script, false},
		{"dativo-gen's image without the script", "dativo-gen", func(c *model.Compute) { c.Entrypoint = script[1:] }, script[1:], true},
		{"a command without the script", "dativo-gen", func(c *model.Compute) { c.Command = script[1:] }, script[1:], true},
	} {
		d, problems := Normalize(engineJob(func(in *Input, job map[string]any) {
			compute := in.Job.Infrastructure.Compute
			compute.ImageLayout = test.layout
			if test.set != nil {
				test.set(compute)
			}
			job["source"].(map[string]any)["incremental"] = map[string]any{"strategy": "updated_at", "cursor_field": "updated_at"}
		}))
		if !slices.Equal(d.Container.Entrypoint, test.starts) {
			t.Errorf("%s: starts %q", test.name, d.Container.Entrypoint)
		}
		reported := false
		for _, p := range problems {
			reported = reported || p.Code == "engine-cursor"
		}
		if reported != test.reported {
			t.Errorf("%s: said %v", test.name, problems)
		}
	}
	_, problems := Normalize(engineJob(func(in *Input, _ map[string]any) {
		in.Job.Infrastructure.Compute.ImageLayout, in.Job.Infrastructure.Compute.Engine = "dativo-gen", "none"
	}))
	if got := warningsAt(problems, "compute.image_layout"); len(got) != 1 {
		t.Errorf("dativo-gen's image without the engine: %q", got)
	}
}

// TestGracePeriod: the stop timeout of Fargate has a maximum, Cloud Run's is fixed.
func TestGracePeriod(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		provider, compute string
		seconds           int
		want              string
	}{
		{"aws", "ecs", 120, ""},
		{"aws", "ecs", 121, "exceeds the stop timeout of Fargate: 120 seconds"},
		{"aws", "eks", 3600, ""},
		{"gcp", "gke", 3600, ""},
		{"gcp", "cloud_run", 10, "unsupported on GCP Cloud Run | Cloud Run sends SIGKILL 10 seconds after SIGTERM"},
	} {
		d, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.TerminationGracePeriodSeconds = &test.seconds
		}))
		got := strings.Join(errorsAt(problems, "compute.termination_grace_period_seconds"), "; ")
		if !strings.HasPrefix(got, test.want) || test.want == "" && (got != "" || d.Container.TerminationGraceSeconds != test.seconds) {
			t.Errorf("%d on %s: %q, %d", test.seconds, test.compute, got, d.Container.TerminationGraceSeconds)
		}
	}
}

// TestMissingCredentialsFile shows the line that mounts the file, and that writing
// it mounts the file.
func TestMissingCredentialsFile(t *testing.T) {
	t.Parallel()
	drive := func(compute string, files map[string]string) Input {
		provider := map[string]string{"ecs": "aws", "eks": "aws", "gke": "gcp", "cloud_run": "gcp"}[compute]
		in := jobOn(provider, compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.SecretFiles, infra.Compute.ImageLayout = files, "dativo-gen"
		})
		in.Engine.Files = map[engine.Role]EngineFile{
			engine.Job: {Value: map[string]any{
				"tenant_id": "acme", "source": map[string]any{"files": []any{map[string]any{"file_id": "a", "path": "a.csv"}}},
			}},
			engine.SourceRecipe: {Value: map[string]any{
				"name": "gdrive_csv", "type": "gdrive_csv", "default_engine": map[string]any{"type": "native"},
				"credentials": map[string]any{"file_template": "/secrets/{tenant}/gdrive.json"},
			}},
		}
		return in
	}
	for compute, want := range map[string]string{
		"eks": "add to compute.secret_files: /secrets/acme/gdrive.json: stripe-credentials/api-key; the workload's own identity is " +
			"not used",
		"gke": "add to compute.secret_files: /secrets/acme/gdrive.json: stripe-credentials/api-key; the workload's own identity is " +
			"not used",
		"cloud_run": "add to compute.secret_files: /secrets/acme/gdrive.json: projects/",
		"ecs":       "add to compute.secret_files: /tmp/secrets/acme/gdrive.json: arn:aws:secretsmanager:",
	} {
		hints := func(in Input) (found []string) {
			_, problems := Normalize(in)
			for _, p := range problems {
				if p.Code == "engine-credentials-file" {
					found = append(found, p.Hint)
				}
			}
			return found
		}
		got := hints(drive(compute, nil))
		if len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%s: said %q, want %q", compute, got, want)
			continue
		}
		line, isLine := strings.CutPrefix(got[0], "add to compute.secret_files: ")
		name, rest, _ := strings.Cut(line, ": ")
		reference, _, _ := strings.Cut(rest, ";")
		if isLine && len(hints(drive(compute, map[string]string{name: reference}))) > 0 {
			t.Errorf("%s: the hint does not mount the file", compute)
		}
	}
}
