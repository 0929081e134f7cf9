package main

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesShowCommand prints a template.
type templatesShowCommand struct {
	Name string `arg:"" help:"PLATFORM/FILE or PLATFORM#BLOCK."`
	layeredFlags
}

// Help is shown before the flags.
func (templatesShowCommand) Help() string {
	return `Examples:
  dativo-gen templates show aws_ecs/main.tf
  dativo-gen templates show aws_ecs#log_group`
}

// Run prints the text in use: that of an override, or the shipped one.
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
		return fmt.Errorf("%s is a folder: dativo-gen templates list %s prints its contents", c.Name, name.Folder)
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	_, err = fmt.Fprint(s.stdout, strings.TrimLeft(text, "\n"))
	return err
}
