//go:build e2e

package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/coverage"
)

// schemaBlock is a block of a provider's schema, as terraform providers schema
// -json prints it.
type schemaBlock struct {
	Attributes map[string]struct{ Computed, Optional, Required bool }
	BlockTypes map[string]struct{ Block schemaBlock } `json:"block_types"`
}

// noTags are arguments that are named as tags are, and are something else.
var noTags = map[string][]string{
	"google_billing_budget":                   {"budget_filter.labels"},                                    // a filter
	"google_cloud_identity_group":             {"labels"},                                                  // the kind of group
	"google_container_aws_node_pool":          {"config.labels"},                                           // of Kubernetes nodes
	"google_container_azure_node_pool":        {"config.labels"},                                           // of Kubernetes nodes
	"google_container_cluster":                {"node_config.labels", "node_pool.node_config.labels"},      // of Kubernetes nodes
	"google_container_node_pool":              {"node_config.labels"},                                      // of Kubernetes nodes
	"google_data_loss_prevention_job_trigger": {"inspect_job.storage_config.hybrid_options.labels"},        // of findings
	"google_dataplex_entry":                   {"entry_source.labels"},                                     // of the thing described
	"google_gke_backup_backup_plan":           {"backup_config.selected_namespace_labels.resource_labels"}, // a filter
	"google_logging_metric":                   {"metric_descriptor.labels"},                                // dimensions
	"google_monitoring_alert_policy":          {"conditions.condition_prometheus_query_language.labels"},   // of the alert's message
	"google_monitoring_metric_descriptor":     {"labels"},                                                  // dimensions
	"google_monitoring_notification_channel":  {"labels"},                                                  // its address
	"google_monitoring_uptime_check_config":   {"monitored_resource.labels"},                               // what is watched
	"kubernetes_labels":                       {"labels"},                                                  // of another's object
}

// slotsOf derives from a schema what the tables hold.
func slotsOf(resourceType string, block schemaBlock) []string {
	var slots []string
	collectSlots(&slots, resourceType, block, "")
	slots = slices.DeleteFunc(slots, func(slot string) bool { return slices.Contains(noTags[resourceType], slot) })
	slices.SortStableFunc(slots, func(a, b string) int { return strings.Count(a, ".") - strings.Count(b, ".") })
	return slots
}

func collectSlots(slots *[]string, resourceType string, block schemaBlock, path string) {
	names := []string{"labels", "resource_labels", "user_labels"}
	if strings.HasPrefix(resourceType, "aws_") {
		names = []string{"tags"}
		if path != "" { // filters, and copies that the cloud makes of what is tagged
			return
		}
	}
	_, reached := block.Attributes["terraform_labels"]
	if _, all := block.Attributes["tags_all"]; all {
		reached = true
	}
	for _, name := range slices.Sorted(maps.Keys(block.Attributes)) {
		if a := block.Attributes[name]; !slices.Contains(names, name) || !a.Optional && !a.Required {
			continue
		}
		slot := path + name
		if reached {
			slot += "*"
		}
		*slots = append(*slots, slot)
	}
	if _, ok := block.BlockTypes["tag"]; ok && path == "" && strings.HasPrefix(resourceType, "aws_") {
		*slots = append(*slots, "tag")
	}
	for _, name := range slices.Sorted(maps.Keys(block.BlockTypes)) {
		if !strings.HasPrefix(resourceType, "google_gkeonprem_") { // labels of Kubernetes nodes
			collectSlots(slots, resourceType, block.BlockTypes[name].Block, path+name+".")
		}
	}
}

// TestTerraformTagTables compares the tables of resource types with the schemas of the
// providers; -update regenerates them. A provider of another version than the table's
// may differ: that is logged, and not a failure.
func TestTerraformTagTables(t *testing.T) {
	schemas, versions := providerSchemas(t, "aws_ecs"), map[string]string{}
	maps.Copy(schemas, providerSchemas(t, "gcp_gke"))
	for _, name := range []string{"aws_ecs", "gcp_gke"} {
		maps.Copy(versions, providerVersions(t, name))
	}
	for _, table := range coverage.Tables() {
		address := "registry.terraform.io/" + table.Provider
		types := schemas[address]
		if len(types) == 0 {
			t.Fatalf("no schema of %s", address)
		}
		if updating() {
			writeTable(t, table, types)
			continue
		}
		report := t.Errorf
		if versions[address] != table.Version {
			report = t.Logf
		}
		for _, name := range table.Types() {
			block, known := types[name]
			if !known {
				report("%s %s has no %s", address, versions[address], name)
				continue
			}
			found, _ := table.Slots(name)
			var listed []string
			for _, slot := range found {
				listed = append(listed, slot.String())
			}
			if derived := slotsOf(name, block); !slices.Equal(listed, derived) {
				report("%s: the table has %v, the schema %v", name, listed, derived)
			}
		}
	}
}

// writeTable regenerates a table, and keeps the comment in its first lines.
func writeTable(t *testing.T, table coverage.Table, types map[string]schemaBlock) {
	t.Helper()
	path := filepath.Join(root, "internal", "coverage", filepath.FromSlash(table.File))
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for line := range strings.Lines(string(old)) {
		if strings.HasPrefix(line, "#") {
			text.WriteString(line)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		text.WriteString(strings.Join(append([]string{name}, slotsOf(name, types[name])...), " ") + "\n")
	}
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// providerSchemas asks Terraform for the resource types of a module's providers.
func providerSchemas(t *testing.T, example string) map[string]map[string]schemaBlock {
	t.Helper()
	var printed struct {
		Providers map[string]struct {
			Resources map[string]struct{ Block schemaBlock } `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	terraformJSON(t, example, &printed, "providers", "schema", "-json")
	all := map[string]map[string]schemaBlock{}
	for address, provider := range printed.Providers {
		all[address] = map[string]schemaBlock{}
		for name, resource := range provider.Resources {
			all[address][name] = resource.Block
		}
	}
	return all
}

// providerVersions asks Terraform which versions it took.
func providerVersions(t *testing.T, example string) map[string]string {
	t.Helper()
	var printed struct {
		Selections map[string]string `json:"provider_selections"`
	}
	terraformJSON(t, example, &printed, "version", "-json")
	return printed.Selections
}

func terraformJSON(t *testing.T, example string, into any, args ...string) {
	t.Helper()
	w := prepare(t, example)
	w.terraform(0, "init", "-no-color")
	command := exec.Command("terraform", append([]string{"-chdir=" + w.dir}, args...)...)
	text, err := command.Output()
	if err != nil {
		t.Fatalf("terraform %v: %v", args, err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
