package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/invopop/jsonschema"
)

// parseSchema reads a schema as ReflectJobSchema writes it.
func parseSchema(text []byte) (*jsonschema.Schema, error) {
	var schema jsonschema.Schema
	var compact bytes.Buffer
	// The library parses each level of a schema again for the one inside it.
	// Without white space that takes half the time, at every start.
	err := json.Compact(&compact, text)
	if err == nil {
		err = json.Unmarshal(compact.Bytes(), &schema)
	}
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return &schema, nil
}

// checker checks nodes against a schema.
type checker struct {
	doc      *document.Document
	root     *jsonschema.Schema
	problems diag.List
	// conditional is true inside allOf: see codeCondition.
	conditional bool
	// beforeVariables accepts any value that contains a variable: it is checked
	// again once the variable is resolved.
	beforeVariables bool
	// spelled is true inside anyOf for a value that may be any scalar: it keeps its
	// spelling, so numbers may have any form.
	spelled bool
	// block is the infrastructure block of a project file that is being checked.
	block struct {
		schema *jsonschema.Schema
		path   string
	}
}

// check checks a document against a schema.
func check(doc *document.Document, schema *jsonschema.Schema) diag.List {
	c := &checker{doc: doc, root: schema}
	c.check(doc.Root, schema, "")
	return c.problems
}

// report adds an error; where is what it points to.
func (c *checker) report(where *document.Node, code, path, format string, args ...any) *diag.Diagnostic {
	if c.conditional {
		code = codeCondition
	}
	d := c.problems.Errorf(code, path, format, args...)
	d.Pos = where.Pos
	return d
}

// accepts reports whether a node is valid, without reporting why not.
func (c *checker) accepts(node *document.Node, schema *jsonschema.Schema) bool {
	silent := checker{doc: c.doc, root: c.root, beforeVariables: c.beforeVariables}
	silent.check(node, schema, "")
	return len(silent.problems) == 0
}

// resolved follows a reference.
func (c *checker) resolved(schema *jsonschema.Schema) *jsonschema.Schema {
	if name, ok := strings.CutPrefix(schema.Ref, "#/$defs/"); ok {
		return c.root.Definitions[name]
	}
	return schema
}

// check enforces every keyword that the schemas of this program use; a test
// holds it against the committed schemas.
func (c *checker) check(node *document.Node, schema *jsonschema.Schema, path string) {
	if c.beforeVariables && node.Kind == document.Scalar && document.Variable.MatchString(node.Text) {
		return
	}
	if schema.Ref == partialRef {
		c.block.schema, c.block.path = c.resolved(schema), path
	}
	if schema.Ref != "" {
		c.check(node, c.resolved(schema), path)
	}
	before := len(c.problems)
	c.checkType(node, schema, path)
	if len(c.problems) > before {
		return
	}
	switch node.Kind {
	case document.Scalar:
		c.checkScalar(node, schema, path)
	case document.Mapping:
		c.checkMapping(node, schema, path)
	case document.List:
		c.checkList(node, schema, path)
	}
	c.checkConditions(node, schema, path)
}

// checkType enforces type, and anyOf as a list of schemas of different types.
func (c *checker) checkType(node *document.Node, schema *jsonschema.Schema, path string) {
	if c.ambiguous(node, schema, path) {
		return
	}
	if schema.Type != "" && !hasType(node, schema.Type) {
		c.reportType(node, []string{schema.Type}, path)
		return
	}
	if len(schema.AnyOf) == 0 {
		return
	}
	var types []string
	for _, s := range schema.AnyOf {
		s = c.resolved(s)
		if hasType(node, s.Type) {
			outer := c.spelled
			c.spelled = !c.takesNumber(schema)
			c.check(node, s, path)
			c.spelled = outer
			return
		}
		types = append(types, s.Type)
	}
	c.reportType(node, types, path)
}

// reportType reports a value of another type than those expected.
func (c *checker) reportType(node *document.Node, types []string, path string) {
	var names []string
	for _, name := range types {
		if name != "null" { // an empty value is rarely intended
			names = append(names, typeName(name))
		}
	}
	got := node.TypeName()
	if slices.Contains(types, "integer") && hasType(node, "number") {
		got = node.Text
	}
	d := c.report(node, "type", path, "expected %s, got %s", diag.OrList(names), got)
	switch {
	case node.IsNull():
		d.Pos = c.doc.Pos(path)
		d.Hintf("set a value or remove the key")
	case slices.Contains(types, "array") && node.Kind == document.Scalar && !strings.ContainsAny(node.Text, "[]{}:#\"'\n"):
		d.Hintf("write it as a list: [%s]", node.Text)
	case slices.Contains(types, "boolean") && slices.Contains([]string{"yes", "on", "no", "off"}, strings.ToLower(node.Text)):
		d.Hintf("write true or false")
	case slices.Contains(types, "string") && node.Kind == document.Scalar:
		d.Hintf("quote it: %q", node.Text)
	}
}

// hasType reports whether a node has a type of JSON Schema. YAML's dates are
// strings there, and 2.0 is an integer.
func hasType(node *document.Node, name string) bool {
	switch name {
	case "object":
		return node.Kind == document.Mapping
	case "array":
		return node.Kind == document.List
	case "string": // only scalars have a tag
		return node.Tag == "!!str" || node.Tag == "!!timestamp" || node.FromVariable
	case "integer":
		value, ok := node.Number()
		return node.Tag == "!!int" || ok && value == math.Trunc(value) && math.Abs(value) < 1<<53
	case "number":
		return node.Tag == "!!int" || node.Tag == "!!float"
	case "boolean":
		return node.Tag == "!!bool"
	}
	return node.Tag == "!!null"
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

// checkScalar enforces the keywords for scalars.
func (c *checker) checkScalar(node *document.Node, schema *jsonschema.Schema, path string) {
	if len(schema.Enum) > 0 && !slices.Contains(schema.Enum, any(node.Text)) {
		options := words(schema.Enum)
		d := c.report(node, "enum", path, "invalid value %q: expected %s", node.Text, diag.OrList(options))
		d.Hint = didYouMean(node.Text, options)
	}
	if schema.Const != nil && schema.Const != any(node.Text) {
		c.report(node, "const", path, "must be %v", schema.Const)
	}
	if hasType(node, "string") {
		c.checkLength(node, schema, path)
	}
	if hasType(node, "number") {
		c.checkRange(node, schema, path)
	}
}

// checkLength enforces minLength and maxLength, in characters.
func (c *checker) checkLength(node *document.Node, schema *jsonschema.Schema, path string) {
	length := uint64(utf8.RuneCountInString(node.Text))
	switch {
	case schema.MinLength != nil && length < *schema.MinLength:
		c.report(node, codeEmpty, path, "must not be empty")
	case schema.MaxLength != nil && length > *schema.MaxLength:
		c.report(node, "length", path, "too long: %d characters, the maximum is %d", length, *schema.MaxLength)
	}
}

// checkRange enforces minimum and maximum.
func (c *checker) checkRange(node *document.Node, schema *jsonschema.Schema, path string) {
	value, _ := node.Number()
	if least, err := schema.Minimum.Float64(); err == nil && !(value >= least) {
		c.report(node, "range", path, "%s is less than the minimum of %s", node.Text, schema.Minimum)
	}
	if most, err := schema.Maximum.Float64(); err == nil && !(value <= most) {
		c.report(node, "range", path, "%s is more than the maximum of %s", node.Text, schema.Maximum)
	}
}
