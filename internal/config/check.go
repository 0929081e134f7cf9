package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/invopop/jsonschema"
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// codeCondition marks a problem that a rule on platforms found. Such a rule
// knows only that something is wrong; whoever knows the platform says it
// better, so it is dropped where anybody else speaks of the same path.
const codeCondition = "condition"

// parseSchema reads a schema as ReflectJobSchema writes it.
func parseSchema(text []byte) (*jsonschema.Schema, error) {
	var schema jsonschema.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return &schema, nil
}

// checker holds YAML nodes against a schema.
type checker struct {
	doc      *Document
	root     *jsonschema.Schema
	problems diag.List
	// conditional is true inside allOf: see codeCondition.
	conditional bool
}

// Check holds the document against a schema and returns all that is wrong.
func (d *Document) Check(schema *jsonschema.Schema) diag.List {
	c := &checker{doc: d, root: schema}
	c.check(d.root, schema, "")
	return c.problems
}

// report adds an error; where is what it points to.
func (c *checker) report(where *yaml.Node, code, path, format string, args ...any) *diag.Diagnostic {
	if c.conditional {
		code = codeCondition
	}
	d := c.problems.Errorf(code, path, format, args...)
	d.Pos = c.doc.pos(where)
	return d
}

// accepts reports whether a node fits a schema, without a word.
func (c *checker) accepts(node *yaml.Node, schema *jsonschema.Schema) bool {
	silent := checker{doc: c.doc, root: c.root}
	silent.check(node, schema, "")
	return len(silent.problems) == 0
}

// check enforces every keyword that the schemas of this program use; a test
// holds it against the committed schemas.
func (c *checker) check(node *yaml.Node, schema *jsonschema.Schema, path string) {
	if schema.Ref != "" {
		c.check(node, c.root.Definitions[strings.TrimPrefix(schema.Ref, "#/$defs/")], path)
	}
	before := len(c.problems)
	c.checkType(node, schema, path)
	if len(c.problems) > before {
		return
	}
	c.checkValue(node, schema, path)
	switch node.Kind {
	case yaml.MappingNode:
		c.checkMapping(node, schema, path)
	case yaml.SequenceNode:
		c.checkList(node, schema, path)
	}
	c.checkConditions(node, schema, path)
}

// checkType enforces type, and the anyOf that stands for several types.
func (c *checker) checkType(node *yaml.Node, schema *jsonschema.Schema, path string) {
	if schema.Type != "" && !hasType(node, schema.Type) {
		c.report(node, "type", path, "expected %s, got %s", typeName(schema.Type), kindOf(node))
	}
	if len(schema.AnyOf) == 0 || slices.ContainsFunc(schema.AnyOf, func(s *jsonschema.Schema) bool { return c.accepts(node, s) }) {
		return
	}
	var types []string
	for _, s := range schema.AnyOf {
		if s.Type != "" && hasType(node, s.Type) {
			c.check(node, s, path) // the right type with something wrong inside
			return
		}
		types = append(types, typeName(s.Type))
	}
	c.report(node, "type", path, "expected %s, got %s", diag.OrList(types), kindOf(node))
}

// hasType reports whether a node has a type of JSON Schema. A date that YAML
// sees is a string to everybody else.
func hasType(node *yaml.Node, name string) bool {
	switch name {
	case "object":
		return node.Kind == yaml.MappingNode
	case "array":
		return node.Kind == yaml.SequenceNode
	}
	if node.Kind != yaml.ScalarNode {
		return false
	}
	tag := node.ShortTag()
	switch name {
	case "string":
		return tag == "!!str" || tag == "!!timestamp"
	case "integer":
		return tag == "!!int"
	case "number":
		return tag == "!!int" || tag == "!!float"
	case "boolean":
		return tag == "!!bool"
	}
	return tag == "!!null"
}

func typeName(name string) string {
	switch name {
	case "object":
		return "a mapping"
	case "array":
		return "a list"
	case "integer":
		return "a whole number"
	case "boolean":
		return "true or false"
	}
	return "a " + name
}

// checkValue enforces what is said of a scalar.
func (c *checker) checkValue(node *yaml.Node, schema *jsonschema.Schema, path string) {
	if node.Kind != yaml.ScalarNode {
		return
	}
	if len(schema.Enum) > 0 && !slices.Contains(schema.Enum, any(node.Value)) {
		var options []string
		for _, option := range schema.Enum {
			options = append(options, fmt.Sprint(option))
		}
		d := c.report(node, "enum", path, "%q must be %s", node.Value, diag.OrList(options))
		if near := diag.Suggest(node.Value, options); near != "" {
			d.Hintf("did you mean %s?", near)
		}
	}
	if schema.Const != nil && schema.Const != any(node.Value) {
		c.report(node, "const", path, "must be %v", schema.Const)
	}
	switch node.ShortTag() {
	case "!!str", "!!timestamp":
		c.checkString(node, schema, path)
	case "!!int", "!!float":
		c.checkNumber(node, schema, path)
	}
}

func (c *checker) checkString(node *yaml.Node, schema *jsonschema.Schema, path string) {
	length := uint64(utf8.RuneCountInString(node.Value))
	switch {
	case schema.MinLength != nil && length < *schema.MinLength && *schema.MinLength == 1:
		c.report(node, "empty", path, "may not be empty")
	case schema.MinLength != nil && length < *schema.MinLength:
		c.report(node, "length", path, "has %d characters: at least %d are needed", length, *schema.MinLength)
	case schema.MaxLength != nil && length > *schema.MaxLength:
		c.report(node, "length", path, "has %d characters: at most %d will do", length, *schema.MaxLength)
	}
	if schema.Pattern != "" {
		if ok, err := regexp.MatchString(schema.Pattern, node.Value); err != nil || !ok {
			c.report(node, "pattern", path, "%q has not the form %s", node.Value, schema.Pattern)
		}
	}
}

func (c *checker) checkNumber(node *yaml.Node, schema *jsonschema.Schema, path string) {
	var value float64
	if node.Decode(&value) != nil {
		return
	}
	if least, err := schema.Minimum.Float64(); err == nil && !(value >= least) {
		c.report(node, "range", path, "%s is less than %s", node.Value, schema.Minimum)
	}
	if most, err := schema.Maximum.Float64(); err == nil && !(value <= most) {
		c.report(node, "range", path, "%s is more than %s", node.Value, schema.Maximum)
	}
}

// checkMapping enforces what is said of a mapping's keys and values.
func (c *checker) checkMapping(node *yaml.Node, schema *jsonschema.Schema, path string) {
	var known []string
	if schema.Properties != nil {
		for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
			known = append(known, pair.Key)
		}
	}
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := diag.KeyPath(path, key.Value)
		switch {
		case slices.Contains(known, key.Value):
			inner, _ := schema.Properties.Get(key.Value)
			c.check(value, inner, at)
		case isFalse(schema.AdditionalProperties):
			d := c.report(key, "unknown-key", at, "unknown key")
			if near := diag.Suggest(key.Value, known); near != "" {
				d.Hintf("did you mean %s?", near)
			} else {
				d.Hintf("known here: %s", strings.Join(known, ", "))
			}
		case schema.AdditionalProperties != nil:
			c.check(value, schema.AdditionalProperties, at)
		}
	}
	for _, name := range schema.Required {
		if _, value := child(node, step{key: name, index: -1}); value == nil {
			at := diag.KeyPath(path, name)
			c.report(node, "required", at, "missing").Pos = c.doc.Pos(at)
		}
	}
}

// isFalse reports whether a schema accepts nothing, as additionalProperties:
// false does. The library hides that it is so behind its JSON form.
func isFalse(schema *jsonschema.Schema) bool {
	if schema == nil {
		return false
	}
	text, err := json.Marshal(schema)
	return err == nil && string(text) == "false"
}

// checkList enforces what is said of a list and its items.
func (c *checker) checkList(node *yaml.Node, schema *jsonschema.Schema, path string) {
	if schema.MinItems != nil && uint64(len(node.Content)) < *schema.MinItems {
		c.report(node, "empty", path, "the list is empty: leave the key out, or give it at least %d", *schema.MinItems)
	}
	seen := map[string]int{}
	for i, item := range node.Content {
		at := diag.ItemPath(path, i)
		if first, twice := seen[item.Value]; twice && schema.UniqueItems && item.Kind == yaml.ScalarNode {
			c.report(item, "twice", at, "%s stands in the list twice", strconv.Quote(item.Value)).
				Hintf("it is item %d already", first+1)
		} else {
			seen[item.Value] = i
		}
		if schema.Items != nil {
			c.check(item, schema.Items, at)
		}
	}
}

// checkConditions enforces not, allOf and if/then.
func (c *checker) checkConditions(node *yaml.Node, schema *jsonschema.Schema, path string) {
	if schema.Not != nil && c.accepts(node, schema.Not) {
		c.report(node, "not", path, "may not be given here").Pos = c.doc.Pos(path)
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
