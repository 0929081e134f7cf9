package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/overrides"
)

// templatesUpgradeCommand brings overrides up to date.
type templatesUpgradeCommand struct {
	layeredFlags
	Accept []string `placeholder:"NAME" sep:"none" help:"Merge nothing; record that this override fits what is shipped today. May be repeated."`
}

// Help is shown below the flags.
func (templatesUpgradeCommand) Help() string {
	return `Examples:
  dativo-gen templates upgrade --templates platform/templates
  dativo-gen templates upgrade --templates platform/templates --accept aws_ecs#log_group

For each template that is behind: what was shipped when you copied it, what is shipped now and yours are merged, line by
line. Where you and the shipped template have changed the same lines, all three stay, between the marks that git uses.

Exit status: 0 everything merged, 1 a problem, 2 there are conflicts to resolve.`
}

// Run computes all files, then writes them.
func (c *templatesUpgradeCommand) Run(s *session) error {
	t, list, err := c.readOverrides(s)
	if err != nil {
		return err
	}
	if err := c.checkAccepted(list); err != nil {
		return err
	}
	u := &upgrader{command: c, stack: t}
	for _, layer := range t.teams() {
		folder, err := openTeamFolder(layer.Name)
		if err != nil {
			return err
		}
		defer folder.root.Close()
		u.layer(folder, slices.DeleteFunc(slices.Clone(list), func(o found) bool { return o.layer.Name != layer.Name }))
	}
	if err := s.report(u.problems); err != nil {
		return err
	}
	return u.write(s)
}

// checkAccepted refuses names that no override has.
func (c *templatesUpgradeCommand) checkAccepted(list []found) error {
	for _, text := range c.Accept {
		name := overrides.ParseName(text)
		if !slices.ContainsFunc(list, func(o found) bool { return o.Name == name }) {
			return fmt.Errorf("--accept %s: no template of yours overrides that: dativo-gen templates status lists what they do", text)
		}
	}
	return nil
}

// wanted reports whether an override is to be changed: those that are named,
// or what is behind.
func (c *templatesUpgradeCommand) wanted(o overrides.Override) bool {
	if len(c.Accept) == 0 {
		return o.State == overrides.Behind
	}
	accepted := slices.ContainsFunc(c.Accept, func(text string) bool { return overrides.ParseName(text) == o.Name })
	return accepted && (o.State == overrides.Behind || o.State == overrides.Unrecorded)
}

// upgrader computes what is to become of the files.
type upgrader struct {
	command  *templatesUpgradeCommand
	stack    *stack
	files    []upgradedFile
	problems diag.List
	// left is how much has to be done by hand before anything can be merged.
	left int
}

type upgradedFile struct {
	folder *teamFolder
	path   string
	overrides.Upgraded
}

// layer computes the files of one folder.
func (u *upgrader) layer(folder *teamFolder, list []found) {
	files := map[string][]overrides.Override{}
	for _, o := range list {
		switch _, single := u.stack.shipped.Text(o.Name); {
		case o.State == overrides.Conflict:
			u.left++
			u.problems.Warnf("template-conflict", "", "has conflicts that nobody has resolved").
				Hintf("edit what is between the marks, and remove them").Pos.File = o.place()
		case !u.command.wanted(o.Override):
		case !single:
			u.left++
			u.problems.Warnf("template-gone", "", "%s is no longer shipped", o.Name).
				Hintf("put what you need of it elsewhere, and delete this").Pos.File = o.place()
		default:
			files[o.Path] = append(files[o.Path], o.Override)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		up, err := u.file(folder, path, files[path])
		if err != nil {
			u.problems.Errorf("template-base", "", "%v", err).
				Hintf("restore it from version control; or compare with templates diff, and use --accept").Pos.File = folder.place(path)
			continue
		}
		u.files = append(u.files, upgradedFile{folder, path, up})
	}
}

func (u *upgrader) file(folder *teamFolder, path string, list []overrides.Override) (overrides.Upgraded, error) {
	text, err := folder.root.ReadFile(path)
	if err != nil {
		return overrides.Upgraded{}, cause(err)
	}
	if len(u.command.Accept) > 0 {
		return overrides.Accept(string(text), list), nil
	}
	return overrides.Upgrade(string(text), list, folder.base)
}

// write changes the files, and says what is left to do.
func (u *upgrader) write(s *session) error {
	conflicts := 0
	for _, file := range u.files {
		for _, sum := range slices.Sorted(maps.Keys(file.Bases)) {
			if err := file.folder.keepBase(sum, file.Bases[sum]); err != nil {
				return err
			}
		}
		if err := file.folder.replace(file.path, file.Text); err != nil {
			return err
		}
		said := "update"
		if file.Conflicts > 0 {
			said = "conflict"
		}
		conflicts += file.Conflicts
		fmt.Fprintf(s.stdout, "%s %s\n", said, file.folder.place(file.path))
	}
	switch {
	case conflicts > 0:
		fmt.Fprintf(s.stderr, "%s: edit what is between <<<<<<< and >>>>>>>, and remove the marks\n", count(conflicts, "conflict"))
		return errChanges
	case u.left > 0:
		return errChanges
	case len(u.files) == 0:
		fmt.Fprintln(s.stderr, "nothing is behind")
	}
	return nil
}
