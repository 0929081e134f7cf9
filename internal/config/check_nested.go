package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/invopop/jsonschema"
)

// checkMapping enforces properties, additionalProperties and required.
func (c *checker) checkMapping(node *document.Node, schema *jsonschema.Schema, path string) {
	known := keysOf(schema)
	closed := isFalse(schema.AdditionalProperties)
	for _, e := range node.Entries {
		key, value := e.Key.Text, e.Value
		at := diag.KeyPath(path, key)
		switch {
		case slices.Contains(known, key):
			c.check(value, property(schema, key), at)
		case closed:
			d := c.report(e.Key, codeUnknownKey, at, "unknown key")
			if d.Hint = c.keyHint(key, known); d.Hint == "" {
				d.Hint = "known keys: " + strings.Join(known, ", ")
			}
		case schema.AdditionalProperties != nil:
			c.check(value, schema.AdditionalProperties, at)
		}
	}
	for _, name := range schema.Required {
		if node.Get(name) != nil {
			continue
		}
		at := diag.KeyPath(path, name)
		d := c.report(node, codeRequired, at, "missing")
		d.Pos = c.doc.Pos(at)
		if inner := property(schema, name); inner != nil && len(inner.Enum) > 0 {
			d.Hintf("use %s", diag.OrList(words(inner.Enum)))
		} else if inner != nil && len(inner.Examples) > 0 {
			d.Hintf("for example %s", diag.OrList(words(inner.Examples)))
		}
	}
}

// keysOf returns the properties of a schema, in its order.
func keysOf(schema *jsonschema.Schema) []string {
	var known []string
	if schema.Properties != nil {
		for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
			known = append(known, pair.Key)
		}
	}
	return known
}

// isFalse reports whether a schema is false, as in additionalProperties: false.
// The library has no other test for it.
func isFalse(schema *jsonschema.Schema) bool {
	return reflect.DeepEqual(schema, jsonschema.FalseSchema)
}

// checkList enforces minItems, uniqueItems and items.
func (c *checker) checkList(node *document.Node, schema *jsonschema.Schema, path string) {
	if schema.MinItems != nil && uint64(len(node.Items)) < *schema.MinItems {
		c.report(node, codeEmpty, path, "must not be empty").Hintf("add an item or remove the key")
	}
	seen := map[string]int{}
	for i, item := range node.Items {
		at := diag.ItemPath(path, i)
		if first, twice := seen[item.Text]; twice && schema.UniqueItems && item.Kind == document.Scalar {
			c.report(item, "twice", at, "duplicate item %q", item.Text).
				Hintf("it is already item %d", first+1)
		} else {
			seen[item.Text] = i
		}
		if schema.Items != nil {
			c.check(item, schema.Items, at)
		}
	}
}

// checkConditions enforces not, allOf and if/then.
func (c *checker) checkConditions(node *document.Node, schema *jsonschema.Schema, path string) {
	if schema.Not != nil && c.accepts(node, schema.Not) {
		c.report(node, "not", path, "not supported here").Pos = c.doc.Pos(path)
	}
	outer := c.conditional
	c.conditional = outer || len(schema.AllOf) > 0
	for _, rule := range schema.AllOf {
		c.check(node, rule, path)
	}
	if schema.If != nil && schema.Then != nil && c.accepts(node, schema.If) {
		c.check(node, schema.Then, path)
	}
	c.conditional = outer
}

// words are the values of an enum or of examples.
func words(values []any) []string {
	var all []string
	for _, value := range values {
		all = append(all, fmt.Sprint(value))
	}
	return all
}
