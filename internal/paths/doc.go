// Package paths names every key of the files that users write, as constants:
// a rule that reports a misspelled path does not compile.
//
// The constants are generated from the structs of internal/model and named
// after their fields. Those below infrastructure, which most rules are about,
// have the names of the fields alone: ComputeTaskCPU is
// infrastructure.compute.task_cpu. The other keys of a job begin with Job, those
// of a project file with Project, of a file of budgets with Budgets, of a tag
// policy with TagPolicy. The keys of an item of a list or of a mapping are
// relative to the item, and have Item in their name.
package paths

import "strings"

// BelowInfrastructure returns a path without the leading infrastructure.
func BelowInfrastructure(path string) string { return strings.TrimPrefix(path, Infrastructure+".") }
