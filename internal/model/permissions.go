package model

// Access configures the permissions of the created identity, in addition to those that
// the job's own settings need, and the members that may start the job.
type Access struct {
	// Managed IAM policies to attach to the created role: aws.
	PolicyARNs []string `yaml:"policy_arns,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Statements of the created role's policy: aws.
	Statements []PolicyStatement `yaml:"statements,omitempty" jsonschema:"minItems=1"`
	// Roles to grant to the created service account: gcp.
	Roles []RoleGrant `yaml:"roles,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Members that may start the job apart from its schedule, such as the service account of an orchestrator:
	// cloud_run. In the form of IAM: serviceAccount:EMAIL, group:EMAIL, user:EMAIL or principal://...
	Invokers []string `yaml:"invokers,omitempty" jsonschema:"minItems=1,example=group:data-platform@acme.example"`
	// Whether the invokers may also replace the arguments and environment variables of a run: cloud_run. Whoever can
	// runs anything that the image contains, with the identity of the job.
	InvokerOverrides *bool `yaml:"invoker_overrides,omitempty" jsonschema:"default=false"`
}

// PolicyStatement is a statement of an IAM policy.
type PolicyStatement struct {
	// Name of the statement.
	Sid string `yaml:"sid,omitempty" jsonschema:"example=ReadQueue"`
	// Allow or Deny. Absent: Allow.
	Effect string `yaml:"effect,omitempty" jsonschema:"enum=Allow,enum=Deny"`
	// Actions as IAM spells them.
	Actions []string `yaml:"actions" jsonschema:"required,minItems=1,uniqueItems=true"`
	// ARNs of the resources; * and ? are wildcards.
	Resources []string `yaml:"resources" jsonschema:"required,minItems=1,uniqueItems=true"`
	// Conditions by operator and key, such as `StringEquals: {aws:ResourceTag/team: [data]}`.
	Conditions map[string]map[string]Words `yaml:"conditions,omitempty"`
}

// RoleGrant is an IAM role on a project or a bucket.
type RoleGrant struct {
	// Predefined or custom role.
	Role string `yaml:"role" jsonschema:"required,example=roles/bigquery.dataEditor"`
	// Project of the grant. Absent: the job's.
	Project string `yaml:"project,omitempty" jsonschema:"example=acme-warehouse"`
	// Bucket to grant the role on, instead of a project.
	Bucket string `yaml:"bucket,omitempty" jsonschema:"example=acme-data-lake"`
	// IAM condition as a CEL expression.
	Condition string `yaml:"condition,omitempty" jsonschema:"minLength=1,maxLength=4096"`
}

// FurtherBucket is a bucket that the job uses in addition to storage.bucket.
type FurtherBucket struct {
	// Existing bucket.
	Bucket string `yaml:"bucket" jsonschema:"required,minLength=1,example=acme-reference-data"`
	// read_only: list and read objects. read_write: also create, replace and delete them. Absent: read_only.
	Access string `yaml:"access,omitempty" jsonschema:"enum=read_only,enum=read_write"`
	// Prefixes that limit the access. Absent: the whole bucket.
	Prefixes []string `yaml:"prefixes,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Existing KMS key of the bucket: aws. On GCP, Cloud Storage uses the key, not the job.
	KMSKeyID string `yaml:"kms_key_id,omitempty"`
}

// PermissionsPlan are the grants of the job file.
type PermissionsPlan struct {
	// PolicyARNs are managed IAM policies, Statements those of the role's policy.
	PolicyARNs []string          `yaml:"policy_arns"`
	Statements []PolicyStatement `yaml:"statements"`
	// ProjectRoles and BucketRoles are IAM roles on GCP.
	ProjectRoles []RoleGrant `yaml:"project_roles"`
	BucketRoles  []RoleGrant `yaml:"bucket_roles"`
}

// HasTaskPolicy reports whether the created role has a policy of its own.
func (d Deployment) HasTaskPolicy() bool {
	return len(d.Grants)+len(d.Permissions.Statements) > 0 || d.Storage.State.EFSFileSystemID != ""
}
