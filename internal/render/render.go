package render

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// valuesFile gives the module's variables their values.
const valuesFile = "terraform.tfvars.json"

// maxOutput is the size of a rendered file, in bytes, that can only come from a
// template that does not end.
const maxOutput = 8 << 20

// Render makes the files of a module, sorted by name: the .tf files from the
// templates and data, and terraform.tfvars.json with the value of every
// variable that they declare, in the order of declaration. A variable that
// values does not have is left out: Terraform takes its default, or asks. A
// .tf file of nothing but comments is left out.
//
// Data of the same shape may share the files' bytes: do not change them.
func (s *Set) Render(data any, values map[string]any) ([]File, diag.List) {
	if s.problems.HasErrors() {
		return nil, s.problems
	}
	var problems diag.List
	var files []File
	declared := newDeclarations()
	for _, src := range s.outputs {
		text, err := s.execute(src, data)
		if err != nil {
			problems = append(problems, s.executionProblem(err, src, data))
			continue
		}
		laidOut := s.cache.layOut(text)
		found := append(slices.Clone(laidOut.problems), declared.add(src, laidOut.blocks)...)
		if len(found) > 0 {
			problems = append(problems, s.locate(src, data, found)...)
		}
		if !laidOut.blank {
			files = append(files, File{Name: src.output(), Data: laidOut.data})
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

func (s *Set) execute(src *source, data any) ([]byte, error) {
	var b limitedBuffer
	err := s.root.ExecuteTemplate(&b, src.file(), data)
	return b.Bytes(), err
}

// limitedBuffer refuses to grow without end.
type limitedBuffer struct{ bytes.Buffer }

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxOutput {
		return 0, errors.New("the file grows larger than 8 MiB")
	}
	return b.Buffer.Write(p)
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
	return File{Name: valuesFile, Data: data}, err
}

// declarations gathers what the files of a module declare.
type declarations struct {
	variables []hcl.Variable
	// places says where each thing that may be declared once was declared.
	places map[string]*source
}

func newDeclarations() *declarations { return &declarations{places: map[string]*source{}} }

// add takes a file's blocks and returns the ones that were there before.
func (d *declarations) add(src *source, blocks []hcl.Block) []hcl.Problem {
	var problems []hcl.Problem
	for _, block := range blocks {
		switch block.Type {
		case "data", "module", "output", "resource", "variable":
		default:
			continue
		}
		address := block.Address()
		if first := d.places[address]; first != nil {
			problems = append(problems, hcl.Problem{
				Line: block.Line, Offset: block.Offset,
				Message: address + " is declared twice, here and by " + first.file(),
			})
			continue
		}
		d.places[address] = src
	}
	d.variables = append(d.variables, hcl.VariablesOf(blocks)...)
	return problems
}

// laidOut is a rendered file after the parser and the formatter. It is shared
// and never changed.
type laidOut struct {
	data     []byte
	blocks   []hcl.Block
	problems []hcl.Problem
	blank    bool
}

// maxCached bounds the cache. A platform has a handful of shapes with a handful
// of files each; a set of templates that prints values into .tf files makes a
// new text for every job, and is not worth remembering.
const maxCached = 256

// cache remembers the files that were parsed and formatted, by their text
// before: this is most of the work, and jobs of one shape have the same text.
type cache struct {
	mutex sync.Mutex
	texts map[[sha256.Size]byte]*laidOut
}

func (c *cache) layOut(text []byte) *laidOut {
	key := sha256.Sum256(text)
	c.mutex.Lock()
	known := c.texts[key]
	c.mutex.Unlock()
	if known != nil {
		return known
	}
	result := &laidOut{}
	if result.blocks, result.problems = hcl.Parse(text); len(result.problems) == 0 {
		result.blank = hcl.Blank(text)
		result.data = hcl.Format(text)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.texts == nil || len(c.texts) >= maxCached {
		c.texts = map[[sha256.Size]byte]*laidOut{}
	}
	c.texts[key] = result
	return result
}
