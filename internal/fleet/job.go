// Package fleet takes the jobs of one run through load, check, normalize and
// render, and knows what concerns several of them.
//
// What one job needs is a function of that job: Load, Templates.Render,
// Coverage.Of. What must be known of all jobs is a few bytes each, kept by a
// value that jobs are added to: Claims, Problems. So a command may hold all
// its jobs at once, as the functions of []*Job do, or load, render, compare and
// forget one after the other. Files that jobs share are read once: the
// config.Loader keeps what jobs refer to, Templates the parsed templates.
//
// Nothing here prints or writes. Files are read by Files, LoadFiles, the loader
// and the layers of Templates.
package fleet

import (
	"cmp"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/export"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Job is a job file on its way to a module. Each part is made once, by Load.
type Job struct {
	*config.JobFile
	// Deployment is what templates see; zero without an infrastructure block.
	Deployment model.Deployment
	// Tags are the tags with what identifies the job; see HasTags.
	Tags export.Subject
}

// File is the name of the job file in messages.
func (j *Job) File() string { return j.Document.Name }

// HasInfrastructure reports whether there is anything to render.
func (j *Job) HasInfrastructure() bool { return j.Input.Job.Infrastructure != nil }

// cloud is the cloud of the job; false if the job names none, or an unknown one.
func (j *Job) cloud() (*platform.Cloud, bool) {
	if !j.HasInfrastructure() {
		return nil, false
	}
	return platform.CloudNamed(j.Input.Job.Infrastructure.Provider)
}

// WithInfrastructure are the jobs with an infrastructure block.
func WithInfrastructure(jobs []*Job) []*Job {
	return slices.DeleteFunc(slices.Clone(jobs), func(j *Job) bool { return !j.HasInfrastructure() })
}

// HasTags reports whether the levels of tags were read: every job has a tenant.
func (j *Job) HasTags() bool { return j.Input.Tags.Tenant.Present() }

// settings are those of the job's project file; zero without one.
func (j *Job) settings() model.Project {
	if j.Project == nil {
		return model.Project{}
	}
	return j.Project.Settings
}

// EffectiveSettings returns every value of the job's infrastructure block with its
// provenance, platform defaults included, sorted by path. A default hides the
// empty value for which it is filled in.
func (j *Job) EffectiveSettings() []config.Setting {
	settings := j.Settings()
	for _, standard := range platform.Defaults(j.Input.Job.Infrastructure, &j.Deployment) {
		setting := config.Setting{Path: standard.Path, Value: standard.Value, From: "default of " + j.Deployment.Platform}
		empty := slices.IndexFunc(settings, func(s config.Setting) bool { return s.Path == standard.Path && !s.Removed })
		if empty < 0 {
			settings = append(settings, setting)
			continue
		}
		hidden := settings[empty]
		setting.Shadowed = append([]config.ShadowedSetting{{Value: hidden.Value, From: hidden.From}}, hidden.Shadowed...)
		settings[empty] = setting
	}
	slices.SortStableFunc(settings, func(a, b config.Setting) int { return cmp.Compare(a.Path, b.Path) })
	return settings
}

// exported is the job as package export takes it.
func (j *Job) exported() export.Subject {
	in := j.Input
	exported := export.Subject{
		Tenant: in.Job.TenantID, Environment: in.Job.Environment, Asset: in.Job.Asset, File: j.File(), Set: in.TagSet,
	}
	for _, tag := range in.TagSet.Flat.Tags {
		if tag.Key == "job_name" {
			exported.Name = baseValue(tag)
		}
	}
	if p, ok := platform.ByName(j.Deployment.Platform); ok {
		exported.LabelSink = p.LabelSink
	}
	return exported
}

// baseValue is the value of a tag on the base level, whatever overrides it.
func baseValue(tag tags.Tag) string {
	for _, value := range append([]tags.Value{tag.Value}, tag.Shadowed...) {
		if value.Origin.Level == tags.BaseLevel {
			return value.FullText()
		}
	}
	return ""
}
