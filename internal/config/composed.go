package config

import (
	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// moduleText are the paths of a job file whose text can reach a module.
func moduleText() []string {
	return []string{
		"tenant_id", "environment", "infrastructure", "finops", "governance_overrides",
		"classification_overrides", "source.tags",
	}
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

// checkComposed reports the text below some paths that is not in Unicode's
// composed normal form (NFC), keys included. Terraform turns every string into
// that form: what the author wrote would not be what arrives.
func (d *Document) checkComposed(paths []string) diag.List {
	var problems diag.List
	check := func(node *yaml.Node, path string) {
		if !norm.NFC.IsNormalString(node.Value) && touchesAny(path, paths, diag.Within) {
			problems.Errorf("not-composed", path, "has a letter that is written as two characters, a base and an accent, which Terraform would change").
				Hintf("write it in Unicode's composed form, NFC").Pos = d.pos(node)
		}
	}
	var walk func(node *yaml.Node, path string)
	walk = func(node *yaml.Node, path string) {
		check(node, path)
		for i, inner := range node.Content {
			switch {
			case node.Kind == yaml.SequenceNode:
				walk(inner, diag.ItemPath(path, i))
			case i%2 == 0:
				check(inner, diag.KeyPath(path, inner.Value))
			default:
				walk(inner, diag.KeyPath(path, node.Content[i-1].Value))
			}
		}
	}
	walk(d.root, "")
	return problems
}
