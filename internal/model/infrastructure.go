package model

// Infrastructure configures where and how a job runs. `provider` and `region`
// are required; everything else has a default, is created for the job, or is a
// Terraform variable.
type Infrastructure struct {
	// Cloud provider.
	Provider string `yaml:"provider" jsonschema:"required"`
	// Region in which all resources are created.
	Region string `yaml:"region" jsonschema:"required,minLength=1,example=us-east-1,example=europe-west1"`
	// GCP project. Default: the project of the service account, network, subnets, key or topic, which must be the same.
	ProjectID string `yaml:"project_id,omitempty" jsonschema:"example=acme-prod"`
	// Name of the job in resource names and tags. Default: the job file's name without its extension.
	JobName string `yaml:"job_name,omitempty" jsonschema:"minLength=1,maxLength=128,example=stripe_customers"`
	// Compute platform and container.
	Compute *Compute `yaml:"compute,omitempty"`
	// Schedule of the job. Absent: none is created, and an output has the command that starts the job.
	Schedule *Schedule `yaml:"schedule,omitempty"`
	// Network placement and egress rules.
	Network *Network `yaml:"network,omitempty"`
	// Data bucket and incremental state.
	Storage *Storage `yaml:"storage,omitempty"`
	// Tags for every resource. They override those of the job, the asset and the source.
	Tags *Tags `yaml:"tags,omitempty"`
	// Further permissions of the created identity, and members that may start the job.
	Identity *Access `yaml:"identity,omitempty"`
	// Logs, metrics and alerting.
	Monitoring *Monitoring `yaml:"monitoring,omitempty"`
	// Terraform settings of the module.
	Terraform *Terraform `yaml:"terraform,omitempty"`
}

// Amount is a quantity as written: a string or a number, with its spelling kept.
type Amount string

// Compute configures the compute platform and the container.
type Compute struct {
	// Compute platform of the provider.
	Type string `yaml:"type,omitempty" jsonschema:"required"`
	// Name of the existing cluster: ecs, eks and gke.
	ClusterName string `yaml:"cluster_name,omitempty" jsonschema:"example=data-prod"`
	// Location of the GKE cluster, a zone where the cluster is zonal. Default: the region.
	ClusterLocation string `yaml:"cluster_location,omitempty" jsonschema:"example=europe-west1-b"`
	// Endpoint of the control plane for Terraform and kubectl: its IP address, its DNS name, or Connect gateway of the
	// cluster's fleet: gke. Private clusters have no public IP address.
	ClusterEndpoint string `yaml:"cluster_endpoint,omitempty" jsonschema:"enum=ip,enum=dns,enum=connect,default=ip"`
	// How Terraform gets a token for the cluster, which is in neither state nor plan: exec runs the AWS CLI; ephemeral
	// needs no command, and expires after 15 minutes: eks.
	ClusterAuth string `yaml:"cluster_auth,omitempty" jsonschema:"enum=exec,enum=ephemeral,default=exec"`
	// Existing Kubernetes namespace. Absent: one is created for this job, with the restricted Pod Security Standard.
	Namespace string `yaml:"namespace,omitempty" jsonschema:"example=data-jobs"`
	// job: runs to completion. service: keeps running.
	Workload string `yaml:"workload,omitempty" jsonschema:"enum=job,enum=service,default=job"`
	// What runs in the image: a version of the ingestion engine, or `none` for an image of your own, of which nothing is
	// assumed. Default: the project file's `engine`, or main.
	Engine string `yaml:"engine,omitempty" jsonschema:"enum=main,enum=infrastructure,enum=none,default=main"`
	// Container image with a tag or a digest. Absent: the Terraform variable `container_image` is required.
	Image string `yaml:"image,omitempty" jsonschema:"minLength=1,example=123456789012.dkr.ecr.us-east-1.amazonaws.com/dativo:1.4.2"`
	// What the image has apart from the engine. dativo-gen: the image is built from the build context of `dativo-gen
	// image`, with its entry script, an init and a volume at /tmp; the module uses them. custom: nothing is assumed.
	ImageLayout string `yaml:"image_layout,omitempty" jsonschema:"enum=dativo-gen,enum=custom,default=custom"`
	// CPU: CPU units ("1024"), milli-CPU ("1000m") or vCPU ("1", 1.5, "1 vCPU").
	TaskCPU Amount `yaml:"task_cpu,omitempty" jsonschema:"example=1024,example=1000m,example=1 vCPU"`
	// Memory: MiB ("2048") or with a unit ("2Gi", "2GB", "2048Mi").
	TaskMemory Amount `yaml:"task_memory,omitempty" jsonschema:"example=2048,example=2Gi"`
	// Processor architecture of the image.
	Architecture string `yaml:"architecture,omitempty" jsonschema:"enum=x86_64,enum=arm64,default=x86_64"`
	// Size of the container's ephemeral storage in GiB: ecs, eks and gke.
	EphemeralStorageGiB *int `yaml:"ephemeral_storage_gib,omitempty" jsonschema:"minimum=1"`
	// Existing IAM role that pulls the image and writes logs: ecs. Absent: created, with least privilege.
	ExecutionRoleARN string `yaml:"execution_role_arn,omitempty" jsonschema:"example=arn:aws:iam::123456789012:role/dativo-execution"`
	// Existing IAM role of the job itself: ecs, and eks as the pod's role. Absent: created, with least privilege.
	TaskRoleARN string `yaml:"task_role_arn,omitempty" jsonschema:"example=arn:aws:iam::123456789012:role/dativo-task"`
	// Permissions boundary of every IAM role that is created.
	PermissionsBoundaryARN string `yaml:"permissions_boundary_arn,omitempty" jsonschema:"example=arn:aws:iam::123456789012:policy/boundary"`
	// Email of an existing Google service account to run the job as. Absent: created, with least privilege.
	ServiceAccount string `yaml:"service_account,omitempty" jsonschema:"example=dativo@acme-prod.iam.gserviceaccount.com"`
	// How a pod gets its IAM role: eks.
	Identity string `yaml:"identity,omitempty" jsonschema:"enum=pod_identity,enum=irsa,default=pod_identity"`
	// Entry point of the image, which ECS does not expose; the time limit wraps it. Default: that of the Dativo image,
	// `python -m dativo_ingest.cli`.
	Entrypoint []string `yaml:"entrypoint,omitempty" jsonschema:"minItems=1"`
	// Overrides the image's entry point.
	Command []string `yaml:"command,omitempty" jsonschema:"minItems=1"`
	// Arguments of the entry point. Default: `run --config <job_config_path> --mode self_hosted`.
	Args []string `yaml:"args,omitempty" jsonschema:"minItems=1"`
	// Path of the job file inside the image. Default: `/app/jobs/<tenant>/<file name>`.
	JobConfigPath string `yaml:"job_config_path,omitempty" jsonschema:"example=/app/jobs/acme/stripe_customers.yaml"`
	// Where the container gets the job file, the asset and the recipes from: eks and gke can mount them from a ConfigMap,
	// so that a change needs no new image.
	Config string `yaml:"config,omitempty" jsonschema:"enum=image,enum=configmap,default=image"`
	// Plain environment variables. Secrets belong in `secrets`.
	Environment map[string]Scalar `yaml:"environment,omitempty"`
	// Environment variables from secrets, by reference: on ecs the ARN of a Secrets Manager secret or SSM parameter; on
	// cloud_run `projects/P/secrets/S[/versions/V]`; on eks and gke `secret-name/key` of an existing Kubernetes Secret.
	Secrets map[string]string `yaml:"secrets,omitempty"`
	// Files from secrets, by path in the container, such as the key file of a Google source. References are those of
	// `secrets`. On ecs the entry script of `image_layout: dativo-gen` writes them, below /tmp.
	SecretFiles map[string]string `yaml:"secret_files,omitempty"`
	// ARN of the Secrets Manager secret with the credentials of a private registry other than Amazon ECR: ecs.
	// Absent: the image is public or in Amazon ECR.
	RepositoryCredentials string `yaml:"repository_credentials,omitempty"`
	// The image is in a pull-through cache of Amazon ECR, and the execution role may import it: ecs. create: also
	// the repository, which the first pull creates.
	PullThroughCache string `yaml:"pull_through_cache,omitempty" jsonschema:"enum=import,enum=create"`
	// Customer managed KMS keys of the secrets and the registry's credentials: ecs.
	SecretsKMSKeyARNs []string `yaml:"secrets_kms_key_arns,omitempty" jsonschema:"minItems=1"`
	// Existing Cloud SQL instances to connect to, as PROJECT:REGION:INSTANCE: cloud_run. Their sockets are in
	// `/cloudsql`; a created service account may connect to them.
	CloudSQLInstances []string `yaml:"cloud_sql_instances,omitempty" jsonschema:"minItems=1,example=acme-prod:europe-west1:orders"`
	// Whether the project's policy of Binary Authorization applies to the image: cloud_run.
	BinaryAuthorization *bool `yaml:"binary_authorization,omitempty" jsonschema:"default=false"`
	// Time limit of a run in seconds.
	TimeoutSeconds *int `yaml:"timeout_seconds,omitempty" jsonschema:"minimum=1,default=3600"`
	// Seconds between SIGTERM, when a run is stopped, and SIGKILL: ecs (default and maximum 120), eks and gke (default
	// 30). Process 1 of the image must pass SIGTERM on.
	TerminationGracePeriodSeconds *int `yaml:"termination_grace_period_seconds,omitempty" jsonschema:"minimum=1,maximum=86400"`
	// Number of retries after a failed run. Default: `retry_config.max_attempts` - 1, or 0.
	Retries *int `yaml:"retries,omitempty" jsonschema:"minimum=0,maximum=100"`
	// Whether a run may start during another one. Default: forbid on eks and gke, where no other value is possible; allow elsewhere.
	Concurrency string `yaml:"concurrency,omitempty" jsonschema:"enum=allow,enum=forbid"`
	// What a partial success is, a run whose invalid records were left out: ecs, eks and gke. retry: a failure, like
	// every exit code but 0. fail: a failure that is not retried. succeed, ecs only: a success, without an alert. It is
	// told by exit code 1, with which Python also ends after an uncaught exception, such as a missing recipe.
	PartialSuccess string `yaml:"partial_success,omitempty" jsonschema:"enum=retry,enum=fail,enum=succeed,default=retry"`
	// What a run without any records is, with the values of `partial_success`: ecs, eks and gke. It is told by exit
	// code 3, with which an image of your own (`engine: none`) can end; the engine ends with 2, as after any failure.
	NoRecords string `yaml:"no_records,omitempty" jsonschema:"enum=retry,enum=fail,enum=succeed,default=retry"`
	// Numeric user and group of the container. 0 (root) is invalid.
	RunAsUser *int `yaml:"run_as_user,omitempty" jsonschema:"minimum=1,maximum=4294967294,default=10001"`
	// Whether the container's root file system is read-only. /tmp and /state remain writable.
	ReadOnlyRootFilesystem *bool `yaml:"read_only_root_filesystem,omitempty" jsonschema:"default=true"`
	// Where the scratch space at /tmp is. The engine keeps all files of a run there until the run ends. memory: it
	// counts toward the memory of the container. disk: ecs requires an image with a volume at /tmp; unsupported on
	// cloud_run. Default: disk on eks, gke and on ecs with `image_layout: dativo-gen`; otherwise memory.
	Scratch string `yaml:"scratch,omitempty" jsonschema:"enum=memory,enum=disk"`
	// Size of the scratch space at /tmp in MiB. On disk on ecs, `ephemeral_storage_gib` is the size of it and of the image.
	ScratchMiB *int `yaml:"scratch_mib,omitempty" jsonschema:"minimum=1,default=512"`
	// Whether the job runs on spot capacity, which is cheaper and can be reclaimed during a run: ecs, eks and gke. On ecs the
	// retries of a run, and a run for which there is no spot capacity, run on regular capacity; a service waits for it.
	Spot *bool `yaml:"spot,omitempty" jsonschema:"default=false"`
	// Capacity provider strategy of the tasks, in place of `spot`: ecs. The cluster must have the capacity providers.
	CapacityProviders []CapacityProvider `yaml:"capacity_providers,omitempty" jsonschema:"minItems=1"`
	// Labels that the node of the job must have: eks and gke. `architecture` selects kubernetes.io/arch.
	NodeSelector map[string]Scalar `yaml:"node_selector,omitempty"`
	// Taints that the node of the job may have: eks and gke.
	Tolerations []Toleration `yaml:"tolerations,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Existing PriorityClass of the pods: eks and gke.
	PriorityClass string `yaml:"priority_class,omitempty" jsonschema:"example=batch"`
	// Existing Secrets of the type kubernetes.io/dockerconfigjson, with which the nodes pull the image from a private registry: eks and gke.
	ImagePullSecrets []string `yaml:"image_pull_secrets,omitempty" jsonschema:"minItems=1,uniqueItems=true,example=ghcr"`
}

// Schedule configures when the job runs.
type Schedule struct {
	// Five-field Unix cron expression or a macro such as @daily. On ecs also `cron(...)`, `rate(...)` and `at(...)`.
	Cron string `yaml:"cron" jsonschema:"required,minLength=1,example=0 2 * * *,example=@daily"`
	// IANA time zone.
	Timezone string `yaml:"timezone,omitempty" jsonschema:"default=UTC,example=Europe/Berlin"`
	// false creates the schedule disabled.
	Enabled *bool `yaml:"enabled,omitempty" jsonschema:"default=true"`
	// Region of the Cloud Scheduler job, which is not available in every region: cloud_run. Default: the region.
	Region string `yaml:"region,omitempty" jsonschema:"example=europe-west1"`
}

// Network configures network placement and egress rules.
type Network struct {
	// Existing VPC: an id on AWS; a name or self link on GCP.
	VPCID string `yaml:"vpc_id,omitempty" jsonschema:"example=vpc-0a1b2c3d4e5f60718"`
	// Existing subnets: ids on AWS; names or self links on GCP. Absent on ecs: those of the default VPC, with a public IP address.
	Subnets []string `yaml:"subnets,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Existing security groups: aws. Absent on ecs: one is created without ingress rules and with the `egress` rules.
	SecurityGroups []string `yaml:"security_groups,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Egress rules of the created security group or network policy. Default: the ports of what the engine dials; and 443/tcp
	// to any address on ecs, which starts the task, and for an image without the engine.
	Egress []Egress `yaml:"egress,omitempty"`
	// Whether the task gets a public IP address: ecs. Required in subnets without a NAT gateway.
	AssignPublicIP *bool `yaml:"assign_public_ip,omitempty" jsonschema:"default=false"`
	// Whether `security_groups` are attached to the pods: eks. Requires security groups for pods on the cluster.
	PodSecurityGroups *bool `yaml:"pod_security_groups,omitempty" jsonschema:"default=false"`
	// Network tags for firewall rules: cloud_run.
	Tags []string `yaml:"tags,omitempty" jsonschema:"uniqueItems=true"`
	// Traffic that goes through the VPC network: cloud_run. private: to private addresses; firewall rules, flow logs and
	// Cloud NAT see nothing else. all: everything; public addresses need a Cloud NAT, whose outbound address can be
	// static.
	VPCEgress string `yaml:"vpc_egress,omitempty" jsonschema:"enum=private,enum=all,default=private"`
	// Existing Serverless VPC Access connector, in place of a network and a subnet: cloud_run. A name, or projects/P/locations/L/connectors/C.
	Connector string `yaml:"connector,omitempty" jsonschema:"example=projects/acme-prod/locations/europe-west1/connectors/data"`
}

// Egress is an egress rule.
type Egress struct {
	// Destination as a CIDR block.
	CIDR string `yaml:"cidr" jsonschema:"required,example=0.0.0.0/0,example=10.20.0.0/16"`
	// Destination port.
	Port int `yaml:"port" jsonschema:"required,minimum=1,maximum=65535,example=5432"`
	// Protocol.
	Protocol string `yaml:"protocol,omitempty" jsonschema:"enum=tcp,enum=udp,default=tcp"`
}

// Storage configures the data bucket and the incremental state.
type Storage struct {
	// Existing data bucket. Created roles get access to it.
	Bucket string `yaml:"bucket,omitempty" jsonschema:"example=acme-data-lake"`
	// Prefix that the objects are written below, and that limits the access of created roles. Absent: the path of the
	// engine's objects; with `engine: none` the whole bucket.
	Prefix string `yaml:"prefix,omitempty" jsonschema:"example=raw/stripe/"`
	// Existing KMS key of the data bucket: a key id or key ARN on AWS, `projects/P/locations/L/keyRings/R/cryptoKeys/K` on GCP.
	KMSKeyID string `yaml:"kms_key_id,omitempty"`
	// Further buckets that the created identity may use.
	Buckets []FurtherBucket `yaml:"buckets,omitempty" jsonschema:"minItems=1"`
	// Persistent volume for the cursor of an incremental job. Absent: every run starts from the beginning.
	State *State `yaml:"state,omitempty"`
	// HMAC key of a service account, with which the engine writes to Cloud Storage by the S3 protocol: gcp. The account
	// must be allowed to create and delete objects. Whether Cloud Storage accepts the object tags that the engine sends
	// is not verified.
	HMAC *HMAC `yaml:"hmac,omitempty"`
}

// HMAC is an HMAC key of Cloud Storage, by references as in `compute.secrets`.
type HMAC struct {
	// Reference to the access ID of the key: it becomes AWS_ACCESS_KEY_ID.
	AccessKeyID string `yaml:"access_key_id" jsonschema:"required,minLength=1,example=projects/acme-prod/secrets/lake-hmac-id"`
	// Reference to the secret of the key: it becomes AWS_SECRET_ACCESS_KEY.
	Secret string `yaml:"secret" jsonschema:"required,minLength=1,example=projects/acme-prod/secrets/lake-hmac-secret"`
}

// State is a volume for the engine's state files, in a form that depends on the
// platform.
type State struct {
	// EFS file system: ecs.
	EFSFileSystemID string `yaml:"efs_file_system_id,omitempty" jsonschema:"example=fs-0a1b2c3d4e5f60718"`
	// Access point of the EFS file system: ecs.
	EFSAccessPointID string `yaml:"efs_access_point_id,omitempty" jsonschema:"example=fsap-0a1b2c3d4e5f60718"`
	// Existing persistent volume claim: eks and gke.
	ClaimName string `yaml:"claim_name,omitempty" jsonschema:"example=dativo-state"`
	// Bucket to mount at /state: cloud_run.
	Bucket string `yaml:"bucket,omitempty" jsonschema:"example=acme-dativo-state"`
}

// Tags are cost allocation, compliance and custom tags: every key is a tag.
type Tags struct {
	// Cost center.
	CostCenter Scalar `yaml:"cost_center,omitempty" jsonschema:"example=CC-001"`
	// Project that the cost belongs to.
	Project Scalar `yaml:"project,omitempty"`
	// Environment in cost reports.
	Environment Scalar `yaml:"environment,omitempty"`
	// Owning team or person.
	Owner Scalar `yaml:"owner,omitempty" jsonschema:"example=data-platform@acme.example"`
	// Business unit.
	BusinessUnit Scalar `yaml:"business_unit,omitempty"`
	// Compliance frameworks of the data, such as GDPR, HIPAA, SOC2, PCI-DSS or CCPA.
	Compliance []string `yaml:"compliance,omitempty"`
	// Any other key with a scalar value is a tag too.
	Custom map[string]Scalar `yaml:",inline" jsonschema:"-"`
}

// Monitoring configures logs, metrics and alerting.
type Monitoring struct {
	// Log group on AWS; on GCP a log name `projects/P/logs/N`, or an existing log bucket `projects/P/locations/L/buckets/B`.
	LogGroup string `yaml:"log_group,omitempty" jsonschema:"example=/dativo/acme"`
	// Whether the module creates the log group: aws. false: it exists, and may be shared.
	CreateLogGroup *bool `yaml:"create_log_group,omitempty" jsonschema:"default=true"`
	// Log retention in days.
	LogRetentionDays *int `yaml:"log_retention_days,omitempty" jsonschema:"minimum=1,maximum=3653,default=30"`
	// KMS key of the logs. Its policy must allow the log service to use it.
	LogKMSKeyID string `yaml:"log_kms_key_id,omitempty"`
	// Whether the log group outlives the module: ecs and eks. true: terraform destroy leaves it, and its logs.
	KeepLogs *bool `yaml:"keep_logs,omitempty" jsonschema:"default=false"`
	// Namespace of the job's metrics.
	MetricsNamespace string `yaml:"metrics_namespace,omitempty" jsonschema:"minLength=1,maxLength=255,example=Dativo/ETL"`
	// Whether the project's _Default log bucket gets no copy of the job's logs: gcp. It requires a log bucket, and
	// takes one of the 50 exclusions of a project's _Default sink.
	ExcludeFromDefault *bool `yaml:"exclude_from_default,omitempty" jsonschema:"default=false"`
	// Existing SNS topic for failure alerts: aws.
	AlertTopicARN string `yaml:"alert_topic_arn,omitempty" jsonschema:"example=arn:aws:sns:us-east-1:123456789012:data-alerts"`
	// Existing Pub/Sub topic for failure alerts: gcp.
	AlertTopic string `yaml:"alert_topic,omitempty" jsonschema:"example=projects/acme-prod/topics/data-alerts"`
	// Hours without a run before an alert fires: ecs and eks count finished runs, up to a week back; gke and cloud_run runs, up
	// to two years back. Default: the schedule's interval, the longest run and an hour.
	MaxHoursBetweenRuns *int `yaml:"max_hours_between_runs,omitempty" jsonschema:"minimum=1,maximum=17520"`
	// Whether the cluster has Container Insights with enhanced observability, from which alerts learn of pods that
	// cannot start and services that are down: eks. Default: true with `alert_topic_arn`; `PREREQUISITES.md` installs
	// it.
	ContainerInsights *bool `yaml:"container_insights,omitempty"`
}

// Terraform configures Terraform itself.
type Terraform struct {
	// State backend of the module. Absent: a local file, with a warning.
	Backend *Backend `yaml:"backend,omitempty"`
}

// Backend configures the module's state backend.
type Backend struct {
	// Type of the backend.
	Type string `yaml:"type" jsonschema:"required"`
	// Bucket of the state: s3 and gcs.
	Bucket string `yaml:"bucket,omitempty" jsonschema:"example=acme-terraform-state"`
	// Object key of the state: s3. `{tenant}`, `{job}` and `{environment}` are replaced. Default:
	// `dativo/<tenant>/<job>[/<environment>]/terraform.tfstate`.
	Key string `yaml:"key,omitempty" jsonschema:"minLength=1,maxLength=1024"`
	// Prefix of the state: gcs. `{tenant}`, `{job}` and `{environment}` are replaced. Default: `dativo/<tenant>/<job>[/<environment>]`.
	Prefix string `yaml:"prefix,omitempty" jsonschema:"minLength=1,maxLength=1024"`
	// Region of the state's bucket: s3. Default: the job's region.
	Region string `yaml:"region,omitempty"`
	// KMS key of the state: s3.
	KMSKeyID string `yaml:"kms_key_id,omitempty" jsonschema:"maxLength=2048"`
	// Whether the state is locked with a lock file in the bucket: s3.
	UseLockfile *bool `yaml:"use_lockfile,omitempty" jsonschema:"default=true"`
	// File of the state: local. Default: terraform.tfstate.
	Path string `yaml:"path,omitempty" jsonschema:"minLength=1,maxLength=1024"`
}
