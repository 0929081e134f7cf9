package coverage

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// starter is a type of resource that starts ECS tasks. A task has the tags of
// its definition or its service only if whoever starts it says so, and default
// tags of the provider never reach it (ECS guide ecs-using-tags; botocore
// 1.43.11 ecs RunTaskRequest.propagateTags; read 2026-11-22).
type starter struct {
	kind string
	// block is the path of the block that describes the tasks; "" is the
	// resource itself.
	block string
}

func starters() []starter {
	return []starter{
		{"aws_ecs_service", ""},
		{"aws_scheduler_schedule", "target.ecs_parameters"},
		{"aws_cloudwatch_event_target", "ecs_target"},
		{"aws_pipes_pipe", "target_parameters.ecs_task_parameters"},
	}
}

// started reports on the tasks that a resource starts.
func (m *module) started(r resource) []Row {
	var rows []Row
	for _, s := range starters() {
		if s.kind != r.kind {
			continue
		}
		for _, block := range find(r.node, s.block) {
			path := strings.TrimPrefix(s.block+".propagate_tags", ".")
			rows = append(rows, m.tasks(r, path, find(block, "propagate_tags"), block.References))
		}
	}
	if r.kind == "aws_sfn_state_machine" {
		for _, definition := range find(r.node, "definition") {
			rows = append(rows, m.states(r, definition)...)
		}
	}
	return rows
}

// states reports on every state of a state machine that runs a task: an object
// with the resource ecs:runTask.
func (m *module) states(r resource, node hcl.Node) []Row {
	var rows []Row
	for _, inner := range node.Nodes {
		rows = append(rows, m.states(r, inner)...)
	}
	for _, action := range find(node, "Resource") {
		if !strings.Contains(action.Text, "ecs:runTask") {
			continue
		}
		set := slices.Concat(find(node, "Parameters.PropagateTags"), find(node, "Arguments.PropagateTags"))
		rows = append(rows, m.tasks(r, "PropagateTags", set, node.References))
	}
	return rows
}

// tasks reports on tasks: set is where their tags are said to come from, and
// references are what the starting block refers to.
func (m *module) tasks(r resource, path string, set []hcl.Node, references []string) Row {
	row := Row{Resource: r.address, Part: "tasks", Status: Untagged, Reason: path + " is not set"}
	value := "TASK_DEFINITION"
	if r.kind == "aws_ecs_service" {
		value = "SERVICE"
	}
	row.Hint = "set " + path + " = \"" + value + "\": running tasks have no tags otherwise"
	if len(set) == 0 {
		return row
	}
	from := r
	switch text := set[0].Text; {
	case text == "SERVICE" && r.kind == "aws_ecs_service":
	case text == "TASK_DEFINITION":
		definition, ok := m.referred("aws_ecs_task_definition", references)
		if !ok {
			row.Status, row.Reason, row.Hint = Unknown, "the task definition is not part of the module", ""
			return row
		}
		from = definition
	default:
		row.Reason = path + " is not \"" + value + "\""
		return row
	}
	return m.inheriting(row, from, " by "+path)
}

// inheriting completes the row of something that has the tags of a resource.
func (m *module) inheriting(row Row, from resource, by string) Row {
	if status := m.rowOf(from).Status; status != Tagged {
		row.Status, row.Reason, row.Hint = Untagged, from.address+" has no tags to hand on", ""
		return row
	}
	row.Status, row.Reason, row.Hint = Inherits, "", ""
	row.How = from.address + by
	return row
}

// rowOf reports on a resource without its parts.
func (m *module) rowOf(r resource) Row {
	table, _ := tableOf(r.kind)
	slots, _ := table.Slots(r.kind)
	if len(slots) == 0 {
		return Row{}
	}
	return m.slotRows(r, table, slots[:1])[0]
}
