package platform

import (
	"reflect"
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestECSCapacity shows which capacity the tasks of a job run on.
func TestECSCapacity(t *testing.T) {
	t.Parallel()
	onSpot := []model.CapacityShare{{Name: "FARGATE_SPOT", Weight: 1}}
	item := func(name string, weight, base int) model.CapacityProvider {
		return model.CapacityProvider{Name: name, Weight: &weight, Base: &base}
	}
	service := func(c *model.Compute) { c.Engine, c.Workload = "none", "service" }
	const interruption, capacity = "warning interruption compute.", "error capacity compute."
	for _, test := range []struct {
		name   string
		change func(*model.Compute)
		want   model.Placement
		found  []string
	}{
		{"regular", func(*model.Compute) {}, model.Placement{}, nil},
		{"not spot", func(c *model.Compute) { c.Spot = ptr(false) }, model.Placement{}, nil},
		{"spot", func(c *model.Compute) { c.Spot, c.Retries = ptr(true), ptr(1) }, model.Placement{Spot: true, Interruptible: true}, nil},
		{"spot on arm64", func(c *model.Compute) { c.Spot, c.Retries, c.Architecture = ptr(true), ptr(1), "arm64" },
			model.Placement{Spot: true, Interruptible: true}, nil},
		{"spot without retries", func(c *model.Compute) { c.Spot = ptr(true) },
			model.Placement{Spot: true, Interruptible: true}, []string{interruption + "spot"}},
		{"a service on spot", func(c *model.Compute) { service(c); c.Spot = ptr(true) },
			model.Placement{Spot: true, Interruptible: true, CapacityProviders: onSpot}, nil},
		{"a strategy", func(c *model.Compute) { c.CapacityProviders = []model.CapacityProvider{item("FARGATE", 1, 1)} },
			model.Placement{CapacityProviders: []model.CapacityShare{{Name: "FARGATE", Weight: 1, Base: 1}}}, nil},
		{"a strategy with spot", func(c *model.Compute) { c.CapacityProviders = []model.CapacityProvider{item("FARGATE_SPOT", 1, 0)} },
			model.Placement{CapacityProviders: onSpot, Interruptible: true}, []string{interruption + "capacity_providers"}},
		{"a service with a strategy", func(c *model.Compute) {
			service(c)
			c.CapacityProviders = []model.CapacityProvider{item("FARGATE_SPOT", 1, 0)}
		}, model.Placement{CapacityProviders: onSpot, Interruptible: true}, nil},
		{"no weight", func(c *model.Compute) { c.CapacityProviders = []model.CapacityProvider{{Name: "FARGATE"}} },
			model.Placement{CapacityProviders: []model.CapacityShare{{Name: "FARGATE"}}}, []string{capacity + "capacity_providers"}},
		{"both", func(c *model.Compute) {
			c.Spot, c.CapacityProviders = ptr(false), []model.CapacityProvider{item("FARGATE", 1, 0)}
		}, model.Placement{}, []string{capacity + "spot"}},
	} {
		d, problems := Normalize(ecsTestJob(func(job *model.Job) { test.change(job.Infrastructure.Compute) }))
		found := ecsProblems(problems)
		if !reflect.DeepEqual(d.Placement, test.want) || !slices.Equal(found, test.found) {
			t.Errorf("%s: %+v with %q, want %+v with %q", test.name, d.Placement, found, test.want, test.found)
		}
	}
}
