package document

import (
	"reflect"

	"gopkg.in/yaml.v3"
)

// MarshalFields prints a struct as YAML by the names that a template reaches
// its parts by: Go's names of fields, in their order, and of methods that need
// no argument.
func MarshalFields(value any) ([]byte, error) {
	node, err := fieldsNode(reflect.ValueOf(value))
	if err != nil {
		return nil, err
	}
	return Marshal(node, "yaml")
}

// fieldsNode turns a value into YAML.
func fieldsNode(v reflect.Value) (*yaml.Node, error) {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		return fieldsNode(v.Elem())
	}
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct {
		return itemsNode(v)
	}
	node := &yaml.Node{}
	if v.Kind() != reflect.Struct {
		return node, node.Encode(v.Interface())
	}
	node.Kind = yaml.MappingNode
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() {
			if err := addPair(node, field.Name, v.Field(i)); err != nil {
				return nil, err
			}
		}
	}
	// The methods of a pointer are those of the value too.
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	for i := range pointer.NumMethod() {
		method := pointer.Type().Method(i)
		if method.Type.NumIn() != 1 || method.Type.NumOut() != 1 {
			continue
		}
		if err := addPair(node, method.Name, pointer.Method(i).Call(nil)[0]); err != nil {
			return nil, err
		}
	}
	return node, nil
}

func itemsNode(v reflect.Value) (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		item, err := fieldsNode(v.Index(i))
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, item)
	}
	return node, nil
}

func addPair(node *yaml.Node, name string, v reflect.Value) error {
	value, err := fieldsNode(v)
	if err != nil {
		return err
	}
	node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, value)
	return nil
}
