package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// TestRunsOnECS runs the state machines of the examples: what is retried, what counts as
// a success, and what a failure says.
func TestRunsOnECS(t *testing.T) {
	t.Parallel()
	const (
		retried  = "aws_ecs"                     // two retries, one run at a time
		once     = "aws_ecs_infrastructure_file" // no retries
		lenient  = "aws_ecs_existing"            // partial_success: succeed
		ownImage = "aws_ecs_own_image"           // no_records: succeed
		spot     = "aws_ecs_backfill"            // spot: true, one retry
		strategy = "aws_ecs_catalog"             // capacity_providers with Fargate Spot, two retries
	)
	refused := attempt{"ECS.AmazonECSException", "Capacity is unavailable at this time. Please try again later"}
	ok := attempt{}
	const essential = "Essential container in task exited"
	earlier := map[string]any{"ExecutionArn": "arn:earlier", "StartDate": "2026-11-25T01:59:59.000Z"}
	later := map[string]any{"ExecutionArn": "arn:later", "StartDate": "2026-11-25T02:00:01.000Z"}
	itself := map[string]any{"ExecutionArn": executionARN, "StartDate": "2026-11-25T02:00:00.500Z"}
	for _, c := range []struct {
		name, example string
		run           runSignal
		status        string
		calls, waited int
		// says is part of the cause.
		says string
	}{
		{"a success", retried, runSignal{}, "SUCCEEDED", 1, 0, ""},
		{"a failure that a retry heals", retried, runSignal{attempts: []attempt{exited(2, ""), ok}}, "SUCCEEDED", 2, 60, ""},
		{"a failure of all attempts", retried, runSignal{attempts: []attempt{exited(2, "")}}, "FAILED", 3, 180,
			"Exit code 2: failed, or no records. Attempt 3 of 3. States.TaskFailed: Essential container in task exited arn:aws:ecs:"},
		{"killed for memory", once, runSignal{attempts: []attempt{exited(137, "OutOfMemoryError: Container killed due to memory usage")}},
			"FAILED", 1, 0, "Exit code 137: killed, mostly for lack of memory. States.TaskFailed: " + essential + " OutOfMemoryError"},
		{"the time limit", once, runSignal{attempts: []attempt{exited(124, "")}}, "FAILED", 1, 0, "Exit code 124: time limit of 3600 seconds"},
		{"stopped", once, runSignal{attempts: []attempt{exited(143, "")}}, "FAILED", 1, 0, "Exit code 143: stopped on request"},
		{"another exit code", once, runSignal{attempts: []attempt{exited(77, "")}}, "FAILED", 1, 0, "Exit code 77. States.TaskFailed"},
		{"no image", once, runSignal{attempts: []attempt{notStarted(`CannotPullContainerError: failed to resolve ref "a"`)}},
			"FAILED", 1, 0, "The container did not start. States.TaskFailed: CannotPullContainerError: failed to resolve ref a "},
		{"no capacity for a while", once, runSignal{attempts: []attempt{refused, refused, ok}}, "SUCCEEDED", 3, 180, ""},
		{"no capacity", once, runSignal{attempts: []attempt{refused}}, "FAILED", 6, 1500,
			"The container did not start. ECS.AmazonECSException: Capacity is unavailable at this time."},
		{"no permission", once, runSignal{attempts: []attempt{{"ECS.AccessDeniedException", "not authorized to perform: ecs:RunTask"}}},
			"FAILED", 1, 0, "The container did not start. ECS.AccessDeniedException: not authorized"},
		{"an error without a cause", once, runSignal{attempts: []attempt{{"States.Timeout", ""}}}, "FAILED", 1, 0,
			"The container did not start. States.Timeout: "},
		{"a sidecar that was stopped", once, runSignal{attempts: []attempt{
			stoppedTask("EssentialContainerExited", essential, ecsContainer("proxy", 143, ""), ecsContainer(anyJob, 0, "")),
		}}, "SUCCEEDED", 1, 0, ""},
		{"a sidecar that ended first", once, runSignal{attempts: []attempt{
			stoppedTask("EssentialContainerExited", essential, ecsContainer("proxy", 0, ""), ecsContainer(anyJob, 2, "")),
		}}, "FAILED", 1, 0, "Exit code 2"},
		{"a partial success", once, runSignal{attempts: []attempt{exited(1, "")}}, "FAILED", 1, 0, "Exit code 1: partial success"},
		{"a partial success that is one", lenient, runSignal{attempts: []attempt{exited(1, "")}}, "SUCCEEDED", 1, 0, ""},
		{"a failure next to it", lenient, runSignal{attempts: []attempt{exited(2, "")}}, "FAILED", 1, 0, "Exit code 2"},
		{"no records", ownImage, runSignal{attempts: []attempt{exited(3, "")}}, "SUCCEEDED", 1, 0, ""},
		{"a failure of an own image", ownImage, runSignal{attempts: []attempt{exited(1, "")}}, "FAILED", 1, 0, "Exit code 1. States.TaskFailed"},
		{"spot capacity", spot, runSignal{}, "SUCCEEDED", 1, 0, ""},
		{"no spot capacity", spot, runSignal{attempts: []attempt{refused, ok}}, "SUCCEEDED", 2, 0, ""},
		{"no capacity at all", spot, runSignal{attempts: []attempt{refused}}, "FAILED", 13, 3060,
			"The container did not start. Attempt 2 of 2. ECS.AmazonECSException: Capacity is unavailable"},
		{"an interruption", spot, runSignal{attempts: []attempt{interrupted(143), ok}}, "SUCCEEDED", 2, 60, ""},
		{"an interruption of a run that ends in time", spot, runSignal{attempts: []attempt{interrupted(0)}}, "SUCCEEDED", 1, 0, ""},
		{"interruptions of all attempts", strategy, runSignal{attempts: []attempt{interrupted(143)}}, "FAILED", 3, 180,
			"Exit code 143: interrupted, Fargate Spot reclaimed the capacity. Attempt 3 of 3. States.TaskFailed: "},
		{"an interruption before the container starts", strategy, runSignal{attempts: []attempt{interrupted(-1)}}, "FAILED", 3, 180,
			"The container did not start: interrupted, Fargate Spot reclaimed the capacity. Attempt 3 of 3. "},
		{"a strategy without capacity", strategy, runSignal{attempts: []attempt{refused, ok}}, "SUCCEEDED", 2, 60, ""},
		{"no capacity provider", spot, runSignal{attempts: []attempt{{"ECS.InvalidParameterException", "capacity provider"}, exited(77, "")}},
			"FAILED", 2, 60, "Exit code 77"},
		{"the test of the alert", once, runSignal{input: `{"test": "alert"}`}, "FAILED", 0, 0, "Test of the alert"},
		{"another input", once, runSignal{input: `"text"`}, "SUCCEEDED", 1, 0, ""},
		{"the only run", retried, runSignal{running: []any{itself}}, "SUCCEEDED", 1, 0, ""},
		{"a run that is not listed yet", retried, runSignal{running: []any{later}}, "SUCCEEDED", 1, 0, ""},
		{"a run during another one", retried, runSignal{running: []any{later, itself, earlier}}, "SUCCEEDED", 0, 0, ""},
		{"a run during another one, where that is allowed", once, runSignal{running: []any{earlier, itself}}, "SUCCEEDED", 1, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := exampleModule(t, c.example)
			got, err := m.execute(&c.run)
			if err != nil {
				t.Fatal(err)
			}
			if got.status != c.status || got.calls != c.calls || got.waited != c.waited || !strings.HasPrefix(got.cause, c.says) {
				t.Errorf("%+v, want %s after %d calls and %d s: %q", got, c.status, c.calls, c.waited, c.says)
			}
			if got.status == "FAILED" {
				if m.deployment.Monitoring.AlertTopic == "" {
					m = exampleModule(t, retried) // the same message, in a module that sends it
				}
				checkMessage(t, m, got)
			}
		})
	}
}

// placeholder is a variable of an input template.
var placeholder = regexp.MustCompile(`<(\w+)>`)

// checkMessage renders the message of a failed run, and holds it against the form of a
// custom notification. From "Custom notifications using Amazon Q Developer in chat
// applications", read 2026-11-25.
func checkMessage(t *testing.T, m *module, e execution) {
	t.Helper()
	target := m.block("aws_cloudwatch_event_target.failure")
	if target == nil {
		t.Fatal("no target")
	}
	transformer := nested(target.Body, "input_transformer")[0]
	value, err := m.evaluate(attribute(transformer.Body, "input_template"))
	if err != nil {
		t.Fatal(err)
	}
	paths, err := m.evaluate(attribute(transformer.Body, "input_paths"))
	if err != nil {
		t.Fatal(err)
	}
	var event map[string]any
	if err := json.Unmarshal([]byte(e.event().event), &event); err != nil {
		t.Fatal(err)
	}
	text := placeholder.ReplaceAllStringFunc(value.AsString(), func(name string) string {
		var at any = event
		for part := range strings.SplitSeq(strings.TrimPrefix(paths.GetAttr(strings.Trim(name, "<>")).AsString(), "$."), ".") {
			at = at.(map[string]any)[part]
		}
		found, _ := at.(string)
		return found
	})
	var message struct {
		Version, Source string
		Content         struct {
			Title, Description string
			NextSteps          []string
		}
	}
	if err := json.Unmarshal([]byte(text), &message); err != nil {
		t.Fatalf("the message is not JSON: %v\n%s", err, text)
	}
	c := message.Content
	if message.Version != "1.0" || message.Source != "custom" ||
		c.Title != m.deployment.Name+": run "+e.status || c.Description != e.status+". "+e.cause {
		t.Errorf("message %+v", message)
	}
	if len(c.NextSteps) != 2 || !strings.Contains(c.NextSteps[0], "aws logs tail "+m.deployment.Monitoring.LogGroup) ||
		!strings.HasSuffix(c.NextSteps[1], "--execution-arn "+executionARN) {
		t.Errorf("next steps %q", c.NextSteps)
	}
}

// TestMessagesWithoutACause: the form requires a description, also of a status that has
// no cause.
func TestMessagesWithoutACause(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"TIMED_OUT", "ABORTED"} {
		checkMessage(t, exampleModule(t, "aws_ecs"), execution{status: status})
	}
}

// TestStuckRunsOnECS: the time limit of an execution is more than all attempts need, and
// no more than that.
func TestStuckRunsOnECS(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"aws_ecs", "aws_ecs_existing", "aws_ecs_backfill"} {
		m := exampleModule(t, name)
		read, err := m.stateMachine()
		if err != nil {
			t.Fatal(err)
		}
		// Every attempt is refused as often as is retried, and then fails.
		refused := attempt{"AmazonECS.Unknown", ""}
		one := []attempt{refused, refused, refused, refused, refused, exited(2, "")}
		var attempts []attempt
		for range m.deployment.Retry.Count + 1 {
			attempts = append(attempts, one...)
		}
		if m.deployment.Placement.Spot {
			attempts = append([]attempt{refused}, attempts...) // by Fargate Spot: the next start is on regular capacity
		}
		got, err := m.execute(&runSignal{attempts: attempts})
		if err != nil {
			t.Fatal(err)
		}
		const killed, start = 60, 900
		longest := got.waited + (m.deployment.Retry.Count+1)*(m.deployment.Container.TimeoutSeconds+killed+start)
		if got.status != "FAILED" || read.TimeoutSeconds != longest {
			t.Errorf("%s: %s, the time limit is %d s, and a run takes up to %d s", name, got.status, read.TimeoutSeconds, longest)
		}
	}
}
