package main

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/config"
)

// showCommand prints what a job becomes.
type showCommand struct {
	jobFlags
	Format string `enum:"yaml,json" default:"yaml" help:"yaml or json."`
	Raw    bool   `help:"Print the infrastructure block as it was written, without defaults."`
}

// Help is shown below the flags.
func (showCommand) Help() string {
	return `Examples:
  dativo-gen show --config jobs/acme/orders.yaml
  dativo-gen show --config jobs/acme/orders.yaml --format json
  dativo-gen show --config jobs/acme/orders.yaml --raw`
}

// Run prints one document per job.
func (c *showCommand) Run(s *session) error {
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	if err := s.report(problems); err != nil {
		return err
	}
	for i, j := range jobs {
		if !j.hasInfrastructure() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: nothing to show\n", j.bundle.Document.Name)
			continue
		}
		var value any = &j.deployment
		if c.Raw {
			value = j.bundle.Raw()
		}
		text, err := config.Marshal(value, c.Format)
		if err != nil {
			return err
		}
		if i > 0 && c.Format == "yaml" {
			fmt.Fprintln(s.stdout, "---")
		}
		fmt.Fprintf(s.stdout, "%s", text)
	}
	return nil
}
