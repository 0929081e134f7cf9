package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The alerts of AWS ECS.
const (
	ecsFailure    = "aws_cloudwatch_event_rule.failure"
	ecsDeadLetter = "aws_cloudwatch_metric_alarm.dead_letter"
	ecsMissing    = "aws_cloudwatch_metric_alarm.missing"
	ecsDown       = "aws_cloudwatch_metric_alarm.down"
)

// ecsAlerts is the table of AWS ECS.
func ecsAlerts() alertTable {
	const (
		now      = "at once, after the last attempt"
		once     = "once for each run"
		over     = "once, and once when it is over"
		code     = "the exit code and what it means, the attempt, the reasons that ECS gives, the commands for logs and run"
		reason   = "that the container did not start, the reasons that ECS gives, the commands for logs and run"
		test     = "the first of `alert_test_commands`"
		override = "the same, or a run with another image or secret"
	)
	failed := func(f failure, within, says, try string) alertRow {
		return alertRow{failure: f, alerts: []string{ecsFailure}, within: within, repeats: once, says: says, try: try}
	}
	missing := func(f failure) alertRow {
		return alertRow{
			failure: f, alerts: []string{ecsMissing}, within: "`monitoring.max_hours_between_runs` and 3 hours", repeats: over,
			says: "for how long no run has succeeded, the command that lists the runs", try: "the command of `alert_test_commands` for it",
		}
	}
	down := func(f failure) alertRow {
		return alertRow{
			failure: f, alerts: []string{ecsDown}, within: "7 minutes", repeats: over,
			says: "that no task was running, the command for the reasons", try: "the command of `alert_test_commands` for it",
		}
	}
	return alertTable{
		platform: "aws_ecs",
		rows: []alertRow{
			failed(failedRun, now, code, test),
			failed(outOfMemory, now, code, "the same, or a run with less `compute.task_memory`"),
			failed(timedOut, now, code, "the same, or a run with `compute.timeout_seconds: 1`"),
			failed(noImage, now, reason, override),
			failed(noSecret, now, reason, override),
			missing(neverScheduled),
			{
				failure: neverStarted, alerts: []string{ecsFailure, ecsDeadLetter},
				within: "25 minutes if ECS refuses the task, 65 minutes if the schedule cannot start it", repeats: once,
				says: reason + "; of the schedule: the command that reads the queue with the reason",
				try:  "the commands of `alert_test_commands` for them",
			},
			failed(stuck, "the variable `execution_timeout_seconds`", "that the run timed out, the commands for logs and run", test),
			missing(switchedOff),
			failed(partialSuccess, now, code+"; none with `compute.partial_success: succeed`", test),
			failed(noRecords, now, code+"; none with `compute.no_records: succeed`", test),
			down(serviceDown),
			down(crashLoop),
			{
				failure: rolledBack, alerts: []string{ecsFailure}, within: "at once, when ECS gives up the deployment",
				repeats: "once for each deployment",
				says:    "the reason that ECS gives, the commands for logs and events", try: "deploy an image that does not start",
			},
		},
		proofs: ecsProofs(),
	}
}

func ecsProofs() []alertProof {
	proofs := []alertProof{
		{failure: neverStarted, example: "aws_ecs", alert: ecsDeadLetter, fires: []cloudSignal{
			letters("of a message", map[int]float64{61: 1}), letters("of two messages", map[int]float64{10: 1, 70: 1}),
		}, quiet: []cloudSignal{
			letters("of an empty queue", every(5, 0, 120, 0)), letters("of an idle queue", nil),
		}},
		{failure: rolledBack, example: "aws_ecs_service", alert: ecsFailure, fires: []cloudSignal{
			deploymentEvent("SERVICE_DEPLOYMENT_FAILED", "ERROR", "aws_ecs_service.job.id"),
		}, quiet: []cloudSignal{
			deploymentEvent("SERVICE_DEPLOYMENT_IN_PROGRESS", "INFO", "aws_ecs_service.job.id"),
			deploymentEvent("SERVICE_DEPLOYMENT_COMPLETED", "INFO", "aws_ecs_service.job.id"),
			deploymentEvent("SERVICE_DEPLOYMENT_FAILED", "ERROR", "arn:aws:ecs:us-east-1:123456789012:service/data-prod/other"),
			stoppedServiceTask(),
		}},
		{failure: serviceDown, example: "aws_ecs_service", alert: ecsDown, fires: []cloudSignal{
			samples("of a service that goes down", every(1, 0, 60, 3)), samples("of a service that never started", nil),
		}, quiet: []cloudSignal{
			samples("of a service", every(1, 0, 180, 3)), samples("of a deployment of four minutes", without(every(1, 0, 180, 3), 60, 64)),
		}},
		{failure: crashLoop, example: "aws_ecs_service_existing", alert: ecsDown, fires: []cloudSignal{
			samples("of a task every other minute", every(2, 0, 180, 3)),
		}, quiet: []cloudSignal{
			samples("of a restart each half hour", without(without(without(every(1, 0, 180, 3), 30, 32), 60, 62), 90, 92)),
		}},
	}
	for _, f := range []failure{neverScheduled, switchedOff} {
		proofs = append(proofs, alertProof{failure: f, example: "aws_ecs", alert: ecsMissing, fires: []cloudSignal{
			successes("of nights until the fourth", every(24*60, 120, 4*24*60, 1)), successes("of a job that never ran", nil),
		}, quiet: []cloudSignal{
			successes("of every night", every(24*60, 120, week, 1)),
			successes("of nights with long and short runs", map[int]float64{130: 1, 1560 + 200: 1, 3010: 1, 4450: 1, 5890: 1, 7330: 1, 8770: 1}),
		}})
	}
	return append(proofs, ecsRunProofs()...)
}

// ecsRunProofs are those of runs: what their state machine makes of the attempts.
func ecsRunProofs() []alertProof {
	stopped := func(f failure, run ...attempt) alertProof {
		return alertProof{failure: f, example: "aws_ecs", alert: ecsFailure, fires: []cloudSignal{
			&runSignal{name: string(f), attempts: run},
		}, quiet: []cloudSignal{
			&runSignal{name: "that succeeds"}, &runSignal{name: "that a retry heals", attempts: append(run, attempt{})},
			executionEvent("RUNNING"), executionEvent("SUCCEEDED"),
		}}
	}
	return []alertProof{
		stopped(failedRun, exited(2, "")),
		stopped(outOfMemory, exited(137, "OutOfMemoryError: Container killed due to memory usage")),
		stopped(timedOut, exited(124, "")),
		stopped(noImage, notStarted("CannotPullContainerError: pull image manifest has been retried 7 time(s)")),
		stopped(noSecret, notStarted("ResourceInitializationError: unable to pull secrets or registry auth")),
		stopped(neverStarted, attempt{"ECS.AmazonECSException", "Capacity is unavailable at this time"}),
		{failure: stuck, example: "aws_ecs", alert: ecsFailure, fires: []cloudSignal{executionEvent("TIMED_OUT"), executionEvent("ABORTED")},
			quiet: []cloudSignal{executionEvent("RUNNING")}},
		stopped(partialSuccess, exited(1, "")),
		{failure: partialSuccess, example: "aws_ecs_existing", alert: ecsFailure, fires: []cloudSignal{
			&runSignal{name: "that failed", attempts: []attempt{exited(2, "")}},
		}, quiet: []cloudSignal{&runSignal{name: "of a partial success that is one", attempts: []attempt{exited(1, "")}}}},
		stopped(noRecords, exited(2, "")),
		{failure: noRecords, example: "aws_ecs_own_image", alert: ecsFailure, fires: []cloudSignal{
			&runSignal{name: "that failed", attempts: []attempt{exited(1, "")}},
		}, quiet: []cloudSignal{&runSignal{name: "without records", attempts: []attempt{exited(3, "")}}}},
	}
}

const week = 7 * 24 * 60 // minutes

// letters are messages sent to the dead-letter queue.
func letters(name string, values map[int]float64) cloudSignal {
	return &metricSignal{
		name: name, namespace: "AWS/SQS", metric: "NumberOfMessagesSent",
		dimensions: map[string]string{"QueueName": "aws_sqs_queue.dead_letter.name"}, values: values, until: 120,
	}
}

// successes are executions that succeeded.
func successes(name string, values map[int]float64) cloudSignal {
	return &metricSignal{
		name: name, namespace: "AWS/States", metric: "ExecutionsSucceeded",
		dimensions: map[string]string{"StateMachineArn": "aws_sfn_state_machine.job.arn"}, values: values, until: week,
	}
}

// samples are the CPU utilization of a service: a value a minute from each task that
// is running.
func samples(name string, values map[int]float64) cloudSignal {
	return &serviceSamples{metricSignal{name: name, namespace: "AWS/ECS", metric: "CPUUtilization", values: values, until: 180}}
}

// serviceSamples are on the cluster of the module.
type serviceSamples struct{ metricSignal }

func (s *serviceSamples) raises(m *module, alert *hclsyntax.Block) (bool, error) {
	signal := s.metricSignal
	signal.dimensions = map[string]string{"ClusterName": m.deployment.Cluster.Name, "ServiceName": "aws_ecs_service.job.name"}
	return signal.raises(m, alert)
}

// without removes the values of some minutes.
func without(values map[int]float64, from, to int) map[int]float64 {
	for minute := from; minute < to; minute++ {
		delete(values, minute)
	}
	return values
}

// executionEvent is a status change of the job's state machine that no run of it causes
// in a test.
func executionEvent(status string) cloudSignal { return execution{status: status}.event() }

// deploymentEvent is an event of a service. From the ECS developer guide, "Amazon ECS
// service deployment state change events", read 2026-11-25.
func deploymentEvent(name, kind, service string) cloudSignal {
	return event(name, "aws.ecs", "ECS Deployment State Change", map[string]any{
		"eventType": kind, "eventName": name, "deploymentId": "ecs-svc/123", "updatedAt": "2026-11-25T12:31:14Z",
		"reason": "ECS deployment circuit breaker: tasks failed to start.",
	}, service)
}

// stoppedServiceTask is a task of a service that ended. From the ECS developer guide,
// "Amazon ECS events", read 2026-11-25.
func stoppedServiceTask() cloudSignal {
	return event("of a task that ended", "aws.ecs", "ECS Task State Change", map[string]any{
		"clusterArn": "data.aws_ecs_cluster.cluster.arn", "taskDefinitionArn": "aws_ecs_task_definition.job.arn_without_revision:7",
		"lastStatus": "STOPPED", "stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited",
		"containers": []any{map[string]any{"name": "job", "exitCode": 2, "lastStatus": "STOPPED"}},
	})
}

// event is an event of a service of AWS on the default bus.
func event(name, source, kind string, detail map[string]any, resources ...string) eventSignal {
	text, err := json.Marshal(map[string]any{
		"version": "0", "id": "315c1398-40ff-a850-213b-158f73e60175", "detail-type": kind, "source": source, "account": testAccount,
		"time": "2026-11-25T02:00:00Z", "region": "us-east-1", "resources": append([]string{}, resources...), "detail": detail,
	})
	if err != nil {
		return eventSignal{name: err.Error()}
	}
	return eventSignal{name: fmt.Sprint(name, " ", kind), event: string(text)}
}
