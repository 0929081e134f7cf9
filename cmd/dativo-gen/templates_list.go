package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// templatesListCommand lists the templates in use.
type templatesListCommand struct {
	Platform string `arg:"" optional:"" help:"A single platform, or shared."`
	layeredFlags
	All bool `help:"Also list the definitions that blocks call."`
}

// Help is shown before the flags.
func (templatesListCommand) Help() string {
	return `Examples:
  dativo-gen templates list aws_ecs
  dativo-gen templates list --templates platform/templates

Each line has a name, as show and eject accept it, and the file that defines it.`
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
			return fmt.Errorf("unknown platform %s: use one of %s", c.Platform, strings.Join(folders, ", "))
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
