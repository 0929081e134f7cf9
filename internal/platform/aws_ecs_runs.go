package platform

import (
	"math"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// What an attempt takes in addition to the time limit of the run, in seconds.
const (
	// ecsRetriesOfStart are the waits of the state machine before it starts a task that
	// ECS refused: 60, 120, 240, 480 and 600, as the template sets them.
	ecsRetriesOfStart = 1500
	// ecsStart is for the start of a task, which ECS does not limit, and ecsStop for its
	// end: timeout(1) kills the job 30 seconds after the time limit.
	ecsStart, ecsStop = 900, 60
)

// maxExecutionSeconds is the longest time limit of a state machine: executions of a
// standard workflow end after a year. From the Step Functions developer guide,
// "Quotas", read 2026-11-25.
const maxExecutionSeconds = 365 * 24 * 3600

// ecsRuns decides whether a state machine starts the runs: it retries them, explains a
// failure, counts successes, and finds those that are stuck. A job that is only started
// by hand, without alerts, needs none of it.
func (n *normalizer) ecsRuns() {
	d, r := &n.d, &n.d.Runs
	choices := r.OneAtATime || r.PartialSuccess != retry || r.NoRecords != retry
	r.StateMachine = !d.Service && (d.Schedule.Exists || d.Retry.Count > 0 || d.Monitoring.AlertTopic != "" || choices || d.Placement.Spot)
	if !r.StateMachine {
		return
	}
	attempt := d.Container.TimeoutSeconds + ecsStop + ecsStart + ecsRetriesOfStart
	if longest := maxExecutionSeconds - (attempt - d.Container.TimeoutSeconds); d.Container.TimeoutSeconds > longest {
		n.problems.Errorf("timeout", paths.ComputeTimeoutSeconds, "exceeds the longest run that Step Functions can start: %d seconds", longest).
			Hintf("lower it, or run the engine as a service (compute.workload: service)")
	}
	total := float64(attempt) * float64(d.Retry.Count+1)
	for i := range d.Retry.Count {
		total += min(float64(d.Retry.InitialSeconds)*math.Pow(d.Retry.Backoff, float64(i)), float64(d.Retry.MaxSeconds))
	}
	r.LimitSeconds = int(min(math.Ceil(total), maxExecutionSeconds))
}

// ecsAlerts resolves the alarm for missing runs.
func (n *normalizer) ecsAlerts() {
	n.missingRuns(cloudWatchLookBack("a run that fails is still reported, but not one that never starts"))
}
