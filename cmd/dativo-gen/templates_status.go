package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// templatesStatusCommand lists overrides and their state.
type templatesStatusCommand struct {
	layeredFlags
}

// Help is shown before the flags.
func (templatesStatusCommand) Help() string {
	return `Example:
  dativo-gen templates status --templates platform/templates

  current     based on the current shipped template, fills an empty block, or removes a file
  outdated    based on an older shipped template: run templates upgrade to merge the changes
  conflict    has unresolved conflict markers of an upgrade
  unrecorded  overrides a template without recording its version: check templates diff, then run upgrade --accept
  unused      has no effect
  own         a file or definition that you added

Exit status: 0 up to date, 1 error, 2 outdated templates or conflicts.`
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
		if o.NeedsUpgrade() {
			outdated++
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if outdated > 0 {
		fmt.Fprintf(s.stderr, "%d of %s outdated: run dativo-gen templates upgrade\n", outdated, diag.Count(len(list), "template"))
		return errChanges
	}
	return nil
}
