package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesListCommand names what there is.
type templatesListCommand struct {
	Platform string `arg:"" optional:"" help:"One platform alone, or shared."`
	layeredFlags
	All bool `help:"List the definitions that blocks are made of, too."`
}

// Help is shown below the flags.
func (templatesListCommand) Help() string {
	return `Examples:
  dativo-gen templates list aws_ecs
  dativo-gen templates list --templates platform/templates

Each line is a name, as show and eject take it, and the place that it comes from.`
}

// Run prints a line for every file and block.
func (c *templatesListCommand) Run(s *session) error {
	stack, err := c.read(s)
	if err != nil {
		return err
	}
	folders := stack.Folders()
	if c.Platform != "" {
		if !slices.Contains(folders, c.Platform) {
			return fmt.Errorf("there is no platform %s: use one of %s", c.Platform, strings.Join(folders, ", "))
		}
		folders = []string{c.Platform}
	}
	table := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', 0)
	for _, folder := range folders {
		for _, entry := range stack.List(folder, c.All) {
			where := entry.Place
			if entry.Removed {
				where = "removed by " + where
			}
			fmt.Fprintf(table, "%s\t%s\n", entry.Name, where)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return s.report(stack.Problems)
}

// templatesShowCommand prints a template.
type templatesShowCommand struct {
	Name string `arg:"" help:"PLATFORM/FILE or PLATFORM#BLOCK."`
	layeredFlags
}

// Help is shown below the flags.
func (templatesShowCommand) Help() string {
	return `Examples:
  dativo-gen templates show aws_ecs/main.tf
  dativo-gen templates show aws_ecs#log_group`
}

// Run prints the text that is used: a team's, or the shipped one.
func (c *templatesShowCommand) Run(s *session) error {
	stack, err := c.read(s)
	if err != nil {
		return err
	}
	text, ok := stack.Text(overrides.ParseName(c.Name))
	if !ok {
		name, err := stack.Resolve(c.Name)
		if err != nil {
			return err
		}
		return fmt.Errorf("%s is a folder: dativo-gen templates list %s names what is in it", c.Name, name.Folder)
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	_, err = fmt.Fprint(s.stdout, strings.TrimLeft(text, "\n"))
	return err
}

// templatesModelCommand prints the data of templates.
type templatesModelCommand struct {
	jobFlags
}

// Help is shown below the flags.
func (templatesModelCommand) Help() string {
	return `Example:
  dativo-gen templates model --config jobs/acme/orders.yaml

A template reaches what is printed by these names: {{.Container.Image}}. Variables are what terraform.tfvars.json gets of
what the module declares.`
}

// Run prints the data of each job.
func (c *templatesModelCommand) Run(s *session) error {
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	if err := s.report(problems); err != nil {
		return err
	}
	printed := 0
	for _, j := range jobs {
		if !j.HasInfrastructure() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: nothing to show\n", j.File())
			continue
		}
		text, err := document.MarshalFields(&j.Deployment)
		if err != nil {
			return err
		}
		printDocument(s, printed, text, "yaml")
		printed++
	}
	return nil
}
