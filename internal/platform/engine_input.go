package platform

import (
	"cmp"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
)

// EngineInput is the engine in the image, and the files that it reads there.
type EngineInput struct {
	// Version is the name of the engine's version; "" is the default. A job's
	// compute.engine overrides it.
	Version string
	// Files are the files of a run by their role. One that is missing here is in
	// the image alone.
	Files map[engine.Role]EngineFile
}

// EngineFile is a file of a run as the engine reads it.
type EngineFile struct {
	// Name is the file's name in messages, Text the file as it was written.
	Name  string
	Text  []byte
	Value map[string]any
	// Pos returns where a path of the file is.
	Pos func(path string) diag.Pos
}

// engineVersions are the versions by name. Their tables take longer to build
// than a job takes to normalize.
var engineVersions = sync.OnceValue(func() map[string]engine.Version {
	versions := map[string]engine.Version{}
	for _, name := range []string{"", engine.Main, engine.Infrastructure, engine.None} {
		versions[name], _ = engine.Find(name)
	}
	return versions
})

// EngineVersion returns the engine of a job, by the job's own setting or else the
// project's. The schema reports unknown names; they are the default.
func EngineVersion(job, project string) engine.Version {
	name := cmp.Or(job, project)
	if version, known := engineVersions()[name]; known {
		return version
	}
	return engineVersions()[""]
}
