package config

import (
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// addRecipes reads the recipes of both connectors. An image without the engine
// has none, unless a ConfigMap mounts them.
func (l *lookup) addRecipes(f *JobFile) {
	job := f.Input.Job
	if !platform.MountsConfig(job) && !platform.EngineVersion(ownEngine(job), f.Input.Engine.Version).Known() {
		return
	}
	source := l.open(paths.JobSourceConnectorPath, job.SourceConnectorPath, "the connector's ports and variables are unknown")
	l.addEngineFile(f, engine.SourceRecipe, source)
	l.addEngineFile(f, engine.TargetRecipe,
		l.open(paths.JobTargetConnectorPath, job.TargetConnectorPath, "where and how the engine writes is unknown"))
}

// ownEngine is the job's compute.engine.
func ownEngine(job *model.Job) string {
	if job.Infrastructure == nil || job.Infrastructure.Compute == nil {
		return ""
	}
	return job.Infrastructure.Compute.Engine
}

// addEngineFile adds a file that the engine reads, nil if it was not found.
func (l *lookup) addEngineFile(f *JobFile, role engine.Role, doc *document.Document) {
	if doc == nil {
		return
	}
	if version := platform.EngineVersion(ownEngine(f.Input.Job), f.Input.Engine.Version); version.Known() {
		l.problems = append(l.problems, checkNumbers(doc, version, role)...)
	}
	if f.Input.Engine.Files == nil {
		f.Input.Engine.Files = map[engine.Role]platform.EngineFile{}
	}
	value, _ := doc.Root.Value(engine.Resolve).(map[string]any)
	f.Input.Engine.Files[role] = platform.EngineFile{Name: doc.Name, Text: doc.Text, Value: value, Pos: doc.Pos}
}
