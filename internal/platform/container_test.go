package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestImages(t *testing.T) {
	t.Parallel()
	digest := "@sha256:" + strings.Repeat("0a", 32)
	const latest, none, ecr = "latest", "none", "ecr"
	for image, want := range map[string]string{
		"registry.example/team/dativo:1.4.2": "", "dativo:1.4.2": "", "localhost:5000/dativo:v1": "", "dativo" + digest: "", "dativo:latest" + digest: "",
		"dativo": latest, "dativo:latest": latest, "localhost:5000/dativo": latest,
		"Registry/Dativo:1": none, "dativo:": none, "dativo@sha256:12": none, "https://x/dativo:1": none, "a b": none, "dativo:1\n": none, "dativo:${TAG}": none,
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/dativo:1": ecr, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/dativo:1": ecr,
		"public.ecr.aws/acme/dativo:1": "",
	} {
		n := &normalizer{d: model.Deployment{Container: model.Container{Image: image}}, infra: withAllBlocks(nil)}
		n.checkImage()
		n.awsIdentity()
		got := ""
		switch {
		case len(errorsAt(n.problems, "compute.image")) > 0:
			got = none
		case len(warningsAt(n.problems, "compute.image")) > 0:
			got = latest
		case n.d.Container.ImageIsECR:
			got = ecr
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", image, got, want)
		}
	}
}

// A module takes no image without a tag, so that the one that is meant is
// written out.
func TestImageWithoutTag(t *testing.T) {
	t.Parallel()
	for image, want := range map[string]string{
		"registry.example/dativo": "registry.example/dativo:latest", "localhost:5000/dativo": "localhost:5000/dativo:latest",
		"registry.example/dativo:1.4.2": "registry.example/dativo:1.4.2", "": "",
	} {
		d, _ := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) { infra.Compute.Image = image }))
		if d.Container.Image != want {
			t.Errorf("%q: got %q, want %q", image, d.Container.Image, want)
		}
	}
}

func TestJobConfigPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		written, file, want string
		problem             bool
	}{
		{"", "orders.yml", "/app/jobs/acme/orders.yml", false}, {"", "", "/app/jobs/acme/j.yaml", false}, {"/x/y.yaml", "orders.yaml", "/x/y.yaml", false},
		{"orders.yaml", "orders.yaml", "", true}, {"/app/../etc/passwd", "orders.yaml", "", true},
	} {
		in := jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.JobName, infra.Compute.JobConfigPath = "j", test.written
		})
		in.File = test.file
		d, problems := Normalize(in)
		if found := errorsAt(problems, "compute.job_config_path"); len(found) > 0 != test.problem ||
			!test.problem && d.Container.JobConfigPath != test.want {
			t.Errorf("%q: got %q %q", test.written, d.Container.JobConfigPath, found)
		}
	}
}
