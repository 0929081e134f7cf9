package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/finops"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// finopsCommand writes the module for the billing account.
type finopsCommand struct {
	jobFlags
	templateFlags
	writeFlags
	Output string `short:"o" placeholder:"DIR" help:"Folder to write the module to."`

	Budgets       string   `placeholder:"FILE" help:"YAML or JSON file with the monthly budget of each cost center. Default: no budgets."`
	TagKey        []string `placeholder:"KEY" sep:"none" help:"@tag_key"`
	AthenaTable   string   `name:"athena-table" placeholder:"DATABASE.TABLE" help:"Table with the CUR 2.0 data export, for the queries."`
	BigQueryTable string   `name:"bigquery-table" placeholder:"PROJECT.DATASET.TABLE" help:"@bigquery"`
}

// Help is shown before the flags.
func (finopsCommand) Help() string {
	return `Examples:
  dativo-gen finops --job-dir jobs --output terraform/finops
  dativo-gen finops --job-dir jobs --output terraform/finops --budgets budgets.yaml
  dativo-gen finops --job-dir jobs --output terraform/finops --budgets budgets.yaml --check

One module for all jobs, for their billing account: it activates tag keys for cost allocation on AWS, and creates a budget
for each cost center. Its folder queries/ contains SQL for Athena and BigQuery.

Exit status: 0 success, 1 error, 2 --check or --diff found changes.`
}

// Run derives the module for the billing account from the tags of all jobs.
func (c *finopsCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	c.tagsOnly = true
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	jobs = fleet.WithInfrastructure(jobs)
	if len(jobs) == 0 && !problems.HasErrors() {
		return errors.New("no job has an infrastructure block: no costs to allocate")
	}
	module, found, err := c.plan(jobs)
	if err != nil {
		return err
	}
	problems = append(problems, found...)
	var files []render.File
	if !problems.HasErrors() {
		files, found = fleet.RenderFinOps(module, fleet.NewTemplates(c.Templates...).Layers(jobs[0].Project))
		problems = append(problems, found...)
	}
	if problems = c.escalate(problems); problems.HasErrors() {
		return s.report(problems)
	}
	return c.deliver(s, []output.Module{{Dir: c.Output, Files: files}}, problems, c.Output)
}

// check refuses missing, conflicting and invalid flags.
func (c *finopsCommand) check() error {
	if c.Output == "" && !c.Stdout {
		return errors.New("no output folder: use --output DIR or --stdout")
	}
	if err := c.writeFlags.check(); err != nil {
		return err
	}
	if err := c.templateFlags.check(); err != nil {
		return err
	}
	return finops.CheckTables(c.AthenaTable, c.BigQueryTable)
}

// plan decides the content of the module.
func (c *finopsCommand) plan(jobs []*fleet.Job) (finops.Module, diag.List, error) {
	request := finops.Request{Keys: c.TagKey, AthenaTable: c.AthenaTable, BigQueryTable: c.BigQueryTable}
	budgets, problems, err := c.budgets(&request)
	if err != nil || problems.HasErrors() {
		return finops.Module{}, problems, err
	}
	if budgets != nil {
		request.BudgetsPos = budgets.Pos
	}
	module, found, err := fleet.PlanFinOps(jobs, request)
	return module, append(problems, found...), err
}

// budgets reads the file of --budgets into the request.
func (c *finopsCommand) budgets(request *finops.Request) (*document.Document, diag.List, error) {
	if c.Budgets == "" {
		return nil, nil, nil
	}
	text, err := document.ReadFile(c.Budgets)
	if err != nil {
		return nil, nil, fmt.Errorf("--budgets %s: %w", c.Budgets, diag.Cause(err))
	}
	var written model.Budgets
	written, doc, problems := config.ParseBudgets(filepath.ToSlash(c.Budgets), text)
	request.Budgets = &written
	return doc, problems, nil
}
