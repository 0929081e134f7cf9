package main

import (
	"reflect"
	"testing"
)

// TestCapacityOnECS: which capacity each start of a task names.
func TestCapacityOnECS(t *testing.T) {
	t.Parallel()
	onSpot := []any{map[string]any{"CapacityProvider": "FARGATE_SPOT", "Weight": 1.0}}
	mixed := []any{
		map[string]any{"CapacityProvider": "FARGATE", "Weight": 1.0, "Base": 0.0},
		map[string]any{"CapacityProvider": "FARGATE_SPOT", "Weight": 3.0, "Base": 0.0},
	}
	for _, c := range []struct {
		example, state string
		launchType     any
		strategy       any
	}{
		{"aws_ecs", "Run", "FARGATE", nil},
		{"aws_ecs_backfill", "RunOnSpot", nil, onSpot},
		{"aws_ecs_backfill", "Run", "FARGATE", nil},
		{"aws_ecs_catalog", "Run", nil, mixed},
	} {
		read, err := exampleModule(t, c.example).stateMachine()
		if err != nil {
			t.Fatal(err)
		}
		arguments := read.States[c.state].Arguments
		if got := arguments["LaunchType"]; got != c.launchType {
			t.Errorf("%s: %s: launch type %v, want %v", c.example, c.state, got, c.launchType)
		}
		if got := arguments["CapacityProviderStrategy"]; !reflect.DeepEqual(got, c.strategy) {
			t.Errorf("%s: %s: strategy %v, want %v", c.example, c.state, got, c.strategy)
		}
	}
}
