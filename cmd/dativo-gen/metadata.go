package main

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// metadataFiles are the files of --with-metadata, and the format of the tags
// command that each holds. They lie in a folder, where Terraform reads nothing.
func metadataFiles() map[string]string {
	return map[string]string{
		"metadata/dagster.json":            "dagster",
		"metadata/iceberg_properties.json": "iceberg",
	}
}

// addMetadata puts the tags of each job beside its module, so that the engine
// and the orchestrator read the same tags as the cloud.
func addMetadata(jobs []*job, modules []output.Module, strict bool) (diag.List, error) {
	var problems diag.List
	for i, j := range jobs {
		tagged, _ := tagsOf(j) // normalising has told its problems
		for name, format := range metadataFiles() {
			value, found := jsonFormats()[format](tagged.tags)
			problems = append(problems, found...)
			text, err := document.Marshal(value, "json")
			if err != nil {
				return nil, err
			}
			modules[i].Files = append(modules[i].Files, render.File{Name: name, Data: text})
		}
		slices.SortFunc(modules[i].Files, func(a, b render.File) int { return strings.Compare(a.Name, b.Name) })
	}
	if strict {
		problems = problems.Strict()
	}
	return problems, nil
}
