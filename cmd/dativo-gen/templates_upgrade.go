package main

import (
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesUpgradeCommand merges changes of the shipped templates into overrides.
type templatesUpgradeCommand struct {
	layeredFlags
	Accept []string `placeholder:"NAME" sep:"none" help:"@accept"`
}

// Help is shown before the flags.
func (templatesUpgradeCommand) Help() string {
	return `Examples:
  dativo-gen templates upgrade --templates platform/templates
  dativo-gen templates upgrade --templates platform/templates --accept aws_ecs#log_group

For each outdated template, three versions are merged line by line: the shipped template that you copied, the current one,
and yours. Where you and the shipped template changed the same lines, all three remain, between Git's conflict markers.

Exit status: 0 everything merged, 1 error, 2 conflicts to resolve.`
}

// Run computes all files before it writes any.
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

// accepted are the names of --accept. A name without an override is an error.
func (c *templatesUpgradeCommand) accepted(list []overrides.TeamOverride) ([]overrides.Name, error) {
	var names []overrides.Name
	for _, text := range c.Accept {
		name := overrides.ParseName(text)
		if !slices.ContainsFunc(list, func(o overrides.TeamOverride) bool { return o.Name == name }) {
			return nil, fmt.Errorf("--accept %s: no such override: dativo-gen templates status lists all overrides", text)
		}
		names = append(names, name)
	}
	return names, nil
}

// writeUpgrade writes the files, and prints what is left to do.
func writeUpgrade(s *session, plan *overrides.UpgradePlan) error {
	conflicts := 0
	for _, file := range plan.Files {
		if err := file.Write(); err != nil {
			return err
		}
		action := "update"
		if file.Conflicts > 0 {
			action = "conflict"
		}
		conflicts += file.Conflicts
		fmt.Fprintf(s.stdout, "%s %s\n", action, file.Place())
	}
	switch {
	case conflicts > 0:
		fmt.Fprintf(s.stderr, "%s: edit the text between <<<<<<< and >>>>>>>, and remove the markers\n", diag.Count(conflicts, "conflict"))
		return errChanges
	case plan.Left > 0:
		return errChanges
	case len(plan.Files) == 0:
		fmt.Fprintln(s.stderr, "all templates are up to date")
	}
	return nil
}
