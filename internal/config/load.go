package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/invopop/jsonschema"
	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
	"github.com/dativo-io/dativo-gen/schemas"
)

// Loader reads job files and what lies beside them.
type Loader struct {
	// Vars are the values of ${VAR} inside the infrastructure block.
	Vars map[string]string
	// AssetRoots are folders that assets and connectors are looked up below,
	// before the job file's own folder and those above it.
	AssetRoots []string
	// SourceTags is the text of a file of source tags, named SourceTagsFile;
	// nil takes the job's own source.tags.
	SourceTags     []byte
	SourceTagsFile string
	// Read reads a file; nil is ReadFile.
	Read func(path string) ([]byte, error)
}

// Bundle is a job with what was read beside it.
type Bundle struct {
	// Document is the job file.
	Document *Document
	// Input is what normalising takes. Its Job has an Infrastructure only if
	// the file has the block.
	Input platform.Input
	// broken are the paths that an error has been reported for already.
	broken []string
}

// jobSchema is parsed once a process: a fleet's jobs share it.
var jobSchema = sync.OnceValues(func() (*jsonschema.Schema, error) { return parseSchema(schemas.JobConfig) })

// ReadFile reads a file of at most MaxSize+1 bytes: Parse refuses a larger one.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New("is a directory")
	}
	if info.Size() > MaxSize {
		return make([]byte, MaxSize+1), nil
	}
	return os.ReadFile(path)
}

// Load reads a job from data, the text of the file at path; "" is standard
// input. It returns nil and why if the text is no job file at all. Otherwise
// the bundle is there even if problems has errors, so that the checks that
// come later can add theirs. A fault of the program's own is an error.
func (l *Loader) Load(path string, data []byte) (*Bundle, diag.List, error) {
	schema, err := jobSchema()
	if err != nil {
		return nil, nil, err
	}
	name := path
	if path == "" {
		name = "<stdin>"
	}
	doc, problems := Parse(filepath.ToSlash(name), data)
	if doc == nil {
		return nil, problems, nil
	}
	if infrastructure, _ := doc.find("infrastructure"); infrastructure != nil {
		problems = append(problems, doc.expand(infrastructure, "infrastructure", l.Vars)...)
	}
	problems = append(problems, doc.Check(schema)...)
	problems = append(problems, doc.checkTopLevel(schema)...)
	problems = append(problems, doc.checkText()...)

	job := &model.Job{}
	if err := doc.root.Decode(job); err != nil && !problems.HasErrors() {
		problems.Errorf("type", "", "%s", strings.TrimPrefix(err.Error(), "yaml: ")).Pos = doc.pos(doc.root)
	}
	b := &Bundle{Document: doc, Input: platform.Input{Job: job}}
	if path != "" {
		b.Input.File = filepath.Base(path)
	}
	for _, p := range problems {
		if p.Severity == diag.Error && p.Code != codeCondition {
			b.broken = append(b.broken, p.Path)
		}
	}
	problems = append(problems, l.loadBeside(b, path)...)
	return b, problems, nil
}

// Locate gives the problems of later checks their positions, and leaves out
// those about a place that is known to be broken already. It is told all
// problems, Load's too, so that rules which know less give way to better words.
func (b *Bundle) Locate(problems diag.List) diag.List {
	spoken := slices.Clone(b.broken)
	for _, p := range problems {
		if p.Severity == diag.Error && p.Code != codeCondition {
			spoken = append(spoken, p.Path)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(problems), func(p diag.Diagnostic) bool {
		if p.Code == codeCondition {
			return slices.ContainsFunc(spoken, func(path string) bool { return within(p.Path, path) || within(path, p.Path) })
		}
		located := p.Pos != (diag.Pos{})
		return !located && slices.ContainsFunc(b.broken, func(path string) bool { return path != "" && within(p.Path, path) })
	})
	return b.Document.Locate(kept)
}

// within reports whether a path is another one or lies below it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// checkTopLevel warns of keys that neither this program nor, as far as it is
// known here, the engine reads.
func (d *Document) checkTopLevel(schema *jsonschema.Schema) diag.List {
	var problems diag.List
	var known []string
	for pair := schema.Properties.Oldest(); pair != nil; pair = pair.Next() {
		known = append(known, pair.Key)
	}
	for i := 0; i < len(d.root.Content); i += 2 {
		key := d.root.Content[i]
		if slices.Contains(known, key.Value) {
			continue
		}
		problem := problems.Warnf("unknown-key", diag.KeyPath("", key.Value), "unknown key")
		problem.Pos = d.pos(key)
		if near := diag.Suggest(key.Value, known); near != "" {
			problem.Hintf("did you mean %s?", near)
		}
	}
	return problems
}

// checkText reports text that no resource can carry: a double-quoted scalar
// can hold any character, and a NUL ends a string in half of the world.
func (d *Document) checkText() diag.List {
	var problems diag.List
	var walk func(node *yaml.Node, path string)
	walk = func(node *yaml.Node, path string) {
		switch node.Kind {
		case yaml.ScalarNode:
			if strings.ContainsRune(node.Value, 0) {
				problems.Errorf("nul", path, "holds a NUL character").Pos = d.pos(node)
			}
		case yaml.SequenceNode:
			for i, item := range node.Content {
				walk(item, diag.ItemPath(path, i))
			}
		case yaml.MappingNode:
			for i := 0; i < len(node.Content); i += 2 {
				key := node.Content[i]
				if strings.ContainsRune(key.Value, 0) {
					problems.Errorf("nul", path, "a key holds a NUL character").Pos = d.pos(key)
				}
				walk(node.Content[i+1], diag.KeyPath(path, key.Value))
			}
		}
	}
	walk(d.root, "")
	return problems
}

// readProblem says why a file cannot be read.
func readProblem(path string, err error) diag.Diagnostic {
	reason := err.Error()
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		reason = pathError.Err.Error()
	}
	if errors.Is(err, fs.ErrNotExist) {
		reason = "does not exist"
	}
	return diag.Diagnostic{Code: "read", Pos: diag.Pos{File: filepath.ToSlash(path)}, Message: reason}
}

// ReadJob reads the file of a job, or reports why it cannot be read.
func ReadJob(path string) ([]byte, diag.List) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, diag.List{readProblem(path, err)}
	}
	return data, nil
}

// textAt is the scalar or list at a path as a tag's value, absent if nothing
// is there.
func (d *Document) textAt(path string) tags.Value {
	node, pos := d.find(path)
	if node == nil {
		return tags.Value{}
	}
	return d.tagValue(node, pos, path)
}
