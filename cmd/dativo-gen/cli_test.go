package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// fullDisk is a stream that fails every write.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutputThatCannotBeWrittenIsAProblem(t *testing.T) {
	t.Parallel()
	const job = "../../examples/aws_ecs.yaml"
	for _, args := range [][]string{
		{"schema"}, {"version"}, {"templates", "list"}, {"show", "--config", job}, {"show", "--config", job, "--explain"},
		{"validate", "--config", job}, {"tags", "--config", job}, {"tags", "--config", job, "--coverage"},
		{"render", "--config", job, "--stdout"}, {"render", "--config", job, "--output", "missing/module", "--check"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			if status := run(args, strings.NewReader(""), io.Discard, io.Discard); status == exitError {
				t.Fatal("fails in any case")
			}
			var problems bytes.Buffer
			status := run(args, strings.NewReader(""), fullDisk{}, &problems)
			if status != exitError || !strings.Contains(problems.String(), "no space left on device") {
				t.Errorf("ended with %d: %s", status, problems.String())
			}
		})
	}
}
