package model

import "slices"

// Grant is one statement of the policy of the job's own role on AWS.
type Grant struct {
	// Sid is the statement's name.
	Sid string `yaml:"sid"`
	// Actions are as IAM spells them: s3:PutObject.
	Actions []string `yaml:"actions"`
	// Kind says what the actions are allowed on: objects, bucket, listing or key
	// of storage.bucket; other_objects and regional by Names; metrics of the namespace.
	Kind GrantKind `yaml:"kind"`
	// Service is that of the resources of a regional grant: glue.
	Service string `yaml:"service"`
	// Names are the resources of kinds that are not the module's variables.
	Names []string `yaml:"names"`
	// Prefixes limit a listing of other buckets; empty for whole buckets.
	Prefixes []string `yaml:"prefixes"`
}

// GrantKind is what a grant is for.
type GrantKind string

// The kinds of grants.
const (
	GrantObjects      GrantKind = "objects"       // below the prefix of storage.bucket
	GrantBucket       GrantKind = "bucket"        // storage.bucket itself
	GrantListing      GrantKind = "listing"       // storage.bucket, limited to the prefix
	GrantKey          GrantKind = "key"           // its key, through S3 only
	GrantOtherObjects GrantKind = "other_objects" // bucket/key of another bucket
	GrantOtherListing GrantKind = "other_listing" // another bucket, limited to prefixes
	GrantOtherKeys    GrantKind = "other_keys"    // keys of other buckets, through S3 only
	GrantRegional     GrantKind = "regional"      // resources of a service in the account and region
	GrantMetrics      GrantKind = "metrics"       // metrics of the namespace
)

// GrantsNeedAccount reports whether any grant's resources name the account.
func (d Deployment) GrantsNeedAccount() bool {
	return slices.ContainsFunc(d.Grants, func(g Grant) bool { return g.Kind == GrantRegional })
}

// UsesPrefix reports whether the module uses storage.prefix: for the container, or to
// limit what an identity that it creates may use.
func (d Deployment) UsesPrefix() bool {
	limits := d.Identity.CreateTaskRole || d.Identity.CreateServiceAccount && d.Storage.BucketGranted
	return d.Storage.PrefixInBucket || limits && d.Storage.Prefix != ""
}

// GrantsNameResources reports whether any grant is for resources by their names.
func (d Deployment) GrantsNameResources() bool {
	return slices.ContainsFunc(d.Grants, func(g Grant) bool { return len(g.Names) > 0 })
}
