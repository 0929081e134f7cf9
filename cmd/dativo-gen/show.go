package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// showCommand prints the settings of jobs.
type showCommand struct {
	jobFlags
	Format  string `enum:",yaml,json,table" default:"" placeholder:"FORMAT" help:"yaml or json; with --explain also table, its default."`
	Raw     bool   `xor:"what" help:"Print the infrastructure block as written, merged with the project file's, without platform defaults."`
	Explain bool   `xor:"what" help:"Print the provenance of every value of the infrastructure block, and the values it overrides."`

	// published prints the block without its key, and makes a job without one an
	// error.
	published bool
}

// Help is shown before the flags.
func (showCommand) Help() string {
	return `Examples:
  dativo-gen show --config jobs/acme/orders.yaml
  dativo-gen show --config jobs/acme/orders.yaml --format json
  dativo-gen show --config jobs/acme/orders.yaml --raw
  dativo-gen show --config jobs/acme/orders.yaml --explain`
}

// Run prints one document per job.
func (c *showCommand) Run(s *session) error {
	format := cmp.Or(c.Format, "yaml")
	switch {
	case c.Explain:
		format = cmp.Or(c.Format, "table")
	case format == "table":
		return errors.New("--format table requires --explain")
	}
	jobs, err := c.loadShown(s)
	if err != nil {
		return err
	}
	if c.published && len(jobs) == 0 {
		return errReported
	}
	if c.Explain {
		return printProvenance(s, jobs, format)
	}
	for i, j := range jobs {
		var value any = &j.Deployment
		switch {
		case c.Raw:
			value = j.Raw()
		case c.published:
			value = j.Block()
		}
		text, err := document.Marshal(value, format)
		if err != nil {
			return err
		}
		printDocument(s, i, text, format)
	}
	return nil
}

// showInfrastructureCommand is show under its published name: it prints the block
// itself, for programs that read its keys, and fails where a job has none.
type showInfrastructureCommand struct {
	showCommand
}

// Run prints the block of each job.
func (c *showInfrastructureCommand) Run(s *session) error {
	c.published = true
	return c.showCommand.Run(s)
}

// loadShown loads the jobs with an infrastructure block, for commands that
// print one document for each, and notes the other ones.
func (f *jobFlags) loadShown(s *session) ([]*fleet.Job, error) {
	jobs, problems, err := f.load(s)
	if err != nil {
		return nil, err
	}
	if err := s.report(problems); err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if !j.HasInfrastructure() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: nothing to show\n", j.File())
		}
	}
	return fleet.WithInfrastructure(jobs), nil
}

// printDocument prints one of several documents; index counts from 0.
func printDocument(s *session, index int, text []byte, format string) {
	if index > 0 && format == "yaml" {
		fmt.Fprintln(s.stdout, "---")
	}
	fmt.Fprintf(s.stdout, "%s", text)
}
