package config

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// tagInput gathers the four levels of tags from the job, its asset (nil if it
// was not found) and the source's tags (nil if there are none).
func tagInput(job, asset *document.Document, source []tags.Entry) tags.Input {
	in := tags.Input{
		Tenant:         textAt(job, "tenant_id"),
		JobName:        textAt(job, "infrastructure.job_name"),
		Environment:    textAt(job, "environment"),
		Infrastructure: entriesAt(job, "infrastructure.tags"),
		Source:         source,
	}
	in.Job = tags.JobMetadata{
		FinOps:         finOps(job, "finops"),
		RetentionDays:  textAt(job, "governance_overrides.retention_days"),
		Owner:          textAt(job, "governance_overrides.owner"),
		Classification: entriesAt(job, "classification_overrides"),
	}
	if asset != nil {
		in.Asset = assetMetadata(asset)
	}
	return in
}

// assetMetadata reads a data contract in either of its two forms: flat, or nested
// below the key asset.
func assetMetadata(doc *document.Document) tags.AssetMetadata {
	in, base := tags.AssetMetadata{}, ""
	if nested, _ := doc.Find("asset"); nested != nil && nested.Kind == document.Mapping {
		base = "asset."
	}
	in.Owner = firstAt(doc, base+"governance.owner", base+"team.owner")
	in.Classification = firstAt(doc, base+"governance.classification", base+"compliance.classification")
	in.RetentionDays = firstAt(doc, base+"governance.retention_days", base+"compliance.retention_days")
	if base == "" {
		in.Owner = firstAt(doc, "team.owner", "governance.owner")
		in.Classification = firstAt(doc, "compliance.classification", "governance.classification")
		in.RetentionDays = firstAt(doc, "compliance.retention_days", "governance.retention_days")
	}
	in.Domain = textAt(doc, base+"domain")
	in.DataProduct = firstAt(doc, base+"dataProduct", base+"data_product")
	in.Regulations = textAt(doc, base+"compliance.regulations")
	in.FinOps = finOps(doc, base+"finops")
	in.Fields = fields(doc, base+"schema")
	return in
}

// assetText are the paths of a data contract whose text can become a tag.
func assetText() []string {
	var paths []string
	for _, path := range []string{
		"governance", "compliance.classification", "compliance.retention_days", "compliance.regulations",
		"team.owner", "domain", "dataProduct", "data_product", "finops",
	} {
		paths = append(paths, path, "asset."+path)
	}
	return paths
}

// textAt is the scalar or list at a path as a tag's value, absent if nothing
// is there.
func textAt(doc *document.Document, path string) tags.Value {
	node, pos := doc.Find(path)
	if node == nil {
		return tags.Value{}
	}
	return tagValue(node, pos, path)
}

// firstAt returns the first value that was written.
func firstAt(doc *document.Document, paths ...string) tags.Value {
	for _, path := range paths {
		if v := textAt(doc, path); v.Present() {
			return v
		}
	}
	return tags.Value{}
}

func finOps(doc *document.Document, path string) tags.FinOps {
	return tags.FinOps{
		CostCenter:   textAt(doc, path+".cost_center"),
		Project:      textAt(doc, path+".project"),
		Environment:  textAt(doc, path+".environment"),
		BusinessTags: textAt(doc, path+".business_tags"),
	}
}

// fields reads the asset's schema: each field and its classification.
func fields(doc *document.Document, path string) []tags.Entry {
	list, _ := doc.Find(path)
	if list == nil || list.Kind != document.List {
		return nil
	}
	var entries []tags.Entry
	for i := range list.Items {
		field := diag.ItemPath(path, i)
		if name := textAt(doc, field+".name"); name.Present() {
			entries = append(entries, tags.Entry{Key: name.Join(""), Value: textAt(doc, field+".classification")})
		}
	}
	return entries
}

// entriesAt returns the entries of a mapping in the order of the file.
func entriesAt(doc *document.Document, path string) []tags.Entry {
	mapping, _ := doc.Find(path)
	if mapping == nil || mapping.Kind != document.Mapping {
		return nil
	}
	var entries []tags.Entry
	for _, e := range mapping.Entries {
		at := diag.KeyPath(path, e.Key.Text)
		if v := tagValue(e.Value, e.Value.Pos, at); v.Present() {
			entries = append(entries, tags.Entry{Key: e.Key.Text, Value: v})
		}
	}
	return entries
}

// tagValue reads a scalar, or a list of scalars; anything else, null included,
// is absent. Numbers and booleans keep their spelling.
func tagValue(node *document.Node, pos diag.Pos, path string) tags.Value {
	origin := tags.Origin{Pos: pos, Path: path}
	switch node.Kind {
	case document.Scalar:
		if !node.IsNull() {
			return tags.Text(node.Text, origin)
		}
	case document.List:
		items := []string{}
		for _, item := range node.Items {
			if item.Kind == document.Scalar && !item.IsNull() {
				items = append(items, item.Text)
			}
		}
		return tags.Items(items, origin)
	}
	return tags.Value{}
}

// sourceTags reads what a connector said of its source: from the file that was
// given, else from the job's source.tags.
func (l *Loader) sourceTags(job *document.Document) ([]tags.Entry, diag.List) {
	if l.SourceTags == nil {
		return entriesAt(job, "source.tags"), nil
	}
	doc, problems := document.Parse(l.SourceTagsFile, l.SourceTags)
	if doc == nil {
		return nil, problems
	}
	for _, e := range doc.Root.Entries {
		if e.Value.Kind != document.Scalar {
			path := diag.KeyPath("", e.Key.Text)
			problems.Errorf("type", path, "expected one classification, got %s", e.Value.TypeName()).Pos = e.Value.Pos
		}
	}
	return entriesAt(doc, ""), problems
}
