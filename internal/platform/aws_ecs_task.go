package platform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// maxECSClusterName is the longest name of an ECS cluster, in characters. From
// botocore 1.43.11 (ecs, CreateCluster), read 2026-11-22.
const maxECSClusterName = 255

// ecsCluster checks the name of the cluster.
func (n *normalizer) ecsCluster() {
	name := n.d.Cluster.Name
	if isASCIIOf(name, "_-") && len(name) <= maxECSClusterName {
		return
	}
	problem := n.problems.Errorf("cluster", paths.ComputeClusterName, "invalid ECS cluster name %q", name)
	if _, last, ok := strings.Cut(name, ":cluster/"); ok {
		problem.Hintf("use the name alone: %s", last)
		return
	}
	problem.Hintf("use up to %d letters, digits, \"_\" and \"-\"", maxECSClusterName)
}

// ecsService removes the schedule of a service, and warns of keys that only a
// run that ends can use.
func (n *normalizer) ecsService() {
	if !n.d.Service {
		return
	}
	const why = "an ECS service keeps the container running; a run that ends is workload: job"
	n.noEffectOnService(map[string]string{paths.ScheduleCron: why, paths.ComputeTimeoutSeconds: why, paths.ComputeRetries: why})
	n.d.Schedule = model.Trigger{}
}

// ecsSecretFiles turns files into variables from which the entry script writes
// them: Fargate mounts no secrets. See internal/image/files/keep-state.
func (n *normalizer) ecsSecretFiles() {
	c := &n.d.Container
	if len(c.SecretFiles) > 0 && !n.keepsState() {
		n.problems.Errorf("secret-file", paths.ComputeSecretFiles, "requires the entry script: Fargate mounts no secrets").
			Hintf("build the image with dativo-gen image, and set compute.image_layout: dativo-gen")
	}
	for i, file := range c.SecretFiles {
		name := fmt.Sprintf("SECRET_FILE_%d", i)
		c.Environment[name+"_PATH"] = file.Name
		file.Name = name
		c.Secrets = append(c.Secrets, file)
	}
	c.SecretFiles = nil
	sortSecrets(c.Secrets)
}

// ecsEntrypoint resolves the entry point. That of a job is always known, since
// the time limit wraps it: ECS has no time limit for tasks.
func (n *normalizer) ecsEntrypoint() {
	compute, c := n.infra.Compute, &n.d.Container
	at := paths.ComputeEntrypoint
	switch {
	case len(compute.Entrypoint) > 0 && len(compute.Command) > 0:
		n.problems.Warnf(codeNoEffect, at, "has no effect together with command").
			Hintf("keep command, which replaces the image's entry point, or entrypoint, which states it")
	case len(compute.Entrypoint) > 0 && n.d.Service:
		n.problems.Warnf(codeNoEffect, at, "has no effect on a service").
			Hintf("a service has no time limit that wraps the entry point; command replaces the image's entry point")
	}
	if len(c.Entrypoint) > 0 || n.d.Service {
		return
	}
	c.Entrypoint = compute.Entrypoint
	if len(c.Entrypoint) == 0 {
		c.Entrypoint = engine.EntryPoint()
		if c.BuiltImage {
			c.Entrypoint = slices.Concat([]string{engine.EntryScript}, c.Entrypoint)
		}
	}
}

// Ephemeral storage of a Fargate task in GiB: the included size, and the range
// of those that can be requested. From botocore 1.43.11 (ecs, EphemeralStorage),
// read 2026-11-22.
const (
	fargateDisk    = 20
	fargateMinDisk = 21
	fargateMaxDisk = 200
)

// ecsDisk checks the size of the ephemeral storage.
func (n *normalizer) ecsDisk() {
	size := n.d.Container.EphemeralStorageGiB
	switch {
	case size == fargateDisk:
		n.d.Container.EphemeralStorageGiB = 0 // included in every task; ECS rejects a request for it
	case size != 0 && (size < fargateMinDisk || size > fargateMaxDisk):
		n.problems.Errorf("disk", paths.ComputeEphemeralStorageGiB, "unsupported ephemeral storage on Fargate: %d GiB", size).
			Hintf("%d GiB are included; use %d to %d for more", fargateDisk, fargateMinDisk, fargateMaxDisk)
	}
}

// maxStepFunctionsDelay is the longest wait in seconds between two attempts:
// MaxDelaySeconds must be less than 31622400. From the Step Functions developer
// guide, "Handling errors", read 2026-11-22.
const maxStepFunctionsDelay = 31622400 - 1

// ecsRetry adjusts the waits to the limits of Step Functions: at least one
// second, and a maximum greater than the first wait.
func (n *normalizer) ecsRetry() {
	r := &n.d.Retry
	if r.Count == 0 {
		return
	}
	r.MaxSeconds = min(max(r.MaxSeconds, 1), maxStepFunctionsDelay)
	r.InitialSeconds = min(max(r.InitialSeconds, 1), r.MaxSeconds, maxStepFunctionsDelay-1)
	r.MaxSeconds = max(r.MaxSeconds, r.InitialSeconds+1)
}

// ecsStateMiB is the size of /state if it is in memory, as the template sets it.
const ecsStateMiB = 64

// ecsScratch resolves where /tmp is: in memory, or on the ephemeral storage of the
// task. A volume of a task belongs to root, unless the image has a volume of the
// same path, whose owner and permissions it takes. From "Use bind mounts with
// Amazon ECS", docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html,
// read 2026-11-25.
func (n *normalizer) ecsScratch() {
	c, at := &n.d.Container, paths.ComputeScratchMiB
	written := n.infra.Compute.ScratchMiB != nil
	if !c.ReadOnlyRootFilesystem {
		for _, at := range []string{paths.ComputeScratch, at} {
			if isSet(n.infra, at) {
				n.problems.Warnf(codeNoEffect, at, "has no effect with read_only_root_filesystem: false").
					Hintf("/tmp is then on the ephemeral storage: use ephemeral_storage_gib")
			}
		}
		return
	}
	c.ScratchInMemory = !c.BuiltImage
	if chosen := n.infra.Compute.Scratch; chosen != "" {
		c.ScratchInMemory = chosen == inMemory
	}
	if !c.ScratchInMemory {
		n.noEffect(at, "/tmp is on the ephemeral storage: use ephemeral_storage_gib, or scratch: memory")
		c.ScratchMiB = 0
		return
	}
	if c.Memory == 0 {
		return // the invalid size is reported
	}
	if !written {
		c.ScratchMiB = min(c.ScratchMiB, int(c.Memory)/2)
	}
	if c.ScratchMiB+ecsStateMiB >= int(c.Memory) {
		n.problems.Errorf("scratch", at,
			"%d MiB of scratch space leave no memory for the job: the task has %d MiB", c.ScratchMiB, c.Memory).
			Hintf("lower it, raise task_memory, or keep /tmp on disk: scratch: disk, for which the image needs a volume at /tmp")
	}
	n.fitsInMemory(model.MiB(c.ScratchMiB), "build the image with dativo-gen image and set image_layout: dativo-gen, so that /tmp is on disk")
	if partition, ok := n.platform.Cloud.Regions.partitionOf(n.d.Region); ok && partition != "aws" {
		n.problems.Warnf("tmpfs", paths.ComputeReadOnlyRootFilesystem,
			"a read-only root file system needs tmpfs, which Fargate may not support in %s", n.d.Region).
			Hintf("if tasks are rejected, set scratch: disk, for which the image needs a volume at /tmp")
	}
}

// maxFargateStopSeconds is the longest time between SIGTERM and SIGKILL on Fargate.
// From botocore 1.43.11 (ecs, ContainerDefinition.stopTimeout), read 2026-11-22.
const maxFargateStopSeconds = 120

// ecsStop checks the time that a stopped task has.
func (n *normalizer) ecsStop() {
	if n.d.Container.TerminationGraceSeconds > maxFargateStopSeconds {
		n.problems.Errorf("grace-period", paths.ComputeTerminationGracePeriodSeconds,
			"exceeds the stop timeout of Fargate: %d seconds", maxFargateStopSeconds).
			Hintf("the engine does not use the time: it ends at SIGTERM without uploading")
	}
}
