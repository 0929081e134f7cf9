package main

import (
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesUpgradeCommand brings overrides up to date.
type templatesUpgradeCommand struct {
	layeredFlags
	Accept []string `placeholder:"NAME" sep:"none" help:"Merge nothing; record that this override fits what is shipped today. May be repeated."`
}

// Help is shown below the flags.
func (templatesUpgradeCommand) Help() string {
	return `Examples:
  dativo-gen templates upgrade --templates platform/templates
  dativo-gen templates upgrade --templates platform/templates --accept aws_ecs#log_group

For each template that is behind: what was shipped when you copied it, what is shipped now and yours are merged, line by
line. Where you and the shipped template have changed the same lines, all three stay, between the marks that git uses.

Exit status: 0 everything merged, 1 a problem, 2 there are conflicts to resolve.`
}

// Run computes all files, then writes them.
func (c *templatesUpgradeCommand) Run(s *session) error {
	stack, list, err := c.readOverrides(s)
	if err != nil {
		return err
	}
	accepted, err := c.accepted(list)
	if err != nil {
		return err
	}
	plan, err := stack.PlanUpgrade(list, accepted)
	if err != nil {
		return err
	}
	defer plan.Close()
	if err := s.report(plan.Problems); err != nil {
		return err
	}
	return writeUpgrade(s, plan)
}

// accepted are the names of --accept. One that no override has is an error.
func (c *templatesUpgradeCommand) accepted(list []overrides.TeamOverride) ([]overrides.Name, error) {
	var names []overrides.Name
	for _, text := range c.Accept {
		name := overrides.ParseName(text)
		if !slices.ContainsFunc(list, func(o overrides.TeamOverride) bool { return o.Name == name }) {
			return nil, fmt.Errorf("--accept %s: no template of yours overrides that: dativo-gen templates status lists what they do", text)
		}
		names = append(names, name)
	}
	return names, nil
}

// writeUpgrade changes the files, and prints what is left to do.
func writeUpgrade(s *session, plan *overrides.Plan) error {
	conflicts := 0
	for _, file := range plan.Files {
		if err := file.Write(); err != nil {
			return err
		}
		said := "update"
		if file.Conflicts > 0 {
			said = "conflict"
		}
		conflicts += file.Conflicts
		fmt.Fprintf(s.stdout, "%s %s\n", said, file.Place())
	}
	switch {
	case conflicts > 0:
		fmt.Fprintf(s.stderr, "%s: edit what is between <<<<<<< and >>>>>>>, and remove the marks\n", diag.Count(conflicts, "conflict"))
		return errChanges
	case plan.Left > 0:
		return errChanges
	case len(plan.Files) == 0:
		fmt.Fprintln(s.stderr, "nothing is behind")
	}
	return nil
}
