package config

import (
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
)

// Setting is one value of a job's infrastructure block, and how it came about.
// A list is one value.
type Setting struct {
	// Path is the value's place in the job: infrastructure.compute.image.
	Path string `yaml:"path"`
	// Value is ready for Marshal; null for what was removed.
	Value any `yaml:"value"`
	// From is file:line:column, or what filled it in.
	From string `yaml:"from"`
	// Removed says that a null stands at From: the key is not there.
	Removed bool `yaml:"removed,omitempty"`
	// Shadowed are the values beneath, the nearest first.
	Shadowed []Shadowed `yaml:"shadowed,omitempty"`
}

// Shadowed is a value that another one hides.
type Shadowed struct {
	Value any    `yaml:"value"`
	From  string `yaml:"from"`
}

// Explain returns every value of the job's infrastructure block with the place
// that it comes from, in the order of the block, and behind them what was
// removed.
func (b *Bundle) Explain() []Setting {
	d := b.Document
	block, _ := d.Find(blockPath)
	var all []Setting
	var walk func(node *yaml.Node, path string)
	walk = func(node *yaml.Node, path string) {
		isMapping := node.Kind == yaml.MappingNode
		if hidden := d.Shadowed(node); !isMapping || len(node.Content) == 0 || len(hidden) > 0 {
			setting := Setting{Path: path, Value: node, From: d.Pos(path).String(), Shadowed: shadows(hidden)}
			all = append(all, setting)
		}
		for i := 0; isMapping && i < len(node.Content); i += 2 {
			walk(node.Content[i+1], diag.KeyPath(path, node.Content[i].Value))
		}
	}
	walk(block, blockPath)
	for _, r := range d.Removed() {
		all = append(all, Setting{Path: r.Path, From: r.Pos.String(), Removed: true, Shadowed: shadows(r.Shadowed)})
	}
	return all
}

func shadows(hidden []document.Shadow) []Shadowed {
	var all []Shadowed
	for _, s := range hidden {
		all = append(all, Shadowed{s.Value, s.Pos.String()})
	}
	return all
}

// Raw is the infrastructure block as it was written, merged with what the
// project file has for it, with aliases and variables written out, ready for
// Marshal.
func (b *Bundle) Raw() any {
	node, _ := b.Document.Find("infrastructure")
	return map[string]*yaml.Node{"infrastructure": node}
}
