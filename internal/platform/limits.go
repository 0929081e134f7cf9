package platform

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// maxExecString is the longest argument, or variable with its name, of a program on
// Linux in bytes: MAX_ARG_STRLEN, 32 pages of 4 KiB, with a zero byte. Tried with
// Linux on 2026-11-25.
const maxExecString = 32*4096 - 1

// execStrings reports arguments and variables with which no program starts.
func (n *normalizer) execStrings() {
	report := func(at string, size int) {
		if size > maxExecString {
			n.problems.Errorf("too-large", at, "%d bytes exceed the limit of Linux for one argument or variable: %d", size, maxExecString).
				Hintf("put it in a file of the image")
		}
	}
	for name, value := range sorted(n.d.Container.Environment) {
		report(diag.KeyPath(paths.ComputeEnvironment, name), len(name+"="+value))
	}
	n.startWords(func(at, word string) { report(at, len(word)) })
}

// Limits of the environment of a container on Cloud Run. From "Configure environment
// variables", cloud.google.com/run/docs/configuring, and google.cloud.run.v2.EnvVar,
// read 2026-11-25.
const (
	maxCloudRunVariables = 1000
	maxCloudRunValue     = 32768
)

// cloudRunTotals reports an environment that is too large for Cloud Run.
func (n *normalizer) cloudRunTotals() {
	c := n.d.Container
	for name, value := range sorted(c.Environment) {
		if at := diag.KeyPath(paths.ComputeEnvironment, name); len(value) > maxCloudRunValue {
			n.problems.Errorf("too-large", at, "%d bytes exceed the limit of Cloud Run for a variable: %d", len(value), maxCloudRunValue).
				Hintf("put the value in a file of the image")
		}
	}
	// The module sets the computed variables that apply to the job.
	count := len(c.Environment) + len(c.Secrets) + len(c.Settings)
	if total := count + len(computedVariables()); total > maxCloudRunVariables {
		n.problems.Errorf("too-many", paths.ComputeEnvironment, "%d variables, and up to %d of the module, exceed the limit of Cloud Run: %d",
			count, len(computedVariables()), maxCloudRunVariables).
			Hintf("put the values in a file of the image")
	}
}
