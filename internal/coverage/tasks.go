package coverage

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// launcher is a type of resource that starts ECS tasks. A task gets the tags of its
// definition or its service only if its launcher propagates them, and never the
// default tags of the provider (ECS guide ecs-using-tags; botocore 1.43.11 ecs
// RunTaskRequest.propagateTags; read 2026-11-22).
type launcher struct {
	kind string
	// block is the path of the block that describes the tasks; "" for the
	// resource itself.
	block string
}

func launchers() []launcher {
	return []launcher{
		{"aws_ecs_service", ""},
		{"aws_scheduler_schedule", "target.ecs_parameters"},
		{"aws_cloudwatch_event_target", "ecs_target"},
		{"aws_pipes_pipe", "target_parameters.ecs_task_parameters"},
	}
}

// started returns rows for the tasks that a resource starts.
func (m *module) started(r resource) []Row {
	var rows []Row
	for _, s := range launchers() {
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

// states returns a row for every state of a state machine that runs a task: an
// object with the resource ecs:runTask.
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

// tasks returns the row for tasks: set are the arguments that propagate tags, and
// references are those of the launching block.
func (m *module) tasks(r resource, path string, set []hcl.Node, references []string) Row {
	row := Row{Resource: r.address, Part: "tasks", Status: Untagged, Reason: path + " is not set"}
	value := "TASK_DEFINITION"
	if r.kind == "aws_ecs_service" {
		value = "SERVICE"
	}
	row.Hint = "set " + path + " = \"" + value + "\"; otherwise running tasks have no tags"
	if len(set) == 0 {
		return row
	}
	from := r
	switch text := set[0].Text; {
	case text == "SERVICE" && r.kind == "aws_ecs_service":
	case text == "TASK_DEFINITION":
		definition, ok := m.referred("aws_ecs_task_definition", references)
		if !ok {
			row.Status, row.Reason, row.Hint = Unknown, "the task definition is not defined in this module", ""
			return row
		}
		from = definition
	default:
		row.Reason = path + " is not \"" + value + "\""
		return row
	}
	return m.inheriting(row, from, " through "+path)
}

// inheriting completes a row that inherits the tags of a resource.
func (m *module) inheriting(row Row, from resource, through string) Row {
	if status := m.rowOf(from).Status; status != Tagged {
		row.Status, row.Reason, row.Hint = Untagged, from.address+" has no tags to propagate", ""
		return row
	}
	row.Status, row.Reason, row.Hint = Inherited, "", ""
	row.How = from.address + through
	return row
}

// rowOf returns the row of a resource without its parts.
func (m *module) rowOf(r resource) Row {
	table := tableOf(r.kind)
	slots, _ := table.Slots(r.kind)
	if len(slots) == 0 {
		return Row{}
	}
	return m.slotRows(r, table, slots[:1])[0]
}
