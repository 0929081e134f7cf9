package platform

import (
	"regexp"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// Cloud holds what all platforms of a cloud have in common and other clouds do
// not.
//
// A field without a value is a question that the cloud does not answer yet.
// Missing names it, so that no rule falls back to those of another cloud. Fields
// whose zero value is an answer are tagged `missing:"ok"`.
type Cloud struct {
	// Name is the value of infrastructure.provider.
	Name string
	// Title is the name in messages.
	Title string
	// Synonyms are other words that users write for Name.
	Synonyms []string

	// Regions are the cloud's regions.
	Regions Regions
	// References are the forms in which a job names existing resources.
	References References
	// Sink names the rules for the tags or labels of the cloud's resources, by
	// which its bill shows costs.
	Sink string
	// OrganizationsTagPolicy says that tag policies of AWS Organizations apply to
	// the cloud's resources.
	OrganizationsTagPolicy bool `missing:"ok"`
	// DefaultCompute is the compute type of a job without a compute block, and
	// DefaultCluster its cluster; empty where the platform has none.
	DefaultCompute string
	DefaultCluster string `missing:"ok"`
	// Backends are the Terraform backends that keep state on the cloud.
	Backends []Backend
	// Bill is where the cloud reports costs.
	Bill Bill
	// Providers are the version constraints of the Terraform providers that
	// manage the cloud's resources.
	Providers model.Providers

	// AlertTopic is the key that names the topic for alerts.
	AlertTopic RequiredKey
	// ObjectStore is the protocol of the cloud's buckets, as engine.Run has it.
	ObjectStore string

	// bucketSettings are the variables that name the bucket to an image without
	// the engine.
	bucketSettings func(*model.Deployment) []model.Setting
	// identity resolves the account or project of the job, and the identity that
	// it runs as.
	identity step
	// network checks the network settings that only this cloud has.
	network step
	// monitoring checks the names and limits of the cloud's logs, metrics and
	// alert topics.
	monitoring step
}

// References are the forms in which a job names existing resources of a cloud.
type References struct {
	// Network, Subnet, Key and Bucket are kinds of resource that every cloud has.
	Network, Subnet, Key, Bucket reference
	// Registry matches the host of the cloud's own image registry.
	Registry func() *regexp.Regexp
	// Secrets are the forms of references to the cloud's secret managers.
	Secrets func() []secretForm
}

// reference checks a reference at a path, reports it if it is invalid, and
// returns the resource; the zero resource if that is unknown. An empty text is
// valid.
type reference func(n *normalizer, at, written string) resource

// resource is an existing resource that a job refers to.
type resource struct {
	// name is the full name, also where a short form was written.
	name string
	// region is the resource's region; empty if the reference has none.
	region string
}

// Bill is where a cloud reports costs, and the limits of its budgets.
type Bill struct {
	// Kind is the kind of cost report.
	Kind BillKind
	// ActivatedKeys says that the report shows only the tag keys that were
	// activated for cost allocation.
	ActivatedKeys bool `missing:"ok"`
	// MaxThresholds is the number of thresholds of a budget; 0 is unlimited.
	MaxThresholds int `missing:"ok"`
}

// BillKind is a kind of cost report.
type BillKind string

// The kinds of cost report that package finops has queries and budgets for.
const (
	CostAndUsageReport BillKind = "cost and usage report"
	CloudBillingExport BillKind = "Cloud Billing export"
)
