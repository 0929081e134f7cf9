package platform

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// awsECS is AWS ECS on Fargate.
func awsECS(cloud *Cloud) *Platform {
	return &Platform{
		Name: "aws_ecs", Title: "AWS ECS", Cloud: cloud, Compute: "ecs", Synonyms: []string{"fargate"},
		Providers:     cloud.Providers,
		Sizes:         fargateSizes(),
		Default:       Size{CPU: 500, Memory: 1024},
		Secrets:       []model.SecretKind{model.SecretsManager, model.SSMParameter},
		Architectures: []string{"x86_64", "arm64"},
		TagSink:       tags.AWS,
		Required: []Need{
			{paths.ComputeClusterName, "name the ECS cluster that runs the job; aws ecs list-clusters tells which there are"},
		},
		Refused: []Note{
			{paths.ProjectID, "it is a key of gcp; an AWS account is told by the credentials that Terraform runs with"},
			{paths.ComputeServiceAccount, "it is a key of gcp; name IAM roles with execution_role_arn and task_role_arn, or none to have them created"},
			{paths.ComputeClusterLocation, "it is a key of gcp; an ECS cluster is in the job's region"},
			{paths.ScheduleRegion, "it is a key of gcp; EventBridge Scheduler is in the job's region"},
			{paths.NetworkTags, "it is a key of gcp; use network.security_groups"},
			{paths.StorageStateBucket, "it is a key of gcp; use efs_file_system_id and efs_access_point_id"},
			{paths.StorageStateClaimName, "it is a key of Kubernetes; use efs_file_system_id and efs_access_point_id"},
			{paths.MonitoringAlertTopic, "it is a key of gcp; use monitoring.alert_topic_arn"},
		},
		NoEffect: []Note{
			{paths.ComputeNamespace, "ECS has no namespaces: the cluster alone says where the job runs"},
			{paths.ComputeIdentity, "it chooses how pods get a role; ECS gives a task its role itself"},
			{paths.NetworkPodSecurityGroups, "security_groups always belong to the task here"},
			{paths.MonitoringMaxHoursBetweenRuns, "ECS tells of every failed run, and the dead letter queue of those that did not start"},
		},
		cron:       model.Cron.EventBridge,
		expression: (*normalizer).eventBridgeSchedule,
		stateHint:  "storage.state with efs_file_system_id and efs_access_point_id",
		steps: []step{
			(*normalizer).ecsCluster,
			(*normalizer).ecsWorkload,
			(*normalizer).ecsEntrypoint,
			(*normalizer).ecsDisk,
			(*normalizer).ecsScratch,
			(*normalizer).ecsRetry,
			(*normalizer).ecsNetwork,
			(*normalizer).ecsEgress, // after ecsNetwork, which says whether a security group is created
			(*normalizer).ecsData,
			(*normalizer).ecsState,
			(*normalizer).ecsLogs,
			(*normalizer).ecsIdentity, // last: which roles are created depends on what there is to grant
		},
		variables: ecsVariables,
	}
}

// fargateSizes is what a Fargate task can have: 256 CPU units are a quarter of
// a vCPU.
func fargateSizes() Sizes {
	return Sizes{
		Source: "botocore 1.43.11 (ecs, RegisterTaskDefinition) and cfn-lint 1.51.0 (fargate_cpu_memory), read 2026-11-22",
		Rows: []SizeRow{
			{CPU: 250, Listed: []model.MiB{512, 1024, 2048}},
			{CPU: 500, Min: 1024, Max: 4096, Step: 1024},
			{CPU: 1000, Min: 2048, Max: 8192, Step: 1024},
			{CPU: 2000, Min: 4096, Max: 16384, Step: 1024},
			{CPU: 4000, Min: 8192, Max: 30720, Step: 1024},
			{CPU: 8000, Min: 16384, Max: 61440, Step: 4096},
			{CPU: 16000, Min: 32768, Max: 122880, Step: 8192},
		},
	}
}

// ecsVariables spells sizes and the architecture as ECS does.
func ecsVariables(d *model.Deployment) map[string]any {
	return map[string]any{
		"cpu":          d.Container.CPU.Units(),
		"memory":       int(d.Container.Memory),
		"architecture": strings.ToUpper(architecture(d.Container.ARM64)),
	}
}

// eventBridgeSchedule reads the expressions of EventBridge Scheduler: cron(),
// rate() and at().
func (n *normalizer) eventBridgeSchedule(at, written string) (expression string, taken bool) {
	if !strings.Contains(written, "(") {
		return "", false
	}
	expression, err := model.ParseAWSSchedule(written)
	if err != nil {
		n.problems.Errorf("cron", at, "%v", err)
	} else if interval, ok := model.RateInterval(expression); ok && !n.d.Service {
		n.checkOverlap(interval)
	}
	return expression, true
}

// ecsCluster checks the cluster's name. From botocore 1.43.11 (ecs,
// CreateCluster), read 2026-11-22.
func (n *normalizer) ecsCluster() {
	name := n.d.Cluster.Name
	bad := strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
	})
	if !bad && len(name) <= 255 {
		return
	}
	problem := n.problems.Errorf("cluster", paths.ComputeClusterName, "%q is not a name of an ECS cluster", name)
	if _, last, ok := strings.Cut(name, ":cluster/"); ok {
		problem.Hintf("write the name alone: %s", last)
		return
	}
	problem.Hintf("up to 255 letters, digits, \"_\" and \"-\"")
}

// ecsWorkload takes away what a service has no use for: it never ends, so
// nothing starts it, ends it or repeats it.
func (n *normalizer) ecsWorkload() {
	if !n.d.Service {
		return
	}
	const why = "an ECS service keeps the container running; workload: job is what runs and ends"
	for _, path := range []string{paths.ScheduleCron, paths.ComputeTimeoutSeconds, paths.ComputeRetries} {
		if isSet(n.infra, path) {
			n.problems.Warnf("no-effect", path, "has no effect on a service").Hint = why
		}
	}
	n.d.Schedule = model.Trigger{}
}

// ecsEntrypoint settles the program. A job's is always known, since the time
// limit is put around it: ECS has none of its own.
func (n *normalizer) ecsEntrypoint() {
	compute, c := n.infra.Compute, &n.d.Container
	at := paths.ComputeEntrypoint
	switch {
	case len(compute.Entrypoint) > 0 && len(compute.Command) > 0:
		n.problems.Warnf("no-effect", at, "has no effect beside command").
			Hintf("keep command, which replaces the image's entry point, or entrypoint, which repeats it")
	case len(compute.Entrypoint) > 0 && n.d.Service:
		n.problems.Warnf("no-effect", at, "has no effect on a service").
			Hintf("a service has no time limit to put around it; command replaces the image's entry point")
	}
	if len(c.Entrypoint) > 0 || n.d.Service {
		return
	}
	c.Entrypoint = compute.Entrypoint
	if len(c.Entrypoint) == 0 {
		c.Entrypoint = []string{"python", "-m", "dativo_ingest.cli"} // of the Dativo image
	}
}

// Sizes of a Fargate task's disk in GiB: what every task has, and what can be
// asked for. From botocore 1.43.11 (ecs, EphemeralStorage), read 2026-11-22.
const (
	fargateDisk    = 20
	fargateMinDisk = 21
	fargateMaxDisk = 200
)

// ecsDisk checks the size of the task's disk.
func (n *normalizer) ecsDisk() {
	size := n.d.Container.EphemeralStorageGiB
	switch {
	case size == fargateDisk:
		n.d.Container.EphemeralStorageGiB = 0 // every task has it, and ECS refuses to be asked for it
	case size != 0 && (size < fargateMinDisk || size > fargateMaxDisk):
		n.problems.Errorf("disk", paths.ComputeEphemeralStorageGiB, "Fargate has no disk of %d GiB", size).
			Hintf("%d GiB are included; write %d to %d for more", fargateDisk, fargateMinDisk, fargateMaxDisk)
	}
}

// ecsStateMiB is the size of /state where it lies in memory, as the template
// has it.
const ecsStateMiB = 64

// ecsScratch checks the scratch space against the memory that it is part of.
// Where the root file system can be written to, /tmp is the image's own, on
// the task's disk.
func (n *normalizer) ecsScratch() {
	c, at := &n.d.Container, paths.ComputeScratchMiB
	written := n.infra.Compute.ScratchMiB != nil
	if !c.ReadOnlyRootFilesystem {
		if written {
			n.problems.Warnf("no-effect", at, "has no effect with read_only_root_filesystem: false").
				Hintf("/tmp is on the task's disk then: ephemeral_storage_gib is its size")
		}
		return
	}
	if c.Memory == 0 {
		return // said already
	}
	if !written {
		c.ScratchMiB = min(c.ScratchMiB, int(c.Memory)/2)
	}
	if c.ScratchMiB+ecsStateMiB >= int(c.Memory) {
		n.problems.Errorf("scratch", at, "%d MiB of scratch space leave the job none of its %d MiB of memory", c.ScratchMiB, c.Memory).
			Hintf("lower it, raise task_memory, or set read_only_root_filesystem: false to have /tmp on disk")
	}
	if partition, ok := n.platform.Cloud.Regions.partitionOf(n.d.Region); ok && partition != "aws" {
		n.problems.Warnf("tmpfs", paths.ComputeReadOnlyRootFilesystem, "a read-only root file system needs tmpfs, which Fargate in %s may not have", n.d.Region).
			Hintf("if tasks are refused there, set read_only_root_filesystem: false")
	}
}

// maxStepFunctionsDelay is the longest wait, in seconds, between two attempts.
// From the Step Functions developer guide, "Handling errors", read 2026-11-22.
const maxStepFunctionsDelay = 31622400 - 1

// ecsRetry bends the waits to what Step Functions takes: whole seconds, at
// least one, and a longest that is above the first.
func (n *normalizer) ecsRetry() {
	r := &n.d.Retry
	if r.Count == 0 {
		return
	}
	r.MaxSeconds = min(max(r.MaxSeconds, 1), maxStepFunctionsDelay)
	r.InitialSeconds = min(max(r.InitialSeconds, 1), r.MaxSeconds)
	if r.MaxSeconds == r.InitialSeconds {
		r.MaxSeconds++
	}
}

// Limits of a task's network configuration. From botocore 1.43.11 (ecs,
// AwsVpcConfiguration), read 2026-11-22.
const (
	maxSubnets        = 16
	maxSecurityGroups = 5
	nfsPort           = 2049
)

// ecsNetwork settles where the task runs: in the given subnets, else in the
// default VPC.
func (n *normalizer) ecsNetwork() {
	net := &n.d.Network
	net.CreateSecurityGroup = len(net.SecurityGroups) == 0
	if len(net.Subnets) > maxSubnets {
		n.problems.Errorf("subnets", paths.NetworkSubnets, "a task takes at most %d subnets", maxSubnets).
			Hintf("these are %d", len(net.Subnets))
	}
	if len(net.SecurityGroups) > maxSecurityGroups {
		n.problems.Errorf("security-groups", paths.NetworkSecurityGroups, "a task takes at most %d security groups", maxSecurityGroups).
			Hintf("these are %d", len(net.SecurityGroups))
	}
	switch {
	case net.VPC != "" && len(net.Subnets) == 0:
		n.problems.Errorf("required", paths.NetworkSubnets, "missing: a VPC alone does not say where in it the job runs").
			Hintf("name subnets of %s; aws ec2 describe-subnets --filters Name=vpc-id,Values=%s tells which there are", net.VPC, net.VPC)
	case len(net.Subnets) == 0:
		net.AssignPublicIP = orDefault(n.infra.Network.AssignPublicIP, true)
		n.problems.Warnf("assumed", paths.NetworkSubnets, "none are given: the job runs in the default VPC, with a public address").
			Hintf("name private subnets that reach the internet through a NAT gateway")
	case net.VPC != "" && !net.CreateSecurityGroup:
		n.problems.Warnf("no-effect", paths.NetworkVPCID, "has no effect beside security_groups").
			Hintf("the subnets say which VPC it is; only a security group that is created needs to be told")
	}
	if written := n.infra.Network.Egress; len(written) > 0 && !net.CreateSecurityGroup {
		n.problems.Warnf("no-effect", paths.NetworkEgress, "has no effect beside security_groups").
			Hintf("what the job may reach is up to their rules")
	}
}

// ecsEgress lets the job reach its state, and every rule stand once.
func (n *normalizer) ecsEgress() {
	net := &n.d.Network
	nfs := slices.ContainsFunc(net.Egress, func(r model.Egress) bool { return r.Port == nfsPort && r.Protocol == "tcp" })
	if n.d.Storage.State.EFSFileSystemID != "" && net.CreateSecurityGroup && !nfs {
		if len(n.infra.Network.Egress) == 0 {
			net.Egress = append(net.Egress, model.Egress{CIDR: "0.0.0.0/0", Port: nfsPort, Protocol: "tcp"})
		} else {
			n.problems.Warnf("egress", paths.NetworkEgress, "has no rule for the state's file system").
				Hintf("add port %d, protocol tcp, of the subnets with the mount targets", nfsPort)
		}
	}
	var once []model.Egress
	for _, rule := range net.Egress {
		if !slices.Contains(once, rule) {
			once = append(once, rule)
		}
	}
	net.Egress = once
}
