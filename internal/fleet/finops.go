package fleet

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/finops"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/render"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// FinOpsTemplates is the folder of the templates for the billing account: the
// one that belongs to no platform.
const FinOpsTemplates = "finops"

// PlanFinOps decides the content of the module for the billing account of jobs.
// The request comes without jobs. The error is a fault of the program.
func PlanFinOps(jobs []*Job, request finops.Request) (finops.Module, diag.List, error) {
	for _, j := range jobs {
		cloud, known := j.cloud()
		if !known {
			continue // normalization has reported it
		}
		request.Jobs = append(request.Jobs, finops.Subject{
			File: j.File(), TagsPos: j.Document.Pos(paths.Tags),
			Cloud: cloud, Tags: j.Tags.Set.Flat.Tags,
			Pods: slices.Contains([]string{tags.Kubernetes, tags.GKE}, j.Tags.LabelSink),
		})
	}
	return finops.Plan(request)
}

// RenderFinOps renders the files of that module.
func RenderFinOps(module finops.Module, layers []render.Layer) ([]render.File, diag.List) {
	set, _ := render.Parse(FinOpsTemplates, layers...) // Render reports the problems of the set
	files, problems := set.Render(&module, module.Variables)
	if problems.HasErrors() {
		return nil, problems
	}
	for _, query := range module.Queries {
		files = append(files, render.File{Name: query.Name, Data: query.Data})
	}
	slices.SortFunc(files, func(a, b render.File) int { return strings.Compare(a.Name, b.Name) })
	return files, problems
}
