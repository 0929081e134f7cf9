package fleet

import (
	"cmp"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/image"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// configFiles returns the job file as the engine takes it, and the asset and the
// recipes, by path in the container, if a ConfigMap mounts them.
func (j *Job) configFiles() (map[string]string, diag.List) {
	job, in := j.Input.Job, j.Input.Engine
	if !platform.MountsConfig(job) {
		return nil, nil
	}
	compute := job.Infrastructure.Compute
	roles := map[string]engine.Role{
		job.SourceConnectorPath: engine.SourceRecipe, job.TargetConnectorPath: engine.TargetRecipe, job.AssetPath: engine.Asset,
	}
	member := image.Job{
		// Without its folder, so that the copy is the same wherever it is made.
		File: filepath.Base(j.File()), Text: j.Document.Text, Pos: j.Document.Pos,
		Path: cmp.Or(compute.JobConfigPath, platform.JobConfigPath(job.TenantID, j.Input.File)),
		Find: func(written string) (string, []byte, bool, error) {
			file, ok := in.Files[roles[written]]
			return file.Name, file.Text, ok, nil
		},
	}
	return image.ConfigFiles(member, platform.EngineVersion(compute.Engine, in.Version))
}
