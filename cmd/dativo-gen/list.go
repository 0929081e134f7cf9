package main

import (
	"encoding/csv"
	"encoding/json"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// listCommand prints a row for each job.
type listCommand struct {
	jobFlags
	pathArgs
	Output string   `short:"o" placeholder:"DIR" help:"Output folder of the modules. Default: root of the project file."`
	Format string   `enum:"table,json,csv,matrix" default:"table" help:"Output format: ${enum}. matrix is for CI, such as GitHub Actions."`
	Filter []string `placeholder:"NAME=PATTERN" sep:"none" help:"@filter"`
}

// Help is shown before the flags.
func (listCommand) Help() string {
	return `Examples:
  dativo-gen list
  dativo-gen list --job-dir jobs --output terraform --format csv
  dativo-gen list --filter platform=aws_* --filter tenant=acme
  dativo-gen list --filter cost_center=FIN-* --format json
  dativo-gen list --env prod --format matrix`
}

// Run lists the jobs with an infrastructure block.
func (c *listCommand) Run(s *session) error {
	filters, err := c.filters()
	if err != nil {
		return err
	}
	c.paths = c.Paths
	jobs, err := c.loadShown(s)
	if err != nil {
		return err
	}
	for _, filter := range filters {
		if err := filter.Known(jobs); err != nil {
			return err
		}
	}
	var entries []fleet.Entry
	for _, j := range jobs {
		entry := j.Entry(j.Place(c.Output).Dir)
		passes := true
		for _, filter := range filters {
			passes = passes && filter.Matches(j, entry)
		}
		if passes {
			entries = append(entries, entry)
		}
	}
	text, err := listText(entries, c.Format)
	if err != nil {
		return err
	}
	_, err = s.stdout.Write([]byte(text))
	return err
}

func (c *listCommand) filters() ([]fleet.Filter, error) {
	var filters []fleet.Filter
	for _, text := range c.Filter {
		filter, err := fleet.ParseFilter(text)
		if err != nil {
			return nil, err
		}
		filters = append(filters, filter)
	}
	return filters, nil
}

// listText formats jobs. The formats for programs have all columns.
func listText(entries []fleet.Entry, format string) (string, error) {
	switch format {
	case "json":
		if entries == nil {
			entries = []fleet.Entry{}
		}
		return jsonText(entries)
	case "csv":
		var b strings.Builder
		w := csv.NewWriter(&b)
		rows := [][]string{fleet.Columns()}
		for _, e := range entries {
			rows = append(rows, e.Cells())
		}
		err := w.WriteAll(rows)
		return b.String(), err
	case "matrix":
		var rows []fleet.MatrixRow
		for _, e := range entries {
			rows = append(rows, fleet.MatrixRow{Job: e.Key(), Path: e.Module, Platform: e.Platform})
		}
		return compactJSON(fleet.NewMatrix(rows))
	}
	last := len(fleet.Columns()) - 1 // the file is in the other formats
	var rows [][]string
	for _, e := range entries {
		rows = append(rows, e.Cells()[:last])
	}
	return export.Columns(fleet.Columns()[:last], rows), nil
}

// jsonText is indented JSON.
func jsonText(value any) (string, error) { return encodeJSON(value, "  ") }

// compactJSON is JSON on one line: $GITHUB_OUTPUT has a line for each value.
func compactJSON(value any) (string, error) { return encodeJSON(value, "") }

func encodeJSON(value any, indent string) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	err := encoder.Encode(value)
	return b.String(), err
}
