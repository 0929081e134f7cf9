package main

import (
	"errors"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// templatesCommand is what a platform team does with templates.
type templatesCommand struct {
	List    templatesListCommand    `cmd:"" help:"List files and blocks, and where each comes from."`
	Show    templatesShowCommand    `cmd:"" help:"Print a template, as it is used."`
	Eject   templatesEjectCommand   `cmd:"" help:"Copy a shipped template to a folder of yours, to be changed there."`
	Diff    templatesDiffCommand    `cmd:"" help:"Compare your templates with the shipped ones."`
	Status  templatesStatusCommand  `cmd:"" help:"Say which of your templates have fallen behind the shipped ones."`
	Upgrade templatesUpgradeCommand `cmd:"" help:"Merge what the shipped templates have become into yours."`
	Model   templatesModelCommand   `cmd:"" help:"Print what a template sees of a job."`
	Test    templatesTestCommand    `cmd:"" help:"Render the examples, or jobs of yours, with your templates."`
}

// layeredFlags say which templates a command without jobs works on.
type layeredFlags struct {
	templateFlags
	Project string `placeholder:"FILE" help:"Project file that names folders of templates. Default: the nearest .dativo-gen.yaml in this folder or above it."`
}

// project reads the project file of the working directory; nil if there is
// none.
func (f *layeredFlags) project(s *session) (*config.Project, error) {
	flags := projectFlags{Project: f.Project}
	projects, err := flags.projects()
	if err != nil {
		return nil, err
	}
	project, _, err := projects.For("")
	if err != nil {
		return nil, err
	}
	return project, s.report(projects.Problems())
}

// read reads all templates. Problems with those of teams are left to the
// command.
func (f *layeredFlags) read(s *session) (*overrides.Stack, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	project, err := f.project(s)
	if err != nil {
		return nil, err
	}
	return overrides.Read(platform.Names(), fleet.NewTemplates(f.Templates...).Layers(project))
}

// readOverrides is read for the commands about the templates of teams, and
// lists what those override and add.
func (f *layeredFlags) readOverrides(s *session) (*overrides.Stack, []overrides.TeamOverride, error) {
	stack, err := f.read(s)
	if err != nil {
		return nil, nil, err
	}
	if len(stack.Teams()) == 0 {
		return nil, nil, errors.New("no folder of templates: give --templates DIR, or name it in a project file")
	}
	list, problems := stack.Overrides()
	return stack, list, s.report(problems)
}
