package config

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/schemas"
)

// Loader reads job files and the files they refer to. It is safe for concurrent
// use.
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
	// Projects finds the project file of each job; nil ignores project files.
	Projects *Projects
	// Environment is the project file's environment to apply to the jobs; "" applies
	// none.
	Environment string
	// Runner schedules jobs that have no schedule of their own; nil schedules none.
	Runner *Runner
	// Files are where files are read from; nil is the disk.
	Files document.Source
	// Read reads a file that jobs refer to, each once; nil reads regular files.
	Read func(path string) ([]byte, error)

	// referenced caches, by path, the files that jobs refer to: see
	// referencedFile.
	referenced sync.Map
}

// JobFile is a job file with the files it refers to.
type JobFile struct {
	// Document is the job file.
	Document *document.Document
	// Project is the project file that applies to the job; nil without one.
	Project *Project
	// Input is what normalizing takes. Its Job has an Infrastructure only if
	// the file has the block.
	Input platform.Input
	// Inputs are what the job was loaded from, in an order that depends on nothing
	// else: equal inputs give an equal job.
	Inputs []Input
	// misspelled is the key that is meant to be infrastructure.
	misspelled *document.Node
	// removed are the nulls that removed something from the block.
	removed []document.Removal
	// path is the job file's; "" is standard input. roots are the folders in
	// which the files that it names are looked up first.
	path  string
	roots []string
	files document.Source
}

// IsJob reports whether the file is meant as a job. A folder of jobs may contain
// other YAML files: assets, connectors, the runner's.
func (f *JobFile) IsJob() bool {
	return f.hasJobKeys() || f.Document.Root.Get(paths.Infrastructure) != nil || f.misspelled != nil
}

// misspelling returns the key that is meant to be infrastructure in a file without it;
// nil if there is none. To ignore it would leave the job out, with exit status 0.
func misspelling(root *document.Node) *document.Node {
	const letters = 2
	if root.Get(paths.Infrastructure) != nil {
		return nil
	}
	for _, e := range root.Entries {
		if diag.Distance(strings.ToLower(e.Key.Text), paths.Infrastructure) <= letters {
			return e.Key
		}
	}
	return nil
}

// hasJobKeys reports whether the file has keys that only jobs have, apart from
// the infrastructure block.
func (f *JobFile) hasJobKeys() bool {
	root := f.Document.Root
	return root.Get(paths.JobTenantID) != nil || root.Get(paths.JobSourceConnectorPath) != nil
}

// jobSchema is parsed once per process: all jobs share it.
var jobSchema = sync.OnceValues(func() (*jsonschema.Schema, error) { return parseSchema(schemas.JobConfig) })

// Load reads a job from data, the text of the file at path; "" is standard
// input. It returns nil and the problems if the text is not a job file.
// Otherwise the job file is not nil even with errors, so that later checks can
// add theirs: see JobFile.CombineProblems. A job whose project file is invalid is
// nil without problems: Projects.Problems reports those once for all jobs. The
// error is a fault of the program itself.
func (l *Loader) Load(path string, data []byte) (*JobFile, diag.List, error) {
	schema, err := jobSchema()
	if err != nil {
		return nil, nil, err
	}
	if jobs := JobPaths(path); jobs != nil {
		return nil, l.notJob(path, jobs), nil
	}
	doc, problems := document.Parse(filepath.ToSlash(cmp.Or(path, "<stdin>")), data)
	if doc == nil {
		return nil, problems, nil
	}
	block, found, ok := l.addInfrastructureFile(doc, path)
	problems = append(problems, found...)
	if !ok {
		return nil, problems, nil
	}
	project, broken, err := l.project(path)
	if broken || err != nil {
		return nil, nil, err
	}
	f := &JobFile{Document: doc, Project: project, path: path, roots: l.roots(project), files: l.Source()}
	f.misspelled = misspelling(doc.Root)
	problems = append(problems, l.applyProject(f, path)...)
	problems = append(problems, l.checkJob(doc, schema, f.misspelled, brokenPaths(problems))...)

	job := &model.Job{}
	if misfits := doc.Decode(job); !problems.HasErrors() {
		problems = append(problems, misfits...)
	}
	f.Input.Job = job
	if project != nil {
		f.Input.Engine.Version = project.Settings.Engine
	}
	if project != nil && project.Settings.Providers != nil {
		f.Input.Providers = *project.Settings.Providers
	}
	if path != "" {
		f.Input.File = filepath.Base(path)
	}
	problems = append(problems, l.loadReferenced(f, path)...)
	f.Inputs = l.inputs(f, block)
	return f, problems, nil
}

// checkJob resolves the variables of the block and returns the document's
// problems, without those within paths that are broken already.
func (l *Loader) checkJob(doc *document.Document, schema *jsonschema.Schema, misspelled *document.Node, broken []string) diag.List {
	var undefined diag.List
	if i := doc.Root.Index(paths.Infrastructure); i >= 0 {
		doc.Root.Entries[i].Value, undefined = document.Expand(doc.Root.Entries[i].Value, paths.Infrastructure, l.Vars)
	}
	checked := without(check(doc, schema), append(broken, brokenPaths(undefined)...))
	var unknown []string
	for _, p := range checked {
		if p.Code == codeUnknownKey {
			unknown = append(unknown, p.Path)
		}
	}
	problems := append(without(undefined, unknown), checked...)
	problems = append(problems, unknownKeys(doc, schema, misspelled)...)
	problems = append(problems, doc.CheckNUL()...)
	return append(problems, doc.CheckNFC(moduleText())...)
}

// unknownKeys warns of top-level keys that neither this program nor the engine
// reads. A misspelled infrastructure is an error.
func unknownKeys(doc *document.Document, schema *jsonschema.Schema, misspelled *document.Node) diag.List {
	var problems diag.List
	known, c := keysOf(schema), checker{doc: doc, root: schema}
	for _, e := range doc.Root.Entries {
		if key := e.Key; !slices.Contains(known, key.Text) {
			problem := problems.Warnf(codeUnknownKey, diag.KeyPath("", key.Text), "unknown key")
			problem.Pos, problem.Hint = key.Pos, c.keyHint(key.Text, known)
			if key == misspelled {
				problem.Severity = diag.Error
				problem.Hintf("did you mean %s?", paths.Infrastructure)
			}
		}
	}
	return problems
}

// moduleText are the paths of a job file whose text can reach a module.
func moduleText() []string {
	return []string{
		paths.JobTenantID, paths.JobEnvironment, paths.Infrastructure, paths.JobFinOps, paths.JobGovernanceOverrides,
		paths.JobClassificationOverrides, diag.KeyPath(paths.JobSource, "tags"),
	}
}
