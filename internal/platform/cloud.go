package platform

import (
	"regexp"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// Cloud is one provider of platforms: everything that is the same on all
// platforms of a cloud, and differs from cloud to cloud.
//
// A field without a value is a question that the cloud has no answer to, and
// Missing names it: so no rule falls back to those of another cloud. Fields
// whose zero value is an answer are tagged `missing:"ok"`.
type Cloud struct {
	// Name is the value of infrastructure.provider.
	Name string
	// Title is the cloud's name in messages.
	Title string
	// Synonyms are other words that people write for Name.
	Synonyms []string

	// Regions are the cloud's regions.
	Regions Regions
	// References are the things that a job file names on the cloud.
	References References
	// Sink names the rules for tags, or labels, of the cloud's resources: those
	// that its bill shows costs by.
	Sink string
	// OrganizationsTagPolicy says that tag policies of AWS Organizations apply
	// to the cloud's resources.
	OrganizationsTagPolicy bool `missing:"ok"`
	// Backends are the Terraform backends that keep state on the cloud.
	Backends []Backend
	// Bill is where the cloud reports what a job cost.
	Bill Bill
	// Providers are the versions of Terraform's providers that manage the
	// cloud's resources.
	Providers model.Providers

	// identity settles the account or project that the job belongs to, and the
	// identity that it runs as.
	identity step
	// network checks what only this cloud's networks have.
	network step
	// monitoring checks the names and limits of the cloud's logs, metrics and
	// topics, and settles where alerts go.
	monitoring step
}

// References are how a job file names existing things on a cloud.
type References struct {
	// Network, Subnet, Key and Bucket are kinds of thing that every cloud has.
	Network, Subnet, Key, Bucket reference
	// Registry is the form of the host of the cloud's own image registry.
	Registry func() *regexp.Regexp
	// Secrets are the forms of secrets in the cloud's own secret managers.
	Secrets func() []secretForm
}

// reference checks what is written at a path, reports it if it is invalid, and
// returns what it refers to; the zero resource where that is unknown. An empty
// text refers to nothing, and is valid.
type reference func(n *normalizer, at, written string) resource

// resource is a thing that a job file refers to.
type resource struct {
	// name is the full name, where a short form may be written.
	name string
	// region is the one that the resource is in; empty if the reference does
	// not tell.
	region string
}

// Bill is where a cloud reports costs, and what its budgets take.
type Bill struct {
	// Kind is the report.
	Kind BillKind
	// Currency is that of the report where an account has no other; empty if
	// every billing account has its own.
	Currency string `missing:"ok"`
	// ActivatedKeys says that the report shows tags only by keys that were
	// activated before.
	ActivatedKeys bool `missing:"ok"`
	// MaxThresholds is how many thresholds a budget takes; 0 is no limit.
	MaxThresholds int `missing:"ok"`
}

// BillKind is a kind of report of costs.
type BillKind string

// The kinds of report that there are queries and budgets for.
const (
	CostAndUsageReport BillKind = "cost and usage report"
	CloudBillingExport BillKind = "Cloud Billing export"
)
