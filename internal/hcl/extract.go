package hcl

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Extract returns the text of the blocks of module files that are wanted, and of the
// variables, locals and data sources that they refer to, directly or not: what the
// blocks need to be valid on their own. The result has a text for each file, nil for
// one without such a block. missing are the resources and modules that the blocks
// refer to, sorted.
func Extract(files [][]byte, wanted func(blockType string) bool) (kept [][]byte, missing []string, problems diag.List) {
	var e extraction
	for i, src := range files {
		body, found := parse(src)
		if problems = append(problems, found...); len(found) > 0 {
			continue
		}
		for _, block := range body.Blocks {
			e.blocks = append(e.blocks, &extracted{file: i, src: src, block: block, node: blockNode(block)})
		}
	}
	if len(problems) > 0 {
		return nil, nil, problems
	}
	for _, b := range e.blocks {
		if wanted(b.block.Type) {
			e.keep(b)
		}
	}
	kept = make([][]byte, len(files))
	for _, b := range e.blocks {
		if !b.kept {
			continue
		}
		if len(kept[b.file]) > 0 {
			kept[b.file] = append(kept[b.file], '\n')
		}
		kept[b.file] = append(kept[b.file], b.text()...)
	}
	slices.Sort(e.missing)
	return kept, slices.Compact(e.missing), nil
}

// extraction follows the references of blocks.
type extraction struct {
	blocks  []*extracted
	missing []string
}

type extracted struct {
	file  int
	src   []byte
	block *hclsyntax.Block
	node  Node
	kept  bool
}

// keep keeps a block and what it refers to.
func (e *extraction) keep(b *extracted) {
	if b.kept {
		return
	}
	b.kept = true
	for _, reference := range b.node.References {
		for _, other := range e.blocks {
			switch {
			case !other.declares(reference):
			case other.block.Type == "resource" || other.block.Type == "module":
				e.missing = append(e.missing, reference)
			default:
				e.keep(other)
			}
		}
	}
}

// declares reports whether a reference is to the block, or to a local value in it.
// Other references need no block: to iterators, and to what Terraform provides.
func (b *extracted) declares(reference string) bool {
	labels := strings.Join(b.block.Labels, ".")
	switch b.block.Type {
	case "variable":
		return reference == "var."+labels
	case "data", "module":
		return reference == b.block.Type+"."+labels
	case "resource":
		return reference == labels
	case "locals":
		name, isLocal := strings.CutPrefix(reference, "local.")
		return isLocal && b.block.Body.Attributes[name] != nil
	}
	return false
}

// text is the block with the comment above it.
func (b *extracted) text() []byte {
	start, end := b.block.TypeRange.Start.Byte, b.block.CloseBraceRange.End.Byte
	start = bytes.LastIndexByte(b.src[:start], '\n') + 1
	for start > 0 {
		above := bytes.LastIndexByte(b.src[:start-1], '\n') + 1
		if !bytes.HasPrefix(bytes.TrimSpace(b.src[above:start]), []byte("#")) {
			break
		}
		start = above
	}
	return append(bytes.Clone(b.src[start:end]), '\n')
}
