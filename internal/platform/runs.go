package platform

import (
	"cmp"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// The values of compute.concurrency, and of compute.partial_success and no_records.
const (
	forbid  = "forbid"
	retry   = "retry"
	fail    = "fail"
	succeed = "succeed"
)

// runs resolves how runs are started, and what their results mean.
func (n *normalizer) runs() {
	compute, r := n.infra.Compute, &n.d.Runs
	r.OneAtATime = !n.d.Service && (compute.Concurrency == forbid || compute.Concurrency == "" && n.platform.noOverlap)
	r.PartialSuccess = cmp.Or(compute.PartialSuccess, retry)
	r.NoRecords = cmp.Or(compute.NoRecords, retry)
	if n.d.Service {
		const why = "it is about runs that end: workload: job"
		n.noEffectOnService(map[string]string{paths.ComputeConcurrency: why, paths.ComputePartialSuccess: why, paths.ComputeNoRecords: why})
		r.PartialSuccess, r.NoRecords = retry, retry
		return
	}
	written := map[string]string{
		paths.ComputeConcurrency: compute.Concurrency, paths.ComputePartialSuccess: r.PartialSuccess, paths.ComputeNoRecords: r.NoRecords,
	}
	for _, value := range n.platform.Unsupported {
		if written[value.Path] == value.Value {
			n.problems.Errorf("unsupported-value", value.Path, "unsupported on %s: %s", n.platform.Title, value.Value).Hint = value.Why
		}
	}
	n.noRecords()
}

// noRecords reports a choice that depends on an exit code that the engine does not
// have: see "Results" in the reference of the engine.
func (n *normalizer) noRecords() {
	if n.d.Runs.NoRecords != retry && n.engine.Known() {
		n.problems.Errorf("no-records", paths.ComputeNoRecords,
			"unsupported with the engine %s: it ends with 2 without any records, as after every failure", n.engine.Name).
			Hintf("remove it; an image of your own, engine: none, can end with 3")
	}
}

// kubernetesUnsupported are the choices that a CronJob does not have. A pod failure
// policy ends the Job at an exit code (FailJob), but none of its actions makes a failed
// pod a success: Ignore starts it again. From the Kubernetes documentation, "Pod failure
// policy", stable since 1.31, and kubernetes, pkg/controller/job/pod_failure_policy.go,
// read 2026-11-25.
func kubernetesUnsupported() []ValueReason {
	const failure = "Kubernetes counts every exit code but 0 as a failure; "
	return []ValueReason{
		{paths.ComputeConcurrency, "allow", "the CronJob never starts a run during another one; remove it"},
		{paths.ComputePartialSuccess, succeed, failure + "remove it, or set fail, which stops the retries"},
		{paths.ComputeNoRecords, succeed, failure + "remove it"},
	}
}

// cloudRunUnsupported are the choices that Cloud Run does not have.
func cloudRunUnsupported() []ValueReason {
	const alike = "Cloud Run tells exit code 0 from all others, and these not from each other; remove it"
	return []ValueReason{
		{paths.ComputeConcurrency, forbid, "Cloud Run starts every execution, whether another one runs or not; remove it"},
		{paths.ComputePartialSuccess, fail, alike},
		{paths.ComputePartialSuccess, succeed, alike},
		{paths.ComputeNoRecords, fail, alike},
		{paths.ComputeNoRecords, succeed, alike},
	}
}
