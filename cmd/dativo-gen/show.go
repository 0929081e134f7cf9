package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// showCommand prints what a job becomes.
type showCommand struct {
	jobFlags
	Format  string `enum:",yaml,json,table" default:"" placeholder:"FORMAT" help:"yaml or json; with --explain also table, which is its default."`
	Raw     bool   `xor:"what" help:"Print the infrastructure block as it was written, merged with the project file's, without the platform's defaults."`
	Explain bool   `xor:"what" help:"Print where every value of the infrastructure block comes from, and what it hides."`
}

// Help is shown below the flags.
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
		return fmt.Errorf("--format table goes with --explain")
	}
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	if err := s.report(problems); err != nil {
		return err
	}
	jobs = slices.DeleteFunc(jobs, func(j *fleet.Job) bool {
		if !j.HasInfrastructure() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: nothing to show\n", j.File())
		}
		return !j.HasInfrastructure()
	})
	if c.Explain {
		return printExplained(s, jobs, format)
	}
	for i, j := range jobs {
		var value any = &j.Deployment
		if c.Raw {
			value = j.Raw()
		}
		text, err := document.Marshal(value, format)
		if err != nil {
			return err
		}
		printDocument(s, i, text, format)
	}
	return nil
}

// printDocument prints the document of one of several jobs, the first of which
// has the index 0.
func printDocument(s *session, index int, text []byte, format string) {
	if index > 0 && format == "yaml" {
		fmt.Fprintln(s.stdout, "---")
	}
	fmt.Fprintf(s.stdout, "%s", text)
}
