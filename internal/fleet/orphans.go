package fleet

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// Sight is what a run has seen of its fleet. Only what was seen can be missed: a
// module is an orphan if its job would be among the jobs of the run, and is not.
type Sight struct {
	// Jobs are all jobs that were loaded, Rendered those with a module, whose
	// directory is that of Modules.
	Jobs, Rendered []*Job
	Modules        []output.Module
	// Roots are the output folders to look for modules in.
	Roots []string
	// Folders are the folders all of whose job files were loaded. Whole means that
	// there are no others: every module below the roots is one of the fleet.
	Folders []string
	Whole   bool
	// Environments are those that the jobs were rendered for; empty means that each
	// job has its own.
	Environments []string
}

// Orphan is a module on disk whose job is gone, or is rendered to another folder.
type Orphan struct {
	output.Found
	// Root is the output folder that it is in.
	Root string
	// Reason says why nothing renders it.
	Reason string
	// Twin is the job whose module takes its place; nil if none is known. Same means
	// that it is the same job, from the same file or of the same name.
	Twin    *Job
	TwinDir string
	Same    bool
}

// Removal is the module without files: writing it deletes those that dativo-gen wrote.
func (o *Orphan) Removal() output.Module {
	return output.Module{Dir: o.Dir, Root: o.Root, Origin: o.Origin}
}

// Orphans returns the modules below the roots whose job is gone, tombstones included,
// sorted by directory, and what cannot be known.
func (s *Sight) Orphans() ([]Orphan, diag.List, error) {
	index := s.index()
	var orphans []Orphan
	var problems diag.List
	seen := map[string]bool{}
	for _, root := range s.Roots {
		found, err := output.Find(root)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range found {
			at := absolute(f.Dir)
			if seen[at] || index.renders(f.Dir) {
				continue
			}
			seen[at] = true
			if f.Unknown != "" {
				problem := problems.Warnf("orphan", "", "may be a module without a job: %s", f.Unknown)
				problem.Pos.File = filepath.ToSlash(f.Dir)
				problem.Hintf("render it again, or delete it")
				continue
			}
			if orphan, ok := s.orphan(f, root, index); ok {
				orphans = append(orphans, orphan)
			}
		}
	}
	slices.SortFunc(orphans, func(a, b Orphan) int { return cmp.Compare(a.Dir, b.Dir) })
	return orphans, problems, s.findRenamed(orphans)
}

// index finds jobs by what a manifest says.
type index struct {
	dirs     map[string]bool     // of rendered modules, absolute
	folded   map[string][]string // the same by their lower case
	bySource map[string][]int    // rendered jobs by the absolute path of their file
	byID     map[[3]string]int
	loaded   map[string]*Job
}

func (s *Sight) index() *index {
	x := &index{map[string]bool{}, map[string][]string{}, map[string][]int{}, map[[3]string]int{}, map[string]*Job{}}
	for _, j := range s.Jobs {
		x.loaded[absolute(j.Path())] = j
	}
	for i, j := range s.Rendered {
		dir, source := absolute(s.Modules[i].Dir), absolute(j.Path())
		x.dirs[dir] = true
		x.folded[strings.ToLower(dir)] = append(x.folded[strings.ToLower(dir)], dir)
		x.bySource[source] = append(x.bySource[source], i)
		x.byID[[3]string{j.Deployment.Tenant, j.Deployment.Job, j.Deployment.Environment}] = i
	}
	return x
}

// renders reports whether a directory is that of a rendered module. On a file system
// without upper and lower case, it can have another name.
func (x *index) renders(dir string) bool {
	dir = absolute(dir)
	if x.dirs[dir] {
		return true
	}
	info, err := os.Stat(dir)
	return err == nil && slices.ContainsFunc(x.folded[strings.ToLower(dir)], func(other string) bool {
		same, err := os.Stat(other)
		return err == nil && os.SameFile(info, same)
	})
}

// orphan decides whether a module that nothing renders has lost its job.
func (s *Sight) orphan(f output.Found, root string, x *index) (Orphan, bool) {
	o := Orphan{Found: f, Root: root}
	if f.Origin.Source == "" {
		return o, false // not a job's: of finops, or from standard input
	}
	source := filepath.Join(f.Dir, filepath.FromSlash(f.Origin.Source))
	shown := filepath.ToSlash(source)
	jobs := x.bySource[absolute(source)]
	switch {
	case len(jobs) > 0 && !s.environmentSeen(f.Origin.Environment, s.Rendered[jobs[0]]):
		return o, false
	case len(jobs) > 0:
		o.Reason = shown + " is rendered to another folder"
		at := slices.IndexFunc(jobs, func(i int) bool { return s.Rendered[i].Deployment.Environment == f.Origin.Environment })
		if at < 0 && len(s.Environments) > 0 {
			o.Reason = "environment " + f.Origin.Environment + " of " + shown + " does not exist"
			return o, true
		}
		o.setTwin(s, jobs[max(at, 0)])
		o.Same = true
		return o, true
	case x.loaded[absolute(source)] != nil:
		o.Reason = "job " + shown + " has no infrastructure block"
	case !exists(source):
		o.Reason = "job file " + shown + " does not exist"
	case s.Whole || slices.ContainsFunc(s.Folders, func(folder string) bool { return isBelow(folder, source) }):
		o.Reason = shown + " is not a job of this run"
	default:
		return o, false // another run's
	}
	i, ok := x.byID[[3]string{f.Origin.Tenant, f.Origin.Job, f.Origin.Environment}]
	if ok {
		o.setTwin(s, i)
		o.Same = true
	}
	return o, true
}

// environmentSeen reports whether the run would have rendered a job's module for an
// environment, if there were one.
func (s *Sight) environmentSeen(environment string, j *Job) bool {
	if len(s.Environments) == 0 || slices.Contains(s.Environments, environment) {
		return true
	}
	_, defined := j.settings().Environments[environment]
	return !defined
}

func (o *Orphan) setTwin(s *Sight, i int) {
	o.Twin, o.TwinDir = s.Rendered[i], s.Modules[i].Dir
}

func absolute(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	return absolute
}

// exists reports whether a file exists, or may exist.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil || !os.IsNotExist(err)
}

func isBelow(folder, path string) bool {
	relative, err := filepath.Rel(absolute(folder), absolute(path))
	return err == nil && filepath.IsLocal(relative)
}
