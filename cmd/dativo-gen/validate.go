package main

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// validateCommand validates jobs.
type validateCommand struct {
	jobFlags
	pathArgs
}

// Help is shown before the flags.
func (validateCommand) Help() string {
	return `Examples:
  dativo-gen validate --config jobs/acme/orders.yaml
  dativo-gen validate --job-dir jobs --strict
  dativo-gen validate jobs/acme jobs/globex/events.yaml
  dativo-gen validate                                            the jobs of the project file

Exit status: 0 valid, 1 error.`
}

// Run loads, checks and normalizes the jobs.
func (c *validateCommand) Run(s *session) error {
	c.paths = c.Paths
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	if err := s.report(problems); err != nil {
		return err
	}
	for _, j := range jobs {
		if !j.HasInfrastructure() {
			fmt.Fprintf(s.stdout, "%s: no infrastructure block: nothing to validate\n", j.File())
			continue
		}
		p, _ := platform.ByName(j.Deployment.Platform)
		fmt.Fprintf(s.stdout, "%s: valid: %s on %s in %s\n", j.File(), j.Deployment.Name, p.Title, j.Deployment.Region)
	}
	return nil
}
