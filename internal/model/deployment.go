package model

import (
	"fmt"
	"slices"
)

// Deployment is one job, ready to be rendered: everything is decided, nothing
// is optional, and every number has the unit that its name says. Templates
// take their structure from it; values reach the module through Variables.
//
// An empty string, an empty list or a zero means "not there"; where that is a
// choice between two structures, a field beside it says so in words.
type Deployment struct {
	// Platform is the template folder: aws_ecs, aws_eks, gcp_cloud_run or gcp_gke.
	Platform string `yaml:"platform"`
	// Provider is the platform's cloud: aws or gcp.
	Provider string `yaml:"provider"`
	// Name is the one name of everything that is made for the job: lower-case
	// letters, digits and hyphens, at most 49 characters, no two jobs alike.
	Name string `yaml:"name"`
	// Tenant, Job and Environment are as written; Environment may be empty.
	Tenant      string `yaml:"tenant"`
	Job         string `yaml:"job"`
	Environment string `yaml:"environment"`
	// Region is where everything is created.
	Region string `yaml:"region"`
	// Project is the GCP project id; empty on AWS.
	Project string `yaml:"project"`
	// Service is true for a long-running container, false for a run that ends.
	Service bool `yaml:"service"`
	// Providers are the versions of Terraform's providers that the module asks
	// for; empty for one that it does not use.
	Providers Providers `yaml:"providers"`

	Cluster    Cluster        `yaml:"cluster"`
	Container  Container      `yaml:"container"`
	Schedule   Trigger        `yaml:"schedule"`
	Retry      Retry          `yaml:"retry"`
	Identity   Identity       `yaml:"identity"`
	Network    NetworkPlan    `yaml:"network"`
	Storage    StoragePlan    `yaml:"storage"`
	Monitoring MonitoringPlan `yaml:"monitoring"`
	Backend    BackendPlan    `yaml:"backend"`

	// Tags are legal AWS tags; empty on GCP.
	Tags map[string]string `yaml:"tags"`
	// Labels are legal GCP or Kubernetes labels; empty on aws_ecs.
	Labels map[string]string `yaml:"labels"`
	// Annotations hold the full text of labels that had to be changed.
	Annotations map[string]string `yaml:"annotations"`

	// Variables holds the value of every Terraform variable that a module of
	// this platform may declare. What a module does declare goes to
	// terraform.tfvars.json.
	Variables map[string]any `yaml:"-"`
}

// Cluster is the existing cluster that runs the job.
type Cluster struct {
	// Name and Location say where it is found; the region is its location on
	// AWS.
	Name     string `yaml:"name"`
	Location string `yaml:"location"`
	// Namespace is the Kubernetes namespace; CreateNamespace says that it is
	// made for this job alone.
	Namespace       string `yaml:"namespace"`
	CreateNamespace bool   `yaml:"create_namespace"`
}

// Container is what runs.
type Container struct {
	// Image is empty where Terraform asks for it.
	Image string `yaml:"image"`
	// ImageIsECR says that the image lies in Amazon ECR: an execution role
	// needs to pull it from there.
	ImageIsECR bool `yaml:"image_is_ecr"`
	// CPU and Memory are what the container gets.
	CPU    MilliCPU `yaml:"cpu_milli"`
	Memory MiB      `yaml:"memory_mib"`
	// ARM64 is true for arm64, false for x86_64.
	ARM64 bool `yaml:"arm64"`
	// EphemeralStorageGiB is 0 where the platform's default is kept.
	EphemeralStorageGiB int `yaml:"ephemeral_storage_gib"`
	// Entrypoint replaces the image's; empty keeps it.
	Entrypoint []string `yaml:"entrypoint"`
	// Args follow the entry point.
	Args []string `yaml:"args"`
	// TimeoutSeconds is the longest that a run may take.
	TimeoutSeconds int `yaml:"timeout_seconds"`
	// JobConfigPath is the job file inside the image.
	JobConfigPath string `yaml:"job_config_path"`
	// Environment are the plain variables that the author wrote.
	Environment map[string]string `yaml:"environment"`
	// Secrets are sorted by name.
	Secrets []SecretRef `yaml:"secrets"`
	// SecretsKMSKeyARNs are the customer keys of the secrets.
	SecretsKMSKeyARNs []string `yaml:"secrets_kms_key_arns"`
	// RunAsUser is the numeric user that the container runs as.
	RunAsUser int `yaml:"run_as_user"`
	// ReadOnlyRootFilesystem says that nothing but the scratch space and the
	// state can be written to; ScratchMiB is the size of that space.
	ReadOnlyRootFilesystem bool `yaml:"read_only_root_filesystem"`
	ScratchMiB             int  `yaml:"scratch_mib"`
}

// Uses reports whether a secret of a kind is among the container's.
func (c Container) Uses(kind SecretKind) bool {
	return slices.ContainsFunc(c.Secrets, func(s SecretRef) bool { return s.Kind == kind })
}

// SecretKind says where a secret lies.
type SecretKind string

// The kinds of secret.
const (
	SecretsManager   SecretKind = "secretsmanager" // AWS Secrets Manager
	SSMParameter     SecretKind = "ssm"            // AWS Systems Manager Parameter Store
	SecretManager    SecretKind = "secretmanager"  // Google Secret Manager
	KubernetesSecret SecretKind = "kubernetes"     // an existing Kubernetes Secret
)

// SecretRef is an environment variable whose value is a reference.
type SecretRef struct {
	// Name is the environment variable's.
	Name string `yaml:"name"`
	// Kind says where the secret lies: secretsmanager, ssm, secretmanager or
	// kubernetes.
	Kind SecretKind `yaml:"kind"`
	// Reference is the ARN (AWS), `projects/P/secrets/S` (GCP) or the name of
	// the Kubernetes Secret.
	Reference string `yaml:"reference"`
	// Version is Google's version, "latest" if none was written.
	Version string `yaml:"version"`
	// Key is the key inside a Kubernetes Secret.
	Key string `yaml:"key"`
}

// Trigger is the schedule in the platform's own words.
type Trigger struct {
	// Exists says that the job has a schedule.
	Exists bool `yaml:"exists"`
	// Expression is in the platform's dialect, Timezone a name such as
	// Europe/Berlin.
	Expression string `yaml:"expression"`
	Timezone   string `yaml:"timezone"`
	// Enabled is false for a schedule that is there and does not run.
	Enabled bool `yaml:"enabled"`
	// Region is Cloud Scheduler's.
	Region string `yaml:"region"`
}

// Retry says how a failed run is repeated.
type Retry struct {
	// Count is the number of repetitions; 0 is none.
	Count int `yaml:"count"`
	// InitialSeconds is the wait before the first, MaxSeconds the longest, and
	// Backoff the factor between two.
	InitialSeconds int     `yaml:"initial_seconds"`
	MaxSeconds     int     `yaml:"max_seconds"`
	Backoff        float64 `yaml:"backoff"`
}

// Identity is who the job is to the cloud.
type Identity struct {
	// ExecutionRoleARN and TaskRoleARN are existing IAM roles;
	// CreateExecutionRole and CreateTaskRole say that one is made. Of each pair
	// at most one is set.
	ExecutionRoleARN    string `yaml:"execution_role_arn"`
	CreateExecutionRole bool   `yaml:"create_execution_role"`
	TaskRoleARN         string `yaml:"task_role_arn"`
	CreateTaskRole      bool   `yaml:"create_task_role"`
	// PermissionsBoundaryARN is put on every created IAM role; may be empty.
	PermissionsBoundaryARN string `yaml:"permissions_boundary_arn"`
	// IRSA is true where a pod gets its role through the cluster's OIDC
	// provider, false for EKS Pod Identity.
	IRSA bool `yaml:"irsa"`
	// ServiceAccount is the email of an existing Google service account;
	// CreateServiceAccount says that one is made.
	ServiceAccount       string `yaml:"service_account"`
	CreateServiceAccount bool   `yaml:"create_service_account"`
	// ServiceAccountID and InvokerAccountID are the ids, at most 30
	// characters, of created service accounts: the job's, and the schedule's.
	ServiceAccountID string `yaml:"service_account_id"`
	InvokerAccountID string `yaml:"invoker_account_id"`
}

// HasTaskRole reports whether the job has an IAM role of its own.
func (i Identity) HasTaskRole() bool { return i.CreateTaskRole || i.TaskRoleARN != "" }

// HasServiceAccount reports whether the job has a Google service account.
func (i Identity) HasServiceAccount() bool { return i.CreateServiceAccount || i.ServiceAccount != "" }

// NetworkPlan is where in the network the job runs.
type NetworkPlan struct {
	// VPC and Subnets are existing ones, as the provider names them; empty for
	// the default.
	VPC     string   `yaml:"vpc"`
	Subnets []string `yaml:"subnets"`
	// SecurityGroups are existing ones; CreateSecurityGroup says that one is made.
	SecurityGroups      []string `yaml:"security_groups"`
	CreateSecurityGroup bool     `yaml:"create_security_group"`
	// Egress is what a created security group or network policy lets out.
	Egress []Egress `yaml:"egress"`
	// AssignPublicIP gives the job a public address.
	AssignPublicIP bool `yaml:"assign_public_ip"`
	// PodSecurityGroups says that SecurityGroups are attached to pods.
	PodSecurityGroups bool `yaml:"pod_security_groups"`
	// Tags are GCP network tags.
	Tags []string `yaml:"tags"`
}

// StoragePlan is the data that the job may use.
type StoragePlan struct {
	// Bucket is the existing bucket of the job's data.
	Bucket string `yaml:"bucket"`
	// Prefix narrows grants; it ends in "/" or is empty.
	Prefix string `yaml:"prefix"`
	// KMSKey is the bucket's key: an ARN on AWS, a resource name on GCP.
	KMSKey string `yaml:"kms_key"`
	// KMSKeyRegion is the key's own region.
	KMSKeyRegion string `yaml:"kms_key_region"`
	// EncryptCompute says that KMSKey can encrypt the compute resource too.
	EncryptCompute bool      `yaml:"encrypt_compute"`
	State          StatePlan `yaml:"state"`
}

// StatePlan is where incremental state survives. At most one form is set.
type StatePlan struct {
	// EFSFileSystemID and EFSAccessPointID are Amazon EFS's.
	EFSFileSystemID  string `yaml:"efs_file_system_id"`
	EFSAccessPointID string `yaml:"efs_access_point_id"`
	// ClaimName is a Kubernetes volume claim.
	ClaimName string `yaml:"claim_name"`
	// Bucket is a Google Cloud Storage bucket.
	Bucket string `yaml:"bucket"`
}

// Exists reports whether state survives a run.
func (s StatePlan) Exists() bool { return s != StatePlan{} }

// MonitoringPlan holds logs, metrics and alerts.
type MonitoringPlan struct {
	// LogGroup is the AWS log group; CreateLogGroup says that the module makes it.
	LogGroup       string `yaml:"log_group"`
	CreateLogGroup bool   `yaml:"create_log_group"`
	// LogName is a GCP log name that the job writes to itself.
	LogName string `yaml:"log_name"`
	// LogBucket is an existing GCP log bucket; CreateLogBucket says that the
	// module makes one.
	LogBucket       string `yaml:"log_bucket"`
	CreateLogBucket bool   `yaml:"create_log_bucket"`
	// LogRetentionDays and LogKMSKey are those of what the module makes.
	LogRetentionDays int    `yaml:"log_retention_days"`
	LogKMSKey        string `yaml:"log_kms_key"`
	// MetricsNamespace is where the job's metrics go; empty is none.
	MetricsNamespace string `yaml:"metrics_namespace"`
	// AlertTopic is the SNS topic's ARN or the Pub/Sub topic's full name.
	AlertTopic string `yaml:"alert_topic"`
	// MaxHoursBetweenRuns is 0 where no alarm for missing runs is made.
	MaxHoursBetweenRuns int `yaml:"max_hours_between_runs"`
}

// BackendPlan is where the module's state is kept.
type BackendPlan struct {
	// Type is s3, gcs or local; empty leaves the state where Terraform puts it.
	Type string `yaml:"type"`
	// Bucket holds the state: under Key for s3, below Prefix for gcs.
	Bucket string `yaml:"bucket"`
	Key    string `yaml:"key"`
	Prefix string `yaml:"prefix"`
	// Region, KMSKeyID and UseLockfile are those of the s3 backend.
	Region      string `yaml:"region"`
	KMSKeyID    string `yaml:"kms_key_id"`
	UseLockfile bool   `yaml:"use_lockfile"`
	// Path is the file of the local backend.
	Path string `yaml:"path"`
}

// StateLocation is a text that is equal for two states that would overwrite each
// other; empty where the state is kept on the machine that runs Terraform. It is
// no method, since templates would see that.
func StateLocation(b BackendPlan) string {
	if b.Type == "" || b.Path != "" {
		return ""
	}
	return fmt.Sprint(b.Type, " ", b.Bucket, " ", b.Key, b.Prefix)
}
