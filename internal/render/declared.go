package render

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// declarations collects what the files of a module declare.
type declarations struct {
	variables []hcl.Variable
	// first is the first declaration of each address that must be unique.
	first    map[string]declaration
	problems map[*source]diag.List
}

// declaration is a block and the source of its file.
type declaration struct {
	source *source
	block  hcl.Block
}

func newDeclarations() *declarations {
	return &declarations{first: map[string]declaration{}, problems: map[*source]diag.List{}}
}

// add takes a file's blocks. Of two with one address, the problem is with the
// upper layer's: the lower layer declared it first.
func (d *declarations) add(src *source, blocks []hcl.Block) {
	for _, block := range blocks {
		switch block.Type {
		case "data", "module", "output", "resource", "variable":
		default:
			continue
		}
		one, other := declaration{src, block}, d.first[block.Address()]
		if other.source == nil {
			d.first[block.Address()] = one
			continue
		}
		if other.source.layer < src.layer {
			one, other = other, one
		}
		found := d.problems[one.source]
		found.Errorf("template-output", "", "duplicate %s, also declared by %s", block.Address(), other.source.file()).Pos = one.block.Pos
		d.problems[one.source] = found
	}
	d.variables = append(d.variables, hcl.VariablesOf(blocks)...)
}
