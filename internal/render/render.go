package render

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// ValuesFile gives the module's variables their values.
const ValuesFile = "terraform.tfvars.json"

// maxOutput is the size of a rendered file, in bytes, that can only come from a
// template that does not end.
const maxOutput = 8 << 20

// Render makes the files of a module, sorted by name: the .tf files from the
// templates and data, and terraform.tfvars.json with the value of every
// variable that they declare, in the order of declaration. A variable that
// values does not have is left out: Terraform takes its default, or asks. A
// .tf file of nothing but comments is left out.
//
// Data is read from several goroutines. The bytes of files may be shared with
// other calls: do not change them.
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

// rendered is what became of one output.
type rendered struct {
	*finished
	err error
}

// renderAll renders the outputs side by side: the files of one module are
// parsed and formatted as fast as those of several.
func (s *Set) renderAll(data any) []rendered {
	results := make([]rendered, len(s.outputs))
	var group sync.WaitGroup
	for i, src := range s.outputs {
		group.Go(func() {
			text, err := s.execute(src, data)
			if results[i].err = err; err == nil {
				results[i].finished = s.cache.finish(text)
			}
		})
	}
	group.Wait()
	return results
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
	if err != nil {
		return File{}, fmt.Errorf("variable %w", err)
	}
	return File{Name: ValuesFile, Data: data}, nil
}

// declarations gathers what the files of a module declare.
type declarations struct {
	variables []hcl.Variable
	// places says where each thing that may be declared once was declared.
	places   map[string]declaration
	problems map[*source]diag.List
}

// declaration is a block and the source of its file.
type declaration struct {
	source *source
	block  hcl.Block
}

func newDeclarations() *declarations {
	return &declarations{places: map[string]declaration{}, problems: map[*source]diag.List{}}
}

// add takes a file's blocks. Of two that are the same, the one of the upper
// layer is the problem: the lower one was there before.
func (d *declarations) add(src *source, blocks []hcl.Block) {
	for _, block := range blocks {
		switch block.Type {
		case "data", "module", "output", "resource", "variable":
		default:
			continue
		}
		one, other := declaration{src, block}, d.places[block.Address()]
		if other.source == nil {
			d.places[block.Address()] = one
			continue
		}
		if other.source.layer < src.layer {
			one, other = other, one
		}
		found := d.problems[one.source]
		found.Errorf("template-output", "", "%s is declared twice, here and by %s", block.Address(), other.source.file()).Pos = one.block.Pos
		d.problems[one.source] = found
	}
	d.variables = append(d.variables, hcl.VariablesOf(blocks)...)
}

// finished is a rendered file after the parser and the formatter. It is shared
// and never changed.
type finished struct {
	hcl.Finished
	problems diag.List
}

// maxCached bounds the cache. A platform has a handful of shapes with a handful
// of files each; a set of templates that prints values into .tf files makes a
// new text for every job, and is not worth remembering.
const maxCached = 256

// cache remembers the files that were parsed and formatted, by their text
// before: this is most of the work, and jobs of one shape have the same text.
type cache struct {
	mutex sync.Mutex
	texts map[[sha256.Size]byte]*finished
}

func (c *cache) finish(text []byte) *finished {
	key := sha256.Sum256(text)
	c.mutex.Lock()
	known := c.texts[key]
	c.mutex.Unlock()
	if known != nil {
		return known
	}
	result := &finished{}
	result.Finished, result.problems = hcl.Finish(text)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.texts == nil || len(c.texts) >= maxCached {
		c.texts = map[[sha256.Size]byte]*finished{}
	}
	c.texts[key] = result
	return result
}
