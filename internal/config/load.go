package config

import (
	"path/filepath"
	"slices"
	"sync"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/schemas"
)

// Loader reads job files and what lies beside them. Several goroutines may use
// it at a time.
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
	// Tags reads the tags of jobs without an infrastructure block too: their
	// asset, and their source's.
	Tags bool
	// Projects finds the project file of each job; nil is none for any.
	Projects *Projects
	// Environment is the one of the project file that is laid over the jobs; ""
	// is none.
	Environment string
	// Read reads a file beside jobs, each of them once; nil is document.ReadFile.
	Read func(path string) ([]byte, error)

	// beside holds, by path, the files that were read beside jobs: see
	// besideFile.
	beside sync.Map
}

// JobFile is a job file with the files it refers to.
type JobFile struct {
	// Document is the job file.
	Document *document.Document
	// Project is the project file that had a say in the job; nil if none has.
	Project *Project
	// Input is what normalizing takes. Its Job has an Infrastructure only if
	// the file has the block.
	Input platform.Input
	// removed are the nulls that removed something from the block.
	removed []document.Removal
}

// IsJob reports whether the file is meant as a job. A folder of jobs may hold
// other YAML files too: assets, connectors, the runner's.
func (f *JobFile) IsJob() bool {
	return slices.ContainsFunc([]string{"tenant_id", "infrastructure", "source_connector_path"}, func(key string) bool {
		node, _ := f.Document.Find(key)
		return node != nil
	})
}

// jobSchema is parsed once a process: a fleet's jobs share it.
var jobSchema = sync.OnceValues(func() (*jsonschema.Schema, error) { return parseSchema(schemas.JobConfig) })

// Load reads a job from data, the text of the file at path; "" is standard
// input. It returns nil and why if the text is no job file at all. Otherwise
// the bundle is there even if problems has errors, so that the checks that
// come later can add theirs: see JobFile.CombineProblems. A job whose project file is
// broken is nil without a word: Projects.Problems tells them all at once. A
// fault of the program's own is an error.
func (l *Loader) Load(path string, data []byte) (*JobFile, diag.List, error) {
	schema, err := jobSchema()
	if err != nil {
		return nil, nil, err
	}
	name := path
	if path == "" {
		name = "<stdin>"
	}
	doc, problems := document.Parse(filepath.ToSlash(name), data)
	if doc == nil {
		return nil, problems, nil
	}
	project, broken, err := l.project(path)
	if broken || err != nil {
		return nil, nil, err
	}
	f := &JobFile{Document: doc, Project: project}
	problems = append(problems, l.applyProject(f, path)...)
	if i := doc.Root.Index(blockPath); i >= 0 {
		block, undefined := document.Expand(doc.Root.Entries[i].Value, blockPath, l.Vars)
		doc.Root.Entries[i].Value = block
		problems = append(problems, undefined...)
	}
	problems = append(problems, without(check(doc, schema), brokenPaths(problems))...)
	problems = append(problems, unknownKeys(doc, schema)...)
	problems = append(problems, doc.CheckNUL()...)
	problems = append(problems, doc.CheckNFC(moduleText())...)

	job := &model.Job{}
	if misfits := doc.Decode(job); !problems.HasErrors() {
		problems = append(problems, misfits...)
	}
	f.Input.Job = job
	if project != nil && project.Settings.Providers != nil {
		f.Input.Providers = *project.Settings.Providers
	}
	if path != "" {
		f.Input.File = filepath.Base(path)
	}
	return f, append(problems, l.loadBeside(f, path)...), nil
}

// unknownKeys warns of top-level keys that neither this program nor, as far as
// it is known here, the engine reads.
func unknownKeys(doc *document.Document, schema *jsonschema.Schema) diag.List {
	var problems diag.List
	known, c := keysOf(schema), checker{doc: doc, root: schema}
	for _, e := range doc.Root.Entries {
		if key := e.Key; !slices.Contains(known, key.Text) {
			problem := problems.Warnf("unknown-key", diag.KeyPath("", key.Text), "unknown key")
			problem.Pos, problem.Hint = key.Pos, c.keyHint(key.Text, known)
		}
	}
	return problems
}

// moduleText are the paths of a job file whose text can reach a module.
func moduleText() []string {
	return []string{
		"tenant_id", "environment", "infrastructure", "finops", "governance_overrides",
		"classification_overrides", "source.tags",
	}
}
