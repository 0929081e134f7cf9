package fleet

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/output"
)

// Entry is a job in the list of a fleet.
type Entry struct {
	Tenant      string `json:"tenant"`
	Job         string `json:"job"`
	Environment string `json:"environment"`
	Platform    string `json:"platform"`
	Region      string `json:"region"`
	// Schedule describes when the job runs; "" for one that is started by hand.
	Schedule string `json:"schedule"`
	// Module is the directory of the module, with slashes; State is the location of
	// its Terraform state, "" for a local file.
	Module string `json:"module"`
	State  string `json:"state"`
	// File is the job file.
	File string `json:"file"`
}

// Columns are the names of the fields, in order.
func Columns() []string {
	return []string{"tenant", "job", "environment", "platform", "region", "schedule", "module", "state", "file"}
}

// Cells are the values of the fields, in the order of Columns.
func (e Entry) Cells() []string {
	return []string{e.Tenant, e.Job, e.Environment, e.Platform, e.Region, e.Schedule, e.Module, e.State, e.File}
}

// Key is tenant/job[/environment].
func (e Entry) Key() string {
	return path.Join(e.Tenant, e.Job, e.Environment)
}

// Place is the module of a job in a fleet: below a folder or, without one, below the
// root of its project file.
func (j *Job) Place(folder string) output.Module {
	root := cmp.Or(folder, j.Root())
	return output.Module{Dir: filepath.Join(root, j.Folder()), Root: root}
}

// Entry lists a job with an infrastructure block, whose module is in a directory.
func (j *Job) Entry(dir string) Entry {
	d := &j.Deployment
	return Entry{
		Tenant: d.Tenant, Job: d.Job, Environment: d.Environment, Platform: d.Platform, Region: d.Region,
		Schedule: j.scheduleWords(), Module: filepath.ToSlash(dir), State: model.StateURL(d.Backend), File: j.File(),
	}
}

// scheduleWords describes the schedule of a job.
func (j *Job) scheduleWords() string {
	schedule := j.Input.Job.Infrastructure.Schedule
	if schedule == nil || schedule.Cron == "" {
		return ""
	}
	words := schedule.Cron // in the syntax of the platform's own scheduler
	if cron, err := model.ParseCron(schedule.Cron); err == nil {
		words = cron.Words()
	}
	words += " " + cmp.Or(j.Deployment.Schedule.Timezone, "UTC")
	if !j.Deployment.Schedule.Enabled {
		words = "disabled: " + words
	}
	return words
}

// Filter selects jobs by a column of the list, or by a tag.
type Filter struct {
	name, pattern string
	not           bool
}

// ParseFilter reads NAME=PATTERN or NAME!=PATTERN.
func ParseFilter(text string) (Filter, error) {
	name, pattern, ok := strings.Cut(text, "=")
	name, not := strings.CutSuffix(name, "!")
	if !ok || name == "" {
		return Filter{}, fmt.Errorf("invalid filter %q: expected NAME=PATTERN or NAME!=PATTERN", text)
	}
	if _, err := path.Match(pattern, ""); err != nil {
		return Filter{}, fmt.Errorf("invalid filter %q: unclosed or empty bracket", text)
	}
	return Filter{name, pattern, not}, nil
}

// Known reports whether the filter is for a column, or for a tag that a job has.
func (f Filter) Known(jobs []*Job) error {
	names := Columns()
	for _, j := range jobs {
		for _, tag := range j.Tags.Set.Flat.Tags {
			names = append(names, tag.Key)
		}
	}
	if slices.Contains(names, f.name) {
		return nil
	}
	if near := diag.Suggest(f.name, names); near != "" {
		return fmt.Errorf("unknown filter %s: did you mean %s?", f.name, near)
	}
	return fmt.Errorf("unknown filter %s: no column and no tag of a job has that name", f.name)
}

// Matches reports whether a job passes the filter. A job without the tag has the empty
// text. "*" and "?" match any characters, slashes included.
func (f Filter) Matches(j *Job, e Entry) bool {
	value := ""
	if column := slices.Index(Columns(), f.name); column >= 0 {
		value = e.Cells()[column]
	} else {
		for _, tag := range j.Tags.Set.Flat.Tags {
			if tag.Key == f.name {
				value = tag.FullText()
			}
		}
	}
	// In path.Match, a "*" stops at slashes, which mean nothing in a value.
	const slash = "\x00"
	fits, _ := path.Match(strings.ReplaceAll(f.pattern, "/", slash), strings.ReplaceAll(value, "/", slash))
	return fits != f.not
}
