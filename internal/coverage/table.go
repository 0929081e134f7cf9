package coverage

import (
	_ "embed"
	"strings"
)

// Table lists the resource types of one provider with their arguments for tags.
// The data is kept as text, which costs nothing until a type is looked up.
type Table struct {
	// Provider and Version identify the schema; Read is the day it was read.
	Provider, Version, Read string
	// File is the data's file in this package's folder.
	File string
	// Default is the argument of the provider that sets tags by default; "" for a
	// provider without one.
	Default string

	prefix string
	text   string
}

//go:embed tables/aws.txt
var awsTypes string

//go:embed tables/google.txt
var googleTypes string

//go:embed tables/kubernetes.txt
var kubernetesTypes string

// Tables returns the tables of all known providers.
//
// default_tags apply to all resources with tags and tags_all. default_labels apply
// to all with labels and terraform_labels (for clusters, resource_labels), but not
// to user_labels and labels in nested blocks (google 7.45.0 labels.go and provider
// reference, read 2026-11-22). The kubernetes provider has no such argument.
func Tables() []Table {
	return []Table{
		{
			Provider: "hashicorp/aws", Version: "6.47.0", Read: "2026-11-22", File: "tables/aws.txt",
			Default: "default_tags.tags", prefix: "aws_", text: awsTypes,
		},
		{
			Provider: "hashicorp/google", Version: "7.45.0", Read: "2026-11-22", File: "tables/google.txt",
			Default: "default_labels", prefix: "google_", text: googleTypes,
		},
		{
			Provider: "hashicorp/kubernetes", Version: "3.2.1", Read: "2026-11-22", File: "tables/kubernetes.txt",
			prefix: "kubernetes_", text: kubernetesTypes,
		},
	}
}

// tableOf returns the table of a resource type's provider. The empty table, for
// any other provider, has no types.
func tableOf(resourceType string) Table {
	for _, table := range Tables() {
		if strings.HasPrefix(resourceType, table.prefix) {
			return table
		}
	}
	return Table{}
}

// Types returns every type of the table, sorted.
func (t Table) Types() []string {
	var types []string
	for line := range strings.Lines(t.text) {
		if name, _, _ := strings.Cut(strings.TrimSpace(line), " "); name != "" && name != "#" {
			types = append(types, name)
		}
	}
	return types
}

// Slots returns the arguments of a type for tags, empty if the type does not
// support tags; false for a type that is not in the table.
func (t Table) Slots(resourceType string) ([]Slot, bool) {
	_, after, found := strings.Cut(t.text, "\n"+resourceType+" ")
	if !found {
		return nil, strings.Contains(t.text, "\n"+resourceType+"\n")
	}
	line, _, _ := strings.Cut(after, "\n")
	var slots []Slot
	for word := range strings.FieldsSeq(line) {
		var slot Slot
		slot.Path, slot.ByDefault = strings.CutSuffix(word, "*")
		slots = append(slots, slot)
	}
	return slots, true
}

// Slot is an argument for tags.
type Slot struct {
	// Path leads to the argument: labels, template.labels.
	Path string
	// ByDefault: the provider's default tags apply to it.
	ByDefault bool
}

// String returns the slot in the form of the table.
func (s Slot) String() string {
	if s.ByDefault {
		return s.Path + "*"
	}
	return s.Path
}

// owner is the block that the tags belong to: "" for the resource itself,
// spec.template for spec.template.metadata.labels.
func (s Slot) owner() string {
	owner := s.Path[:max(0, strings.LastIndexByte(s.Path, '.'))]
	if owner == "metadata" {
		return ""
	}
	return strings.TrimSuffix(owner, ".metadata")
}
