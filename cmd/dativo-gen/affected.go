package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/git"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// affectedCommand lists the modules that differ between two revisions.
type affectedCommand struct {
	jobFlags
	templateFlags
	Base         string   `required:"" placeholder:"REV" help:"Revision to compare with, such as origin/main."`
	Head         string   `placeholder:"REV" default:"HEAD" help:"Revision to compare. Default: HEAD."`
	Output       string   `short:"o" placeholder:"DIR" help:"Output folder of the modules. Default: root of the project file."`
	WithMetadata bool     `help:"The modules are rendered with --with-metadata."`
	Change       []string `enum:"created,changed,deleted" placeholder:"CHANGE" help:"@change"`
	Format       string   `enum:"table,json,matrix,paths" default:"table" help:"Output format: ${enum}."`
}

// Help is shown before the flags.
func (affectedCommand) Help() string {
	return `Examples:
  dativo-gen affected --base origin/main
  dativo-gen affected --base HEAD~1 --job-dir jobs --output terraform --format json
  dativo-gen affected --base origin/main --env prod --change created,changed --format matrix

Both revisions are rendered from the objects of the repository: nothing is checked out, nothing is written, and the result
is what differs, not what may differ. Uncommitted changes do not count.`
}

// Run renders both revisions and compares them.
func (c *affectedCommand) Run(s *session) error {
	if c.Config == "-" {
		return errors.New("--config - conflicts with affected: standard input has no revisions")
	}
	ctx := context.Background()
	repository, err := git.Open(ctx, c.folder())
	if err != nil {
		return err
	}
	defer repository.Close()
	var sides [2]fleet.Rendered
	var empty [2]error
	for i, name := range []string{c.Base, c.Head} {
		revision, err := repository.Revision(ctx, name)
		if err != nil {
			return err
		}
		side, err := c.render(s, revision, i == 0)
		var none noJobs
		if errors.As(err, &none) {
			empty[i] = err
		} else if err != nil {
			return err
		}
		sides[i] = side
	}
	if empty[0] != nil && empty[1] != nil {
		return empty[1] // a misspelled folder, rather than a fleet that never was
	}
	changes := fleet.Compare(sides[0], sides[1])
	if len(c.Change) > 0 {
		changes = slices.DeleteFunc(changes, func(a fleet.Affected) bool { return !slices.Contains(c.Change, a.Change) })
	}
	text, err := affectedText(changes, c.Format)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(s.stdout, text)
	return err
}

// folder is one in the repository: that of the jobs, if it exists.
func (c *affectedCommand) folder() string {
	folder := c.JobDir
	if c.Config != "" {
		folder = filepath.Dir(c.Config)
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return "."
	}
	return folder
}

// render renders the jobs of a revision. Jobs with errors have no module: in the base
// they are left out, in the head they are reported.
func (c *affectedCommand) render(s *session, revision *git.Revision, base bool) (fleet.Rendered, error) {
	flags := c.jobFlags
	flags.source, flags.selected = revision, selected{}
	at := *s
	at.files = revision
	loader, problems, err := flags.loader()
	if err != nil {
		return fleet.Rendered{}, err
	}
	loaded, err := flags.loadEach(&at, loader)
	if err != nil {
		return fleet.Rendered{}, err
	}
	problems = append(problems, loader.Projects.Problems()...)
	if base {
		loaded = slices.DeleteFunc(loaded, func(l fleet.Loaded) bool { return l.Problems.HasErrors() })
	}
	jobs, found := fleet.Gather(loaded)
	jobs = fleet.WithInfrastructure(jobs)
	problems = append(problems, found...)
	if !base {
		problems = append(problems, fleet.Conflicts(jobs)...)
	}
	side := fleet.Rendered{Jobs: jobs, Templates: fleet.NewTemplates(c.Templates...)}
	side.Templates.Files = revision
	if !problems.HasErrors() {
		side.Modules, found = side.Templates.RenderAll(jobs, func(j *fleet.Job) output.Module { return c.place(j, c.Output) })
		problems = append(problems, found...)
	}
	if problems = problems.AtLeast(diag.Error); len(problems) > 0 {
		return side, at.report(problems)
	}
	if c.WithMetadata {
		_, err = fleet.AddMetadata(jobs, side.Modules)
	}
	return side, err
}

// affectedText formats the changes.
func affectedText(changes []fleet.Affected, format string) (string, error) {
	switch format {
	case "json":
		if changes == nil {
			changes = []fleet.Affected{}
		}
		return jsonText(changes)
	case "matrix":
		var rows []fleet.MatrixRow
		for _, a := range changes {
			rows = append(rows, fleet.MatrixRow{Job: a.Job, Path: a.Path, Platform: a.Platform, Change: a.Change})
		}
		return compactJSON(fleet.NewMatrix(rows))
	case "paths":
		var b strings.Builder
		for _, a := range changes {
			b.WriteString(a.Path + "\n")
		}
		return b.String(), nil
	}
	if len(changes) == 0 {
		return "", nil
	}
	var rows [][]string
	for _, a := range changes {
		var causes []string
		for _, cause := range a.Causes {
			causes = append(causes, cause.String())
		}
		rows = append(rows, []string{a.Change, a.Path, strings.Join(causes, ", "), strings.Join(a.Values, ", ")})
	}
	return export.Columns([]string{"change", "module", "cause", "values"}, rows), nil
}
