// Package image makes the build context of a container image that runs jobs: a
// Dockerfile, the job files as the engine takes them, and the recipes, assets
// and data that they name, at the paths at which the engine looks for them.
//
// It reads nothing: the caller finds the files. What the image lacks otherwise,
// and why, are facts of package engine.
package image

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// Job is a job file for the image.
type Job struct {
	// File is its name in messages.
	File string
	// Text is the job file as it was written.
	Text []byte
	// Path is where the container expects it.
	Path string
	// Pos returns the position of a path of the job file.
	Pos func(path string) diag.Pos
	// Find reads a file that the job names and returns its name in messages. ok
	// is false if there is none in the repository; an error is one of reading it.
	Find func(written string) (name string, data []byte, ok bool, err error)
}

// Options are what the flags of the command say.
type Options struct {
	// Engine is the version that the image runs.
	Engine engine.Version
	// Base is the image that the Dockerfile begins with.
	Base string
	// Checkout: the engine's code comes from a checkout, not from Base.
	Checkout bool
	// Constraints are the text of a pip constraints file; nil without one.
	Constraints []byte
}

// Context is a build context.
type Context struct {
	// Files are sorted by name.
	Files []render.File
	// Removed says, by job file, which keys its copy lacks.
	Removed map[string][]string
}

// Build makes the build context of jobs, in any order: the result does not
// depend on it.
func Build(jobs []Job, options Options) (Context, diag.List) {
	b := builder{options: options, target: "the image", files: map[string]placed{}, removed: map[string][]string{}}
	jobs = slices.Clone(jobs)
	slices.SortFunc(jobs, func(x, y Job) int { return cmp.Compare(x.File, y.File) })
	for _, j := range jobs {
		b.add(j)
	}
	if b.problems.HasErrors() {
		return Context{}, b.problems
	}
	files, err := b.context()
	if err != nil {
		b.problems.Errorf("image-base", "", "%s", err)
	}
	return Context{Files: files, Removed: b.removed}, b.problems
}

// builder gathers what the jobs need.
type builder struct {
	options Options
	// target is what gets the files, in messages.
	target string
	// files are the image's files by their path in the container.
	files map[string]placed
	// recipes are the decoded recipes by the same path.
	recipes map[string]map[string]any
	// packages are those that the engine's own list lacks.
	packages []engine.Package
	// refused is the first reason for an image without the engine's schemas.
	refused  string
	removed  map[string][]string
	problems diag.List
}

// placed is a file of the image and where it comes from.
type placed struct {
	data []byte
	from string
}

// add adds a job and the files that it names.
func (b *builder) add(j Job) {
	taken, ok := b.addFiles(j)
	if !ok {
		return
	}
	if len(taken.removed) > 0 {
		b.removed[j.File] = taken.removed
	}
	if taken.refused != "" && b.refused == "" {
		b.refused = fmt.Sprintf("%s: %s", j.Path, taken.refused) // j.File depends on the machine
	}
	for _, data := range dataFiles(taken.value) {
		b.reference(j, data.path, data.written, false)
	}
	b.needs(taken.value)
}

// addFiles adds the job file as the engine takes it, its recipes and its asset; ok
// is false if the engine refuses the job.
func (b *builder) addFiles(j Job) (t taken, ok bool) {
	t, problems := take(j, b.options.Engine)
	b.problems = append(b.problems, problems...)
	if problems.HasErrors() {
		return t, false
	}
	b.place(j, "", j.Path, t.text, j.File)
	for _, key := range []string{paths.JobSourceConnectorPath, paths.JobTargetConnectorPath, paths.JobAssetPath} {
		b.reference(j, key, text(t.value[key]), true)
	}
	return t, true
}

// reference adds a file that a job names. A missing one is an error if no run
// works without it; otherwise a volume may hold it.
func (b *builder) reference(j Job, key, written string, required bool) {
	if written == "" {
		return
	}
	at := j.Pos(key)
	report := func(format string, args ...any) *diag.Diagnostic {
		var problem *diag.Diagnostic
		if required {
			problem = b.problems.Errorf("image-file", key, format, args...)
		} else {
			problem = b.problems.Warnf("image-file", key, format, args...)
		}
		problem.Pos = at
		return problem
	}
	if strings.Contains(written, "$") {
		b.problems.Warnf("image-variable", key, "%q contains a variable that only the engine resolves: %s does not contain the file",
			written, b.target).Pos = at
		return
	}
	name, data, ok, err := j.Find(written)
	switch {
	case err != nil:
		report("%q cannot be read: %s", written, diag.Cause(err))
	case !ok:
		report("%q not found: %s does not contain it", written, b.target).
			Hintf("set the folder that contains it with --assets-root; a file on a volume needs no copy in the image")
	default:
		b.place(j, key, inContainer(written), data, name)
	}
}

// inContainer is the path at which the engine looks for a file: relative paths
// begin in the working directory.
func inContainer(written string) string {
	if path.IsAbs(written) {
		return path.Clean(written)
	}
	return path.Join(engine.WorkDir, written)
}

// place puts a file at a path of the image. Two different files cannot have one.
func (b *builder) place(j Job, key, at string, data []byte, from string) {
	if old, taken := b.files[at]; taken {
		if !bytes.Equal(old.data, data) {
			problem := b.problems.Errorf("image-path", key, "%s and %s are different files, and both are %s in the image", old.from, from, at)
			problem.Pos = j.Pos(key)
			problem.Hintf("use different paths, or an image for each tenant: --per-tenant")
		}
		return
	}
	b.files[at] = placed{data: data, from: from}
}

// needs notes the packages that a job's connectors import.
func (b *builder) needs(job map[string]any) {
	run := engine.Run{
		Job:          job,
		SourceRecipe: b.recipe(job[paths.JobSourceConnectorPath]),
		TargetRecipe: b.recipe(job[paths.JobTargetConnectorPath]),
	}
	for _, p := range b.options.Engine.Needs(run).Packages {
		if !p.Listed && !slices.ContainsFunc(b.packages, func(q engine.Package) bool { return q.Name == p.Name }) {
			b.packages = append(b.packages, p)
		}
	}
}

// recipe decodes a recipe that was placed for a job, once for all jobs that share
// it; nil without one.
func (b *builder) recipe(written any) map[string]any {
	at := inContainer(text(written))
	file, ok := b.files[at]
	if !ok {
		return nil
	}
	if _, known := b.recipes[at]; !known {
		if b.recipes == nil {
			b.recipes = map[string]map[string]any{}
		}
		b.recipes[at] = decode(file.from, file.data)
	}
	return b.recipes[at]
}
