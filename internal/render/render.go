package render

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// ValuesFile holds the values of the module's variables.
const ValuesFile = "terraform.tfvars.json"

// File is one rendered file of a module.
type File struct {
	// Name is the path relative to the module's directory, with forward slashes.
	Name string
	// Data is the whole content.
	Data []byte
}

// Render makes the files of a module, sorted by name: the .tf and .md files from
// the templates and data, and terraform.tfvars.json with the value of every
// variable that they declare, in the order of declaration. A variable without
// an entry in values is omitted: Terraform uses its default, or asks. A .tf
// file of nothing but comments is omitted, as is a page of nothing but headings.
//
// Data is read concurrently. The bytes of files may be shared with other calls:
// do not modify them.
func (s *Set) Render(data any, values map[string]any) ([]File, diag.List) {
	if s.problems.HasErrors() {
		return nil, s.problems
	}
	var problems diag.List
	var files []File
	declared := newDeclarations()
	for i, r := range s.renderAll(data) {
		src := s.outputs[i]
		if r.err != nil {
			problems = append(problems, s.executionProblem(r.err, src, data))
			continue
		}
		declared.add(src, r.Blocks)
		if len(r.problems) > 0 {
			problems = append(problems, s.locate(src, data, r.problems)...)
		}
		if !r.Blank {
			files = append(files, File{Name: src.output(), Data: r.Data})
		}
	}
	for _, src := range s.outputs {
		if found := declared.problems[src]; len(found) > 0 {
			problems = append(problems, s.locate(src, data, found)...)
		}
	}
	if problems.HasErrors() {
		return nil, problems.Sorted()
	}
	file, err := valuesOf(declared.variables, values)
	if err != nil {
		problems.Errorf("template-value", "", "%v", err)
		return nil, problems
	}
	files = append(files, file)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, problems
}

// rendered is the result of one output.
type rendered struct {
	*finished
	err error
}

// renderAll renders the outputs concurrently: the files of one module are
// parsed and formatted as fast as those of several.
func (s *Set) renderAll(data any) []rendered {
	results := make([]rendered, len(s.outputs))
	var group sync.WaitGroup
	for i, src := range s.outputs {
		group.Go(func() {
			text, err := s.execute(src, data)
			switch results[i].err = err; {
			case err != nil:
			case src.isPage():
				results[i].finished = finishPage(text)
			default:
				results[i].finished = s.cache.finish(text)
			}
		})
	}
	group.Wait()
	return results
}

// valuesOf makes the file with the values of the variables.
func valuesOf(variables []hcl.Variable, values map[string]any) (File, error) {
	var attributes []hcl.Attribute
	for _, variable := range variables {
		if value, ok := values[variable.Name]; ok {
			attributes = append(attributes, hcl.Attribute{Name: variable.Name, Value: value})
		}
	}
	data, err := hcl.JSON(attributes)
	if err != nil {
		return File{}, fmt.Errorf("variable %w", err)
	}
	return File{Name: ValuesFile, Data: data}, nil
}
