package main

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// TestEngineCalls holds what every example's module grants and opens against the
// calls that a run makes: those of the engine, from its tables, and those of the
// platform that starts it. Each is allowed by the rendered policies and network
// rules, and no statement and no rule is there that no call needs.
func TestEngineCalls(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, j := exampleRun(t, name)
			for _, problem := range callProblems(t, m, j) {
				t.Error(problem)
			}
		})
	}
}

// callProblems lists what a module's grants and rules lack, and what is too much,
// for every image.
func callProblems(t testing.TB, m *module, j *fleet.Job) []string {
	t.Helper()
	var problems []string
	needs := engineNeeds(t, m, j)
	for _, given := range asked() {
		told := *m
		told.asked = given
		switch m.deployment.Provider {
		case "aws":
			problems = append(problems, told.awsProblems(t, needs)...)
		case "gcp":
			problems = append(problems, told.googleProblems(t, needs)...)
		}
	}
	return append(problems, m.networkProblems(t, needs)...)
}
