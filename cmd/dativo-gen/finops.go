package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/finops"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// finopsCommand writes the module for the account that pays.
type finopsCommand struct {
	jobFlags
	templateFlags
	writeFlags
	Output string `short:"o" placeholder:"DIR" help:"Folder that the module is written to."`

	Budgets       string   `placeholder:"FILE" help:"YAML or JSON file with the amount per month of each cost center. Without it no budgets are made."`
	TagKey        []string `placeholder:"KEY" sep:"none" help:"Tag key to activate for cost allocation on AWS. May be repeated. Default: those that costs are split by and the jobs have."`
	AthenaTable   string   `name:"athena-table" placeholder:"DATABASE.TABLE" help:"Table with the data export (CUR 2.0), for the queries."`
	BigQueryTable string   `name:"bigquery-table" placeholder:"PROJECT.DATASET.TABLE" help:"Table with the detailed export of Cloud Billing, for the queries."`
}

// Help is shown below the flags.
func (finopsCommand) Help() string {
	return `Examples:
  dativo-gen finops --job-dir jobs --output terraform/finops
  dativo-gen finops --job-dir jobs --output terraform/finops --budgets budgets.yaml
  dativo-gen finops --job-dir jobs --output terraform/finops --budgets budgets.yaml --check

The module is one for all jobs, for the account that pays their bill: it activates tag keys for cost allocation on AWS,
and makes a budget for each cost center. queries/ in it holds SQL for Athena and BigQuery.

Exit status: 0 done, 1 a problem, 2 --check or --diff found changes.`
}

// Run takes the tags of all jobs to the module for the account that pays.
func (c *finopsCommand) Run(s *session) error {
	if c.Output == "" && !c.Stdout {
		return fmt.Errorf("no place to write to: give --output DIR, or --stdout")
	}
	if err := c.writeFlags.check(); err != nil {
		return err
	}
	if err := c.templateFlags.check(); err != nil {
		return err
	}
	if err := finops.CheckTables(c.AthenaTable, c.BigQueryTable); err != nil {
		return err
	}
	flags := c.jobFlags
	flags.Strict = false // what has nothing to do with tags must not become an error here
	jobs, problems, err := flags.load(s)
	if err != nil {
		return err
	}
	jobs = slices.DeleteFunc(jobs, func(j *fleet.Job) bool { return !j.HasInfrastructure() })
	if len(jobs) == 0 && !problems.HasErrors() {
		return fmt.Errorf("no job has an infrastructure block: there are no costs to allocate")
	}
	module, found, err := c.plan(jobs)
	if err != nil {
		return err
	}
	problems = append(fleet.AboutTags(problems, jobs), found...)
	var files []render.File
	if !problems.HasErrors() {
		files, found = fleet.RenderFinOps(module, fleet.NewTemplates(c.Templates...).Layers(jobs[0].Project))
		problems = append(problems, found...)
	}
	if c.Strict {
		problems = problems.Strict()
	}
	modules := []output.Module{{Dir: c.Output, Files: files}}
	if problems.HasErrors() {
		return s.report(problems)
	}
	return c.deliver(s, modules, problems, c.Output)
}

// plan says what the module has in it.
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
