package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// found is an override and the layer that it stands in.
type found struct {
	overrides.Override
	layer render.Layer
}

// place is where the override stands.
func (f found) place() string {
	where := templatePath(f.layer.Name, f.Path)
	if f.Name.Block == "" {
		return where
	}
	return fmt.Sprintf("%s:%d", where, f.Line)
}

// overrides lists what the teams' layers override and add. Where conflicts of
// an upgrade are left, they are all that can be said.
func (t *stack) overrides(s *session) ([]found, error) {
	if list := t.conflicts(); len(list) > 0 {
		return list, nil
	}
	if err := s.report(t.unreadable()); err != nil {
		return nil, err
	}
	var list []found
	for _, layer := range t.teams() {
		for _, o := range overrides.Find(layer.Name, t.sets, t.shipped) {
			list = append(list, found{o, layer})
		}
	}
	return list, nil
}

// conflicts lists the files with marks of a merge: they need not be templates
// that can be read.
func (t *stack) conflicts() []found {
	var list []found
	for _, d := range t.found.Sorted() {
		for _, layer := range t.teams() {
			path, ok := strings.CutPrefix(d.Pos.File, layer.Name+"/")
			if d.Code == "template-conflict" && ok {
				list = append(list, found{layer: layer, Override: overrides.Override{
					Name: overrides.ParseName(path), Path: path, State: overrides.Conflict, Why: "resolve what is between the marks",
				}})
			}
		}
	}
	return list
}

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
	late := 0
	for _, o := range list {
		fmt.Fprintln(table, strings.TrimRight(fmt.Sprintf("%s\t%s\t%s\t%s", o.State, o.Name, o.place(), o.Why), "\t"))
		if o.State == overrides.Behind || o.State == overrides.Conflict {
			late++
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if late > 0 {
		fmt.Fprintf(s.stderr, "%s of %d behind: dativo-gen templates upgrade merges what has changed\n", count(late, "template"), len(list))
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
	t, list, err := c.readOverrides(s)
	if err != nil {
		return err
	}
	if c.Name != "" {
		wanted := overrides.ParseName(c.Name)
		list = slices.DeleteFunc(list, func(o found) bool { return o.Name != wanted })
		if len(list) == 0 {
			return fmt.Errorf("no template of yours overrides %s: dativo-gen templates status lists what they do", c.Name)
		}
	}
	for _, o := range list {
		switch o.State {
		case overrides.Own, overrides.Unused:
			continue
		case overrides.Conflict:
			err = errors.Join(err, fmt.Errorf("%s has conflicts that nobody has resolved", o.place()))
			continue
		}
		if _, single := t.shipped.Text(o.Name); single && o.Base != o.Text {
			fmt.Fprint(s.stdout, output.Unified(shippedLayer+"/"+o.Name.String(), o.place(), []byte(o.Base), []byte(o.Text)))
		}
	}
	return err
}
