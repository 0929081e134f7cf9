package hcl

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Problem is a place where text is no HCL.
type Problem struct {
	// Line and Col count from 1; Col in bytes. Offset counts bytes from 0.
	Line, Col, Offset int
	// Message says what is wrong, in lower case, without a final stop.
	Message string
}

// Block is a block at the top level of a file: resource "aws_s3_bucket" "logs".
type Block struct {
	Type   string
	Labels []string
	// Line counts from 1; Offset is the byte at which the block starts, from 0.
	Line, Offset int
	// Attributes are the names set in the block itself, sorted.
	Attributes []string
}

// Address joins type and labels with stops: resource.aws_s3_bucket.logs.
func (b Block) Address() string {
	return strings.Join(append([]string{b.Type}, b.Labels...), ".")
}

// Parse checks that text is HCL, and lists its top-level blocks in order of
// appearance. The blocks are those of text without problems.
func Parse(src []byte) ([]Block, []Problem) {
	body, problems := parse(src)
	if len(problems) > 0 {
		return nil, problems
	}
	return blocksOf(body), nil
}

// parse returns what is in a file, or why it is no HCL.
func parse(src []byte) (*hclsyntax.Body, []Problem) {
	file, diagnostics := hclsyntax.ParseConfig(src, "", hcl2.InitialPos)
	if diagnostics.HasErrors() {
		return nil, problemsOf(diagnostics)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok { // ParseConfig makes no other
		return &hclsyntax.Body{}, nil
	}
	return body, nil
}

func blocksOf(body *hclsyntax.Body) []Block {
	blocks := make([]Block, 0, len(body.Blocks))
	for _, block := range body.Blocks {
		start := block.TypeRange.Start
		blocks = append(blocks, Block{
			Type: block.Type, Labels: block.Labels,
			Line: start.Line, Offset: start.Byte,
			Attributes: slices.Sorted(maps.Keys(block.Body.Attributes)),
		})
	}
	return blocks
}

func problemsOf(diagnostics hcl2.Diagnostics) []Problem {
	var list []Problem
	for _, d := range diagnostics {
		if d.Severity != hcl2.DiagError {
			continue
		}
		problem := Problem{Line: 1, Col: 1, Message: sentence(d.Summary, d.Detail)}
		if d.Subject != nil {
			start := d.Subject.Start
			problem.Line, problem.Col, problem.Offset = start.Line, start.Column, start.Byte
		}
		list = append(list, problem)
	}
	slices.SortStableFunc(list, func(a, b Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	return list
}

// elsewhere is how HCL points to another place of the same text, which has no
// name yet.
var elsewhere = regexp.MustCompile(`at :(\d+),\d+-\d+`)

// sentence turns HCL's title and text into a message of this program's form.
func sentence(summary, detail string) string {
	detail, _, _ = strings.Cut(detail, "\n")
	detail = elsewhere.ReplaceAllString(detail, "in line $1 of the rendered file")
	message := strings.ToLower(summary[:min(1, len(summary))]) + summary[min(1, len(summary)):]
	if detail != "" {
		message += ": " + detail
	}
	return strings.TrimSuffix(message, ".")
}

// Variable is an input of a module.
type Variable struct {
	Name string
	// HasDefault is false for a variable that Terraform must be given.
	HasDefault bool
}

// Variables lists the inputs that text declares, in order of appearance; none
// if the text is no HCL.
func Variables(src []byte) []Variable {
	blocks, _ := Parse(src)
	return VariablesOf(blocks)
}

// VariablesOf picks the inputs out of a file's blocks.
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
