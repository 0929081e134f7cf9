package coverage

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// rows returns the rows of a resource and of its parts.
func (m *module) rows(r resource) []Row {
	if r.kind == "module" {
		return []Row{{
			Resource: r.address, Status: Unknown, Reason: "the resources of a child module are not visible here",
			Hint: "declare its resources in this module",
		}}
	}
	if reason := stateOnly(r.kind); reason != "" {
		return []Row{{Resource: r.address, Status: Unsupported, Reason: reason}}
	}
	if r.kind == "kubernetes_manifest" {
		return m.manifestRows(r)
	}
	table := tableOf(r.kind)
	slots, known := table.Slots(r.kind)
	switch {
	case !known:
		return []Row{unknownType(r)}
	case len(slots) == 0:
		return append([]Row{m.unsupported(r, table)}, m.started(r)...)
	}
	return append(m.slotRows(r, table, slots), m.started(r)...)
}

func unknownType(r resource) Row {
	return Row{
		Resource: r.address, Status: Unknown, Reason: "unknown resource type: not in the schemas of " + tableNames(),
		Hint: "if it supports tags, set them from var.tags or var.labels, or lower --fail-under",
	}
}

func tableNames() string {
	var names []string
	for _, table := range Tables() {
		names = append(names, table.Provider+" "+table.Version)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// slotRows returns a row for every block of a resource that supports tags, and
// for the first slot even if its block is missing.
func (m *module) slotRows(r resource, table Table, slots []Slot) []Row {
	var rows []Row
	for i, slot := range slots {
		owners := find(r.node, slot.owner())
		if len(owners) == 0 && i == 0 {
			owners = []hcl.Node{{}}
		}
		for _, owner := range owners {
			rows = append(rows, m.slotRow(r, table, slot, owner))
		}
	}
	return rows
}

// slotRow returns the row for one block that supports tags.
func (m *module) slotRow(r resource, table Table, slot Slot, owner hcl.Node) Row {
	row := Row{Resource: r.address, Part: partName(r.kind, slot.owner()), Status: Tagged, How: slot.Path}
	if row.Part != "" {
		row.Status = Inherited
	}
	inside := strings.TrimPrefix(strings.TrimPrefix(slot.Path, slot.owner()), ".")
	set := find(owner, inside)
	if m.hasTags(set) {
		return row
	}
	argument, _, _ := strings.Cut(table.Default, ".")
	if slot.ByDefault && m.byDefault(r, table) {
		row.How = argument
		return row
	}
	variable := "var.labels"
	if table.Default == "default_tags.tags" {
		variable = "var.tags"
	}
	row.Status, row.How = Untagged, ""
	row.Reason, row.Hint = slot.Path+" is not set", fmt.Sprintf("set %s = %s", slot.Path, variable)
	byDefault := fmt.Sprintf("%s of provider %s", argument, providerOf(r))
	switch {
	case slot.ByDefault && len(set) > 0:
		row.Reason = fmt.Sprintf("%s does not use %s, and neither does %s", slot.Path, variable, byDefault)
	case slot.ByDefault:
		row.Reason += fmt.Sprintf(", and %s does not use %s", byDefault, variable)
	case len(set) > 0:
		row.Reason = fmt.Sprintf("%s does not use %s", slot.Path, variable)
	}
	switch {
	case slot.ByDefault:
		row.Hint = fmt.Sprintf("set %s of provider %s to %s", table.Default, providerOf(r), variable)
	case argument != "":
		row.Reason += ", and the provider's " + argument + " do not apply to it"
	}
	return row
}

// partName names what a block of a resource describes, such as pods.
func partName(kind, path string) string {
	last := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case last == "template" && strings.HasSuffix(kind, "_v2_job"):
		return "executions"
	case last == "template" && strings.HasPrefix(kind, "google_cloud_run_"):
		return "revisions"
	case last == "template":
		return "pods"
	case last == "job_template" || last == "jobTemplate":
		return "jobs"
	case last == "volume_claim_template" || last == "volumeClaimTemplates":
		return "volume claims"
	}
	return path
}

// manifestRows returns the rows of a Kubernetes object of any kind: its own
// metadata, and that of every template in it.
func (m *module) manifestRows(r resource) []Row {
	var slots []Slot
	for _, manifest := range find(r.node, "manifest") {
		slots = metadataSlots(manifest, "manifest")
	}
	if len(slots) == 0 {
		return []Row{{
			Resource: r.address, Status: Unknown, Reason: "the manifest does not contain its metadata",
			Hint: "write the manifest as an object with metadata = { labels = var.labels }",
		}}
	}
	rows := m.slotRows(r, Table{}, slots)
	rows[0].Part = ""
	if rows[0].Status == Inherited {
		rows[0].Status = Tagged
	}
	return rows
}

// metadataSlots returns the labels of every metadata in a manifest.
func metadataSlots(node hcl.Node, path string) []Slot {
	var slots []Slot
	if len(find(node, "metadata")) > 0 {
		slots = append(slots, Slot{Path: path + ".metadata.labels"})
	}
	for _, inner := range node.Nodes {
		if inner.Name != "metadata" {
			slots = append(slots, metadataSlots(inner, path+"."+inner.Name)...)
		}
	}
	return slots
}
