// Package platform knows what each compute platform offers and asks for, as
// data, and turns a job into the Deployment that the platform's templates see.
//
// Nothing else in the program switches on a platform: the schema's choices,
// the messages, the lists that commands print and the loops of the tests all
// come from All.
package platform

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// Platform is one place where a job can run.
type Platform struct {
	// Name is the template folder and the examples' prefix.
	Name string
	// Title is what people call it.
	Title string
	// Provider and Compute are the values of infrastructure.provider and
	// infrastructure.compute.type that choose it.
	Provider string
	Compute  string

	// Providers are the versions of Terraform's providers that its templates
	// are written for; "" is a provider that they do not use.
	Providers model.Providers
	// Sizes are the pairs of CPU and memory that it takes.
	Sizes Sizes
	// Default is the size of a job that names none.
	Default Size
	// Secrets are the kinds of secret that can become environment variables.
	Secrets []model.SecretKind
	// Architectures are the values of compute.architecture that it runs.
	Architectures []string
	// TagSink and LabelSink name the rules that tags and labels must keep to;
	// "" is none.
	TagSink   string
	LabelSink string

	// Required are paths below infrastructure without which nothing works.
	Required []Need
	// Refused are paths that contradict the platform: an error.
	Refused []Note
	// NoEffect are paths that it has no use for: a warning.
	NoEffect []Note

	// cron spells a schedule for the platform's scheduler.
	cron cronDialect
	// awsSchedule says that EventBridge's own expressions are taken too.
	awsSchedule bool
	// noOverlap says that the platform itself never starts a run while
	// another one goes on.
	noOverlap bool
	// stateHint says where incremental state can be kept.
	stateHint string

	// complete checks and fills in what the data above cannot say.
	complete func(*normaliser)
	// variables spells values of Terraform variables as this platform wants
	// them; they go over the ones that all platforms share.
	variables func(*model.Deployment) map[string]any
}

// Need is a required path and what to write there.
type Need struct {
	Path string
	Hint string
}

// Note is a path and why it is refused, or has no effect.
type Note struct {
	Path string
	Why  string
}

// All returns every platform, in the order in which they are listed to people.
func All() []*Platform {
	return []*Platform{awsECS(), awsEKS(), gcpGKE(), gcpCloudRun()}
}

// Find returns the platform of a provider and compute type.
func Find(provider, compute string) (*Platform, bool) {
	for _, p := range All() {
		if p.Provider == provider && p.Compute == compute {
			return p, true
		}
	}
	return nil, false
}

// ByName returns the platform with the given template folder.
func ByName(name string) (*Platform, bool) {
	for _, p := range All() {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

// Names returns the template folders.
func Names() []string {
	return distinct(All(), func(p *Platform) string { return p.Name })
}

// Providers returns the values of infrastructure.provider.
func Providers() []string {
	return distinct(All(), func(p *Platform) string { return p.Provider })
}

// Computes returns the values of infrastructure.compute.type, of one provider
// or, for "", of all.
func Computes(provider string) []string {
	platforms := slices.DeleteFunc(All(), func(p *Platform) bool { return provider != "" && p.Provider != provider })
	return distinct(platforms, func(p *Platform) string { return p.Compute })
}

// distinct returns the names of platforms in order, each once.
func distinct(platforms []*Platform, name func(*Platform) string) []string {
	var names []string
	for _, p := range platforms {
		if n := name(p); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}
