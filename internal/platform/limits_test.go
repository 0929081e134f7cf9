package platform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestTotals shows for each sum of an object the largest that is accepted, and the
// report for one more.
func TestTotals(t *testing.T) {
	t.Parallel()
	value := func(size int) func(*model.Infrastructure) {
		return func(infra *model.Infrastructure) {
			infra.Compute.Environment = map[string]model.Scalar{"BIG": model.Scalar(strings.Repeat("x", size))}
		}
	}
	argument := func(size int) func(*model.Infrastructure) {
		return func(infra *model.Infrastructure) {
			infra.Compute.Engine, infra.Compute.Args = "none", []string{"run", strings.Repeat("x", size)}
		}
	}
	variables := func(count int) func(*model.Infrastructure) {
		return func(infra *model.Infrastructure) {
			infra.Compute.Engine, infra.Compute.Environment = "none", map[string]model.Scalar{}
			for i := range count {
				infra.Compute.Environment[fmt.Sprintf("V%d", i)] = "x"
			}
		}
	}
	image := func(size int) func(*model.Infrastructure) {
		return func(infra *model.Infrastructure) {
			infra.Compute.Image = "registry.example/" + strings.Repeat("x", size-len("registry.example/:1")) + ":1"
		}
	}
	rules := func(count int) func(*model.Infrastructure) {
		return func(infra *model.Infrastructure) {
			infra.Network.Egress = []model.Egress{{CIDR: "::/0", Port: 443}}
			for i := range count {
				infra.Network.Egress = append(infra.Network.Egress, model.Egress{CIDR: fmt.Sprintf("10.0.%d.0/24", i), Port: 443})
			}
		}
	}
	for _, test := range []struct {
		name, provider, compute, path string
		largest                       int
		set                           func(int) func(*model.Infrastructure)
		warning                       bool
	}{
		{"image", "aws", "ecs", "compute.image", 255, image, false},
		{"rules", "aws", "ecs", "network.egress", 60, rules, true},
		{"variable on Cloud Run", "gcp", "cloud_run", "compute.environment.BIG", 32768, value, false},
		{"variables on Cloud Run", "gcp", "cloud_run", "compute.environment", 994, variables, false},
		{"variable on EKS", "aws", "eks", "compute.environment.BIG", 131067, value, false},
		{"variable on GKE", "gcp", "gke", "compute.environment.BIG", 131067, value, false},
		{"argument on EKS", "aws", "eks", "compute.args[1]", 131071, argument, false},
		{"argument on GKE", "gcp", "gke", "compute.args[1]", 131071, argument, false},
	} {
		for excess := range 2 {
			_, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
				test.set(test.largest + excess)(infra)
			}))
			found := errorsAt(problems, test.path)
			if test.warning {
				found = warningsAt(problems, test.path)
			}
			reported := strings.Contains(strings.Join(found, "\n"), "exceed")
			if reported != (excess > 0) {
				t.Errorf("%s, %d: %q", test.name, test.largest+excess, found)
			}
		}
	}
}

// TestTaskDefinitionSize shows the warning before the limit, and the error beyond it.
func TestTaskDefinitionSize(t *testing.T) {
	t.Parallel()
	for size, want := range map[int][2]int{58000: {0, 0}, 61000: {1, 0}, 65000: {0, 1}} {
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Environment = map[string]model.Scalar{"BIG": model.Scalar(strings.Repeat("x", size))}
		}))
		warnings, errors := warningsAt(problems, "compute.environment"), errorsAt(problems, "compute.environment")
		if len(warnings) != want[0] || len(errors) != want[1] {
			t.Errorf("%d: warnings %q, errors %q", size, warnings, errors)
		}
	}
}
