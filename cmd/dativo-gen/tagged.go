package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// taggedJob is a job with its tags.
type taggedJob struct {
	*job
	tags export.Subject
}

// hasTags reports whether the levels of tags were read: the tenant is in
// every job.
func hasTags(j *job) bool { return j.bundle.Input.Tags.Tenant.Present() }

// taggedJobs derives the tags of every job. Two jobs with one key cannot be
// told apart in what is printed.
func taggedJobs(jobs []*job) ([]taggedJob, diag.List) {
	var all []taggedJob
	var problems diag.List
	first := map[string]*job{}
	for _, j := range jobs {
		if !hasTags(j) {
			continue
		}
		tagged, found := tagsOf(j)
		problems = append(problems, j.bundle.Document.Locate(found)...)
		all = append(all, tagged)
		key := tagged.tags.Key()
		if other, taken := first[key]; taken {
			problem := problems.Errorf("shared", "infrastructure.job_name", "%s is the key of %s too", key, other.bundle.Document.Name)
			problem.Pos = j.bundle.Document.Pos("infrastructure.job_name")
			problem.Hint = "give one of the two another infrastructure.job_name"
			continue
		}
		first[key] = j
	}
	return all, problems
}

// tagsOf derives the tags of a job.
func tagsOf(j *job) (taggedJob, diag.List) {
	in := j.bundle.Input
	set, problems := platform.DeriveTags(in)
	tagged := export.Subject{
		Tenant: in.Job.TenantID, Environment: in.Job.Environment, Asset: in.Job.Asset,
		File: j.bundle.Document.Name, Set: set,
	}
	for _, tag := range set.Flat.Tags {
		if tag.Key == "job_name" {
			tagged.Name = baseValue(tag)
		}
	}
	if p, ok := platform.ByName(j.deployment.Platform); ok {
		tagged.LabelSink = p.LabelSink
	}
	return taggedJob{j, tagged}, problems
}

// ofLevel keeps the tags whose value comes from one level.
func ofLevel(jobs []taggedJob, level tags.Level) []taggedJob {
	kept := slices.Clone(jobs)
	for i := range kept {
		set := &kept[i].tags.Set
		for _, list := range []*tags.List{&set.Flat, &set.Properties} {
			list.Tags = slices.DeleteFunc(slices.Clone(list.Tags), func(t tags.Tag) bool { return t.Origin.Level != level })
		}
	}
	return kept
}

// baseValue is what the job itself says of a key, whatever tags were put over
// it.
func baseValue(tag tags.Tag) string {
	for _, value := range append([]tags.Value{tag.Value}, tag.Shadowed...) {
		if value.Origin.Level == tags.BaseLevel {
			return value.FullText()
		}
	}
	return ""
}

// aboutTags leaves out warnings that have nothing to do with tags: validate
// and render print those.
func aboutTags(problems diag.List, jobs []*job) diag.List {
	paths := []string{
		"tenant_id", "environment", "asset", "asset_path", "target", "source.tags", "finops", "governance_overrides",
		"classification_overrides", "infrastructure.tags", "infrastructure.job_name",
	}
	return slices.DeleteFunc(slices.Clone(problems), func(p diag.Diagnostic) bool {
		isJob := slices.ContainsFunc(jobs, func(j *job) bool { return j.bundle.Document.HasSource(p.Pos.File) })
		if p.Severity == diag.Error || !isJob || strings.HasPrefix(p.Code, "tag-") {
			return false
		}
		return !slices.ContainsFunc(paths, func(path string) bool { return diag.Within(p.Path, path) })
	})
}

// collisions finds, in a fleet, values that a bill would show as one.
func (c *tagsCommand) collisions(jobs []taggedJob) diag.List {
	bySink := map[string][]export.Subject{}
	for _, j := range jobs {
		for _, sink := range c.bills(j) {
			bySink[sink] = append(bySink[sink], j.tags)
		}
	}
	var problems diag.List
	for sink, members := range bySink {
		problems = append(problems, export.Collisions(sink, members)...)
	}
	return problems
}

// bills names the sinks that a job's costs are shown by: those of the format
// or, where it has none, of the job's own platform.
func (c *tagsCommand) bills(j taggedJob) []string {
	switch c.Format {
	case "aws":
		return []string{tags.AWS}
	case "gcp":
		return []string{tags.GCP}
	case "kubernetes":
		return []string{cmp.Or(j.tags.LabelSink, tags.Kubernetes)}
	case "table", "json", "yaml":
		p, ok := platform.ByName(j.deployment.Platform)
		if ok {
			return slices.DeleteFunc([]string{p.TagSink, p.LabelSink}, func(name string) bool { return name == "" })
		}
	}
	return nil
}
