package model

import (
	"fmt"
	"slices"
	"strings"
)

// Deployment is one normalized job, ready to be rendered: defaults are resolved,
// nothing is optional, and the name of a number says its unit. Templates decide the
// structure from it; values reach the module through Variables.
//
// An empty string, an empty list or zero means "absent"; where that selects between
// two structures, a separate field such as CreateNamespace says which.
type Deployment struct {
	// Platform is the template folder: aws_ecs, aws_eks, gcp_cloud_run or gcp_gke.
	Platform string `yaml:"platform"`
	// Provider is the platform's cloud: aws or gcp.
	Provider string `yaml:"provider"`
	// Name is the name of all resources of the job: lower-case letters, digits
	// and hyphens, at most 49 characters, unique among jobs.
	Name string `yaml:"name"`
	// Tenant, Job and Environment are as written; Environment may be empty.
	Tenant      string `yaml:"tenant"`
	Job         string `yaml:"job"`
	Environment string `yaml:"environment"`
	// Region is the region of all resources.
	Region string `yaml:"region"`
	// Project is the GCP project id; empty on AWS.
	Project string `yaml:"project"`
	// Engine is the version of the ingestion engine in the image, or none for an
	// image of one's own.
	Engine string `yaml:"engine"`
	// Service is true for a long-running container, false for a run that ends.
	Service bool `yaml:"service"`
	// Providers are the version constraints of the Terraform providers that the
	// module requires; empty for one that it does not use.
	Providers Providers `yaml:"providers"`

	Cluster   Cluster   `yaml:"cluster"`
	Container Container `yaml:"container"`
	// Placement is where a cluster runs the pods or the task; empty on Cloud Run.
	Placement Placement `yaml:"placement"`
	Schedule  Trigger   `yaml:"schedule"`
	Retry     Retry     `yaml:"retry"`
	Runs      Runs      `yaml:"runs"`
	Identity  Identity  `yaml:"identity"`
	// Permissions are those that the job file grants.
	Permissions PermissionsPlan `yaml:"permissions"`
	Network     NetworkPlan     `yaml:"network"`
	Storage     StoragePlan     `yaml:"storage"`
	// Grants are the statements of the policy of the job's own role on AWS.
	Grants     []Grant        `yaml:"grants"`
	Monitoring MonitoringPlan `yaml:"monitoring"`
	Backend    BackendPlan    `yaml:"backend"`

	// Tags are valid AWS tags; empty on GCP.
	Tags map[string]string `yaml:"tags"`
	// Labels are valid GCP or Kubernetes labels; empty on aws_ecs.
	Labels map[string]string `yaml:"labels"`
	// Annotations hold the original text of labels that had to be changed.
	Annotations map[string]string `yaml:"annotations"`

	// Variables holds the value of every Terraform variable that a module of
	// this platform may declare. terraform.tfvars.json contains those that the
	// module does declare.
	Variables map[string]any `yaml:"-"`
}

// Cluster is the existing cluster that runs the job.
type Cluster struct {
	// Name and Location identify the cluster; on AWS, the location is the region.
	Name     string `yaml:"name"`
	Location string `yaml:"location"`
	// Endpoint is how its API is reached on GCP: ip, dns or connect.
	Endpoint string `yaml:"endpoint"`
	// EphemeralAuth is true if an ephemeral resource issues the token for its API
	// on AWS, false for the AWS CLI.
	EphemeralAuth bool `yaml:"ephemeral_auth"`
	// Namespace is the Kubernetes namespace; CreateNamespace is true if the
	// module creates it.
	Namespace       string `yaml:"namespace"`
	CreateNamespace bool   `yaml:"create_namespace"`
}

// Container is the container that runs.
type Container struct {
	// Image is empty if it is a required Terraform variable.
	Image string `yaml:"image"`
	// ImageIsECR is true if the image is in Amazon ECR: the execution role needs
	// permission to pull it.
	ImageIsECR bool `yaml:"image_is_ecr"`
	// BuiltImage is true for an image of dativo-gen image: it has the entry script,
	// an init and a volume at /tmp.
	BuiltImage bool `yaml:"built_image"`
	// ImportsImage is true if the image is in a pull-through cache of Amazon ECR;
	// CreatesRepository, if the first pull creates its repository.
	ImportsImage      bool `yaml:"imports_image"`
	CreatesRepository bool `yaml:"creates_repository"`
	// RepositoryCredentials is the ARN of the secret with the credentials of the
	// image's registry; empty if it needs none.
	RepositoryCredentials string `yaml:"repository_credentials"`
	// CPU and Memory are the resources of the container.
	CPU    MilliCPU `yaml:"cpu_milli"`
	Memory MiB      `yaml:"memory_mib"`
	// ARM64 is true for arm64, false for x86_64.
	ARM64 bool `yaml:"arm64"`
	// EphemeralStorageGiB is 0 for the platform's default.
	EphemeralStorageGiB int `yaml:"ephemeral_storage_gib"`
	// Entrypoint overrides the image's; empty keeps it.
	Entrypoint []string `yaml:"entrypoint"`
	// Args follow the entry point.
	Args []string `yaml:"args"`
	// TimeoutSeconds is the time limit of a run.
	TimeoutSeconds int `yaml:"timeout_seconds"`
	// TerminationGraceSeconds is the time between SIGTERM and SIGKILL; 0 for the
	// platform's default.
	TerminationGraceSeconds int `yaml:"termination_grace_seconds"`
	// JobConfigPath is the path of the job file inside the image.
	JobConfigPath string `yaml:"job_config_path"`
	// ConfigFiles are the texts of the files that a ConfigMap mounts, by path in
	// the container; empty if the image contains them.
	ConfigFiles map[string]string `yaml:"config_files"`
	// Environment are the plain environment variables of the job file.
	Environment map[string]string `yaml:"environment"`
	// Settings are variables that the module sets unless Environment does.
	Settings []Setting `yaml:"settings"`
	// Secrets are sorted by name.
	Secrets []SecretRef `yaml:"secrets"`
	// SecretFiles are files with the value of a secret, sorted by name: the
	// absolute path in the container.
	SecretFiles []SecretRef `yaml:"secret_files"`
	// CloudSQLInstances are Cloud SQL instances whose sockets are in /cloudsql.
	CloudSQLInstances []string `yaml:"cloud_sql_instances"`
	// BinaryAuthorization is true if the project's policy applies to the image.
	BinaryAuthorization bool `yaml:"binary_authorization"`
	// SecretsKMSKeyARNs are the customer managed keys of the secrets.
	SecretsKMSKeyARNs []string `yaml:"secrets_kms_key_arns"`
	// RunAsUser is the numeric user of the container.
	RunAsUser int `yaml:"run_as_user"`
	// ReadOnlyRootFilesystem is true if only the scratch space and the state are
	// writable; ScratchMiB is the size of the scratch space, and ScratchInMemory is
	// true if it is part of the memory.
	ReadOnlyRootFilesystem bool `yaml:"read_only_root_filesystem"`
	ScratchMiB             int  `yaml:"scratch_mib"`
	ScratchInMemory        bool `yaml:"scratch_in_memory"`
}

// Setting is an environment variable that the module sets.
type Setting struct {
	// Name is the environment variable's.
	Name string `yaml:"name"`
	// Value is what the container gets.
	Value string `yaml:"value"`
	// Variable is the Terraform variable whose value it is; empty for a fixed
	// value.
	Variable string `yaml:"variable"`
}

// Uses reports whether the container uses a secret of a kind.
func (c Container) Uses(kind SecretKind) bool {
	return slices.ContainsFunc(c.Secrets, func(s SecretRef) bool { return s.Kind == kind })
}

// SecretKind is the service that stores a secret.
type SecretKind string

// The kinds of secret.
const (
	SecretsManager   SecretKind = "secretsmanager" // AWS Secrets Manager
	SSMParameter     SecretKind = "ssm"            // AWS Systems Manager Parameter Store
	SecretManager    SecretKind = "secretmanager"  // Google Secret Manager
	KubernetesSecret SecretKind = "kubernetes"     // an existing Kubernetes Secret
)

// SecretRef is an environment variable or a file whose value is a reference.
type SecretRef struct {
	// Name is the name of the environment variable, or the path of the file.
	Name string `yaml:"name"`
	// Kind is the service that stores the secret: secretsmanager, ssm,
	// secretmanager or kubernetes.
	Kind SecretKind `yaml:"kind"`
	// Reference is the ARN (AWS), `projects/P/secrets/S` (GCP) or the name of
	// the Kubernetes Secret.
	Reference string `yaml:"reference"`
	// Version is the version on Google Cloud, "latest" by default.
	Version string `yaml:"version"`
	// Key is the key inside a Kubernetes Secret.
	Key string `yaml:"key"`
}

// Trigger is the schedule in the platform's dialect.
type Trigger struct {
	// Exists is true if the job has a schedule.
	Exists bool `yaml:"exists"`
	// Expression is in the platform's dialect; Timezone is an IANA name such as
	// Europe/Berlin.
	Expression string `yaml:"expression"`
	Timezone   string `yaml:"timezone"`
	// Enabled is false for a schedule that is created disabled.
	Enabled bool `yaml:"enabled"`
	// Region is the region of the Cloud Scheduler job.
	Region string `yaml:"region"`
}

// Retry configures the retries of a failed run.
type Retry struct {
	// Count is the number of retries; 0 disables them.
	Count int `yaml:"count"`
	// InitialSeconds is the delay before the first retry, MaxSeconds the maximum
	// delay, and Backoff the factor by which it grows.
	InitialSeconds int     `yaml:"initial_seconds"`
	MaxSeconds     int     `yaml:"max_seconds"`
	Backoff        float64 `yaml:"backoff"`
}

// Runs is how runs are started, and what their results mean.
type Runs struct {
	// StateMachine is true if a state machine of Step Functions starts the runs:
	// scheduled, retried or alerted ones on ECS.
	StateMachine bool `yaml:"state_machine"`
	// LimitSeconds is the longest time from the start of the first attempt to the
	// end of the last one: what takes longer is stuck.
	LimitSeconds int `yaml:"limit_seconds"`
	// OneAtATime is true if no run starts during another one.
	OneAtATime bool `yaml:"one_at_a_time"`
	// PartialSuccess and NoRecords are retry, fail or succeed.
	PartialSuccess string `yaml:"partial_success"`
	NoRecords      string `yaml:"no_records"`
}

// Identity is the cloud identity of the job.
type Identity struct {
	// ExecutionRoleARN and TaskRoleARN are existing IAM roles;
	// CreateExecutionRole and CreateTaskRole are true if the module creates one.
	// At most one of each pair is set.
	ExecutionRoleARN    string `yaml:"execution_role_arn"`
	CreateExecutionRole bool   `yaml:"create_execution_role"`
	TaskRoleARN         string `yaml:"task_role_arn"`
	CreateTaskRole      bool   `yaml:"create_task_role"`
	// PermissionsBoundaryARN is set on every created IAM role; may be empty.
	PermissionsBoundaryARN string `yaml:"permissions_boundary_arn"`
	// IRSA is true if pods get their role through the cluster's OIDC provider,
	// false for EKS Pod Identity.
	IRSA bool `yaml:"irsa"`
	// ServiceAccount is the email of an existing Google service account;
	// CreateServiceAccount is true if the module creates one.
	ServiceAccount       string `yaml:"service_account"`
	CreateServiceAccount bool   `yaml:"create_service_account"`
	// AccountProject is the project of the existing service account, if that is not
	// the job's.
	AccountProject string `yaml:"account_project"`
	// ServiceAccountID and InvokerAccountID are the ids of the created service
	// accounts of the job and of the schedule, at most 30 characters.
	ServiceAccountID string `yaml:"service_account_id"`
	InvokerAccountID string `yaml:"invoker_account_id"`
	// Invokers are other members that may start the job; InvokerOverrides is true
	// if they may replace its arguments and environment variables.
	Invokers         []string `yaml:"invokers"`
	InvokerOverrides bool     `yaml:"invoker_overrides"`
}

// HasTaskRole reports whether the job has an IAM role.
func (i Identity) HasTaskRole() bool { return i.CreateTaskRole || i.TaskRoleARN != "" }

// HasServiceAccount reports whether the job has a Google service account.
func (i Identity) HasServiceAccount() bool { return i.CreateServiceAccount || i.ServiceAccount != "" }

// NetworkPlan is the network placement of the job.
type NetworkPlan struct {
	// VPC and Subnets are the existing VPC and subnets, in the provider's form;
	// empty for the default.
	VPC     string   `yaml:"vpc"`
	Subnets []string `yaml:"subnets"`
	// SecurityGroups are existing security groups; CreateSecurityGroup is true if
	// the module creates one.
	SecurityGroups      []string `yaml:"security_groups"`
	CreateSecurityGroup bool     `yaml:"create_security_group"`
	// Egress are the egress rules of the created security group or network policy.
	Egress []Egress `yaml:"egress"`
	// AssignPublicIP is true if the job gets a public IP address.
	AssignPublicIP bool `yaml:"assign_public_ip"`
	// PodSecurityGroups is true if SecurityGroups are attached to the pods.
	PodSecurityGroups bool `yaml:"pod_security_groups"`
	// Tags are GCP network tags.
	Tags []string `yaml:"tags"`
	// AllTraffic is true if public addresses are reached through the VPC network
	// too, false for private ones only. Connector is an existing connector to the
	// network, in place of VPC and Subnets.
	AllTraffic bool   `yaml:"all_traffic"`
	Connector  string `yaml:"connector"`
	// ConnectorProject is the project of the connector if it is not the job's.
	ConnectorProject string `yaml:"connector_project"`
}

// HasVPC reports whether the job is connected to a VPC network on Cloud Run.
func (n NetworkPlan) HasVPC() bool { return n.VPC != "" || len(n.Subnets) > 0 || n.Connector != "" }

// StoragePlan is the data bucket and the incremental state.
type StoragePlan struct {
	// Bucket is the existing data bucket.
	Bucket string `yaml:"bucket"`
	// Prefix limits grants; it is empty or ends in "/".
	Prefix string `yaml:"prefix"`
	// BucketGranted says that the job's own identity uses the bucket.
	BucketGranted bool `yaml:"bucket_granted"`
	// PrefixInBucket says that the container is given the bucket together with
	// the prefix: the engine writes below it then.
	PrefixInBucket bool `yaml:"prefix_in_bucket"`
	// KMSKey is the bucket's key: an ARN on AWS, a resource name on GCP.
	KMSKey string `yaml:"kms_key"`
	// KMSKeyRegion is the region of the key.
	KMSKeyRegion string `yaml:"kms_key_region"`
	// EncryptCompute is true if KMSKey can encrypt the compute resource too.
	EncryptCompute bool      `yaml:"encrypt_compute"`
	State          StatePlan `yaml:"state"`
}

// StatePlan is the persistent storage of incremental state. At most one form is
// set.
type StatePlan struct {
	// EFSFileSystemID and EFSAccessPointID are for Amazon EFS.
	EFSFileSystemID  string `yaml:"efs_file_system_id"`
	EFSAccessPointID string `yaml:"efs_access_point_id"`
	// ClaimName is a Kubernetes persistent volume claim.
	ClaimName string `yaml:"claim_name"`
	// Bucket is a Google Cloud Storage bucket.
	Bucket string `yaml:"bucket"`
}

// Exists reports whether state persists between runs.
func (s StatePlan) Exists() bool { return s != StatePlan{} }

// MonitoringPlan holds logs, metrics and alerts.
type MonitoringPlan struct {
	// LogGroup is the AWS log group; CreateLogGroup is true if the module creates
	// it.
	LogGroup       string `yaml:"log_group"`
	CreateLogGroup bool   `yaml:"create_log_group"`
	// LogName is a GCP log name that the job itself writes to.
	LogName string `yaml:"log_name"`
	// LogBucket is an existing GCP log bucket; CreateLogBucket is true if the
	// module creates one.
	LogBucket       string `yaml:"log_bucket"`
	CreateLogBucket bool   `yaml:"create_log_bucket"`
	// ExcludeFromDefault is true if the _Default log bucket gets no copy.
	ExcludeFromDefault bool `yaml:"exclude_from_default"`
	// LogRetentionDays and LogKMSKey are for the created log group or log bucket.
	LogRetentionDays int    `yaml:"log_retention_days"`
	LogKMSKey        string `yaml:"log_kms_key"`
	// KeepLogs is true if the created log group outlives the module.
	KeepLogs bool `yaml:"keep_logs"`
	// MetricsNamespace is the namespace of the job's metrics; empty disables them.
	MetricsNamespace string `yaml:"metrics_namespace"`
	// PublishesMetrics says that the container itself may put metrics there.
	PublishesMetrics bool `yaml:"publishes_metrics"`
	// AlertTopic is the ARN of the SNS topic or the full name of the Pub/Sub topic.
	AlertTopic string `yaml:"alert_topic"`
	// MaxHoursBetweenRuns is 0 without an alarm for missing runs.
	MaxHoursBetweenRuns int `yaml:"max_hours_between_runs"`
	// ContainerInsights is true for alarms on what the cluster's Container
	// Insights reports.
	ContainerInsights bool `yaml:"container_insights"`
}

// BackendPlan is the state backend of the module.
type BackendPlan struct {
	// Type is s3, gcs or local; empty means without a backend block.
	Type string `yaml:"type"`
	// Bucket contains the state: at Key for s3, under Prefix for gcs.
	Bucket string `yaml:"bucket"`
	Key    string `yaml:"key"`
	Prefix string `yaml:"prefix"`
	// Region, KMSKeyID and UseLockfile are for the s3 backend.
	Region      string `yaml:"region"`
	KMSKeyID    string `yaml:"kms_key_id"`
	UseLockfile bool   `yaml:"use_lockfile"`
	// SkipRegionValidation is set for regions that older versions of Terraform do
	// not know.
	SkipRegionValidation bool `yaml:"skip_region_validation"`
	// Path is the file of the local backend.
	Path string `yaml:"path"`
}

// StateLocation returns a text that is equal for two states that would overwrite
// each other; it is empty for state on the machine that runs Terraform. It is a
// function because templates would see a method.
func StateLocation(b BackendPlan) string {
	if b.Type == "" || b.Path != "" {
		return ""
	}
	return fmt.Sprint(b.Type, " ", b.Bucket, " ", b.Key, StatePrefix(b))
}

// StatePrefix returns the prefix as the gcs backend uses it: without slashes at its
// start, and with one at its end.
func StatePrefix(b BackendPlan) string {
	prefix := strings.TrimLeft(b.Prefix, "/")
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return prefix
}

// StateURL is the location of a state as one text, the type of its backend first; ""
// for state on the machine that runs Terraform.
func StateURL(b BackendPlan) string {
	if b.Type == "" || b.Path != "" {
		return ""
	}
	return b.Type + "://" + b.Bucket + "/" + b.Key + b.Prefix
}
