package platform

import (
	"maps"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
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

// cloudRunIdentity says that an account is created unless one is named.
func (n *normalizer) cloudRunIdentity() {
	id := &n.d.Identity
	id.CreateServiceAccount = id.ServiceAccount == ""
}

// publicRegistries are the hosts, or ends of hosts, that Cloud Run pulls from
// besides Google's own. From "Deploying container images",
// cloud.google.com/run/docs, read 2026-11-22.
func publicRegistries() []string { return []string{"docker.io", "ghcr.io"} }

// cloudRunImage warns of a registry that Cloud Run does not know. An image
// without a registry is Docker Hub's.
func (n *normalizer) cloudRunImage() {
	host, _, hasHost := strings.Cut(n.d.Container.Image, "/")
	if !hasHost || !strings.ContainsAny(host, ".:") || n.platform.Cloud.References.Registry().MatchString(host) {
		return
	}
	for _, known := range publicRegistries() {
		if host == known || strings.HasSuffix(host, "."+known) || strings.HasSuffix(host, "-"+known) {
			return
		}
	}
	n.problems.Warnf("registry", paths.ComputeImage, "Cloud Run does not pull from %s", host).
		Hintf("copy the image to Artifact Registry, or reach it through a remote repository there")
}

// cloudRunReserved are the variables that Cloud Run sets itself. From
// "Container runtime contract", cloud.google.com/run/docs, read 2026-11-22.
func cloudRunReserved() []string {
	return []string{
		"PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION", "CLOUD_RUN_JOB", "CLOUD_RUN_EXECUTION",
		"CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_ATTEMPT", "CLOUD_RUN_TASK_COUNT",
	}
}

// cloudRunEnvironment reports variables that Cloud Run refuses.
func (n *normalizer) cloudRunEnvironment() {
	for at, names := range sorted(map[string][]string{
		paths.ComputeEnvironment: slices.Sorted(maps.Keys(n.infra.Compute.Environment)),
		paths.ComputeSecrets:     slices.Sorted(maps.Keys(n.infra.Compute.Secrets)),
	}) {
		for _, name := range names {
			if slices.Contains(cloudRunReserved(), name) || strings.HasPrefix(name, "X_GOOGLE_") {
				n.problems.Errorf("environment", diag.KeyPath(at, name), "Cloud Run sets %s itself", name).
					Hintf("leave it out, or give it another name")
			}
		}
	}
}

// cloudRunLimits reports runs that take too long, or are repeated too often.
func (n *normalizer) cloudRunLimits() {
	at, seconds := paths.ComputeTimeoutSeconds, n.d.Container.TimeoutSeconds
	switch {
	case n.d.Service && seconds > maxCloudRunRequestSeconds:
		n.problems.Errorf("timeout", at, "a request to a Cloud Run service takes %d seconds at most", maxCloudRunRequestSeconds).
			Hintf("run it as a job (compute.workload: job), which may take seven days")
	case n.d.Service && n.d.Schedule.Exists && seconds > maxSchedulerCallSeconds:
		n.problems.Warnf("timeout", at, "Cloud Scheduler waits for an answer for %d seconds, and then counts the call as failed", maxSchedulerCallSeconds).
			Hintf("lower it, or run it as a job (compute.workload: job)")
	case seconds > maxCloudRunAttemptSeconds:
		n.problems.Errorf("timeout", at, "an attempt of a Cloud Run job takes %d seconds (seven days) at most", maxCloudRunAttemptSeconds)
	}
	if n.d.Retry.Count > maxCloudRunRetries {
		n.problems.Errorf("retries", n.retriesPath(), "Cloud Run repeats a run %d times at most, and this asks for %d", maxCloudRunRetries, n.d.Retry.Count).
			Hintf("write compute.retries: %d or less", maxCloudRunRetries)
	}
}

// retriesPath is where the number of repetitions was taken from.
func (n *normalizer) retriesPath() string {
	switch config := orZero(n.job.RetryConfig); {
	case n.infra.Compute.Retries != nil:
		return paths.ComputeRetries
	case config.MaxAttempts != nil:
		return paths.JobRetryConfigMaxAttempts
	}
	return paths.JobRetryConfigMaxRetries
}

// cloudRunService warns of what a service must be, and of what has no meaning
// for one.
func (n *normalizer) cloudRunService() {
	if !n.d.Service {
		return
	}
	n.problems.Warnf("service", paths.ComputeWorkload, "a service on Cloud Run must answer HTTP on port %d, which the engine does not", cloudRunPort).
		Hintf("use an image that listens there, or run the engine as a job (compute.workload: job)")
	n.noEffect(paths.ComputeRetries, "a call that failed is not repeated: the run may still go on")
}

// cloudRunNetwork keeps the one subnetwork that Cloud Run takes. References
// lose the host of a self link, which the API leaves out of its answers.
func (n *normalizer) cloudRunNetwork() {
	network := &n.d.Network
	network.VPC = withoutSelfLink(network.VPC)
	if len(network.Subnets) > 0 {
		network.Subnets = []string{withoutSelfLink(network.Subnets[0])}
	}
	if written := n.infra.Network.Subnets; len(written) > 1 {
		n.problems.Warnf("no-effect", diag.ItemPath(paths.NetworkSubnets, 1), "Cloud Run takes one subnetwork: only %s is used", network.Subnets[0]).
			Hintf("leave the others out")
	}
	if network.VPC == "" && len(network.Subnets) == 0 {
		n.noEffect(paths.NetworkTags, "without network.vpc_id or network.subnets the job is in no network")
		network.Tags = nil
	}
}

// withoutSelfLink turns a self link into the relative name in it.
func withoutSelfLink(reference string) string {
	if i := strings.Index(reference, "projects/"); i > 0 {
		return reference[i:]
	}
	return reference
}

// cloudRunStorage decides what the key encrypts.
func (n *normalizer) cloudRunStorage() {
	s := &n.d.Storage
	s.State = model.StatePlan{Bucket: s.State.Bucket}
	s.EncryptCompute = s.KMSKey != "" && s.KMSKeyRegion == n.d.Region
	if s.KMSKey != "" && s.KMSKeyRegion != "" && !s.EncryptCompute {
		n.problems.Warnf("kms-location", paths.StorageKMSKeyID, "is in %s, so that it encrypts the data but not the Cloud Run resource in %s", s.KMSKeyRegion, n.d.Region).
			Hintf("Cloud Run takes a key of its own region only")
	}
}

// cloudRunLogs settles where the job's lines go. Cloud Run names the log of what
// is printed itself; a log that the author names is one that the job may write
// to beside it.
func (n *normalizer) cloudRunLogs() {
	n.gcpLogs(func(log string) {
		n.d.Monitoring.LogName = log
		if _, name, _ := strings.Cut(log, "/logs/"); strings.Contains(name, "/") {
			n.problems.Errorf("log-name", paths.MonitoringLogGroup, "a slash in a log's name is written %%2F").
				Hintf("write %s", strings.TrimSuffix(log, name)+strings.ReplaceAll(name, "/", "%2F"))
		}
	})
}
