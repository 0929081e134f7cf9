package platform

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// What a module sets itself may be replaced by a plain value, which everybody
// can see, but not by a secret.
func TestComputedVariables(t *testing.T) {
	t.Parallel()
	const reference = "arn:aws:ssm:us-east-1:123456789012:parameter/acme/key"
	for _, name := range computedVariables() {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Environment = map[string]model.Scalar{name: "x"}
		}))
		if found := errorsAt(problems, "compute.environment."+name); len(found) > 0 {
			t.Errorf("%s as a plain value: %q", name, found)
		}
		_, problems = Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Secrets = map[string]string{name: reference}
		}))
		if found := errorsAt(problems, "compute.secrets."+name); len(found) != 1 {
			t.Errorf("%s as a secret: %q", name, found)
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
