// Package platform knows what each compute platform offers and asks for, as
// data, and turns a job into the Deployment that the platform's templates see.
//
// Nothing else in the program switches on a platform: the schema's choices,
// the messages, the lists that commands print and the loops of the tests all
// come from All.
package platform

import "github.com/dativo-io/dativo-gen/internal/model"

// Platform is one place where a job can run.
type Platform struct {
	// Name is the template folder and the examples' prefix.
	Name string
	// Title is what people call it.
	Title string
	// Cloud is the one that the platform belongs to.
	Cloud *Cloud
	// Compute is the value of infrastructure.compute.type that chooses it.
	Compute string
	// Synonyms are other words that people write for Compute.
	Synonyms []string `missing:"ok"`

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
	// TagSink and LabelSink name the rules that tags and labels must keep to; a
	// platform has one of them or both.
	TagSink   string `missing:"ok"`
	LabelSink string `missing:"ok"`

	// Required are paths below infrastructure without which nothing works.
	Required []Need `missing:"ok"`
	// Refused are paths that contradict the platform: an error.
	Refused []Note
	// NoEffect are paths that it has no use for: a warning.
	NoEffect []Note

	// cron spells a schedule for the platform's scheduler.
	cron cronDialect
	// expression reads a schedule of the scheduler's own syntax: see ownSchedule.
	expression ownSchedule `missing:"ok"`
	// noOverlap says that the platform itself never starts a run while
	// another one goes on.
	noOverlap bool `missing:"ok"`
	// stateHint says where incremental state can be kept.
	stateHint string

	// steps check and fill in what the data above cannot say, in this order,
	// after commonSteps.
	steps []step
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
