package model

import (
	"iter"
	"reflect"
	"strings"
)

// ProjectFile is the name of the project file.
const ProjectFile = ".dativo-gen.yaml"

// ProjectFiles are the names that a project file can have, the usual one first.
func ProjectFiles() []string { return []string{ProjectFile, ".dativo-gen.yml"} }

// Project is a project file, `.dativo-gen.yaml`: the platform team's settings for
// all jobs in its folder and the folders below. The comments on the fields are the
// descriptions of its schema and reference page. Paths in it are relative to its
// folder.
type Project struct {
	// The JSON Schema of this file, for editors.
	Schema string `yaml:"$schema,omitempty"`
	// Job files of the project: those of a command without `--config`, `--job-dir` and paths.
	Jobs *Jobs `yaml:"jobs,omitempty"`
	// Output folders of the modules.
	Output *Output `yaml:"output,omitempty"`
	// Folders of templates that override the shipped ones. The first one with a file or block wins; `--templates`
	// overrides all of them.
	Templates []string `yaml:"templates,omitempty" jsonschema:"minItems=1,uniqueItems=true,example=templates"`
	// Folders to look up assets and connectors in, after those of `--assets-root`.
	AssetsRoots []string `yaml:"assets_roots,omitempty" jsonschema:"minItems=1,uniqueItems=true,example=."`
	// Version constraints of the Terraform providers.
	Providers *Providers `yaml:"providers,omitempty"`
	// Version of the ingestion engine in the jobs' images. `compute.engine` overrides it.
	Engine string `yaml:"engine,omitempty" jsonschema:"enum=main,enum=infrastructure,default=main"`
	// The engine's `runner.yaml`: its schedules are those of the jobs that it names and that have none of their own.
	// `--runner` overrides it.
	Runner string `yaml:"runner,omitempty" jsonschema:"minLength=1,example=configs/runner.yaml"`
	// Default `infrastructure` for the jobs that they match. Later ones override earlier ones, and a job overrides its
	// defaults.
	Defaults []Default `yaml:"defaults,omitempty"`
	// Settings by environment. `--env NAME` applies one to the jobs, and sets their `environment`.
	Environments map[string]*Environment `yaml:"environments,omitempty"`
}

// Jobs selects job files by patterns of their paths. `*` and `?` match within a folder,
// `**` any number of folders.
type Jobs struct {
	// Patterns of the files to read. Files without the extension .yaml or .yml and hidden ones are left out.
	Include []string `yaml:"include" jsonschema:"required,minItems=1,uniqueItems=true,example=jobs/**"`
	// Patterns of the files to leave out of those.
	Exclude []string `yaml:"exclude,omitempty" jsonschema:"minItems=1,uniqueItems=true,example=jobs/archive/**"`
}

// Output configures the output folders of the modules.
type Output struct {
	// Root folder of the modules. `--output` overrides it.
	Root string `yaml:"root,omitempty" jsonschema:"minLength=1,example=terraform"`
	// Folder of a module below the root, with `{tenant}`, `{job}` and `{environment}`. A part that is only
	// `{environment}` is omitted for a job without one.
	Layout string `yaml:"layout,omitempty" jsonschema:"minLength=1,default={tenant}/{job},example={environment}/{tenant}/{job}"`
}

// Providers are version constraints in Terraform's syntax. Empty: the platform's
// own.
type Providers struct {
	// Version constraint of hashicorp/aws.
	AWS string `yaml:"aws,omitempty" jsonschema:"minLength=1,example=~> 6.14"`
	// Version constraint of hashicorp/google.
	Google string `yaml:"google,omitempty" jsonschema:"minLength=1,example=~> 7.8"`
	// Version constraint of hashicorp/kubernetes.
	Kubernetes string `yaml:"kubernetes,omitempty" jsonschema:"minLength=1,example=~> 3.0"`
}

// Constraints returns the constraints by the name of the provider, as the
// project file names it, in the order of the struct, without empty ones. It is a
// function because templates would see a method.
func Constraints(p Providers) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		v := reflect.ValueOf(p)
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if constraint := v.Field(i).String(); constraint != "" && !yield(name, constraint) {
				return
			}
		}
	}
}

// Constrain returns the constraints of used with those of wanted in their place.
// A provider that used has no constraint for gets none.
func Constrain(used, wanted Providers) Providers {
	own, other := reflect.ValueOf(&used).Elem(), reflect.ValueOf(wanted)
	for i := range own.NumField() {
		if own.Field(i).String() != "" && other.Field(i).String() != "" {
			own.Field(i).Set(other.Field(i))
		}
	}
	return used
}

// Default is a default block for the jobs that it matches.
type Default struct {
	// Jobs that it applies to, by their own values or those of earlier defaults. All keys must match, each with any
	// item of its list. Absent: all jobs.
	Match *Match `yaml:"match,omitempty"`
	// Keys of a job's `infrastructure`. Mappings are merged, lists and other values replaced; `null` removes a value
	// of lower precedence. A `schedule` without `cron` applies to jobs that have one.
	Infrastructure *Partial `yaml:"infrastructure,omitempty"`
	// Whether matching jobs without an `infrastructure` block of their own are rendered too, from defaults alone. The
	// last default that sets it for a job applies.
	Deploy *bool `yaml:"deploy,omitempty" jsonschema:"default=false"`
}

// Match selects the jobs that a default applies to.
type Match struct {
	// Cloud provider.
	Provider Words `yaml:"provider,omitempty"`
	// Platform: provider and compute type.
	Platform Words `yaml:"platform,omitempty"`
	// The job's `environment`, or `--env`.
	Environment Words `yaml:"environment,omitempty"`
	// The job's `tenant_id`.
	Tenant Words `yaml:"tenant,omitempty"`
	// Pattern of the job file's path, relative to the project file's folder. `*` and `?` match within a folder, `**`
	// any number of folders. A job from standard input has no path.
	File Words `yaml:"file,omitempty" jsonschema:"example=jobs/acme/**,example=**/*_daily.yaml"`
}

// Environment is the settings of one environment.
type Environment struct {
	// Keys of a job's `infrastructure`, which override the job's own.
	Infrastructure *Partial `yaml:"infrastructure,omitempty"`
}

// Partial is some of the keys of an Infrastructure. They are merged as nodes,
// before they are decoded.
type Partial struct{}
