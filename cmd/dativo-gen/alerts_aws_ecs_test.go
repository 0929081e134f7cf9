package main

import (
	"encoding/json"
	"fmt"
)

// ecsAlerts is the table of AWS ECS.
func ecsAlerts() alertTable {
	const (
		rule  = "aws_cloudwatch_event_rule.failure"
		queue = "aws_cloudwatch_metric_alarm.dead_letter"
		says  = "the reason that ECS gives, the task, the log group; with retries the execution"
		once  = "once for each failed run, after its last attempt"
	)
	failed := func(f failure, within, try string) alertRow {
		return alertRow{failure: f, alerts: []string{rule}, within: within, repeats: once, says: says, try: try}
	}
	none := func(f failure, why string) alertRow { return alertRow{failure: f, silent: why} }
	return alertTable{
		platform: "aws_ecs",
		rows: []alertRow{
			failed(failedRun, "a minute after the last attempt", "run the job with a source that does not exist"),
			failed(outOfMemory, "a minute after the last attempt", "lower `compute.task_memory`, and run the job"),
			failed(timedOut, "a minute after the last attempt", "set `compute.timeout_seconds: 1`, and run the job"),
			failed(noImage, "a minute after the last attempt", "apply with `-var container_image=` and a tag that does not exist, and run the job"),
			failed(noSecret, "a minute after the last attempt", "rename the secret, and run the job"),
			none(neverScheduled, "the module has no alarm for a run that never comes"),
			{
				failure: neverStarted, alerts: []string{queue}, within: "1 hour 5 minutes", repeats: "once, until the queue is empty",
				says: "that a run did not start, and the queue with the reason", try: "send a message to the queue: `aws sqs send-message`",
			},
			none(stuck, "an execution without a time limit can wait for ever"),
			none(switchedOff, "the module has no alarm for a run that never comes"),
			failed(partialSuccess, "a minute after the last attempt", "run the job with a record that lacks a required field"),
			failed(noRecords, "a minute after the last attempt", "run the job with an empty source"),
			none(serviceDown, "only stopped tasks are reported"),
			{
				failure: crashLoop, alerts: []string{rule}, within: "a minute", repeats: "with every task that stops",
				says: says, try: "`aws ecs stop-task`",
			},
			none(rolledBack, "deployments are not reported"),
		},
		proofs: ecsProofs(rule, queue),
	}
}

func ecsProofs(rule, queue string) []alertProof {
	var proofs []alertProof
	for _, f := range []failure{failedRun, outOfMemory, timedOut, noImage, noSecret, partialSuccess, noRecords} {
		proofs = append(proofs, alertProof{
			failure: f, example: "aws_ecs", alert: rule,
			fires: []cloudSignal{executionEvent("FAILED"), executionEvent("TIMED_OUT"), executionEvent("ABORTED")},
			quiet: []cloudSignal{executionEvent("RUNNING"), executionEvent("SUCCEEDED")},
		})
	}
	letters := func(name string, values map[int]float64) cloudSignal {
		return &metricSignal{
			name: name, namespace: "AWS/SQS", metric: "ApproximateNumberOfMessagesVisible",
			dimensions: map[string]string{"QueueName": "aws_sqs_queue.dead_letter.name"}, values: values, until: 120,
		}
	}
	return append(proofs,
		alertProof{
			failure: neverStarted, example: "aws_ecs", alert: queue,
			fires: []cloudSignal{letters("of a message", every(5, 60, 120, 1))},
			quiet: []cloudSignal{letters("of an empty queue", every(5, 0, 120, 0)), letters("of an idle queue", nil)},
		},
		alertProof{
			failure: crashLoop, example: "aws_ecs_service", alert: rule,
			fires: []cloudSignal{taskEvent("EssentialContainerExited"), taskEvent("TaskFailedToStart")},
			quiet: []cloudSignal{taskEvent("ServiceSchedulerInitiated")},
		},
	)
}

// executionEvent is an event of a status change of the job's state machine. From the
// Step Functions developer guide, "EventBridge for Step Functions execution status
// changes", read 2026-11-25.
func executionEvent(status string) cloudSignal {
	return event(status, "aws.states", "Step Functions Execution Status Change", map[string]any{
		"executionArn": "arn:aws:states:us-east-1:123456789012:execution:job:1", "name": "1", "status": status,
		"stateMachineArn": "aws_sfn_state_machine.job.arn", "startDate": 1551225146847, "stopDate": 1551225151881, "input": "{}", "output": nil,
	})
}

// taskEvent is an event of a stopped task. From the ECS developer guide, "Amazon ECS
// events", read 2026-11-25.
func taskEvent(stopCode string) cloudSignal {
	return event(stopCode, "aws.ecs", "ECS Task State Change", map[string]any{
		"clusterArn": "data.aws_ecs_cluster.cluster.arn", "taskDefinitionArn": "aws_ecs_task_definition.job.arn_without_revision:7",
		"lastStatus": "STOPPED", "desiredStatus": "STOPPED", "stopCode": stopCode, "stoppedReason": "Essential container in task exited",
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
