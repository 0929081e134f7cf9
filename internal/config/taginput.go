package config

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// tagInput gathers the four levels of tags from the job, its asset (nil if it
// was not found) and the source's tags (nil without any).
func tagInput(job, asset *document.Document, source []tags.Entry) tags.Input {
	in := tags.Input{
		Tenant:         textAt(job, paths.JobTenantID),
		JobName:        textAt(job, paths.JobName),
		Environment:    textAt(job, paths.JobEnvironment),
		Infrastructure: entriesAt(job, paths.Tags),
		Source:         source,
	}
	in.Job = tags.JobMetadata{
		FinOps:         finOps(job, paths.JobFinOps),
		RetentionDays:  textAt(job, paths.JobGovernanceOverridesRetentionDays),
		Owner:          textAt(job, paths.JobGovernanceOverridesOwner),
		Classification: entriesAt(job, paths.JobClassificationOverrides),
	}
	if asset != nil {
		in.Asset = assetMetadata(asset)
	}
	return in
}

// textAt is the scalar or list at a path as a tag's value, absent if the path is.
func textAt(doc *document.Document, path string) tags.Value {
	node, pos := doc.Find(path)
	if node == nil {
		return tags.Value{}
	}
	return tagValue(node, pos, path)
}

// firstAt returns the first value that is present.
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
// is absent. Numbers and booleans keep their spelling; the line break at the end of a
// block is dropped.
func tagValue(node *document.Node, pos diag.Pos, path string) tags.Value {
	origin := tags.Origin{Pos: pos, Path: path}
	switch node.Kind {
	case document.Scalar:
		if !node.IsNull() {
			return tags.Text(node.Line(), origin)
		}
	case document.List:
		items := []string{}
		for _, item := range node.Items {
			if item.Kind == document.Scalar && !item.IsNull() {
				items = append(items, item.Line())
			}
		}
		return tags.Items(items, origin)
	}
	return tags.Value{}
}

// sourceTags reads the classifications that a connector found in its source: from
// Loader.SourceTags, or else from the job's source.tags.
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
