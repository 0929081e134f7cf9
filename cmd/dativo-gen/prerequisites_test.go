package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// setup matches what a command enables or grants: APIs, add-ons and roles.
var setup = regexp.MustCompile(`[a-z]+\.googleapis\.com\b|addon-name [a-z-]+|roles/[A-Za-z.]+`)

// TestPrerequisites holds PREREQUISITES.md against the output
// prerequisite_commands: both name the same APIs, add-ons and roles. The output
// has the roles in other projects too, which Terraform only evaluates if they
// are needed.
func TestPrerequisites(t *testing.T) {
	t.Parallel()
	elsewhere := []string{"roles/artifactregistry.reader", "roles/compute.networkUser"}
	for _, name := range exampleNames(t) {
		m := exampleModule(t, name)
		text := string(m.pages["PREREQUISITES.md"])
		_, command, _ := strings.Cut(string(m.source["outputs.tf"]), "prerequisite")
		page, output := setup.FindAllString(text, -1), setup.FindAllString(command, -1)
		for _, more := range missing(page, output) {
			t.Errorf("%s: %s is in PREREQUISITES.md, and not in prerequisite_commands", name, more)
		}
		for _, more := range missing(output, page) {
			if !slices.Contains(elsewhere, more) {
				t.Errorf("%s: %s is in prerequisite_commands, and not in PREREQUISITES.md", name, more)
			}
		}
		for _, section := range strings.Split(text, "\n## ")[2:] {
			if strings.Contains(section, "```sh") && !strings.Contains(section, "Needs ") {
				t.Errorf("%s: which permissions are needed? %s", name, section)
			}
		}
	}
}
