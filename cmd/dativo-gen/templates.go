package main

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
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

// stack is the layers of templates and what was read of them.
type stack struct {
	// layers are the teams', the first to win first, and the shipped one.
	layers []render.Layer
	// sets are the templates of each platform with all layers, found what is
	// wrong with them.
	sets  map[string]*render.Set
	found diag.List
	// shipped is what can be overridden.
	shipped *overrides.Shipped
}

// teams are the layers that are not shipped.
func (t *stack) teams() []render.Layer { return t.layers[:len(t.layers)-1] }

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

// read reads all templates. That something is wrong with the teams' is left to
// the command, in found.
func (f *layeredFlags) read(s *session) (*stack, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	project, err := f.project(s)
	if err != nil {
		return nil, err
	}
	t := &stack{layers: f.layers(project)}
	return t, t.parse()
}

// parse fills in what follows from the layers.
func (t *stack) parse() error {
	t.sets = map[string]*render.Set{}
	shipped := map[string]*render.Set{}
	for _, name := range platform.Names() {
		set, problems := render.Parse(name, t.layers...)
		t.sets[name] = set
		t.found = append(t.found, problems...)
		if shipped[name], problems = render.Parse(name, t.layers[len(t.layers)-1]); problems.HasErrors() {
			return fmt.Errorf("a shipped template is broken: %s", problems[0])
		}
	}
	t.shipped = overrides.NewShipped(shipped)
	return nil
}

// readOverrides is read for the commands that are about the teams' templates,
// and lists what those override and add.
func (f *layeredFlags) readOverrides(s *session) (*stack, []found, error) {
	t, err := f.read(s)
	if err != nil {
		return nil, nil, err
	}
	if len(t.teams()) == 0 {
		return nil, nil, errors.New("no folder of templates: give --templates DIR, or name it in a project file")
	}
	list, err := t.overrides(s)
	return t, list, err
}

// unreadable returns the problems of templates that cannot be told apart from
// one another: without them nobody knows which templates are used. An override
// that has fallen behind may well not fit any more; that is no such problem.
func (t *stack) unreadable() diag.List {
	var problems diag.List
	for _, d := range t.found {
		switch d.Code {
		case "template-parse", "template-read", "template-name", "template-function":
			problems = append(problems, d)
		}
	}
	return problems
}

// name reads the name of something shipped that was given as an argument.
func (t *stack) name(text string) (overrides.Name, error) {
	name := overrides.ParseName(text)
	if _, ok := t.shipped.Eject(name); ok {
		return name, nil
	}
	if name.Folder == overrides.Shared && name.Block != "" && t.shipped.Path(name) != "" {
		return name, fmt.Errorf("%s is not the same on every platform: name one, as in %s", text, overrides.Name{Folder: platform.Names()[0], Block: name.Block})
	}
	if near := t.shipped.Near(name); near != "" && near != text {
		return name, fmt.Errorf("there is no template %s; did you mean %s?", text, near)
	}
	return name, fmt.Errorf("there is no template %s: dativo-gen templates list names them all", text)
}

// folders are the platforms, and what they share.
func (t *stack) folders() []string {
	return append(slices.Sorted(maps.Keys(t.sets)), overrides.Shared)
}

// templatePath is where a template stands, as it can be opened.
func templatePath(layer, path string) string { return filepath.ToSlash(filepath.Join(layer, path)) }
