package fleet

import (
	"cmp"
	"path"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// SourceName is the name of the job file in the header of generated files: its path
// relative to the project file's folder, or its name. It does not depend on the
// folder that the module is written to. Standard input has none.
func (j *Job) SourceName() string {
	if j.Path() == "" {
		return ""
	}
	return cmp.Or(j.ProjectPath(), path.Base(filepath.ToSlash(j.Path())))
}

// origin is what the manifest of a job's module records.
func (t *Templates) origin(j *Job, dir string, set *render.Set) output.Origin {
	d := &j.Deployment
	inputs := [][]byte{[]byte(t.Program), set.Digest()}
	for _, input := range j.Inputs {
		inputs = append(inputs, []byte(input.Role), input.Text)
	}
	return output.Origin{
		Source: output.SourceOf(dir, j.Path()),
		Tenant: d.Tenant, Job: d.Job, Environment: d.Environment, Platform: d.Platform,
		State:  model.StateURL(d.Backend),
		Inputs: output.InputsHash(inputs...),
	}
}
