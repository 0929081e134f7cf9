package main

import (
	"strings"
	"testing"
)

// TestTolerationsOfTheJobAreApplied shows that a workload whose tolerations Terraform
// ignores, because a webhook adds to them, is replaced when those of the job change.
// The trigger exists before the job has any: Terraform replaces nothing for a trigger
// that is new.
func TestTolerationsOfTheJobAreApplied(t *testing.T) {
	t.Parallel()
	ignoring := 0
	for _, name := range exampleNames(t) {
		m := exampleModule(t, name)
		source := string(m.source["main.tf"])
		if !strings.Contains(source, ".toleration]") {
			continue
		}
		ignoring++
		input := "input = []"
		if len(m.deployment.Placement.Tolerations) > 0 {
			input = "input = var.tolerations"
		}
		for _, line := range []string{"replace_triggered_by = [terraform_data.tolerations]", `resource "terraform_data" "tolerations" {`, input} {
			if !strings.Contains(source, line) {
				t.Errorf("%s: no %s", name, line)
			}
		}
	}
	if ignoring < 4 {
		t.Errorf("only %d examples ignore tolerations: this test overlooks some", ignoring)
	}
}
