package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesDiffCommand compares overrides with the shipped templates.
type templatesDiffCommand struct {
	Name string `arg:"" optional:"" help:"PLATFORM/FILE or PLATFORM#BLOCK. Default: all overrides."`
	layeredFlags
}

// Help is shown before the flags.
func (templatesDiffCommand) Help() string {
	return `Examples:
  dativo-gen templates diff --templates platform/templates
  dativo-gen templates diff aws_ecs#log_group --templates platform/templates`
}

// Run prints the differences from the current shipped templates.
func (c *templatesDiffCommand) Run(s *session) error {
	stack, list, err := c.readOverrides(s)
	if err != nil {
		return err
	}
	if c.Name != "" {
		wanted := overrides.ParseName(c.Name)
		list = slices.DeleteFunc(list, func(o overrides.TeamOverride) bool { return o.Name != wanted })
		if len(list) == 0 {
			return fmt.Errorf("no override of %s: dativo-gen templates status lists all overrides", c.Name)
		}
	}
	for _, o := range list {
		switch o.State {
		case overrides.Own, overrides.Unused:
			continue
		case overrides.Conflict:
			err = errors.Join(err, fmt.Errorf("%s has unresolved conflicts", o.Place()))
			continue
		}
		if _, single := stack.Shipped.Text(o.Name); single && o.Base != o.Text {
			fmt.Fprint(s.stdout, output.Unified(fleet.ShippedLayer+"/"+o.Name.String(), o.Place(), []byte(o.Base), []byte(o.Text)))
		}
	}
	return err
}
