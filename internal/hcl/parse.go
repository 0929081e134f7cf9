package hcl

import (
	"bytes"
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Block is a block at the top level of a file: resource "aws_s3_bucket" "logs".
type Block struct {
	Type   string
	Labels []string
	// Pos is the start of the block; its File is empty.
	Pos diag.Pos
	// Attributes are the names set in the block itself, sorted.
	Attributes []string
}

// Address joins type and labels with dots: resource.aws_s3_bucket.logs.
func (b Block) Address() string {
	return strings.Join(append([]string{b.Type}, b.Labels...), ".")
}

// Parse lists the top-level blocks of HCL text in order of appearance, or
// reports why the text is invalid. The positions of problems have no file.
func Parse(src []byte) ([]Block, diag.List) {
	body, problems := parse(src)
	if len(problems) > 0 {
		return nil, problems
	}
	return blocksOf(src, body), nil
}

// parse returns the body of a file, or why the file is invalid.
func parse(src []byte) (*hclsyntax.Body, diag.List) {
	file, diagnostics := hclsyntax.ParseConfig(src, "", hcl2.InitialPos)
	if diagnostics.HasErrors() {
		return nil, problemsOf(src, diagnostics)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok { // ParseConfig returns no other type
		return &hclsyntax.Body{}, nil
	}
	return body, nil
}

func blocksOf(src []byte, body *hclsyntax.Body) []Block {
	blocks := make([]Block, 0, len(body.Blocks))
	for _, block := range body.Blocks {
		blocks = append(blocks, Block{
			Type: block.Type, Labels: block.Labels,
			Pos:        posOf(src, block.TypeRange.Start),
			Attributes: slices.Sorted(maps.Keys(block.Body.Attributes)),
		})
	}
	return blocks
}

// codeSyntax is the code of text that is not HCL.
const codeSyntax = "hcl-syntax"

func problemsOf(src []byte, diagnostics hcl2.Diagnostics) diag.List {
	var list diag.List
	for _, d := range diagnostics {
		if d.Severity != hcl2.DiagError {
			continue
		}
		at := hcl2.InitialPos
		if d.Subject != nil {
			at = d.Subject.Start
		}
		list.Errorf(codeSyntax, "", "%s", sentence(d.Summary, d.Detail)).Pos = posOf(src, at)
	}
	slices.SortStableFunc(list, func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return list
}

// posOf counts columns in characters, like all positions; HCL counts grapheme
// clusters.
func posOf(src []byte, at hcl2.Pos) diag.Pos {
	offset := min(at.Byte, len(src))
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	return diag.Pos{Line: at.Line, Col: utf8.RuneCount(src[start:offset]) + 1}
}

// elsewhere matches HCL's reference to another position in the same text, which
// has no file name yet.
var elsewhere = regexp.MustCompile(`at :(\d+),\d+-\d+`)

// sentence turns HCL's summary and detail into a message in our style.
func sentence(summary, detail string) string {
	detail, _, _ = strings.Cut(detail, "\n")
	detail = elsewhere.ReplaceAllString(detail, "in line $1 of the rendered file")
	message := strings.ToLower(summary[:min(1, len(summary))]) + summary[min(1, len(summary)):]
	if detail != "" {
		message += ": " + detail
	}
	return strings.TrimSuffix(message, ".")
}

// Variable is an input variable of a module.
type Variable struct {
	Name string
	// HasDefault is false for a required variable.
	HasDefault bool
}

// Variables lists the input variables that text declares, in order of appearance.
// Invalid HCL has none.
func Variables(src []byte) []Variable {
	blocks, _ := Parse(src)
	return VariablesOf(blocks)
}

// VariablesOf returns the input variables among a file's blocks.
func VariablesOf(blocks []Block) []Variable {
	var variables []Variable
	for _, block := range blocks {
		if block.Type == "variable" && len(block.Labels) == 1 {
			_, hasDefault := slices.BinarySearch(block.Attributes, "default")
			variables = append(variables, Variable{Name: block.Labels[0], HasDefault: hasDefault})
		}
	}
	return variables
}
