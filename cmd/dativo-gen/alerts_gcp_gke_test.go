package main

// Alert policies of GCP GKE.
const (
	gkeFailed  = "google_monitoring_alert_policy.failed"
	gkePending = "google_monitoring_alert_policy.pending"
	gkeMissing = "google_monitoring_alert_policy.missing"
	gkeDown    = "google_monitoring_alert_policy.down"
)

// gkeAlerts is the table of GCP GKE.
func gkeAlerts() alertTable {
	failed := func(f failure, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{gkeFailed}, within: "a minute after the last attempt", repeats: "with every event, at most every 5 minutes",
			says: "the reason, the Job, and the commands that show the exit code and the logs", try: try,
		}
	}
	pending := func(f failure, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{gkePending}, within: "20 minutes", repeats: "once; the incident ends with it",
			says: "that a pod cannot start, and the command that shows why", try: try,
		}
	}
	missing := func(f failure, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{gkeMissing}, within: "`monitoring.max_hours_between_runs`",
			repeats: "once; the incident ends with the next run",
			says:    "for how long no run has come, and the commands that show the schedule and start a run", try: try,
		}
	}
	down := func(f failure, within, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{gkeDown}, within: within, repeats: "once; the incident ends with it",
			says: "that the service does not run or restarts again and again, and the commands that show why", try: try,
		}
	}
	first := func(row alertRow, key string) alertRow {
		row.within += "; with `" + key + ": fail` after the first"
		return row
	}
	created := failed(neverStarted, "`kubectl create quota none --hard=pods=0`, and start a run")
	created.alerts = []string{gkeFailed, gkeMissing}
	created.within = "a minute after Kubernetes reports it, else `monitoring.max_hours_between_runs`"
	return alertTable{
		platform: "gcp_gke",
		rows: []alertRow{
			failed(failedRun, "run the job with a source that does not exist"),
			failed(outOfMemory, "lower `compute.task_memory`, and run the job"),
			failed(timedOut, "set `compute.timeout_seconds: 1`, and run the job"),
			pending(noImage, "apply with `-var container_image=` and a tag that does not exist, and run the job"),
			pending(noSecret, "rename the Secret, and run the job"),
			pending(neverScheduled, "apply with `-var cpu=1000`, and run the job"),
			created,
			failed(stuck, "set `compute.timeout_seconds: 1`, and run the job"),
			missing(switchedOff, "`kubectl patch cronjob NAME --patch '{\"spec\": {\"suspend\": true}}'`, and wait"),
			first(failed(partialSuccess, "run the job with a record that lacks a required field"), "compute.partial_success"),
			first(failed(noRecords, "run the job with an empty source"), "compute.no_records"),
			down(serviceDown, "15 minutes", "`kubectl scale deployment/NAME --replicas=0`"),
			down(crashLoop, "10 minutes", "apply with a command that fails"),
			{failure: rolledBack, silent: "Kubernetes rolls nothing back: a version that does not start is reported as a service that is down"},
		},
		proofs: gkeProofs(),
	}
}

func gkeProofs() []alertProof {
	var proofs []alertProof
	for _, f := range []failure{failedRun, outOfMemory, timedOut, stuck, partialSuccess, noRecords} {
		proofs = append(proofs, alertProof{
			failure: f, example: "gcp_gke", alert: gkeFailed,
			fires: []cloudSignal{
				kubernetesEvents("of a failed run", "Job", "-29400180", "BackoffLimitExceeded", 5),
				kubernetesEvents("of a run that took too long", "Job", "-29400180", "DeadlineExceeded", 5),
				kubernetesEvents("of a run that is not retried", "Job", "-m1764115200", "PodFailurePolicy", 5),
			},
			quiet: []cloudSignal{
				kubernetesEvents("of a run", "Job", "-29400180", "SuccessfulCreate", 5),
				kubernetesEvents("of a run that succeeded", "Job", "-29400180", "Completed", 5),
				kubernetesEvents("of another job", "Job", "-export-29400180", "BackoffLimitExceeded", 5),
				inNamespace(kubernetesEvents("of another namespace", "Job", "-29400180", "BackoffLimitExceeded", 5), "other"),
			},
		})
	}
	for _, f := range []failure{noImage, noSecret, neverScheduled} {
		reason := map[failure]string{noImage: "BackOff", noSecret: "Failed", neverScheduled: "FailedScheduling"}[f]
		proofs = append(proofs, alertProof{
			failure: f, example: "gcp_gke", alert: gkePending,
			fires: []cloudSignal{
				kubernetesEvents("of a pod that waits", "Pod", "-29400180-x7k2p", reason, 1, 2, 4, 9, 14, 19, 24),
				kubernetesEvents("of a volume", "Pod", "-29400180-x7k2p", "FailedMount", 1, 3, 5, 7, 9, 11, 13, 15, 17),
			},
			quiet: []cloudSignal{
				kubernetesEvents("of a pod that waits for a node", "Pod", "-29400180-x7k2p", "FailedScheduling", 1, 2, 3),
				kubernetesEvents("of a pod that starts", "Pod", "-29400180-x7k2p", "Pulled", 1, 2, 4, 9, 14, 19, 24),
				kubernetesEvents("of another job", "Pod", "-export-29400180-x7k2p", reason, 1, 2, 4, 9, 14, 19, 24),
			},
		})
	}
	const hour, until = 60, 80 * 60
	proofs = append(proofs, alertProof{
		failure: neverStarted, example: "gcp_gke", alert: gkeFailed,
		fires: []cloudSignal{
			kubernetesEvents("of a pod that is not admitted", "Job", "-29400180", "FailedCreate", 5),
			kubernetesEvents("of a Job that is not admitted", "CronJob", "", "FailedCreate", 5),
			kubernetesEvents("of a missed start", "CronJob", "", "MissSchedule", 5),
		},
		quiet: []cloudSignal{kubernetesEvents("of a start", "CronJob", "", "SuccessfulCreate", 5)},
	})
	for _, f := range []failure{neverStarted, switchedOff} {
		proofs = append(proofs, alertProof{
			failure: f, example: "gcp_gke", alert: gkeMissing,
			fires: []cloudSignal{
				containers("of runs that end", until, "uptime", minutesFrom(0, 20)),
				containers("of no run", until, "uptime", nil),
			},
			quiet: []cloudSignal{
				containers("of daily runs", until, "uptime",
					minutesFrom(0, 20), minutesFrom(24*hour, 20), minutesFrom(48*hour, 20), minutesFrom(72*hour, 20)),
				kubernetesEvents("of daily runs without a sample", "Job", "-29400180", "Completed", 0, 24*hour, 48*hour, 72*hour),
			},
		})
	}
	return append(proofs, alertProof{
		failure: serviceDown, example: "gcp_gke_service", alert: gkeDown,
		fires: []cloudSignal{
			containers("of a service that ends", 120, "uptime", minutesFrom(0, 30)), containers("of no service", 120, "uptime", nil),
		},
		quiet: []cloudSignal{
			containers("of a service", 120, "uptime", minutesFrom(0, 121)),
			containers("of a service that is replaced", 120, "uptime", minutesFrom(0, 30), minutesFrom(40, 81)),
		},
	}, alertProof{
		failure: crashLoop, example: "gcp_gke_service", alert: gkeDown,
		fires: []cloudSignal{both(
			containers("of a crash loop", 120, "uptime", minutesFrom(0, 121)),
			containers("", 120, "restart_count", []int{41, 42, 43, 45, 48, 53, 58}),
		)},
		quiet: []cloudSignal{both(
			containers("of a service that restarts now and then", 120, "uptime", minutesFrom(0, 121)),
			containers("", 120, "restart_count", []int{10, 55, 90}),
		)},
	})
}

// kubernetesEvents are events of an object whose name begins with the job's, as GKE
// exports them. From "View observability metrics and logs" and "Logs" of GKE,
// cloud.google.com/kubernetes-engine, and public filters, read 2026-11-25: events of
// pods have the resource k8s_pod, all others k8s_cluster.
func kubernetesEvents(name, kind, suffix, reason string, minutes ...int) *googleSignal {
	return &googleSignal{name: "events " + name, record: func(m *module) googleRecord {
		labels := clusterLabels(m)
		resource := "k8s_cluster"
		if kind == "Pod" {
			resource = "k8s_pod"
			labels["namespace_name"], labels["pod_name"] = m.deployment.Cluster.Namespace, m.deployment.Name+suffix
		}
		record := googleRecord{until: max(60, minutes[len(minutes)-1]+30)}
		for _, minute := range minutes {
			record.logs = append(record.logs, googleLog{minute, map[string]any{
				"logName":  "projects/" + m.deployment.Project + "/logs/events",
				"resource": map[string]any{"type": resource, "labels": labels},
				"severity": "WARNING",
				"jsonPayload": map[string]any{
					"kind": "Event", "reason": reason, "type": "Warning", "message": "recorded",
					"involvedObject": map[string]any{"kind": kind, "name": m.deployment.Name + suffix, "namespace": m.deployment.Cluster.Namespace},
				},
			}})
		}
		return record
	}}
}

// inNamespace moves events to another namespace.
func inNamespace(signal *googleSignal, namespace string) *googleSignal {
	return &googleSignal{name: signal.name, record: func(m *module) googleRecord {
		record := signal.record(m)
		for _, log := range record.logs {
			log.entry["jsonPayload"].(map[string]any)["involvedObject"].(map[string]any)["namespace"] = namespace
		}
		return record
	}}
}

// containers is a metric of the job's containers, one in each of some minutes: samples of
// the uptime, or restarts. From "GKE system metrics", cloud.google.com/kubernetes-engine,
// kubernetes.io/container/uptime and restart_count, read 2026-11-25.
func containers(name string, until int, metric string, groups ...[]int) *googleSignal {
	return &googleSignal{name: "containers " + name, record: func(m *module) googleRecord {
		values := map[int]float64{}
		for _, group := range groups {
			for _, minute := range group {
				values[minute] = 1
			}
		}
		labels := clusterLabels(m)
		labels["namespace_name"], labels["container_name"] = m.deployment.Cluster.Namespace, m.deployment.Name
		labels["pod_name"] = m.deployment.Name + "-29400180-x7k2p"
		record := googleRecord{until: until}
		if len(values) > 0 {
			record.series = []googleSeries{{metric: "kubernetes.io/container/" + metric, resource: "k8s_container", labels: labels, values: values}}
		}
		return record
	}}
}

// both are two signals at the same time.
func both(one, other *googleSignal) *googleSignal {
	return &googleSignal{name: one.name, record: func(m *module) googleRecord {
		record, more := one.record(m), other.record(m)
		record.logs, record.series = append(record.logs, more.logs...), append(record.series, more.series...)
		return record
	}}
}

// clusterLabels are the labels of the monitored resources of an example's cluster.
func clusterLabels(m *module) map[string]any {
	return map[string]any{
		"project_id": m.deployment.Project, "location": m.deployment.Cluster.Location, "cluster_name": m.deployment.Cluster.Name,
	}
}

// minutesFrom are so many minutes from one on.
func minutesFrom(first, count int) []int {
	minutes := make([]int, count)
	for i := range minutes {
		minutes[i] = first + i
	}
	return minutes
}
