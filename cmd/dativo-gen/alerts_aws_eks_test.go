package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// Alarms of AWS EKS.
const (
	eksErrors  = "aws_cloudwatch_metric_alarm.errors"
	eksPending = "aws_cloudwatch_metric_alarm.pending"
	eksMissing = "aws_cloudwatch_metric_alarm.missing"
	eksDown    = "aws_cloudwatch_metric_alarm.down"
)

// eksAlerts is the table of AWS EKS.
func eksAlerts() alertTable {
	pending := func(f failure, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{eksPending}, within: "20 minutes", repeats: "once, and once when it is over",
			says: "that a pod cannot start, and the command that shows why", try: try,
		}
	}
	missing := func(f failure, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{eksMissing}, within: "`monitoring.max_hours_between_runs`", repeats: "once, and once when it is over",
			says: "for how long no run has delivered data, and the command that lists the runs", try: try,
		}
	}
	down := func(f failure, try string) alertRow {
		return alertRow{
			failure: f, alerts: []string{eksDown}, within: "15 minutes", repeats: "once, and once when it is over",
			says: "that no pod is ready, and the command that shows why", try: try,
		}
	}
	none := func(f failure, why string) alertRow { return alertRow{failure: f, silent: why} }
	empty := missing(noRecords, "run the job with an empty source, and wait")
	empty.says += "; none with `compute.engine: none`, where any line of the job counts"
	return alertTable{
		platform: "aws_eks",
		rows: []alertRow{
			{
				failure: failedRun, alerts: []string{eksErrors, eksMissing}, repeats: "once an hour at most",
				within: "5 minutes, or `monitoring.max_hours_between_runs` if the run logs no error",
				says:   "that an error was logged, and the command that shows the lines", try: "run the job with a source that does not exist",
			},
			missing(outOfMemory, "lower `compute.task_memory`, and run the job"),
			missing(timedOut, "set `compute.timeout_seconds: 1`"),
			pending(noImage, "apply with `-var container_image=` and a tag that does not exist, and run the job"),
			pending(noSecret, "rename the Secret, and run the job"),
			pending(neverScheduled, "apply with `-var cpu=1000`, and run the job"),
			missing(neverStarted, "`kubectl delete cronjob`, and wait"),
			missing(stuck, "suspend the CronJob while a run waits; the Job's deadline ends the run"),
			missing(switchedOff, "`kubectl patch cronjob NAME --patch '{\"spec\": {\"suspend\": true}}'`, and wait"),
			none(partialSuccess, "the run delivered data; the records that it left out are in its log. "+
				"`compute.partial_success: fail` only stops the retries"),
			empty,
			down(serviceDown, "`kubectl scale deployment/NAME --replicas=0`"),
			down(crashLoop, "apply with a command that fails"),
			none(rolledBack, "Kubernetes rolls nothing back: a version that does not start is reported as a service that is down"),
		},
		proofs: eksProofs(),
	}
}

func eksProofs() []alertProof {
	const day, until = 24 * 60, 4 * 24 * 60
	at := func(minute int, texts ...string) []string { return append([]string{fmt.Sprint(minute)}, texts...) }
	daily := func(text string) [][]string {
		return [][]string{at(90, text), at(90+day, text), at(90+2*day, text), at(90+3*day, text)}
	}
	good := engineLine("INFO", "files_written_no_catalog", "Files uploaded to S3 (no catalog configured): 3 file(s)")
	empty := engineLine("INFO", "files_written_no_catalog", "Files uploaded to S3 (no catalog configured): 0 file(s)")
	finished := engineLine("INFO", "job_finished", "Job finished")
	crashes := every(1, 0, 30, 0)
	for _, minute := range []int{1, 7, 13, 19, 25} {
		crashes[minute] = 1
	}
	proofs := []alertProof{{
		failure: failedRun, example: "aws_eks", alert: eksErrors,
		fires: []cloudSignal{
			podLines("of an error", 60, at(7, engineLine("ERROR", "job_error", "Job execution failed: refused"))),
			podLines("of a catalog that was not updated", 60, at(7, engineLine("WARNING", "commit_failed", "Failed to commit to Iceberg catalog"))),
			podLines("of a refused job file", 60, at(7, "ERROR: Configuration validation failed")),
			podLines("of a traceback", 60, at(7, "Traceback (most recent call last):")),
			podLines("of an upload that failed", 60, at(7, "/app/iceberg_committer.py:531: UserWarning: Failed to upload file x")),
		},
		quiet: []cloudSignal{
			podLines("of a good run", 60, at(7, good, finished)),
			podLines("with the word", 60, at(7, engineLine("INFO", "extract", "skipped 3 rows with INTERNAL_SERVER_ERROR"))),
			podLines("of a warning", 60, at(7, engineLine("WARNING", "validation_errors", "2 invalid records"))),
			otherLines("of the errors of another job", at(7, engineLine("ERROR", "job_error", "Job execution failed"))),
		},
	}, {
		failure: noRecords, example: "aws_eks", alert: eksMissing,
		fires: []cloudSignal{
			podLines("of runs without files", until, daily(empty)...),
			podLines("of runs without records", until, daily(engineLine("WARNING", "no_files", "No files to commit"))...),
		},
		quiet: []cloudSignal{podLines("of daily runs", until, daily(good)...)},
	}, {
		failure: noRecords, example: "aws_eks_own_image", alert: eksMissing,
		fires: []cloudSignal{podLines("that end", until, daily("exported 0 records")[:2]...)},
		quiet: []cloudSignal{podLines("of runs without records, which are not told from others", until, daily("exported 0 records")...)},
	}}
	for _, f := range []failure{failedRun, outOfMemory, timedOut, neverStarted, stuck, switchedOff} {
		proofs = append(proofs, alertProof{
			failure: f, example: "aws_eks", alert: eksMissing,
			fires: []cloudSignal{
				podLines("that end", until, daily(good)[:2]...),
				podLines("of runs that do not deliver", until, daily(finished)...),
				otherLines("of another job", daily(good)...),
			},
			quiet: []cloudSignal{
				podLines("of daily runs", until, daily(good)...),
				podLines("of daily commits", until, daily(engineLine("INFO", "commit_success", "Files committed"))...),
			},
		})
	}
	for _, f := range []failure{noImage, noSecret, neverScheduled} {
		proofs = append(proofs, alertProof{
			failure: f, example: "aws_eks", alert: eksPending,
			fires: []cloudSignal{podEvents("of a pod that waits", "-29400180-x7k2p", "Pending", 20)},
			quiet: []cloudSignal{
				podEvents("of a pod that starts", "-29400180-x7k2p", "Pending", 4),
				podEvents("of a pod that runs", "-29400180-x7k2p", "Running", 90),
				podEvents("of a job with a longer name", "-export-29400180-x7k2p", "Pending", 90),
			},
		})
	}
	for _, f := range []failure{serviceDown, crashLoop} {
		proofs = append(proofs, alertProof{
			failure: f, example: "aws_eks_service", alert: eksDown,
			fires: []cloudSignal{
				readyPods("of a service without a ready pod", every(1, 0, 60, 0)),
				readyPods("of a crash loop", crashes),
				readyPods("that nothing reports", nil),
			},
			quiet: []cloudSignal{readyPods("of a service", every(1, 0, 60, 1))},
		})
	}
	return proofs
}

// engineLine is a line of the engine. From its code, logging.py:26-66, read 2026-11-25.
func engineLine(level, event, message string) string {
	text, err := json.Marshal(map[string]any{
		"timestamp": "2026-11-25 02:31:38,086", "level": level, "message": message, "module": "cli", "function": "main", "line": 1236,
		"tenant_id": "acme", "event_type": event,
	})
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// podLines are lines of the job's container: each group begins with its minute.
func podLines(name string, until int, groups ...[]string) cloudSignal {
	return &logSignal{name: name, until: until, lines: func(m *module) []logLine {
		return agentLines(m.deployment.Cluster.Namespace, m.deployment.Name, groups)
	}}
}

// otherLines are those of another container in the same log group.
func otherLines(name string, groups ...[]string) cloudSignal {
	return &logSignal{name: name, until: 4 * 24 * 60, lines: func(m *module) []logLine {
		return append(agentLines("other", m.deployment.Name, groups), agentLines(m.deployment.Cluster.Namespace, "other", groups)...)
	}}
}

// agentLines are lines as Fluent Bit writes them to CloudWatch Logs. From the default
// configuration of the add-on amazon-cloudwatch-observability: Merge_Log with the key
// log_processed, and log kept. Read 2026-11-25.
func agentLines(namespace, container string, groups [][]string) []logLine {
	var lines []logLine
	for _, group := range groups {
		var minute int
		if _, err := fmt.Sscan(group[0], &minute); err != nil {
			return nil
		}
		for _, text := range group[1:] {
			event := map[string]any{"log": text, "stream": "stderr", "kubernetes": map[string]any{
				"namespace_name": namespace, "container_name": container, "pod_name": container + "-29400180-x7k2p",
			}}
			var parsed map[string]any
			if json.Unmarshal([]byte(text), &parsed) == nil {
				event["log_processed"] = parsed
			}
			if line, err := json.Marshal(event); err == nil {
				lines = append(lines, logLine{minute, string(line)})
			}
		}
	}
	return lines
}

// podEvents are performance log events of a pod, one a minute. From the code of the
// CloudWatch agent, k8sapiserver.go and podstore.go of awscontainerinsightreceiver, read
// 2026-11-25: with enhanced observability, PodName is the name of the Job.
func podEvents(name, suffix, status string, minutes int) cloudSignal {
	return &logSignal{name: name, until: 120, lines: func(m *module) []logLine {
		pod, lines := m.deployment.Name+suffix, []logLine{}
		for minute := range minutes {
			event, err := json.Marshal(map[string]any{
				"Type": "Pod", "Version": "0", "ClusterName": m.deployment.Cluster.Name, "Namespace": m.deployment.Cluster.Namespace,
				"PodName": pod[:strings.LastIndex(pod, "-")], "FullPodName": pod, "pod_status": status, "pod_status_pending": 1,
				"kubernetes": map[string]any{"namespace_name": m.deployment.Cluster.Namespace, "pod_name": pod},
			})
			if err == nil {
				lines = append(lines, logLine{minute, string(event)})
			}
		}
		return lines
	}}
}

// readyPods is what Container Insights reports of a Deployment each minute. From
// "Container Insights metrics with enhanced observability", CloudWatch user guide, read
// 2026-11-25.
func readyPods(name string, values map[int]float64) cloudSignal {
	return &metricSignal{
		name: name, namespace: "ContainerInsights", metric: "replicas_ready", values: values, until: 60,
		dimensions: map[string]string{
			"ClusterName": "analytics", "Namespace": "data-platform", "PodName": "kubernetes_deployment_v1.job.metadata[0].name",
		},
	}
}

// TestEveryLineOfTheEngineIsJudged expects an alarm of every line that tells of a
// failure, and no missing run after a line that tells of delivered data.
func TestEveryLineOfTheEngineIsJudged(t *testing.T) {
	t.Parallel()
	m := exampleModule(t, "aws_eks")
	raises := func(alarm string, signal cloudSignal) bool {
		raised, err := signal.raises(m, m.block(alarm))
		if err != nil {
			t.Fatal(err)
		}
		return raised
	}
	version, ok := engine.Find(m.deployment.Engine)
	if !ok || len(version.Lines) == 0 {
		t.Fatalf("no lines of the engine %q", m.deployment.Engine)
	}
	for _, line := range version.Lines {
		text := engineLine(line.Level, line.Event, strings.TrimSuffix(line.Message, "*")+"(no catalog configured): 3 file(s)")
		if got := raises(eksErrors, podLines("", 60, []string{"7", text})); got != line.Failure {
			t.Errorf("%s %s %q raises an error: %t, want %t", line.Level, line.Event, line.Message, got, line.Failure)
		}
		var hourly [][]string
		for hour := range 96 {
			hourly = append(hourly, []string{fmt.Sprint(60*hour + 5), text})
		}
		if missing := raises(eksMissing, podLines("", 96*60, hourly...)); missing == line.Finished {
			t.Errorf("%s %s: a run is missing: %t", line.Level, line.Event, missing)
		}
	}
	for _, text := range engine.TextFailures() {
		if !raises(eksErrors, podLines("", 60, []string{"7", "x " + text + " y"})) {
			t.Errorf("%q raises no error", text)
		}
	}
	if slices.Contains(engine.TextFailures(), "") {
		t.Error("an empty text tells nothing")
	}
}
