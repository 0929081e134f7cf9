package main

import "github.com/dativo-io/dativo-gen/internal/document"

// templatesModelCommand prints the data of templates.
type templatesModelCommand struct {
	jobFlags
}

// Help is shown before the flags.
func (templatesModelCommand) Help() string {
	return `Example:
  dativo-gen templates model --config jobs/acme/orders.yaml

Templates access the printed fields by name: {{.Container.Image}}. Variables are the values for terraform.tfvars.json,
which has those that the module declares.`
}

// Run prints the data of each job.
func (c *templatesModelCommand) Run(s *session) error {
	jobs, err := c.loadShown(s)
	if err != nil {
		return err
	}
	for i, j := range jobs {
		text, err := document.MarshalFields(&j.Deployment)
		if err != nil {
			return err
		}
		printDocument(s, i, text, "yaml")
	}
	return nil
}
