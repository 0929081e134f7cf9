package platform

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

const (
	// maxUserID is the largest user that Kubernetes takes. From apimachinery
	// v0.33.4 (IsValidUserID), read 2026-11-22.
	maxUserID = 1<<31 - 1
	// logsMiB is room for a pod's logs beside its scratch space: both count as
	// ephemeral storage.
	logsMiB = 256
)

// kubernetesForms are the forms of names in Kubernetes. From apimachinery
// v0.33.4 (IsDNS1123Label, IsDNS1123Subdomain), read 2026-11-22.
type kubernetesForms struct{ label, subdomain *regexp.Regexp }

var kubernetesNames = sync.OnceValue(func() kubernetesForms {
	return kubernetesForms{
		label:     regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`),
		subdomain: regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`),
	}
})

// kubernetesSecret is the form of a key of a Kubernetes Secret. From
// apimachinery v0.33.4, read 2026-11-22.
var kubernetesSecret = sync.OnceValue(func() secretForm {
	return secretForm{model.KubernetesSecret, regexp.MustCompile(`^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)/([A-Za-z0-9._-]{1,253})$`),
		"stripe-credentials/api-key", func(ref *model.SecretRef, groups []string) {
			ref.Reference, ref.Key = groups[1], groups[2]
		}, nil}
})

// kubernetesProvider are the versions of Terraform's provider for Kubernetes.
// A new major version removes arguments: it is an upgrade to plan for.
const kubernetesProvider = ">= 3.0, < 4.0"

// clusterSizes says that a cluster runs what its nodes have room for.
func clusterSizes() Sizes { return Sizes{Source: "any size that the cluster's nodes have"} }

// kubernetesNoEffect are the paths that a pod has no use for, on any cloud.
func kubernetesNoEffect() []Note {
	const subnets = "pods run in the network of the cluster's nodes"
	return []Note{
		{paths.ComputeEntrypoint, "the cluster itself limits the time of a run; compute.command replaces the image's entry point"},
		{paths.NetworkVPCID, subnets},
		{paths.NetworkSubnets, subnets},
		{paths.NetworkAssignPublicIP, "whether there are public addresses is the nodes' business"},
		{paths.ScheduleRegion, "the cluster itself starts the job"},
		{paths.StorageStateEFSFileSystemID, "name a persistent volume claim of the namespace: storage.state.claim_name"},
		{paths.StorageStateEFSAccessPointID, "name a persistent volume claim of the namespace: storage.state.claim_name"},
		{paths.StorageStateBucket, "name a persistent volume claim of the namespace: storage.state.claim_name"},
	}
}

// kubernetesUser reports a user that no pod can run as.
func (n *normalizer) kubernetesUser() {
	if user := n.d.Container.RunAsUser; user > maxUserID {
		n.problems.Errorf("run-as-user", paths.ComputeRunAsUser, "Kubernetes takes no user above %d", maxUserID)
	}
}

// kubernetesNamespace reports a namespace that cannot be, and things that the pod
// needs from a namespace that is yet to be made.
func (n *normalizer) kubernetesNamespace() {
	at, cluster := paths.ComputeNamespace, n.d.Cluster
	switch {
	case !cluster.CreateNamespace && !kubernetesNames().label.MatchString(cluster.Namespace):
		n.problems.Errorf("namespace", at, "%q is not a name of a namespace", cluster.Namespace).
			Hintf("1 to 63 lower-case letters, digits and hyphens")
	case cluster.CreateNamespace && (len(n.d.Container.Secrets) > 0 || n.d.Storage.State.ClaimName != ""):
		n.problems.Warnf("new-namespace", at, "none is given: one is made for the job, which has no Secrets or volume claims yet").
			Hintf("name the namespace that has them, or make them in the new one before the first run")
	}
}

// kubernetesStorage settles the pod's disk and where its state is kept.
func (n *normalizer) kubernetesStorage() {
	c, state := &n.d.Container, &n.d.Storage.State
	if c.EphemeralStorageGiB == 0 {
		c.EphemeralStorageGiB = (c.ScratchMiB + logsMiB + 1023) / 1024
	} else if c.EphemeralStorageGiB*1024 < c.ScratchMiB {
		n.problems.Errorf("ephemeral-storage", paths.ComputeEphemeralStorageGiB,
			"%d GiB do not hold the scratch space of %s", c.EphemeralStorageGiB, model.MiB(c.ScratchMiB)).
			Hintf("both count as one on Kubernetes: raise this, or lower compute.scratch_mib")
	}
	*state = model.StatePlan{ClaimName: state.ClaimName}
	if state.ClaimName != "" && !kubernetesNames().subdomain.MatchString(state.ClaimName) {
		n.problems.Errorf("claim", paths.StorageStateClaimName, "%q is not a name of a persistent volume claim", state.ClaimName).
			Hintf("lower-case letters, digits, dots and hyphens")
	}
}

// kubernetesService leaves out what a Deployment does not have.
func (n *normalizer) kubernetesService() {
	if !n.d.Service {
		return
	}
	for path, why := range sorted(map[string]string{
		paths.ScheduleCron:          "a service runs all the time",
		paths.ComputeTimeoutSeconds: "a service runs all the time",
		paths.ComputeRetries:        "Kubernetes starts a service anew whenever it ends",
	}) {
		if isSet(n.infra, path) {
			n.problems.Warnf("no-effect", path, "has no effect on a service").Hint = why
		}
	}
	n.d.Schedule = model.Trigger{}
}

// kubernetesVariables spells values as Kubernetes wants them.
func kubernetesVariables(d *model.Deployment) map[string]any {
	architecture := "amd64" // as nodes are labelled: kubernetes.io/arch
	if d.Container.ARM64 {
		architecture = "arm64"
	}
	secrets := map[string]any{}
	for _, s := range d.Container.Secrets {
		secrets[s.Name] = map[string]any{"name": s.Reference, "key": s.Key}
	}
	return map[string]any{"architecture": architecture, "secrets": secrets}
}

// checkClusterName reports a name that the provider's clusters cannot have.
func (n *normalizer) checkClusterName(form func() *regexp.Regexp, says string) {
	if name := n.d.Cluster.Name; name != "" && !form().MatchString(name) {
		n.problems.Errorf("cluster", paths.ComputeClusterName, "%q is not a name of a cluster of %s", name, n.platform.Title).
			Hintf("%s; not its ARN or path", says)
	}
}

// bucketKey leaves out a key that has no bucket.
func (n *normalizer) bucketKey() {
	if n.d.Storage.Bucket == "" {
		n.noEffect(paths.StorageKMSKeyID, "it is the key of the data bucket: name storage.bucket")
		n.d.Storage.KMSKey, n.d.Storage.KMSKeyRegion = "", ""
	}
}

// grantsNothing warns of keys that only say what a created identity may do,
// beside one that exists already.
func (n *normalizer) grantsNothing(identity string, paths ...string) {
	if n.d.Storage.Bucket == "" {
		return
	}
	for _, path := range paths {
		n.noEffect(path, "%s exists already and gets no grants: see that it has those that the job needs", identity)
	}
}

// noEffect warns of a key that has no effect beside the others of this job.
func (n *normalizer) noEffect(path, format string, args ...any) {
	if isSet(n.infra, path) {
		n.problems.Warnf("no-effect", path, "has no effect here").Hint = fmt.Sprintf(format, args...)
	}
}
