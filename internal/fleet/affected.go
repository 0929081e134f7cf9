package fleet

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// The changes of a module between two revisions.
const (
	Created = "created"
	Changed = "changed"
	Deleted = "deleted"
)

// Rendered is a fleet at one revision.
type Rendered struct {
	Jobs    []*Job
	Modules []output.Module // by job
	// Templates are those that the jobs were rendered with.
	Templates *Templates
}

// Affected is a module that differs between two revisions.
type Affected struct {
	Change string `json:"change"`
	// Job is tenant/job[/environment], Path the module's directory, with slashes.
	Job      string `json:"job"`
	Path     string `json:"path"`
	Platform string `json:"platform"`
	// Causes are the files and values that the job was made from and that differ; for
	// one that is created or deleted as a whole, its job file.
	Causes []Cause `json:"causes"`
	// Files are the generated files that differ, Values the variables of the module
	// whose value does.
	Files  []string `json:"files"`
	Values []string `json:"values,omitempty"`
}

// Cause is a file or value that differs.
type Cause struct {
	// File is "" for a value, such as a variable.
	File string `json:"file,omitempty"`
	// Role is what it is for the job: job, asset, project file, template.
	Role string `json:"role"`
}

// String is FILE (ROLE).
func (c Cause) String() string {
	if c.File == "" {
		return c.Role
	}
	return c.File + " (" + c.Role + ")"
}

// Compare returns the modules whose files differ between two revisions, by path. Only
// the text of the files counts: a changed input that changes no file affects nothing.
func Compare(base, head Rendered) []Affected {
	before, after := base.byPath(), head.byPath()
	paths := maps.Clone(before)
	maps.Copy(paths, after)
	var all []Affected
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		i, was := before[path]
		k, is := after[path]
		switch {
		case !was:
			all = append(all, newAffected(Created, path, head.Jobs[k], nil, head.Modules[k].Files, head.causes(k, base)))
		case !is:
			all = append(all, newAffected(Deleted, path, base.Jobs[i], base.Modules[i].Files, nil, base.causes(i, head)))
		default:
			a := newAffected(Changed, path, head.Jobs[k], base.Modules[i].Files, head.Modules[k].Files, nil)
			if len(a.Files) > 0 {
				a.Causes = causes(base, head, i, k)
				all = append(all, a)
			}
		}
	}
	return all
}

// byPath returns the index of each module by its directory, with slashes.
func (r Rendered) byPath() map[string]int {
	index := map[string]int{}
	for i, m := range r.Modules {
		index[filepath.ToSlash(m.Dir)] = i
	}
	return index
}

func newAffected(change, path string, j *Job, before, after []render.File, causes []Cause) Affected {
	a := Affected{Change: change, Path: path, Platform: j.Deployment.Platform, Causes: causes, Job: j.Entry("").Key()}
	was, is := byName(before), byName(after)
	a.Files = differing(was, is, bytes.Equal)
	if change == Changed && slices.Contains(a.Files, render.ValuesFile) {
		a.Values = differingValues(was[render.ValuesFile], is[render.ValuesFile])
	}
	return a
}

// differing returns the keys of two maps that only one of them has, or that have other
// values, sorted.
func differing[V any](was, is map[string]V, same func(a, b V) bool) []string {
	names := maps.Clone(was)
	maps.Copy(names, is)
	var all []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		old, existed := was[name]
		if now, exists := is[name]; existed != exists || !same(old, now) {
			all = append(all, name)
		}
	}
	return all
}

func byName(files []render.File) map[string][]byte {
	index := map[string][]byte{}
	for _, file := range files {
		index[file.Name] = file.Data
	}
	return index
}

// differingValues are the names whose value differs between two files of values.
func differingValues(before, after []byte) []string {
	var was, is map[string]json.RawMessage
	if json.Unmarshal(before, &was) != nil || json.Unmarshal(after, &is) != nil {
		return nil // a template renders this file
	}
	return differing(was, is, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })
}

// causes says why a module is in one revision only: its job file, unless the job is in
// the other revision too, with a module in another directory.
func (r Rendered) causes(i int, other Rendered) []Cause {
	j := r.Jobs[i]
	for k, twin := range other.Jobs {
		if twin.File() == j.File() && twin.Deployment.Environment == j.Deployment.Environment {
			if found := causes(r, other, i, k); len(found) > 0 {
				return found
			}
		}
	}
	return []Cause{{j.File(), "job"}}
}

// causes returns the inputs that differ between a job of one revision and the same
// job of another.
func causes(base, head Rendered, i, k int) []Cause {
	was, is := inputsOf(base.Jobs[i]), inputsOf(head.Jobs[k])
	found := []Cause{}
	for _, role := range differing(was, is, func(a, b config.Input) bool { return bytes.Equal(a.Text, b.Text) }) {
		input, exists := is[role]
		if !exists {
			input = was[role]
		}
		found = append(found, Cause{filepath.ToSlash(input.Name), role})
	}
	return append(found, templateCauses(base, head, i, k)...)
}

func inputsOf(j *Job) map[string]config.Input {
	index := map[string]config.Input{}
	for _, input := range j.Inputs {
		index[input.Role] = input
	}
	return index
}

// templateCauses returns the templates that differ.
func templateCauses(base, head Rendered, i, k int) []Cause {
	before, _ := base.Templates.For(base.Jobs[i])
	after, _ := head.Templates.For(head.Jobs[k])
	if bytes.Equal(before.Digest(), after.Digest()) {
		return nil
	}
	var found []Cause
	for _, name := range differing(templatesOf(before), templatesOf(after), func(a, b string) bool { return a == b }) {
		found = append(found, Cause{name, "template"})
	}
	return found
}

func templatesOf(set *render.Set) map[string]string {
	index := map[string]string{}
	for _, file := range set.Files() {
		index[file.Layer+"/"+file.Path] = file.Source
	}
	return index
}
