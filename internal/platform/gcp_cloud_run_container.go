package platform

import (
	"maps"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Limits of Cloud Run. From "Task timeout", "Request timeout" and "Maximum
// retries", cloud.google.com/run/docs/configuring, and the google provider
// 7.45 (cloud_scheduler_job, attempt_deadline), read 2026-11-22.
const (
	maxCloudRunAttemptSeconds = 7 * 24 * 3600
	maxCloudRunRequestSeconds = 3600
	maxCloudRunRetries        = 10
	maxSchedulerCallSeconds   = 1800
)

// cloudRunPort is the default port of a service.
const cloudRunPort = 8080

// publicRegistries are the public registries that Cloud Run pulls from. From
// "Deploying container images", cloud.google.com/run/docs, read 2026-11-22.
func publicRegistries() []string { return []string{"docker.io", "ghcr.io"} }

// cloudRunImage warns of a registry that Cloud Run does not pull from. An image
// without a registry is on Docker Hub.
func (n *normalizer) cloudRunImage() {
	host, _, hasHost := strings.Cut(n.d.Container.Image, "/")
	if !hasHost || !strings.ContainsAny(host, ".:") || n.platform.Cloud.References.Registry().MatchString(host) {
		return
	}
	if slices.ContainsFunc(n.problems, func(p diag.Diagnostic) bool { return p.Code == "registry" }) {
		return // of another cloud: see foreignRegistry
	}
	for _, known := range publicRegistries() {
		if host == known || strings.HasSuffix(host, "."+known) || strings.HasSuffix(host, "-"+known) {
			return
		}
	}
	n.problems.Warnf("registry", paths.ComputeImage, "Cloud Run does not pull images from %s", host).
		Hintf("copy the image to Artifact Registry, or add the registry as a remote repository there")
}

// cloudRunReserved are the variables that Cloud Run sets. From "Container
// runtime contract", cloud.google.com/run/docs, read 2026-11-22.
func cloudRunReserved() []string {
	return []string{
		"PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION", "CLOUD_RUN_JOB", "CLOUD_RUN_EXECUTION",
		"CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_ATTEMPT", "CLOUD_RUN_TASK_COUNT",
	}
}

// cloudRunEnvironment reports reserved variables.
func (n *normalizer) cloudRunEnvironment() {
	for at, names := range sorted(map[string][]string{
		paths.ComputeEnvironment: slices.Sorted(maps.Keys(n.infra.Compute.Environment)),
		paths.ComputeSecrets:     slices.Sorted(maps.Keys(n.infra.Compute.Secrets)),
	}) {
		for _, name := range names {
			if slices.Contains(cloudRunReserved(), name) || strings.HasPrefix(name, "X_GOOGLE_") {
				n.problems.Errorf("environment", diag.KeyPath(at, name), "reserved by Cloud Run: %s", name).
					Hintf("remove or rename it")
			}
		}
	}
}

// cloudRunLimits reports time limits and retries that exceed those of Cloud Run.
func (n *normalizer) cloudRunLimits() {
	at, seconds := paths.ComputeTimeoutSeconds, n.d.Container.TimeoutSeconds
	switch {
	case n.d.Service && seconds > maxCloudRunRequestSeconds:
		n.problems.Errorf("timeout", at, "exceeds the request timeout of Cloud Run services: %d seconds", maxCloudRunRequestSeconds).
			Hintf("run it as a job (compute.workload: job), which may take seven days")
	case n.d.Service && n.d.Schedule.Exists && seconds > maxSchedulerCallSeconds:
		n.problems.Warnf("timeout", at,
			"Cloud Scheduler waits %d seconds for a response, and then counts the call as failed", maxSchedulerCallSeconds).
			Hintf("lower it, or run it as a job (compute.workload: job)")
	case seconds > maxCloudRunAttemptSeconds:
		n.problems.Errorf("timeout", at, "exceeds the task timeout of Cloud Run jobs: %d seconds (seven days)", maxCloudRunAttemptSeconds)
	}
	if n.d.Retry.Count > maxCloudRunRetries {
		n.problems.Errorf("retries", n.retriesPath(),
			"too many retries: Cloud Run retries at most %d times, not %d", maxCloudRunRetries, n.d.Retry.Count).
			Hintf("set compute.retries to %d or less", maxCloudRunRetries)
	}
}

// retriesPath is the key that the number of retries is from.
func (n *normalizer) retriesPath() string {
	switch config := orZero(n.job.RetryConfig); {
	case n.infra.Compute.Retries != nil:
		return paths.ComputeRetries
	case config.MaxAttempts != nil:
		return paths.JobRetryConfigMaxAttempts
	}
	return paths.JobRetryConfigMaxRetries
}

// cloudRunService warns of the requirements of a service, and of keys without
// effect on one.
func (n *normalizer) cloudRunService() {
	if !n.d.Service {
		return
	}
	n.problems.Warnf("service", paths.ComputeWorkload,
		"a Cloud Run service must answer HTTP requests on port %d, which the engine does not", cloudRunPort).
		Hintf("use an image that listens on it, or run the engine as a job (compute.workload: job)")
	n.noEffect(paths.ComputeRetries, "a failed call is not retried, since the run may continue")
}

// cloudRunScratch reports scratch space on disk. Ephemeral disks of Cloud Run are
// in Preview since 2026-04-20, have at least 10 GiB and exist in some regions:
// docs.cloud.google.com/run/docs/configuring/jobs/ephemeral-disk, read 2026-11-25.
func (n *normalizer) cloudRunScratch() {
	n.d.Container.ScratchInMemory = true
	if n.infra.Compute.Scratch == onDisk {
		n.problems.Errorf(codeRefused, paths.ComputeScratch, "unsupported on %s: disk", n.platform.Title).
			Hintf("files are in memory: raise compute.task_memory; ephemeral disks are in Preview, " +
				"and can be added to the blocks task_extras and container_extras")
	}
	n.fitsInMemory(n.d.Container.Memory, "raise task_memory if a run writes more: the engine shares the memory")
}
