package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	jsonata "github.com/blues/jsonata-go"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// runSignal is an execution of a job's state machine on ECS. What becomes of it is
// what the rendered definition does with the attempts.
type runSignal struct {
	name string
	// input is the execution's, in JSON.
	input string
	// attempts are the results of the calls of ecs:runTask.sync, in order; without one,
	// every call ends as the last did.
	attempts []attempt
	// running are executions in progress, as ListExecutions returns them.
	running []any
}

func (s *runSignal) String() string { return "run " + s.name }

// attempt is the result of a call: an error with its cause, or none.
type attempt struct{ failure, cause string }

// execution is how an execution ended.
type execution struct {
	status, failure, cause string
	// calls and waited are the calls of ecs:runTask.sync, and the seconds between them.
	calls, waited int
	// state is the last one.
	state string
}

// raises runs the state machine, and matches the event of its end with a rule.
func (s *runSignal) raises(m *module, alert *hclsyntax.Block) (bool, error) {
	ended, err := m.execute(s)
	if err != nil {
		return false, err
	}
	return ended.event().raises(m, alert)
}

// event is the status change that Step Functions reports. From the developer guide,
// "EventBridge for Step Functions execution status changes", which says that the detail
// is what DescribeExecution returns, and its output in botocore 1.43.11, read 2026-11-25.
func (e execution) event() eventSignal {
	detail := map[string]any{
		"executionArn": executionARN, "name": "1", "status": e.status, "stateMachineArn": "aws_sfn_state_machine.job.arn",
		"startDate": 1551225146847, "stopDate": 1551225151881, "input": "{}", "output": nil,
	}
	if e.status == "FAILED" {
		detail["error"], detail["cause"] = e.failure, e.cause
	}
	return event(e.status, "aws.states", "Step Functions Execution Status Change", detail)
}

const executionARN = "arn:aws:states:us-east-1:123456789012:execution:job:1"

// definition is a definition in the Amazon States Language, as far as the modules use
// it. From states-language.net and the Step Functions developer guide, "Transforming
// data with JSONata", read 2026-11-25. A field that it does not know is an error.
type definition struct {
	Comment, QueryLanguage, StartAt string
	TimeoutSeconds                  int
	States                          map[string]machineState
}

type machineState struct {
	Type, Resource, Next, Default string
	End                           bool
	Arguments, Assign             map[string]any
	Seconds, Error, Cause         string
	Choices                       []struct {
		Condition, Next string
		Assign          map[string]any
	}
	Retry []retrier
	Catch []struct {
		ErrorEquals []string
		Next        string
		Assign      map[string]any
	}
}

type retrier struct {
	ErrorEquals                                   []string
	MaxAttempts, IntervalSeconds, MaxDelaySeconds int
	BackoffRate                                   float64
}

// stateMachine reads the rendered definition.
func (m *module) stateMachine() (definition, error) {
	var read definition
	block := m.block("aws_sfn_state_machine.job")
	if block == nil {
		return read, errors.New("the module has no state machine")
	}
	value, err := m.evaluate(attribute(block.Body, "definition"))
	if err != nil {
		return read, err
	}
	decoder := json.NewDecoder(strings.NewReader(value.AsString()))
	decoder.DisallowUnknownFields()
	return read, decoder.Decode(&read)
}

// machine is an execution in progress.
type machine struct {
	definition
	signal    *runSignal
	job       string
	input     any
	variables map[string]any
	ended     execution
	// retried counts the retries of the state by its retrier.
	retried map[int]int
}

// execute runs the state machine of a module until it ends.
func (m *module) execute(s *runSignal) (execution, error) {
	read, err := m.stateMachine()
	if err != nil {
		return execution{}, err
	}
	run := &machine{definition: read, signal: s, job: m.deployment.Name, variables: map[string]any{}, retried: map[int]int{}}
	if s.input != "" {
		if err := json.Unmarshal([]byte(s.input), &run.input); err != nil {
			return execution{}, err
		}
	}
	name := read.StartAt
	for range 1000 {
		state, ok := read.States[name]
		if !ok {
			return run.ended, fmt.Errorf("no state %q", name)
		}
		run.ended.state = name
		next, err := run.step(state)
		if err != nil {
			return run.ended, fmt.Errorf("state %s: %w", name, err)
		}
		if run.ended.waited > read.TimeoutSeconds {
			run.ended.status = "TIMED_OUT"
		}
		if run.ended.status != "" {
			return run.ended, nil
		}
		name = next
	}
	return run.ended, errors.New("the execution does not end")
}

// step enters a state, and returns the next one.
func (r *machine) step(state machineState) (string, error) {
	switch state.Type {
	case "Pass":
		return state.Next, r.assign(state.Assign, nil)
	case "Choice":
		for _, rule := range state.Choices {
			holds, err := r.value(rule.Condition, nil)
			if err != nil {
				return "", err
			}
			if holds == true {
				return rule.Next, r.assign(rule.Assign, nil)
			}
		}
		return state.Default, nil
	case "Wait":
		seconds, err := r.value(state.Seconds, nil)
		number, ok := seconds.(float64)
		if err == nil && (!ok || number != float64(int(number))) {
			err = fmt.Errorf("waits %v seconds", seconds)
		}
		r.ended.waited += int(number)
		return state.Next, err
	case "Task":
		return r.task(state)
	case "Succeed":
		r.ended.status = "SUCCEEDED"
		return "", nil
	case "Fail":
		return "", r.fail(state)
	}
	return "", fmt.Errorf("unknown type %q", state.Type)
}

func (r *machine) fail(state machineState) error {
	failure, errFailure := r.value(state.Error, nil)
	cause, errCause := r.value(state.Cause, nil)
	r.ended.status = "FAILED"
	r.ended.failure, _ = failure.(string)
	r.ended.cause, _ = cause.(string)
	return errors.Join(errFailure, errCause)
}

// task calls a service: ECS, or Step Functions itself.
func (r *machine) task(state machineState) (string, error) {
	if strings.HasSuffix(state.Resource, ":aws-sdk:sfn:listExecutions") {
		return state.Next, r.assign(state.Assign, map[string]any{"result": map[string]any{"Executions": r.signal.running}})
	}
	result := attempt{}
	if n := len(r.signal.attempts); n > 0 {
		result = r.signal.attempts[min(r.ended.calls, n-1)]
		result.cause = strings.ReplaceAll(result.cause, anyJob, r.job)
	}
	r.ended.calls++
	if result.failure == "" {
		return state.Next, nil
	}
	for i, rule := range state.Retry {
		if slices.Contains(rule.ErrorEquals, result.failure) && r.retried[i] < rule.MaxAttempts {
			delay := float64(rule.IntervalSeconds)
			for range r.retried[i] {
				delay *= rule.BackoffRate
			}
			r.ended.waited += int(min(delay, float64(rule.MaxDelaySeconds)))
			r.retried[i]++
			return r.ended.state, nil
		}
	}
	r.retried = map[int]int{} // the next visit of the state counts from the start
	for _, rule := range state.Catch {
		if slices.Contains(rule.ErrorEquals, "States.ALL") || slices.Contains(rule.ErrorEquals, result.failure) {
			output := map[string]any{"Error": result.failure}
			if result.cause != "" {
				output["Cause"] = result.cause
			}
			return rule.Next, r.assign(rule.Assign, map[string]any{"errorOutput": output})
		}
	}
	r.ended.status, r.ended.failure, r.ended.cause = "FAILED", result.failure, result.cause
	return "", nil
}

// assign evaluates all expressions, then sets the variables.
func (r *machine) assign(expressions, states map[string]any) error {
	values := map[string]any{}
	for name, expression := range expressions {
		value, err := r.value(expression, states)
		if err != nil {
			return err
		}
		values[name] = value
	}
	maps.Copy(r.variables, values)
	return nil
}

// evaluations lets one expression be evaluated at a time: the library keeps the
// context of a call in the function, which all expressions share.
var evaluations sync.Mutex

// value evaluates a field: JSONata between {% and %}, or a literal. An expression
// without a result fails the execution in Step Functions, and the test here.
func (r *machine) value(field any, states map[string]any) (any, error) {
	text, isText := field.(string)
	if !isText || !strings.HasPrefix(text, "{%") {
		return field, nil
	}
	expression, err := jsonata.Compile(strings.TrimSuffix(strings.TrimPrefix(text, "{%"), "%}"))
	if err != nil {
		return nil, err
	}
	context := map[string]any{
		"Execution":    map[string]any{"Id": executionARN, "StartTime": "2026-11-25T02:00:00.500Z"},
		"StateMachine": map[string]any{"Id": "aws_sfn_state_machine.job.arn"},
	}
	all := map[string]any{"input": r.input, "context": context}
	maps.Copy(all, states)
	err = expression.RegisterExts(map[string]jsonata.Extension{"parse": {Func: parseJSON}})
	err = errors.Join(err, expression.RegisterVars(r.variables), expression.RegisterVars(map[string]any{"states": all}))
	if err != nil {
		return nil, err
	}
	evaluations.Lock()
	defer evaluations.Unlock()
	value, err := expression.Eval(nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", text, err)
	}
	return value, nil
}

// parseJSON is $parse of Step Functions.
func parseJSON(text string) (any, error) {
	var value any
	err := json.Unmarshal([]byte(text), &value)
	return value, err
}

// stoppedTask is the cause of a task that failed: its description. Fields as in the
// Step Functions developer guide, "Run Amazon ECS tasks", and DescribeTasks in botocore
// 1.43.11, read 2026-11-25.
func stoppedTask(stopCode, reason string, containers ...map[string]any) attempt {
	text, err := json.Marshal(map[string]any{
		"TaskArn": "arn:aws:ecs:us-east-1:123456789012:task/data-prod/0a1b2c", "LastStatus": "STOPPED", "DesiredStatus": "STOPPED",
		"StopCode": stopCode, "StoppedReason": reason, "Containers": containers, "StoppedAt": time.Unix(1764036000, 0).UnixMilli(),
	})
	if err != nil {
		return attempt{failure: err.Error()}
	}
	return attempt{failure: "States.TaskFailed", cause: string(text)}
}

// anyJob is the name of the job's container in a signal, whichever the job is.
const anyJob = "NAME-OF-THE-JOB"

// ecsContainer is a container of a stopped task; with a negative
// code it has no exit code.
func ecsContainer(name string, exitCode int, reason string) map[string]any {
	described := map[string]any{"Name": name, "LastStatus": "STOPPED"}
	if exitCode >= 0 {
		described["ExitCode"] = exitCode
	}
	if reason != "" {
		described["Reason"] = reason
	}
	return described
}

// exited is an attempt in which the job's container ended with a code.
func exited(exitCode int, reason string) attempt {
	return stoppedTask("EssentialContainerExited", "Essential container in task exited", ecsContainer(anyJob, exitCode, reason))
}

// interrupted is an attempt on Fargate Spot whose capacity was reclaimed, with the exit
// code of the job's container. The stop code is from TaskStopCode in botocore 1.43.11;
// the reason is that of the events which public handlers of interruptions match, read
// 2026-11-26.
func interrupted(exitCode int) attempt {
	return stoppedTask("SpotInterruption", "Your Spot Task was interrupted.", ecsContainer(anyJob, exitCode, ""))
}

// notStarted is an attempt in which no container of the task started.
func notStarted(reason string) attempt {
	return stoppedTask("TaskFailedToStart", reason, ecsContainer(anyJob, -1, ""))
}
