package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesEjectCommand copies shipped templates.
type templatesEjectCommand struct {
	Name string `arg:"" help:"PLATFORM, PLATFORM/FILE or PLATFORM#BLOCK; or shared in place of the platform."`
	Dir  string `arg:"" help:"Folder of your templates."`
}

// Help is shown below the flags.
func (templatesEjectCommand) Help() string {
	return `Examples:
  dativo-gen templates eject aws_ecs#log_group platform/templates      one block
  dativo-gen templates eject aws_ecs/outputs.tf platform/templates     one file
  dativo-gen templates eject aws_ecs platform/templates                a whole platform

The less you copy, the less you have to keep up with. Each copy begins with a comment that says what it was made from, and
.dativo-gen/base in the folder keeps that text: commit both, and status and upgrade can do their work.

Nothing is overwritten.`
}

// Run writes the copies, or none of them if the place of one is taken.
func (c *templatesEjectCommand) Run(s *session) error {
	none := &layeredFlags{}
	t := &stack{layers: none.layers(nil)}
	if err := t.parse(); err != nil {
		return err
	}
	name, err := t.name(c.Name)
	if err != nil {
		return err
	}
	copies, _ := t.shipped.Eject(name)
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("%s: %w", c.Dir, cause(err))
	}
	folder, err := openTeamFolder(c.Dir)
	if err != nil {
		return err
	}
	defer folder.root.Close()
	if problems := folder.taken(copies); len(problems) > 0 {
		return s.report(problems)
	}
	for _, made := range copies {
		if err := folder.keepBase(made.Sum, made.Base); err != nil {
			return err
		}
		if err := folder.create(made.Path, made.Text); err != nil {
			return err
		}
		fmt.Fprintf(s.stdout, "create %s\n", folder.place(made.Path))
	}
	fmt.Fprintf(s.stderr, "next: dativo-gen render --templates %s, or templates: [%s] in %s\n", c.Dir, c.Dir, ".dativo-gen.yaml")
	return nil
}

// taken reports the copies whose place is taken.
func (f *teamFolder) taken(copies []overrides.Copy) diag.List {
	var problems diag.List
	for _, made := range copies {
		if _, err := f.root.Lstat(made.Path); !errors.Is(err, fs.ErrNotExist) {
			problems.Errorf("template-exists", "", "exists already, and is not overwritten").
				Hintf("move it away, or eject to another folder").Pos.File = f.place(made.Path)
		}
	}
	return problems
}
