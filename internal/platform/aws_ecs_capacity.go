package platform

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// fargateSpot is the capacity provider of interruptible tasks. It supports x86_64 on
// platform version 1.3.0 or later and arm64 on 1.4.0 or later. The modules name none:
// ECS selects LATEST. From CapacityProviderStrategyItem in the ECS API reference, read
// 2026-11-25.
const fargateSpot = "FARGATE_SPOT"

// ecsCapacity resolves the capacity of the tasks. A strategy does not fall back when a
// capacity provider has no capacity. So a run on spot capacity has no strategy of two:
// the state machine starts it on regular capacity instead. A service has only the
// strategy.
func (n *normalizer) ecsCapacity() {
	compute, p := n.infra.Compute, &n.d.Placement
	if len(compute.CapacityProviders) > 0 {
		if compute.Spot != nil {
			n.problems.Errorf("capacity", paths.ComputeSpot, "conflicts with compute.capacity_providers, which is the whole strategy").
				Hintf("remove one of the two")
			return
		}
		n.capacityStrategy()
		return
	}
	p.Spot = orDefault(compute.Spot, false)
	p.Interruptible = p.Spot
	if p.Spot && n.d.Service {
		p.CapacityProviders = []model.CapacityShare{{Name: fargateSpot, Weight: 1}}
	}
	n.warnOfInterruption(paths.ComputeSpot)
}

// capacityStrategy resolves the capacity provider strategy. A strategy has capacity
// providers of Fargate or of Auto Scaling groups, not both, one base, and a weight
// above 0. From the same source as fargateSpot.
func (n *normalizer) capacityStrategy() {
	p, at := &n.d.Placement, paths.ComputeCapacityProviders
	seen := map[string]bool{}
	bases, weights := 0, 0
	for i, written := range n.infra.Compute.CapacityProviders {
		item := diag.ItemPath(at, i)
		if seen[written.Name] {
			n.problems.Errorf("capacity", diag.KeyPath(item, paths.ComputeCapacityProvidersItemName), "%s is listed twice", written.Name).
				Hintf("remove one of the two")
		}
		seen[written.Name] = true
		share := model.CapacityShare{Name: written.Name, Weight: orDefault(written.Weight, 0), Base: orDefault(written.Base, 0)}
		if share.Base > 0 {
			bases++
		}
		weights += share.Weight
		p.CapacityProviders = append(p.CapacityProviders, share)
		p.Interruptible = p.Interruptible || share.Name == fargateSpot && share.Base+share.Weight > 0
	}
	if bases > 1 {
		n.problems.Errorf("capacity", at, "more than one capacity provider has a base").
			Hintf("set base for one of them: the job has one task")
	}
	if weights == 0 {
		n.problems.Errorf("capacity", at, "no capacity provider has a weight above 0: ECS would start no task").
			Hintf("set weight: 1 for one of them")
	}
	n.warnOfInterruption(at)
}

// warnOfInterruption warns of a job that fails when its spot capacity is reclaimed.
// ECS starts the task of a service again.
func (n *normalizer) warnOfInterruption(at string) {
	if n.d.Placement.Interruptible && !n.d.Service && n.d.Retry.Count == 0 {
		n.problems.Warnf("interruption", at, "a run fails when Fargate Spot reclaims its capacity: the job has no retries").
			Hintf("set compute.retries to 1 or more")
	}
}

// capacityProviders is the value of the Terraform variable.
func capacityProviders(shares []model.CapacityShare) []map[string]any {
	values := []map[string]any{}
	for _, s := range shares {
		values = append(values, map[string]any{"name": s.Name, "weight": s.Weight, "base": s.Base})
	}
	return values
}
