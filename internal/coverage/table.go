package coverage

import (
	_ "embed"
	"strings"
)

// Table says how the resource types of one provider take tags. The data is a
// text: it costs nothing until a type is looked up.
type Table struct {
	// Provider and Version are those whose schema was read, on the day Read.
	Provider, Version, Read string
	// File lies in this package's folder.
	File string
	// Default is the argument of the provider that tags what can be tagged; ""
	// for a provider that has none.
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

// Tables returns the providers that are known.
//
// default_tags reach all that has tags and tags_all, default_labels all that
// has labels and terraform_labels (resource_labels of a cluster): user_labels
// and labels in nested blocks are left alone (google 7.45.0 labels.go and
// provider reference, read 2026-11-22). Provider kubernetes has no such
// argument.
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

// tableOf finds the table that a resource type would be in.
func tableOf(resourceType string) (Table, bool) {
	for _, table := range Tables() {
		if strings.HasPrefix(resourceType, table.prefix) {
			return table, true
		}
	}
	return Table{}, false
}

// Types lists every type of the table, sorted.
func (t Table) Types() []string {
	var types []string
	for line := range strings.Lines(t.text) {
		if name, _, _ := strings.Cut(strings.TrimSpace(line), " "); name != "" && name != "#" {
			types = append(types, name)
		}
	}
	return types
}

// Slots returns where a type takes tags, none if it takes none; false for a
// type that is not in the table.
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
	// ByDefault says that the provider's own argument reaches it.
	ByDefault bool
}

// String is the slot as the table has it.
func (s Slot) String() string {
	if s.ByDefault {
		return s.Path + "*"
	}
	return s.Path
}

// owner is the block whose tags these are: "" for the resource itself,
// spec.template for spec.template.metadata.labels.
func (s Slot) owner() string {
	owner := s.Path[:max(0, strings.LastIndexByte(s.Path, '.'))]
	if owner == "metadata" {
		return ""
	}
	return strings.TrimSuffix(owner, ".metadata")
}
