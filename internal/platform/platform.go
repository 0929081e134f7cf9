package platform

import "github.com/dativo-io/dativo-gen/internal/model"

// Platform is one compute platform of a cloud.
type Platform struct {
	// Name is the template folder and the prefix of the examples.
	Name string
	// Title is the name in messages.
	Title string
	// Cloud is the cloud that the platform belongs to.
	Cloud *Cloud
	// Compute is the value of infrastructure.compute.type that selects it.
	Compute string
	// Synonyms are other words that users write for Compute.
	Synonyms []string `missing:"ok"`

	// Providers are the version constraints of the Terraform providers that its
	// templates use; empty for a provider that they do not use.
	Providers model.Providers
	// Sizes are the supported pairs of CPU and memory.
	Sizes Sizes
	// Default is the size of a job that sets none.
	Default Size
	// Secrets are the kinds of secret that it can load into environment
	// variables.
	Secrets []model.SecretKind
	// Architectures are the supported values of compute.architecture.
	Architectures []string
	// TagSink and LabelSink name the rules for tags and labels; a platform has
	// one of them or both.
	TagSink   string `missing:"ok"`
	LabelSink string `missing:"ok"`

	// Required are the keys that a job must have.
	Required []RequiredKey `missing:"ok"`
	// Refused are the keys that contradict the platform: an error.
	Refused []KeyReason
	// NoEffect are the keys that the platform ignores: a warning.
	NoEffect []KeyReason
	// Unsupported are the values of keys that the platform cannot have: an error.
	Unsupported []ValueReason `missing:"ok"`

	// cron converts a schedule for the platform's scheduler.
	cron cronDialect
	// expression reads a schedule in the scheduler's own syntax: see ownSchedule.
	expression ownSchedule `missing:"ok"`
	// writesFiles says that the platform mounts no secrets: the entry script of the
	// image writes them below /tmp.
	writesFiles bool `missing:"ok"`
	// noOverlap says that the platform never starts a run during another one.
	noOverlap bool `missing:"ok"`
	// waitSeconds is what an attempt can take beyond its time limit, and is allowed
	// to: the backoff before it, and a node and the image to run on.
	waitSeconds int `missing:"ok"`
	// startNeeds says what needs port 443 apart from the run itself; empty where
	// the nodes of a cluster start the container and collect its logs.
	startNeeds string `missing:"ok"`
	// stateHint says where incremental state can be kept.
	stateHint string

	// steps check and fill in what the data above cannot express, in this order,
	// after commonSteps.
	steps []step
	// variables are the Terraform variables whose values this platform spells in
	// its own way; they replace those that all platforms share.
	variables func(*model.Deployment) map[string]any
}

// RequiredKey is the path of a key that a job must have, and how to set it.
type RequiredKey struct {
	Path string
	Hint string
}

// ValueReason is a value of a key, and why the platform does not support it.
type ValueReason struct {
	Path, Value, Why string
}

// KeyReason is the path of a key, and why it is refused or has no effect. It
// covers the keys below it.
type KeyReason struct {
	Path string
	Why  string
}
