package main

import (
	"fmt"
	"os"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// templatesEjectCommand copies shipped templates.
type templatesEjectCommand struct {
	Name string `arg:"" help:"PLATFORM, PLATFORM/FILE or PLATFORM#BLOCK. PLATFORM may be shared."`
	Dir  string `arg:"" help:"Folder of your templates."`
}

// Help is shown before the flags.
func (templatesEjectCommand) Help() string {
	return `Examples:
  dativo-gen templates eject aws_ecs#log_group platform/templates      one block
  dativo-gen templates eject aws_ecs/outputs.tf platform/templates     one file
  dativo-gen templates eject aws_ecs platform/templates                a whole platform

Prefer blocks to whole files: a small copy is easier to keep up to date. Each copy starts with a comment that identifies the
shipped template, whose text is kept in .dativo-gen/base of the folder. Commit both: status and upgrade need them.

Existing files are not overwritten.`
}

// Run writes the copies, or none of them if a file exists.
func (c *templatesEjectCommand) Run(s *session) error {
	stack, err := overrides.Read(platform.Names(), []render.Layer{fleet.Shipped()})
	if err != nil {
		return err
	}
	name, err := stack.Resolve(c.Name)
	if err != nil {
		return err
	}
	copies, _ := stack.Shipped.Eject(name)
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("%s: %w", c.Dir, diag.Cause(err))
	}
	folder, err := overrides.OpenFolder(c.Dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	problems, err := folder.Eject(copies)
	if err != nil {
		return err
	}
	if err := s.report(problems); err != nil {
		return err
	}
	for _, made := range copies {
		fmt.Fprintf(s.stdout, "create %s\n", folder.Place(made.Path))
	}
	fmt.Fprintf(s.stderr, "next: dativo-gen render --templates %s, or templates: [%s] in .dativo-gen.yaml\n", c.Dir, c.Dir)
	return nil
}
