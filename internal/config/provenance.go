package config

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Setting is one value of a job's infrastructure block and its provenance. A
// list is one value.
type Setting struct {
	// Path is the value's place in the job: infrastructure.compute.image.
	Path string `yaml:"path"`
	// Value is ready for Marshal; null for what was removed.
	Value any `yaml:"value"`
	// From is file:line:column, or what filled it in.
	From string `yaml:"from"`
	// Removed says that a null at From removed the key.
	Removed bool `yaml:"removed,omitempty"`
	// Shadowed are the values of lower precedence, the nearest first.
	Shadowed []ShadowedSetting `yaml:"shadowed,omitempty"`
}

// ShadowedSetting is a value that another one replaced.
type ShadowedSetting struct {
	Value any    `yaml:"value"`
	From  string `yaml:"from"`
}

// Settings returns every value of the job's infrastructure block with its
// provenance, in the order of the block, and after them what was removed.
func (f *JobFile) Settings() []Setting {
	var all []Setting
	var walk func(e document.Entry, path string)
	walk = func(e document.Entry, path string) {
		isLeaf := e.Value.Kind != document.Mapping || len(e.Value.Entries) == 0
		if isLeaf || len(e.Value.Shadowed) > 0 {
			all = append(all, Setting{Path: path, Value: e.Value, From: e.Pos().String(), Shadowed: shadowed(e.Value.Shadowed)})
		}
		for _, inner := range e.Value.Entries {
			walk(inner, diag.KeyPath(path, inner.Key.Text))
		}
	}
	root := f.Document.Root
	walk(root.Entries[root.Index(paths.Infrastructure)], paths.Infrastructure)
	for _, r := range f.removed {
		all = append(all, Setting{Path: r.Path, From: r.Pos.String(), Removed: true, Shadowed: shadowed(r.Shadowed)})
	}
	return all
}

func shadowed(values []document.Shadowed) []ShadowedSetting {
	var all []ShadowedSetting
	for _, v := range values {
		all = append(all, ShadowedSetting{v.Value, v.Pos.String()})
	}
	return all
}

// Raw is the infrastructure block under its key: see Block.
func (f *JobFile) Raw() any { return map[string]any{paths.Infrastructure: f.Block()} }

// Block is the infrastructure block as it was written, merged with the project
// file's blocks, with aliases and variables resolved, ready for Marshal.
func (f *JobFile) Block() any { return f.Document.Root.Get(paths.Infrastructure) }
