package main

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// text is the whole output, with the problems of the format.
func (c *tagsCommand) text(jobs []*fleet.Job) (string, diag.List, error) {
	if c.Explain.asked {
		text, err := c.explain(jobs)
		return text, nil, err
	}
	switch c.Format {
	case "table":
		return c.table(jobs), nil, nil
	case "iceberg-sql":
		text, problems := c.sql(jobs)
		return text, problems, nil
	case "dagster-run-queue":
		queue, found := export.DagsterRunQueue(fleet.Exported(jobs), c.Limit)
		text, err := document.Marshal(queue, "yaml")
		return string(text), found, err
	case "yaml":
		return c.marshal(jobs, "yaml", listing)
	}
	return c.marshal(jobs, "json", jsonFormats()[c.Format])
}

// converter turns a job's tags into a value for document.Marshal.
type converter func(export.Subject) (any, diag.List)

func listing(j export.Subject) (any, diag.List) { return export.List(j), nil }

// jsonFormats are the formats with one JSON document for each job.
func jsonFormats() map[string]converter {
	formats := map[string]converter{
		"json":    listing,
		"iceberg": func(j export.Subject) (any, diag.List) { return export.Iceberg(j) },
		"dagster": func(j export.Subject) (any, diag.List) { return export.Dagster(j) },
		"kubernetes": func(j export.Subject) (any, diag.List) {
			return export.Kubernetes(j, platform.AnnotationPrefix)
		},
	}
	for _, cloud := range platform.Clouds() {
		formats[cloud.Name] = func(j export.Subject) (any, diag.List) { return export.Resource(j, cloud.Sink) }
	}
	return formats
}

// marshal returns the document of a single job or, for a folder, those of all
// jobs by key.
func (c *tagsCommand) marshal(jobs []*fleet.Job, format string, of converter) (string, diag.List, error) {
	var problems diag.List
	byKey := map[string]any{}
	var whole any = byKey
	for _, j := range jobs {
		value, found := of(j.Tags)
		problems = append(problems, found...)
		byKey[j.Tags.Key()] = value
		if !c.many() {
			whole = value
		}
	}
	text, err := document.Marshal(whole, format)
	return string(text), problems, err
}

// table has a row for each tag of a single job or, for a folder, for each job.
func (c *tagsCommand) table(jobs []*fleet.Job) string {
	if !c.many() && len(jobs) == 1 {
		return export.Table(jobs[0].Tags)
	}
	return export.FleetTable(fleet.Exported(jobs))
}

// explain returns the provenance of tags. A key that no job has is an error.
func (c *tagsCommand) explain(jobs []*fleet.Job) (string, error) {
	byKey := map[string][]export.Provenance{}
	var paragraphs []string
	for _, j := range jobs {
		explanations := export.Provenances(j.Tags, c.Explain.key, platform.AnnotationPrefix)
		if len(explanations) == 0 {
			continue
		}
		byKey[j.Tags.Key()] = explanations
		text := export.ProvenanceText(explanations)
		if c.many() {
			text = "# " + j.Tags.Key() + "\n\n" + text
		}
		paragraphs = append(paragraphs, text)
	}
	if len(byKey) == 0 && len(jobs) > 0 {
		return "", unknownTag(c.Explain.key, jobs)
	}
	if c.Format == "table" {
		return strings.Join(paragraphs, "\n"), nil
	}
	var whole any = byKey
	if !c.many() && len(jobs) == 1 {
		whole = byKey[jobs[0].Tags.Key()]
	}
	text, err := document.Marshal(whole, c.Format)
	return string(text), err
}

func unknownTag(key string, jobs []*fleet.Job) error {
	var keys []string
	for _, j := range jobs {
		keys = append(keys, export.Keys(j.Tags)...)
	}
	if near := diag.Suggest(key, keys); near != "" {
		return fmt.Errorf("--explain: unknown tag %q; did you mean %s?", key, near)
	}
	return fmt.Errorf("--explain: unknown tag %q; --explain without a key prints all tags", key)
}

// sql returns the statements for the tables of all jobs.
func (c *tagsCommand) sql(jobs []*fleet.Job) (string, diag.List) {
	statements := export.SparkSQL
	if c.Dialect == "trino" {
		statements = export.TrinoSQL
	}
	var problems diag.List
	var texts []string
	tables := map[*fleet.Job]string{}
	claims := fleet.TableClaims(func(j *fleet.Job) string { return tables[j] })
	for _, j := range jobs {
		table, found := c.tableName(j)
		if problems = append(problems, found...); found.HasErrors() {
			continue
		}
		tables[j] = table.String()
		problems = append(problems, claims.Add(j)...)
		text, found := statements(j.Tags, table)
		problems = append(problems, found...)
		texts = append(texts, text)
	}
	return strings.Join(texts, "\n"), problems
}

// tableName is the table of a job. Without one, the problem is an error.
func (c *tagsCommand) tableName(j *fleet.Job) (export.TableName, diag.List) {
	var problems diag.List
	if c.Table != "" {
		table, err := export.ParseTableName(c.Table)
		if err != nil {
			problems.Errorf("table", "", "--table %v", err)
		}
		return table, problems
	}
	table, path, err := export.TableOf(j.Input.Job)
	if err != nil {
		problems.Errorf("table", path, "%v", err).
			Hintf("set it with --table catalog.namespace.table").Pos = j.Document.Pos(path)
	}
	return table, problems
}
