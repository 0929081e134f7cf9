package main

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// asked are values for the required variables that a job does not set: two sets,
// because it makes a difference whether the image is in ECR.
func asked() []map[string]any {
	return []map[string]any{
		{"container_image": "registry.example/dativo:1.4.2", "project_id": "acme-prod"},
		{"container_image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/dativo:1.4.2", "project_id": "acme-prod"},
	}
}

// evaluate returns the value of an expression as Terraform would see it before
// anything exists: variables have the values of terraform.tfvars.json, locals
// follow from them, and an attribute of a resource or data source is a string
// that holds its own address.
func (m *module) evaluate(expression hclsyntax.Expression) (cty.Value, error) {
	return m.evaluateWith(expression, nil)
}

// evaluateWith is evaluate inside of a for_each or a dynamic block, whose iterators
// have values.
func (m *module) evaluateWith(expression hclsyntax.Expression, iterators map[string]cty.Value) (cty.Value, error) {
	names := map[string]*symbol{}
	values := map[string]map[string]cty.Value{"var": {}, "local": {}}
	for _, traversal := range expression.Variables() {
		name := secondName(traversal)
		var err error
		switch traversal.RootName() {
		case "var":
			values["var"][name], err = m.variable(name)
		case "local":
			values["local"][name], err = m.local(name)
		default:
			if _, bound := iterators[traversal.RootName()]; bound {
				continue
			}
			root := names[traversal.RootName()]
			if root == nil {
				root = &symbol{}
				names[traversal.RootName()] = root
			}
			root.add(traversal[1:])
		}
		if err != nil {
			return cty.NilVal, err
		}
	}
	context := &hcl.EvalContext{Functions: functions(), Variables: map[string]cty.Value{}}
	for name, root := range names {
		context.Variables[name] = root.value(name)
	}
	for name, inner := range values {
		context.Variables[name] = cty.ObjectVal(inner)
	}
	maps.Copy(context.Variables, iterators)
	value, diagnostics := expression.Value(context)
	if diagnostics.HasErrors() {
		return cty.NilVal, diagnostics
	}
	return value, nil
}

// secondName is region of var.region.
func secondName(traversal hcl.Traversal) string {
	if len(traversal) > 1 {
		if step, ok := traversal[1].(hcl.TraverseAttr); ok {
			return step.Name
		}
	}
	return ""
}

// variable is the value of an input, as the type that it is declared with.
func (m *module) variable(name string) (cty.Value, error) {
	value, given := m.values[name]
	if !given {
		if value, given = m.asked[name]; !given {
			return cty.NilVal, fmt.Errorf("var.%s has no value", name)
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return cty.NilVal, err
	}
	for _, block := range m.blocks("variable") {
		if block.Labels[0] != name {
			continue
		}
		if attribute(block.Body, "type") == nil {
			return cty.NilVal, fmt.Errorf("var.%s has no type", name)
		}
		kind, defaults, diagnostics := typeexpr.TypeConstraintWithDefaults(attribute(block.Body, "type"))
		if diagnostics.HasErrors() || kind == cty.DynamicPseudoType {
			return cty.NilVal, fmt.Errorf("invalid type of var.%s", name)
		}
		return withDefaults(text, kind, defaults)
	}
	return cty.NilVal, fmt.Errorf("var.%s is not declared", name)
}

// withDefaults reads a value as Terraform does: attributes that are optional get
// their defaults.
func withDefaults(text []byte, kind cty.Type, defaults *typeexpr.Defaults) (cty.Value, error) {
	if defaults == nil {
		return ctyjson.Unmarshal(text, kind)
	}
	written, err := ctyjson.ImpliedType(text)
	if err != nil {
		return cty.NilVal, err
	}
	value, err := ctyjson.Unmarshal(text, written)
	if err != nil {
		return cty.NilVal, err
	}
	return convert.Convert(defaults.Apply(value), kind)
}

// local is the value of a local.
func (m *module) local(name string) (cty.Value, error) {
	for _, block := range m.blocks("locals") {
		if expression := attribute(block.Body, name); expression != nil {
			return m.evaluate(expression)
		}
	}
	return cty.NilVal, fmt.Errorf("local.%s is not declared", name)
}

// symbol represents an object that exists only after apply: a tree of the attributes
// that are used.
type symbol struct {
	attributes map[string]*symbol
	element    *symbol
}

func (s *symbol) add(steps hcl.Traversal) {
	if len(steps) == 0 {
		return
	}
	next := &symbol{}
	switch step := steps[0].(type) {
	case hcl.TraverseAttr:
		if s.attributes == nil {
			s.attributes = map[string]*symbol{}
		}
		if known := s.attributes[step.Name]; known != nil {
			next = known
		}
		s.attributes[step.Name] = next
	case hcl.TraverseIndex:
		if s.element != nil {
			next = s.element
		}
		s.element = next
	}
	next.add(steps[1:])
}

// value is an object, a list of one, or the address itself.
func (s *symbol) value(address string) cty.Value {
	switch {
	case s.element != nil:
		return cty.TupleVal([]cty.Value{s.element.value(address + "[0]")})
	case len(s.attributes) > 0:
		object := map[string]cty.Value{}
		for name, inner := range s.attributes {
			object[name] = inner.value(address + "." + name)
		}
		return cty.ObjectVal(object)
	}
	return cty.StringVal(address)
}

// plainValue turns a value into what encoding/json would have made of it.
func plainValue(value cty.Value) (any, error) {
	text, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		return nil, err
	}
	var plain any
	err = json.Unmarshal(text, &plain)
	return plain, err
}

// asString converts a value as Terraform does where it wants a string.
func asString(value cty.Value) (string, error) {
	text, err := convert.Convert(value, cty.String)
	if err != nil {
		return "", err
	}
	if text.IsNull() || !text.IsKnown() {
		return "", fmt.Errorf("not a known string")
	}
	return text.AsString(), nil
}
