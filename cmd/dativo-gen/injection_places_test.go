package main

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// place is the position of a string in a job file, as a list of keys. A list item is
// "[0]"; a final "<key>" is the key of a mapping itself, and "<any>" the value of an
// arbitrary key.
type place []string

func (p place) String() string {
	return strings.ReplaceAll(strings.Join(p, "."), ".[", "[")
}

// stringPlaces lists every string that the types of a job file can hold.
func stringPlaces(t *testing.T) []place {
	t.Helper()
	var places []place
	collectPlaces(&places, nil, reflect.TypeFor[model.Job]())
	if len(places) < 80 {
		t.Fatalf("only %d places: this test overlooks some", len(places))
	}
	return places
}

func collectPlaces(places *[]place, at place, kind reflect.Type) {
	with := func(steps ...string) place { return append(append(place{}, at...), steps...) }
	switch kind.Kind() {
	case reflect.Pointer:
		collectPlaces(places, at, kind.Elem())
	case reflect.String, reflect.Interface:
		*places = append(*places, at)
	case reflect.Slice:
		collectPlaces(places, with("[0]"), kind.Elem())
	case reflect.Map:
		*places = append(*places, with("<key>"))
		collectPlaces(places, with("<any>"), kind.Elem())
	case reflect.Struct:
		for i := range kind.NumField() {
			name, options, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ",")
			switch {
			case options == "inline":
				collectPlaces(places, at, kind.Field(i).Type)
			case name != "-":
				collectPlaces(places, with(name), kind.Field(i).Type)
			}
		}
	}
}

// freeKey is a key of a mapping with arbitrary keys.
const freeKey = "FREE_KEY"

// slot is a job file with a placeholder for a text.
type slot struct {
	place place
	job   []byte
	// marked is the job file with a mark in place of the text.
	marked []byte
	// pos are the positions that a problem with the text may have.
	pos [][2]int
}

// mark is the placeholder for a text.
const mark = "a_text"

// slotAt creates the slot for a place.
func slotAt(job []byte, at place) (*slot, error) {
	marked, pos, err := at.put(job, mark)
	if err == nil && bytes.Count(marked, []byte(`"`+mark+`"`)) != 1 {
		err = fmt.Errorf("the mark is not there once:\n%s", marked)
	}
	return &slot{at, job, marked, pos}, err
}

// fill inserts a text into the slot. Positions after a key depend on its length.
func (s *slot) fill(text string) ([]byte, [][2]int, error) {
	if s.place[len(s.place)-1] == "<key>" {
		return s.place.put(s.job, text)
	}
	if s.place[0] == "infrastructure" {
		text = strings.ReplaceAll(text, "${", "$${") // or it would be a variable
	}
	quoted, err := yaml.Marshal(scalar(text))
	return bytes.Replace(s.marked, []byte(`"`+mark+`"`), bytes.TrimSuffix(quoted, []byte("\n")), 1), s.pos, err
}

// scalar is a text in double quotes.
func scalar(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: yaml.DoubleQuotedStyle}
}

// put returns a job file with a text in a place, and the positions, line and
// column, that a problem with it may point at: the text's own and its key's; of
// an item or entry, those of the list or mapping as well.
func (p place) put(job []byte, text string) ([]byte, [][2]int, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(job, &document); err != nil {
		return nil, nil, err
	}
	p.set(document.Content[0], text)
	changed, err := yaml.Marshal(&document)
	if err != nil {
		return nil, nil, err
	}
	if err := yaml.Unmarshal(changed, &document); err != nil {
		return nil, nil, err
	}
	var pos [][2]int
	node := document.Content[0]
	for _, step := range p {
		key, value := find(node, step, text)
		if value == nil {
			return nil, nil, fmt.Errorf("%s is lost: this test is wrong", p)
		}
		if step[0] != '[' && step[0] != '<' {
			pos = nil
		}
		pos = append(pos, [2]int{value.Line, value.Column})
		if key != nil {
			pos = append(pos, [2]int{key.Line, key.Column})
		}
		node = value
	}
	return changed, pos, nil
}

// find is the value of a step below a node, and its key if it has one.
func find(node *yaml.Node, step, text string) (key, value *yaml.Node) {
	switch step {
	case "[0]":
		return nil, node.Content[0]
	case "<key>":
		step = text
	case "<any>":
		step = freeKey
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == step {
			return node.Content[i], node.Content[i+1]
		}
	}
	return nil, nil
}

// set writes a text into the place below a node, which is converted to a list or a
// mapping if necessary.
func (p place) set(node *yaml.Node, text string) {
	if len(p) == 0 {
		*node = *scalar(text)
		return
	}
	if p[0] == "[0]" {
		if node.Kind != yaml.SequenceNode || len(node.Content) == 0 {
			*node = yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{{}}}
		}
		p[1:].set(node.Content[0], text)
		return
	}
	if node.Kind != yaml.MappingNode {
		*node = yaml.Node{Kind: yaml.MappingNode}
	}
	if p[0] == "<key>" {
		node.Content = append(node.Content, scalar(text), scalar("value"))
		return
	}
	_, value := find(node, p[0], text)
	if value == nil {
		key := p[0]
		if key == "<any>" {
			key = freeKey
		}
		value = &yaml.Node{}
		node.Content = append(node.Content, scalar(key), value)
	}
	p[1:].set(value, text)
}
