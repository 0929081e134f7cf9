package config

import (
	"slices"

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
	people, rules := "governance", "governance" // the sections that decide
	if base == "" {
		people, rules = "team", "compliance"
	}
	in.Owner = firstAt(doc, base+people+".owner", base+"governance.owner", base+"team.owner")
	in.Classification = firstAt(doc, base+rules+".classification", base+"governance.classification", base+"compliance.classification")
	in.RetentionDays = firstAt(doc, base+rules+".retention_days", base+"governance.retention_days", base+"compliance.retention_days")
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

// checkAsset reports what makes an asset's tags unusable.
func (l *lookup) checkAsset(asset *document.Document) {
	l.problems = append(l.problems, asset.CheckNFC(assetText())...)
	isAssetKey := func(e document.Entry) bool { return slices.Contains(assetKeys(), e.Key.Text) }
	if !slices.ContainsFunc(asset.Root.Entries, isAssetKey) {
		l.warn("asset_path", "%q is not an asset definition: expected keys such as schema, team and domain", asset.Name)
	}
}

// assetKeys are the top-level keys that tell an asset definition from other files:
// those of the engine's AssetDefinition that a recipe does not have and, for the
// older form, asset and its sections. From github.com/dativo-io/dativo-ingest,
// src/dativo_ingest/config.py at 6794f02.
func assetKeys() []string {
	return []string{
		"source_type", "object", "schema", "domain", "dataProduct", "team", "compliance", "data_quality",
		"change_management", "finops", "asset", "governance", "data_product",
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
