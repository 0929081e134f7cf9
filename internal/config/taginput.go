package config

import (
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// tagInput gathers the four levels of tags from the job, its asset (nil if it
// was not found) and the source's tags (nil if there are none).
func tagInput(job, asset *Document, source []tags.Entry) tags.Input {
	in := tags.Input{
		Tenant:         job.textAt("tenant_id"),
		JobName:        job.textAt("infrastructure.job_name"),
		Environment:    job.textAt("environment"),
		Infrastructure: job.entriesAt("infrastructure.tags"),
		Source:         source,
	}
	in.Job = tags.JobInput{
		FinOps:         job.finOps("finops"),
		RetentionDays:  job.textAt("governance_overrides.retention_days"),
		Owner:          job.textAt("governance_overrides.owner"),
		Classification: job.entriesAt("classification_overrides"),
	}
	if asset != nil {
		in.Asset = asset.asset()
	}
	return in
}

// asset reads a data contract in either of its two forms: flat, or nested
// below the key asset.
func (d *Document) asset() tags.AssetInput {
	in, base := tags.AssetInput{}, ""
	if nested, _ := d.find("asset"); nested != nil && nested.Kind == yaml.MappingNode {
		base = "asset."
	}
	in.Owner = d.firstAt(base+"governance.owner", base+"team.owner")
	in.Classification = d.firstAt(base+"governance.classification", base+"compliance.classification")
	in.RetentionDays = d.firstAt(base+"governance.retention_days", base+"compliance.retention_days")
	if base == "" {
		in.Owner = d.firstAt("team.owner", "governance.owner")
		in.Classification = d.firstAt("compliance.classification", "governance.classification")
		in.RetentionDays = d.firstAt("compliance.retention_days", "governance.retention_days")
	}
	in.Domain = d.textAt(base + "domain")
	in.DataProduct = d.firstAt(base+"dataProduct", base+"data_product")
	in.Regulations = d.textAt(base + "compliance.regulations")
	in.FinOps = d.finOps(base + "finops")
	in.Fields = d.fields(base + "schema")
	return in
}

// textAt is the scalar or list at a path as a tag's value, absent if nothing
// is there.
func (d *Document) textAt(path string) tags.Value {
	node, pos := d.find(path)
	if node == nil {
		return tags.Value{}
	}
	return d.tagValue(node, pos, path)
}

// firstAt returns the first value that was written.
func (d *Document) firstAt(paths ...string) tags.Value {
	for _, path := range paths {
		if v := d.textAt(path); v.Present() {
			return v
		}
	}
	return tags.Value{}
}

func (d *Document) finOps(path string) tags.FinOps {
	return tags.FinOps{
		CostCenter:   d.textAt(path + ".cost_center"),
		Project:      d.textAt(path + ".project"),
		Environment:  d.textAt(path + ".environment"),
		BusinessTags: d.textAt(path + ".business_tags"),
	}
}

// fields reads the asset's schema: each field and its classification.
func (d *Document) fields(path string) []tags.Entry {
	list, _ := d.find(path)
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	var entries []tags.Entry
	for i := range list.Content {
		field := diag.ItemPath(path, i)
		if name := d.textAt(field + ".name"); name.Present() {
			entries = append(entries, tags.Entry{Key: name.Join(""), Value: d.textAt(field + ".classification")})
		}
	}
	return entries
}

// entriesAt returns the entries of a mapping in the order of the file.
func (d *Document) entriesAt(path string) []tags.Entry {
	mapping, _ := d.find(path)
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return nil
	}
	var entries []tags.Entry
	for i := 0; i < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		at := diag.KeyPath(path, key.Value)
		if v := d.tagValue(value, d.pos(value), at); v.Present() {
			entries = append(entries, tags.Entry{Key: key.Value, Value: v})
		}
	}
	return entries
}

// tagValue reads a scalar, or a list of scalars; anything else, null included,
// is absent. Numbers and booleans keep their spelling.
func (d *Document) tagValue(node *yaml.Node, pos diag.Pos, path string) tags.Value {
	origin := tags.Origin{File: pos.File, Line: pos.Line, Col: pos.Col, Path: path}
	switch node.Kind {
	case yaml.ScalarNode:
		if node.ShortTag() != "!!null" {
			return tags.Text(node.Value, origin)
		}
	case yaml.SequenceNode:
		items := []string{}
		for _, item := range node.Content {
			if item.Kind == yaml.ScalarNode && item.ShortTag() != "!!null" {
				items = append(items, item.Value)
			}
		}
		return tags.Items(items, origin)
	}
	return tags.Value{}
}

// sourceTags reads what a connector said of its source: from the file that was
// given, else from the job's source.tags.
func (l *Loader) sourceTags(job *Document) ([]tags.Entry, diag.List) {
	if l.SourceTags == nil {
		return job.entriesAt("source.tags"), nil
	}
	doc, problems := Parse(l.SourceTagsFile, l.SourceTags)
	if doc == nil {
		return nil, problems
	}
	for i := 1; i < len(doc.root.Content); i += 2 {
		if value := doc.root.Content[i]; value.Kind != yaml.ScalarNode {
			path := diag.KeyPath("", doc.root.Content[i-1].Value)
			problems.Errorf("type", path, "expected one classification, got %s", kindOf(value)).Pos = doc.pos(value)
		}
	}
	return doc.entriesAt(""), problems
}
