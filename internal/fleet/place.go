package fleet

import (
	"cmp"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// defaultLayout is the folder of a module below the root.
const defaultLayout = "{tenant}/{job}"

// Root is the folder that the project file gives the modules; "" without one.
func (j *Job) Root() string {
	if out := j.settings().Output; out != nil && out.Root != "" {
		return j.Project.Join(out.Root)
	}
	return ""
}

// layout is the pattern of the folders below the root.
func (j *Job) layout() string {
	if out := j.settings().Output; out != nil {
		return cmp.Or(out.Layout, defaultLayout)
	}
	return defaultLayout
}

// Folder is the job's folder below the root.
func (j *Job) Folder() string {
	d := &j.Deployment
	// The project file's check has refused what cannot be expanded.
	folder, _ := model.Expand(j.layout(), model.Names{Tenant: d.Tenant, Job: d.Job, Environment: d.Environment})
	return filepath.FromSlash(folder)
}

// CheckLayouts reports project files whose layout would write the modules of
// one environment over those of another.
func CheckLayouts(jobs []*Job) diag.List {
	var problems diag.List
	for _, j := range jobs {
		if j.Root() == "" || strings.Contains(j.layout(), "{environment}") {
			continue
		}
		problem := problems.Errorf("layout", paths.ProjectOutputLayout,
			"the modules of all environments would be written to the same folder: %s has no {environment}", j.layout())
		problem.Pos = j.Project.Document.Pos(paths.ProjectOutputLayout)
		problem.Hintf("use a layout such as {environment}/{tenant}/{job}, or a different --output for each environment")
	}
	return problems
}
