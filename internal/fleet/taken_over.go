package fleet

import (
	"encoding/json"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// CheckTakenOver reports the folders that contain the module of another job.
// Terraform would plan the new module as a change of that one, and destroy its
// resources.
func CheckTakenOver(changes []output.Change) diag.List {
	var problems diag.List
	for _, change := range changes {
		if filepath.Base(change.Path) != render.ValuesFile {
			continue
		}
		// A created file has no text before, a deleted one none after.
		before, after := moduleName(change.Before), moduleName(change.After)
		if before != "" && after != "" && before != after {
			problems.Errorf("taken-over", "",
				"contains the module of %s: after rendering %s here, terraform apply would destroy the other's resources", before, after).
				Hintf("render to a different folder; use --force if the job was renamed").Pos.File = filepath.ToSlash(change.Path)
		}
	}
	return problems
}

// moduleName is the value of the variable name among a module's values.
func moduleName(values []byte) string {
	var module struct{ Name string }
	if json.Unmarshal(values, &module) != nil {
		return "" // edited by hand: package output reports it
	}
	return module.Name
}
