package main

import (
	"maps"
	"slices"
)

// cloudRunAlerts is the table of GCP Cloud Run.
func cloudRunAlerts() alertTable {
	const (
		failed      = "google_monitoring_alert_policy.failed"
		notStarted  = "google_monitoring_alert_policy.not_started"
		missing     = "google_monitoring_alert_policy.missing"
		down        = "google_monitoring_alert_policy.down"
		notDeployed = "google_monitoring_alert_policy.not_deployed"

		minutes  = "5 minutes after the last attempt"
		reminder = "every 4 hours while failures go on"
		hourly   = "at most once an hour"
		hours    = "`monitoring.max_hours_between_runs`"
	)
	run := func(f failure, try string) alertRow {
		return alertRow{failure: f, alerts: []string{failed}, within: minutes, repeats: reminder,
			says: "the job and its retries; the commands for runs and logs, and where the exit code is", try: try}
	}
	absent := func(f failure, try string) alertRow {
		return alertRow{failure: f, alerts: []string{missing}, within: hours, repeats: "once a day",
			says: "how long no run has succeeded; the commands for schedule, starts and logs", try: try}
	}
	return alertTable{
		platform: "gcp_cloud_run",
		rows: []alertRow{
			run(failedRun, "run the job with a source that does not exist"),
			run(outOfMemory, "lower `compute.task_memory`, and run the job"),
			run(timedOut, "set `compute.timeout_seconds: 1`, and run the job"),
			run(noImage, "apply with an image that does not exist: `terraform apply` refuses it; a run that cannot start is a failed run"),
			run(noSecret, "disable the secret's version, and run the job"),
			absent(neverScheduled, "`gcloud scheduler jobs delete`"),
			{
				failure: neverStarted, alerts: []string{notStarted}, within: "20 minutes; a service after its first call", repeats: reminder,
				says: "that all attempts failed; the commands for the attempts and for a run by hand, and the permission it needs",
				try:  "remove the invoker's `roles/run.invoker`, and run the schedule: `gcloud scheduler jobs run`",
			},
			run(stuck, "set `compute.timeout_seconds: 1`, and run the job: the time limit ends every attempt"),
			absent(switchedOff, "`gcloud scheduler jobs pause`"),
			run(partialSuccess, "run the job with a record that lacks a required field"),
			run(noRecords, "run the job with an empty source"),
			{
				failure: serviceDown, alerts: []string{down, failed},
				within: "10 minutes without an instance; with a schedule 5 minutes after a failed call", repeats: reminder,
				says: "the service; the commands for its state and logs", try: "deploy an image that exits",
			},
			{
				failure: crashLoop, alerts: []string{failed}, within: "5 minutes", repeats: hourly,
				says: "that Cloud Run restarts the container; the command for the logs, and where the exit code is", try: "deploy an image that exits",
			},
			{
				failure: rolledBack, alerts: []string{notDeployed}, within: "5 minutes", repeats: hourly,
				says: "the revision, and the command for the reason", try: "deploy an image that does not listen on its port",
			},
		},
		proofs: slices.Concat(
			cloudRunRunProofs(failed), cloudRunStartProofs(notStarted), cloudRunMissingProofs(missing),
			cloudRunServiceProofs(failed, down, notDeployed),
		),
	}
}

// cloudRunRunProofs are those of runs that end with an error: Cloud Run reports the
// same result whatever the reason.
func cloudRunRunProofs(failed string) []alertProof {
	var proofs []alertProof
	for _, f := range []failure{failedRun, outOfMemory, timedOut, noImage, noSecret, stuck, partialSuccess, noRecords} {
		proofs = append(proofs, alertProof{
			failure: f, example: "gcp_cloud_run", alert: failed,
			fires: []cloudSignal{
				executions("a failed run", "failed", 10),
				executions("a failed run every ten minutes", "failed", 10, 20, 30),
			},
			quiet: []cloudSignal{
				executions("runs that succeed", "succeeded", 10, 20), executions("no run", "failed"),
				with(executions("a failed run in another region", "failed", 10), "location", "us-central1"),
				with(executions("a failed run of another job", "failed", 10), "job_name", "other"),
			},
		})
	}
	return proofs
}

func cloudRunStartProofs(notStarted string) []alertProof {
	return []alertProof{
		{
			failure: neverStarted, example: "gcp_cloud_run", alert: notStarted,
			fires: []cloudSignal{attempts("a start that fails, and its three retries", 403, 10, 11, 12, 15)},
			quiet: []cloudSignal{
				attempts("a start that is healed by a retry", 503, 10),
				attempts("a start that is healed by the last retry", 503, 10, 11, 13),
				attempts("starts that succeed", 200, 10, 20, 30, 40, 50),
				attempts("failed starts, each healed, of an hourly schedule", 503, 0, 60, 120, 180, 240),
			},
		},
		{
			failure: neverStarted, example: "gcp_cloud_run_service", alert: notStarted,
			fires: []cloudSignal{attempts("a call without permission", 403, 10), attempts("a call without a free instance", 429, 10)},
			quiet: []cloudSignal{
				attempts("a call that succeeds", 200, 10),
				attempts("a run that fails, which another alert reports", 500, 10),
				attempts("a run that is longer than the deadline", 504, 10),
			},
		},
	}
}

func cloudRunMissingProofs(missing string) []alertProof {
	const day = 24 * 60
	var proofs []alertProof
	for _, f := range []failure{neverScheduled, switchedOff} {
		proofs = append(proofs,
			alertProof{
				failure: f, example: "gcp_cloud_run", alert: missing,
				fires: []cloudSignal{
					until(executions("a run that was the last", "succeeded", 10), 31*60),
					until(executions("runs that fail", "failed", 10, day, 2*day), 2*day),
					until(executions("no run since the first apply", "succeeded"), 10),
				},
				quiet: []cloudSignal{
					until(executions("a run every night", "succeeded", 0, day, 2*day), 2*day+60),
					until(executions("a short run, and then the longest one", "succeeded", 0, day+3*90), day+5*60),
				},
			},
			alertProof{
				failure: f, example: "gcp_cloud_run_service", alert: missing,
				fires: []cloudSignal{until(requests("a call that was the last", "2xx", 10), 5*60)},
				quiet: []cloudSignal{until(requests("a call every hour", "2xx", 0, 60, 120, 180), 200)},
			},
		)
	}
	return append(proofs, alertProof{
		failure: neverScheduled, example: "gcp_cloud_run_existing", alert: missing,
		fires: []cloudSignal{until(executions("a run that was the last", "succeeded", 0), 27*60)},
		quiet: []cloudSignal{until(executions("a run a day", "succeeded", 0, day), day+60)},
	})
}

func cloudRunServiceProofs(failed, down, notDeployed string) []alertProof {
	crash := func(name, severity, text string) *googleSignal {
		return logged(name, "cloud_run_revision", "run.googleapis.com%2Fvarlog%2Fsystem", severity, map[string]any{"textPayload": text}, 10)
	}
	event := func(name, message string) *googleSignal {
		return logged(name, "cloud_run_revision", "cloudaudit.googleapis.com%2Fsystem_event", "ERROR", map[string]any{
			"protoPayload": map[string]any{
				"@type": "type.googleapis.com/google.cloud.audit.AuditLog", "methodName": "/Services.ReplaceService",
				"status": map[string]any{"code": 3, "message": message},
			},
		}, 10)
	}
	return []alertProof{
		{
			failure: serviceDown, example: "gcp_cloud_run_orchestrator", alert: down,
			fires: []cloudSignal{
				until(instances("an instance that is gone", "idle", every(1, 0, 10, 1)), 30),
				until(instances("no instance", "idle", every(1, 0, 30, 0)), 30),
			},
			quiet: []cloudSignal{
				until(instances("an instance", "active", every(1, 0, 30, 1)), 30),
				until(instances("a gap of five minutes", "idle", merged(every(1, 0, 10, 1), every(1, 15, 30, 1))), 29),
			},
		},
		{
			failure: serviceDown, example: "gcp_cloud_run_service", alert: failed,
			fires: []cloudSignal{requests("a server error", "5xx", 10)},
			quiet: []cloudSignal{requests("a response", "2xx", 10), requests("a refused call, which another alert reports", "4xx", 10)},
		},
		{
			failure: crashLoop, example: "gcp_cloud_run_orchestrator", alert: failed,
			fires: []cloudSignal{
				crash("an exit", "WARNING", "Container called exit(3)."),
				crash("a memory limit", "ERROR", "Memory limit of 4096 MiB exceeded with 4100 MiB used. Consider increasing the memory limit"),
			},
			quiet: []cloudSignal{
				crash("an instance that starts", "INFO", "Starting new instance. Reason: MIN_INSTANCES"),
				crash("an instance that is stopped", "WARNING", "Container called exit(0)."),
				with(crash("an exit of another service", "WARNING", "Container called exit(3)."), "service_name", "other"),
				logged("an error that the container prints", "cloud_run_revision", "run.googleapis.com%2Fstderr", "ERROR",
					map[string]any{"textPayload": "Container called exit(3)."}, 10),
			},
		},
		{
			failure: rolledBack, example: "gcp_cloud_run_service", alert: notDeployed,
			fires: []cloudSignal{event("a revision that does not start", "Ready condition status changed to False for Revision hubspot-00002-abc "+
				"with message: The user-provided container failed to start and listen on the port")},
			quiet: []cloudSignal{event("a revision that is ready", "Ready condition status changed to True for Revision hubspot-00002-abc.")},
		},
	}
}

func merged(all ...map[int]float64) map[int]float64 {
	values := map[int]float64{}
	for _, some := range all {
		maps.Copy(values, some)
	}
	return values
}
