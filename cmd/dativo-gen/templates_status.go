package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesStatusCommand says what has fallen behind.
type templatesStatusCommand struct {
	layeredFlags
}

// Help is shown below the flags.
func (templatesStatusCommand) Help() string {
	return `Example:
  dativo-gen templates status --templates platform/templates

  current     made from what is shipped today, or fills an empty block, or removes a file
  behind      made from an older text: upgrade merges what has changed
  conflict    an upgrade left marks that nobody has resolved
  unrecorded  replaces something, and does not say which version of it: look at diff, then upgrade --accept
  unused      changes nothing
  own         a file or definition that is added

Exit status: 0 nothing is behind, 1 a problem, 2 something is behind or has conflicts.`
}

// Run prints a line for each override.
func (c *templatesStatusCommand) Run(s *session) error {
	_, list, err := c.readOverrides(s)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', 0)
	outdated := 0
	for _, o := range list {
		fmt.Fprintln(table, strings.TrimRight(fmt.Sprintf("%s\t%s\t%s\t%s", o.State, o.Name, o.Place(), o.Why), "\t"))
		if o.Outdated() {
			outdated++
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if outdated > 0 {
		fmt.Fprintf(s.stderr, "%s of %d behind: dativo-gen templates upgrade merges what has changed\n", diag.Count(outdated, "template"), len(list))
		return errChanges
	}
	return nil
}

// templatesDiffCommand compares overrides with what they override.
type templatesDiffCommand struct {
	Name string `arg:"" optional:"" help:"PLATFORM/FILE or PLATFORM#BLOCK. Default: all that your templates override."`
	layeredFlags
}

// Help is shown below the flags.
func (templatesDiffCommand) Help() string {
	return `Examples:
  dativo-gen templates diff --templates platform/templates
  dativo-gen templates diff aws_ecs#log_group --templates platform/templates`
}

// Run prints the differences from what is shipped today.
func (c *templatesDiffCommand) Run(s *session) error {
	stack, list, err := c.readOverrides(s)
	if err != nil {
		return err
	}
	if c.Name != "" {
		wanted := overrides.ParseName(c.Name)
		list = slices.DeleteFunc(list, func(o overrides.TeamOverride) bool { return o.Name != wanted })
		if len(list) == 0 {
			return fmt.Errorf("no template of yours overrides %s: dativo-gen templates status lists what they do", c.Name)
		}
	}
	for _, o := range list {
		switch o.State {
		case overrides.Own, overrides.Unused:
			continue
		case overrides.Conflict:
			err = errors.Join(err, fmt.Errorf("%s has conflicts that nobody has resolved", o.Place()))
			continue
		}
		if _, single := stack.Shipped.Text(o.Name); single && o.Base != o.Text {
			fmt.Fprint(s.stdout, output.Unified(fleet.ShippedLayer+"/"+o.Name.String(), o.Place(), []byte(o.Base), []byte(o.Text)))
		}
	}
	return err
}
