package fleet

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Tagged are the jobs whose tags were read.
func Tagged(jobs []*Job) []*Job {
	return slices.DeleteFunc(slices.Clone(jobs), func(j *Job) bool { return !j.HasTags() })
}

// Exported are jobs as package export takes them.
func Exported(jobs []*Job) []export.Subject {
	all := make([]export.Subject, len(jobs))
	for i, j := range jobs {
		all[i] = j.Tags
	}
	return all
}

// OfLevel returns copies of jobs with only the tags whose value comes from one
// level.
func OfLevel(jobs []*Job, level tags.Level) []*Job {
	copies := make([]*Job, len(jobs))
	for i, j := range jobs {
		narrowed := *j
		set := &narrowed.Tags.Set
		for _, list := range []*tags.List{&set.Flat, &set.Properties} {
			list.Tags = slices.DeleteFunc(slices.Clone(list.Tags), func(t tags.Tag) bool { return t.Origin.Level != level })
		}
		copies[i] = &narrowed
	}
	return copies
}

// AboutTags leaves out the warnings about a job file that do not concern tags:
// validate and render report those.
func (l Loaded) AboutTags() Loaded {
	if l.Job == nil {
		return l
	}
	about := []string{
		paths.JobTenantID, paths.JobEnvironment, paths.JobAsset, paths.JobAssetPath, paths.JobTarget, diag.KeyPath(paths.JobSource, "tags"),
		paths.JobFinOps, paths.JobGovernanceOverrides, paths.JobClassificationOverrides, paths.Tags, paths.JobName,
	}
	l.Problems = slices.DeleteFunc(slices.Clone(l.Problems), func(p diag.Diagnostic) bool {
		inJob := l.Job.Document.HasSource(p.Pos.File)
		if p.Severity == diag.Error || !inJob || strings.HasPrefix(p.Code, "tag-") {
			return false
		}
		return !slices.ContainsFunc(about, func(path string) bool { return diag.Within(p.Path, path) })
	})
	return l
}

// WithoutSinks leaves out what the platform's sinks make of the tags, for a format
// that goes elsewhere and has its own rules.
func (l Loaded) WithoutSinks() Loaded {
	l.Problems = slices.DeleteFunc(slices.Clone(l.Problems), func(p diag.Diagnostic) bool { return strings.HasPrefix(p.Code, "tag-") })
	return l
}

// Collisions finds values of tags that differ in the job files and are equal
// in a sink, where a bill would show them as one. sinks names those of a job.
func Collisions(jobs []*Job, sinks func(*Job) []string) diag.List {
	bySink := map[string][]export.Subject{}
	for _, j := range jobs {
		for _, sink := range sinks(j) {
			bySink[sink] = append(bySink[sink], j.Tags)
		}
	}
	var problems diag.List
	for sink, members := range bySink {
		problems = append(problems, export.Collisions(sink, members)...)
	}
	return problems
}

// BillingSinks names the sinks of the job's own platform, by which its costs
// are shown.
func (j *Job) BillingSinks() []string {
	p, ok := platform.ByName(j.Deployment.Platform)
	if !ok {
		return nil
	}
	return slices.DeleteFunc([]string{p.TagSink, p.LabelSink}, func(name string) bool { return name == "" })
}
