package overrides

import (
	"maps"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// UpgradePlan is an upgrade of the overrides of teams, computed and not yet written.
type UpgradePlan struct {
	// Files are the files to change.
	Files []PlannedFile
	// Problems are warnings about overrides to fix by hand, and errors, after
	// which nothing must be written.
	Problems diag.List
	// Left is the number of those warnings.
	Left int

	stack    *Stack
	accepted []Name
	folders  []*Folder
}

// PlannedFile is a file to change.
type PlannedFile struct {
	Upgraded
	folder *Folder
	path   string
}

// Place is the path of the file, as the user gave the folder.
func (f PlannedFile) Place() string { return f.folder.Place(f.path) }

// Write keeps the texts that the file is now based on, and replaces the file.
func (f PlannedFile) Write() error {
	for _, sum := range slices.Sorted(maps.Keys(f.Bases)) {
		if err := f.folder.keepBase(sum, f.Bases[sum]); err != nil {
			return err
		}
	}
	return f.folder.replace(f.path, f.Text)
}

// PlanUpgrade computes the upgrade of the overrides in list. With accepted
// names, those are recorded as based on the shipped texts of this version, and
// nothing is merged. The caller closes the plan.
func (s *Stack) PlanUpgrade(list []TeamOverride, accepted []Name) (*UpgradePlan, error) {
	p := &UpgradePlan{stack: s, accepted: accepted}
	for _, layer := range s.Teams() {
		folder, err := OpenFolder(layer.Name)
		if err != nil {
			p.Close()
			return nil, err
		}
		p.folders = append(p.folders, folder)
		p.add(folder, slices.DeleteFunc(slices.Clone(list), func(o TeamOverride) bool { return o.Layer.Name != layer.Name }))
	}
	return p, nil
}

// Close closes the folders of the plan.
func (p *UpgradePlan) Close() {
	for _, folder := range p.folders {
		_ = folder.Close() // files are closed one by one
	}
}

// add computes the files of one folder.
func (p *UpgradePlan) add(folder *Folder, list []TeamOverride) {
	files := map[string][]Override{}
	for _, o := range list {
		switch _, single := p.stack.Shipped.Text(o.Name); {
		case o.State == Conflict:
			p.Left++
			p.Problems.Warnf("template-conflict", "", "has unresolved conflicts").
				Hintf("edit the text between the conflict markers, and remove the markers").Pos.File = o.Place()
		case !p.wanted(o.Override):
		case !single:
			p.Left++
			p.Problems.Warnf("template-gone", "", "%s is no longer shipped", o.Name).
				Hintf("move what you still need to another template, and delete this one").Pos.File = o.Place()
		default:
			files[o.Path] = append(files[o.Path], o.Override)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		upgraded, err := p.upgrade(folder, path, files[path])
		if err != nil {
			p.Problems.Errorf("template-base", "", "%v", err).
				Hintf("restore it from version control, or compare with templates diff and use --accept").Pos.File = folder.Place(path)
			continue
		}
		p.Files = append(p.Files, PlannedFile{upgraded, folder, path})
	}
}

// wanted reports whether to change an override: the accepted ones or, without
// any, the outdated ones.
func (p *UpgradePlan) wanted(o Override) bool {
	if len(p.accepted) == 0 {
		return o.State == Outdated
	}
	return slices.Contains(p.accepted, o.Name) && (o.State == Outdated || o.State == Unrecorded)
}

func (p *UpgradePlan) upgrade(folder *Folder, path string, list []Override) (Upgraded, error) {
	text, err := folder.root.ReadFile(path)
	if err != nil {
		return Upgraded{}, diag.Cause(err)
	}
	if len(p.accepted) > 0 {
		return Accept(string(text), list), nil
	}
	return Upgrade(string(text), list, folder.base)
}
