package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
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
	t, err := c.read(s)
	if err != nil {
		return err
	}
	folders := t.folders()
	if c.Platform != "" {
		if !slices.Contains(folders, c.Platform) {
			return fmt.Errorf("there is no platform %s: use one of %s", c.Platform, strings.Join(folders, ", "))
		}
		folders = []string{c.Platform}
	}
	table := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', 0)
	for _, folder := range folders {
		for _, line := range t.list(folder, c.All) {
			fmt.Fprintln(table, line)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return s.report(t.found)
}

// list names the files and blocks of a folder that are used, with their places.
func (t *stack) list(folder string, all bool) []string {
	var lines []string
	for _, file := range t.files(folder) {
		where := templatePath(file.Layer, file.Path)
		if file.Kind == render.Removal {
			where = "removed by " + where
		}
		lines = append(lines, file.Path+"\t"+where)
	}
	set := t.sets[folder]
	if set == nil {
		return lines // blocks belong to the platforms that use them
	}
	for _, block := range set.Blocks() {
		if block.OverriddenBy != "" || !block.Called {
			continue
		}
		name := overrides.Name{Folder: folder, Block: block.Name}
		if all || t.shipped.Kind(name) == render.Default {
			lines = append(lines, fmt.Sprintf("%s\t%s:%d", name, templatePath(block.Layer, block.Path), block.Line))
		}
	}
	return lines
}

// files are the template files of a folder that are used.
func (t *stack) files(folder string) []render.FileInfo {
	set := t.sets[folder]
	if folder == overrides.Shared {
		set = t.sets[platform.Names()[0]] // every platform reads all that is shared
	}
	return slices.DeleteFunc(set.Files(), func(file render.FileInfo) bool {
		return file.OverriddenBy != "" || !strings.HasPrefix(file.Path, folder+"/")
	})
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
	t, err := c.read(s)
	if err != nil {
		return err
	}
	text, ok := t.text(overrides.ParseName(c.Name))
	if !ok {
		name, err := t.name(c.Name)
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

// text is that of a file or block as it is used.
func (t *stack) text(name overrides.Name) (string, bool) {
	set := t.sets[name.Folder]
	switch {
	case name.File != "" && (set != nil || name.Folder == overrides.Shared):
		for _, file := range t.files(name.Folder) {
			if file.Path == name.String() {
				return file.Source, true
			}
		}
	case name.Block != "" && set != nil:
		for _, block := range set.Blocks() {
			if block.Name != name.Block || block.OverriddenBy != "" || !block.Called {
				continue
			}
			if block.Layer == shippedLayer {
				return t.shipped.Text(name)
			}
			return block.Source, true
		}
	}
	return t.shipped.Text(name)
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
		if !j.hasInfrastructure() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: nothing to show\n", j.bundle.Document.Name)
			continue
		}
		text, err := document.MarshalFields(&j.deployment)
		if err != nil {
			return err
		}
		printDocument(s, printed, text, "yaml")
		printed++
	}
	return nil
}
