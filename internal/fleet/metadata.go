package fleet

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// The files of --with-metadata, in a folder that Terraform does not read.
const (
	DagsterFile = "metadata/dagster.json"
	IcebergFile = "metadata/iceberg_properties.json"
)

// Metadata returns the files with the tags of a job for the engine and the
// orchestrator.
func Metadata(j *Job) ([]render.File, diag.List, error) {
	dagster, problems := export.Dagster(j.Tags)
	iceberg, more := export.Iceberg(j.Tags)
	var files []render.File
	for _, file := range []struct {
		name  string
		value any
	}{{DagsterFile, dagster}, {IcebergFile, iceberg}} {
		text, err := document.Marshal(file.value, "json")
		if err != nil {
			return nil, nil, err
		}
		files = append(files, render.File{Name: file.name, Data: text})
	}
	return files, append(problems, more...), nil
}

// AddMetadata adds the metadata of each job to its module.
func AddMetadata(jobs []*Job, modules []output.Module) (diag.List, error) {
	var problems diag.List
	for i, j := range jobs {
		files, found, err := Metadata(j)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
		modules[i].Files = append(modules[i].Files, files...)
		slices.SortFunc(modules[i].Files, func(a, b render.File) int { return strings.Compare(a.Name, b.Name) })
	}
	return problems, nil
}
