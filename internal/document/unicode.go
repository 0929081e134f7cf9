package document

import (
	"slices"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// CheckComposed reports the text below some paths that is not in Unicode's
// composed normal form (NFC), keys included. Terraform turns every string into
// that form: what the author wrote would not be what arrives.
func (d *Document) CheckComposed(paths []string) diag.List {
	var problems diag.List
	check := func(node *yaml.Node, path string) {
		if !norm.NFC.IsNormalString(node.Value) && slices.ContainsFunc(paths, func(outer string) bool { return diag.Within(path, outer) }) {
			problems.Errorf("not-composed", path, "has a letter that is written as two characters, a base and an accent, which Terraform would change").
				Hintf("write it in Unicode's composed form, NFC").Pos = d.PosOf(node)
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
	walk(d.Root, "")
	return problems
}
