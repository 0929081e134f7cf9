package main

import "maps"

// cloudRunLabels are the labels of the monitored resource of an example's job or
// service. From "Monitored resource types", cloud.google.com/monitoring, read
// 2026-11-25.
func cloudRunLabels(m *module) map[string]any {
	labels := map[string]any{"project_id": m.deployment.Project, "location": m.deployment.Region}
	if m.deployment.Service {
		labels["service_name"], labels["revision_name"] = m.deployment.Name, m.deployment.Name+"-00001-abc"
		return labels
	}
	labels["job_name"] = m.deployment.Name
	return labels
}

// executions is the number of completed runs with a result. From "Google Cloud
// metrics", run.googleapis.com/job/completed_execution_count, read 2026-11-25.
func executions(name, result string, minutes ...int) *googleSignal {
	return measured(name, "run.googleapis.com/job/completed_execution_count", "cloud_run_job", "result", result, ones(minutes))
}

// requests is the number of answered requests by the class of their status. From the
// same page, run.googleapis.com/request_count.
func requests(name, class string, minutes ...int) *googleSignal {
	return measured(name, "run.googleapis.com/request_count", "cloud_run_revision", "response_code_class", class, ones(minutes))
}

// instances is the number of container instances in a state, active or idle. From the
// same page, run.googleapis.com/container/instance_count.
func instances(name, state string, values map[int]float64) *googleSignal {
	return measured(name, "run.googleapis.com/container/instance_count", "cloud_run_revision", "state", state, values)
}

// ones is one event in each of some minutes.
func ones(minutes []int) map[int]float64 {
	values := map[int]float64{}
	for _, minute := range minutes {
		values[minute]++
	}
	return values
}

// measured is a metric of the job or service with one label of its own. Without any
// value there is no series.
func measured(name, metric, resource, label, value string, values map[int]float64) *googleSignal {
	return &googleSignal{name: name, record: func(m *module) googleRecord {
		labels := cloudRunLabels(m)
		labels[label] = value
		record := googleRecord{until: 60}
		if len(values) > 0 {
			record.series = []googleSeries{{metric: metric, resource: resource, labels: labels, values: values}}
		}
		return record
	}}
}

// attempts are attempts of Cloud Scheduler with the status of the response. From
// "View Cloud Scheduler logs", cloud.google.com/scheduler: an entry for every finished
// attempt, with the severity ERROR after a failure; and from public logs of 2026. Read
// 2026-11-25.
func attempts(name string, status int, minutes ...int) *googleSignal {
	return &googleSignal{name: name, record: func(m *module) googleRecord {
		var record googleRecord
		for _, minute := range minutes {
			severity := "INFO"
			if status >= 400 {
				severity = "ERROR"
			}
			started := schedulerEntry(m, "INFO", map[string]any{"@type": "type.googleapis.com/google.cloud.scheduler.logging.AttemptStarted"})
			finished := schedulerEntry(m, severity, map[string]any{"@type": "type.googleapis.com/google.cloud.scheduler.logging.AttemptFinished"})
			finished["httpRequest"] = map[string]any{"status": status}
			record.logs = append(record.logs, googleLog{minute, started}, googleLog{minute, finished})
			record.until = minute + 30
		}
		return record
	}}
}

func schedulerEntry(m *module, severity string, payload map[string]any) map[string]any {
	return map[string]any{
		"severity": severity, "logName": "projects/" + m.deployment.Project + "/logs/cloudscheduler.googleapis.com%2Fexecutions",
		"jsonPayload": payload,
		"resource": map[string]any{"type": "cloud_scheduler_job", "labels": map[string]any{
			"project_id": m.deployment.Project, "location": m.deployment.Schedule.Region, "job_id": m.deployment.Name,
		}},
	}
}

// logged is a log entry about the job or service in a log of its project.
func logged(name, resource, log, severity string, more map[string]any, minute int) *googleSignal {
	return &googleSignal{name: name, record: func(m *module) googleRecord {
		entry := map[string]any{
			"severity": severity, "logName": "projects/" + m.deployment.Project + "/logs/" + log,
			"resource": map[string]any{"type": resource, "labels": cloudRunLabels(m)},
		}
		maps.Copy(entry, more)
		return googleRecord{logs: []googleLog{{minute, entry}}, until: 60}
	}}
}

// with is a signal whose resource has another label.
func with(signal *googleSignal, label, value string) *googleSignal {
	return &googleSignal{name: signal.name, record: func(m *module) googleRecord {
		record := signal.record(m)
		for _, series := range record.series {
			series.labels[label] = value
		}
		for _, log := range record.logs {
			log.entry["resource"].(map[string]any)["labels"].(map[string]any)[label] = value
		}
		return record
	}}
}

// until is a signal that is recorded for some minutes.
func until(signal *googleSignal, minute int) *googleSignal {
	return &googleSignal{name: signal.name, record: func(m *module) googleRecord {
		record := signal.record(m)
		record.until = minute
		return record
	}}
}
