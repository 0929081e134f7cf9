package hcl

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// edit replaces the bytes from start up to end.
type edit struct {
	start, end int
	text       string
}

// canonical makes the changes of terraform fmt that go beyond whitespace: "${x}"
// as a whole value becomes x, block labels are quoted, and variable types lose the
// quotes of Terraform 0.11. It returns nil if nothing changes.
func canonical(src []byte, body *hclsyntax.Body) []byte {
	edits := bodyEdits(nil, src, body, nil)
	if len(edits) == 0 {
		return nil
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var out []byte
	copied := 0
	for _, e := range edits {
		out = append(append(out, src[copied:e.start]...), e.text...)
		copied = e.end
	}
	return append(out, src[copied:]...)
}

// bodyEdits appends the edits of a body; parents are the types of the enclosing
// blocks.
func bodyEdits(edits []edit, src []byte, body *hclsyntax.Body, parents []string) []edit {
	inVariable := len(parents) == 1 && parents[0] == "variable"
	for name, attribute := range body.Attributes {
		if inVariable && name == "type" {
			edits = typeEdit(edits, src, attribute.Expr)
			continue
		}
		if wrap, ok := attribute.Expr.(*hclsyntax.TemplateWrapExpr); ok {
			edits = unwrapEdit(edits, src, wrap)
		}
	}
	for _, block := range body.Blocks {
		edits = labelEdit(edits, src, block)
		edits = bodyEdits(edits, src, block.Body, append(slices.Clone(parents), block.Type))
	}
	return edits
}

// unwrapEdit turns "${x}" into x. A value on several lines needs parentheses.
func unwrapEdit(edits []edit, src []byte, wrap *hclsyntax.TemplateWrapExpr) []edit {
	start, end := wrap.SrcRange.Start.Byte, wrap.SrcRange.End.Byte
	inside, ok := bytes.CutPrefix(src[start:end], []byte(`"${`))
	if !ok {
		return edits
	}
	inside = bytes.TrimSuffix(inside, []byte(`}"`))
	inside = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimPrefix(inside, []byte("~")), []byte("~")))
	text := string(inside)
	if strings.Contains(text, "\n") {
		text = "(" + text + ")"
	}
	return append(edits, edit{start, end, text})
}

// typeEdit writes the type of a variable in the syntax of Terraform 0.12.
func typeEdit(edits []edit, src []byte, expr hclsyntax.Expression) []edit {
	r := expr.Range()
	text := map[string]string{
		`"string"`: "string",
		`"list"`:   "list(string)",
		`"map"`:    "map(string)",
		`list`:     "list(any)",
		`map`:      "map(any)",
	}[string(r.SliceBytes(src))]
	if text == "" {
		return edits
	}
	return append(edits, edit{r.Start.Byte, r.End.Byte, text})
}

// labelEdit writes a block's type and labels with single spaces and quotes.
func labelEdit(edits []edit, src []byte, block *hclsyntax.Block) []edit {
	if len(block.Labels) == 0 {
		return edits
	}
	start, end := block.TypeRange.Start.Byte, block.LabelRanges[len(block.Labels)-1].End.Byte
	var b strings.Builder
	b.WriteString(block.Type)
	for i, label := range block.Labels {
		text := string(block.LabelRanges[i].SliceBytes(src))
		if !strings.HasPrefix(text, `"`) {
			text = `"` + label + `"`
		}
		b.WriteString(" " + text)
	}
	if b.String() == string(src[start:end]) {
		return edits
	}
	return append(edits, edit{start, end, b.String()})
}
