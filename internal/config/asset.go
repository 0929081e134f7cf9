package config

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

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
