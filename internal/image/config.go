package image

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// ConfigFiles returns the files of a job that a ConfigMap can mount, by path in
// the container: the job file as the engine takes it, its recipes and its asset.
// Data and plugins stay in the image.
func ConfigFiles(j Job, version engine.Version) (map[string]string, diag.List) {
	b := builder{options: Options{Engine: version}, target: "the ConfigMap", files: map[string]placed{}}
	t, ok := b.addFiles(j)
	if ok && t.refused != "" {
		b.problems.Warnf("engine-schema", paths.ComputeConfig, "the engine's schema refuses the job: %s", t.refused).
			Hintf("use an image without the engine's folder schemas, as dativo-gen image makes one")
	}
	files := map[string]string{}
	for at, file := range b.files {
		files[at] = string(file.data)
	}
	return files, b.problems
}
