package main

import (
	"errors"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// templateFlags select folders of template overrides.
type templateFlags struct {
	Templates []string `placeholder:"DIR" sep:"none" help:"@templates_dir"`
}

// check refuses folders that do not exist.
func (f *templateFlags) check() error { return checkFolders("--templates", f.Templates) }

// layeredFlags select the templates of a command without jobs.
type layeredFlags struct {
	templateFlags
	Project string `placeholder:"FILE" help:"@layered_project"`
}

// project reads the project file for the working directory; nil without one.
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

// read parses all templates. Problems with overrides are left to the command.
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

// readOverrides parses all templates and lists the overrides. Without a folder
// of overrides it fails.
func (f *layeredFlags) readOverrides(s *session) (*overrides.Stack, []overrides.TeamOverride, error) {
	stack, err := f.read(s)
	if err != nil {
		return nil, nil, err
	}
	if len(stack.Teams()) == 0 {
		return nil, nil, errors.New("no folder of templates: use --templates DIR, or templates in a project file")
	}
	list, problems := stack.Overrides()
	return stack, list, s.report(problems)
}
