package model

import (
	"iter"
	"reflect"
	"strings"
)

// ProjectFile is the name of the project file.
const ProjectFile = ".dativo-gen.yaml"

// Project is a project file, `.dativo-gen.yaml`: what a platform team says once
// for every job in the folder that it lies in, and in the folders below. The
// comments on the fields are the descriptions of its schema and reference page.
// Paths in it are relative to its folder.
type Project struct {
	// The JSON Schema of this file, for editors.
	Schema string `yaml:"$schema,omitempty"`
	// Where the modules go.
	Output *Output `yaml:"output,omitempty"`
	// Folders of templates that are laid over the shipped ones. The first that has a file or a block wins; `--templates` wins over all of them.
	Templates []string `yaml:"templates,omitempty" jsonschema:"minItems=1,uniqueItems=true,example=templates"`
	// Folders that assets and connectors are looked up in, behind those of `--assets-root`.
	AssetsRoots []string `yaml:"assets_roots,omitempty" jsonschema:"minItems=1,uniqueItems=true,example=."`
	// Versions of Terraform's providers that the modules ask for.
	Providers *Providers `yaml:"providers,omitempty"`
	// Blocks that are merged beneath the `infrastructure` of the jobs that they match, first to last.
	Defaults []Default `yaml:"defaults,omitempty"`
	// What differs from environment to environment. `--env NAME` lays one over the jobs, and makes it their `environment`.
	Environments map[string]*Overlay `yaml:"environments,omitempty"`
}

// Output says where the modules go.
type Output struct {
	// Folder that the modules lie below. `--output` replaces it.
	Root string `yaml:"root,omitempty" jsonschema:"minLength=1,example=terraform"`
	// Folder of a module below the root, made of `{tenant}`, `{job}` and `{environment}`. A part that is only `{environment}` is left out for a job that has none.
	Layout string `yaml:"layout,omitempty" jsonschema:"minLength=1,default={tenant}/{job},example={environment}/{tenant}/{job}"`
}

// Providers are version constraints in Terraform's syntax. An empty one leaves
// the choice to the platform.
type Providers struct {
	// Versions of hashicorp/aws.
	AWS string `yaml:"aws,omitempty" jsonschema:"minLength=1,example=~> 6.14"`
	// Versions of hashicorp/google.
	Google string `yaml:"google,omitempty" jsonschema:"minLength=1,example=~> 7.8"`
	// Versions of hashicorp/kubernetes.
	Kubernetes string `yaml:"kubernetes,omitempty" jsonschema:"minLength=1,example=~> 3.0"`
}

// Constraints returns the constraints by the name of the provider, as the
// project file names it, in the order of the struct; without those that are
// empty. It is no method, since templates would see that.
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

// Default is a block for the jobs that it matches.
type Default struct {
	// Which jobs it is for: by their own values and, where they have none, by what the defaults before this one gave them. Every key that is given must match, one item of a list is enough; without any, it is for all jobs.
	Match *Match `yaml:"match,omitempty"`
	// Any of the keys of a job's `infrastructure`. Mappings are merged, lists and other values replaced; `null` removes what lies beneath. A `schedule` without `cron` is for the jobs that have one.
	Infrastructure *Partial `yaml:"infrastructure" jsonschema:"required"`
}

// Match says which jobs a default is for.
type Match struct {
	// Cloud provider.
	Provider Words `yaml:"provider,omitempty"`
	// Platform: provider and compute type.
	Platform Words `yaml:"platform,omitempty"`
	// The job's `environment`, which is `--env` where that is given.
	Environment Words `yaml:"environment,omitempty"`
	// The job's `tenant_id`.
	Tenant Words `yaml:"tenant,omitempty"`
	// Pattern of the job file's path, seen from the project file's folder. `*` and `?` stay within a folder, `**` is any number of folders. A job from standard input has no path.
	File Words `yaml:"file,omitempty" jsonschema:"example=jobs/acme/**,example=**/*_daily.yaml"`
}

// Overlay is what one environment changes.
type Overlay struct {
	// Any of the keys of a job's `infrastructure`, merged over the job's own as `defaults` are beneath it.
	Infrastructure *Partial `yaml:"infrastructure,omitempty"`
}

// Partial stands for some of the keys of an Infrastructure. They are merged as
// they are written, before anything is read from them.
type Partial struct{}
