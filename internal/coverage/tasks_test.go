package coverage

import (
	"fmt"
	"strings"
	"testing"
)

const (
	definition = `
resource "aws_ecs_task_definition" "d" {}
`
	schedule = aws + definition + `
resource "aws_scheduler_schedule" "s" {
  target {
    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.d.arn
      %s
    }
  }
}
`
	machine = aws + definition + `
resource "aws_sfn_state_machine" "m" {
  definition = jsonencode({
    States = {
      Run = {
        Resource = "arn:${local.partition}:states:::ecs:runTask.sync"
        %s
      }
    }
  })
}
`
	service = aws + definition + `
resource "aws_ecs_service" "s" {
  task_definition = aws_ecs_task_definition.d.arn
  %s
}
`
)

// TestTasks: a running task has tags only if its launcher propagates them.
func TestTasks(t *testing.T) {
	t.Parallel()
	propagate := func(launcher, value string) string {
		return fmt.Sprintf(launcher, fmt.Sprintf("propagate_tags = %q", value))
	}
	state := func(arguments string) string {
		return fmt.Sprintf(machine, arguments+` = { PropagateTags = "TASK_DEFINITION", TaskDefinition = aws_ecs_task_definition.d.arn }`)
	}
	const fromDefinition = "inherited aws_ecs_task_definition.d through "
	tests := []struct{ name, text, want string }{
		{"a schedule", propagate(schedule, "TASK_DEFINITION"), fromDefinition + "target.ecs_parameters.propagate_tags"},
		{"a schedule without propagation", fmt.Sprintf(schedule, ""), "untagged target.ecs_parameters.propagate_tags is not set"},
		{"an invalid value", propagate(schedule, "SERVICE"), `untagged target.ecs_parameters.propagate_tags is not "TASK_DEFINITION"`},
		{"another module's definition",
			strings.ReplaceAll(propagate(schedule, "TASK_DEFINITION"), "aws_ecs_task_definition.d.arn", "var.arn"),
			"unknown the task definition is not defined in this module"},
		{"a definition without tags", strings.TrimPrefix(propagate(schedule, "TASK_DEFINITION"), aws),
			"untagged aws_ecs_task_definition.d has no tags to propagate"},
		{"a state machine", state("Parameters"), fromDefinition + "PropagateTags"},
		{"a state machine in JSONata", state("Arguments"), fromDefinition + "PropagateTags"},
		{"a state machine without propagation", fmt.Sprintf(machine, "Parameters = { TaskDefinition = aws_ecs_task_definition.d.arn }"),
			"untagged PropagateTags is not set"},
		{"a service", propagate(service, "SERVICE"), "inherited aws_ecs_service.s through propagate_tags"},
		{"a service with the tags of its definition", propagate(service, "TASK_DEFINITION"), fromDefinition + "propagate_tags"},
		{"a service without propagation", propagate(service, "NONE"), `untagged propagate_tags is not "SERVICE"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := report(t, test.text)
			checkCounts(t, got)
			for _, row := range got.Resources {
				if row.Part == "tasks" {
					if line := string(row.Status) + " " + row.How + row.Reason; line != test.want {
						t.Errorf("got %s, want %s", line, test.want)
					}
					return
				}
			}
			t.Errorf("no tasks: %v", linesOf(got))
		})
	}
}
