package fleet

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Problems gathers those of many jobs. A problem in a project file, which is
// merged into many jobs, is reported once and names the first job that has it.
// The zero value is ready to use.
type Problems struct {
	list diag.List
	// first is the index in list of a problem in a project file.
	first map[diag.Identity]int
	jobs  map[int]affected
}

// affected are the jobs that have a problem of a project file.
type affected struct {
	first  string
	others int
}

// Add adds a job's problems. Jobs are added in the order of their paths.
func (p *Problems) Add(l Loaded) {
	if l.Job == nil || l.Job.Project == nil {
		p.list = append(p.list, l.Problems...)
		return
	}
	if p.first == nil {
		p.first, p.jobs = map[diag.Identity]int{}, map[int]affected{}
	}
	for _, problem := range l.Problems {
		at, known := p.first[problem.Identity()]
		switch {
		case problem.Pos.File != l.Job.Project.Document.Name:
			p.list = append(p.list, problem)
		case known:
			p.jobs[at] = affected{p.jobs[at].first, p.jobs[at].others + 1}
		default:
			p.first[problem.Identity()] = len(p.list)
			p.jobs[len(p.list)] = affected{first: l.Job.File()}
			p.list = append(p.list, problem)
		}
	}
}

// List returns the problems of all jobs so far.
func (p *Problems) List() diag.List {
	list := append(diag.List(nil), p.list...)
	for at, jobs := range p.jobs {
		if !diag.Within(list[at].Path, paths.Infrastructure) {
			continue // not about a job
		}
		names := jobs.first
		if jobs.others > 0 {
			names += " and " + diag.Count(jobs.others, "other job")
		}
		list[at].Message += " (in " + names + ")"
	}
	return list
}

// Gather returns the jobs that were read, and the problems of all.
func Gather(loaded []Loaded) ([]*Job, diag.List) {
	var jobs []*Job
	var problems Problems
	for _, l := range loaded {
		problems.Add(l)
		if l.Job != nil {
			jobs = append(jobs, l.Job)
		}
	}
	return jobs, problems.List()
}
