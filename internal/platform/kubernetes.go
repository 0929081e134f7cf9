package platform

import (
	"maps"
	"regexp"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

const (
	// maxUserID is the largest user ID. From apimachinery v0.33.4
	// (IsValidUserID), read 2026-11-22; container runtimes have the same one.
	maxUserID = 1<<31 - 1
	// logsMiB is reserved for the logs of a pod: like scratch space, they count
	// as ephemeral storage.
	logsMiB = 256
)

// kubernetesWaitSeconds is what the deadline of a Job adds to the time limit of
// each attempt: the longest backoff, 6 minutes, and 10 minutes for a node and the
// image. From the Kubernetes documentation, "Jobs", read 2026-11-25; the 10
// minutes are a choice.
const kubernetesWaitSeconds = 360 + 600

// kubernetesForms are the forms of names in Kubernetes. From apimachinery
// v0.33.4 (IsDNS1123Label, IsDNS1123Subdomain), read 2026-11-22.
type kubernetesForms struct{ label, subdomain *regexp.Regexp }

var kubernetesNames = sync.OnceValue(func() kubernetesForms {
	return kubernetesForms{
		label:     regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`),
		subdomain: regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`),
	}
})

// kubernetesSecret is the form of references to a key of a Kubernetes Secret.
// From apimachinery v0.33.4, read 2026-11-22.
var kubernetesSecret = sync.OnceValue(func() secretForm {
	return secretForm{
		kind:    model.KubernetesSecret,
		pattern: regexp.MustCompile(`^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)/([A-Za-z0-9._-]{1,253})$`),
		example: "stripe-credentials/api-key",
		parse:   func(ref *model.SecretRef, groups []string) { ref.Reference, ref.Key = groups[1], groups[2] },
	}
})

// kubernetesProvider is the version constraint of the Terraform provider for
// Kubernetes. Major versions remove arguments, so each one is a planned upgrade.
const kubernetesProvider = ">= 3.0, < 4.0"

// clusterSizes accepts every size.
func clusterSizes() Sizes { return Sizes{Source: "the nodes of the cluster limit the size"} }

// kubernetesNoEffect are the keys without effect on Kubernetes of any cloud.
func kubernetesNoEffect() []KeyReason {
	const (
		subnets = "pods run in the network of the cluster's nodes"
		volume  = "use storage.state.claim_name, an existing persistent volume claim"
	)
	return []KeyReason{
		{paths.ComputeEntrypoint, "Kubernetes limits the time of a run; compute.command replaces the image's entry point"},
		{paths.NetworkVPCID, subnets},
		{paths.NetworkSubnets, subnets},
		{paths.NetworkAssignPublicIP, "the cluster's nodes have public IP addresses or not"},
		{paths.ScheduleRegion, "the cluster starts the job"},
		{paths.StorageStateEFSFileSystemID, volume},
		{paths.StorageStateEFSAccessPointID, volume},
		{paths.StorageStateBucket, volume},
	}
}

// userID reports an invalid user ID.
func (n *normalizer) userID() {
	if user := n.d.Container.RunAsUser; user > maxUserID {
		n.problems.Errorf("run-as-user", paths.ComputeRunAsUser, "exceeds the largest user ID on %s: %d", n.platform.Title, maxUserID)
	}
}

// kubernetesNamespace reports an invalid namespace, and warns of resources that
// a created namespace does not have.
func (n *normalizer) kubernetesNamespace() {
	at, cluster := paths.ComputeNamespace, n.d.Cluster
	switch {
	case !cluster.CreateNamespace && !kubernetesNames().label.MatchString(cluster.Namespace):
		n.problems.Errorf("namespace", at, "invalid namespace %q", cluster.Namespace).
			Hintf("use 1 to 63 lowercase letters, digits and hyphens")
	case cluster.CreateNamespace && (n.namesSecrets() || n.d.Storage.State.ClaimName != ""):
		n.problems.Warnf("new-namespace", at, "not set: the created namespace has no Secrets and no volume claims yet").
			Hintf("use the namespace that has them, or create them in the new one before the first run")
	}
}

// namesSecrets reports whether the job names Secrets of its namespace.
func (n *normalizer) namesSecrets() bool {
	return len(n.d.Container.Secrets)+len(n.d.Container.SecretFiles)+len(n.infra.Compute.ImagePullSecrets) > 0
}

// kubernetesStorage resolves the ephemeral storage and the state.
func (n *normalizer) kubernetesStorage() {
	n.kubernetesScratch()
	c, state := &n.d.Container, &n.d.Storage.State
	onDisk := c.ScratchMiB
	if c.ScratchInMemory {
		onDisk = 0
	}
	if c.EphemeralStorageGiB == 0 {
		c.EphemeralStorageGiB = (onDisk + logsMiB + 1023) / 1024
	} else if c.EphemeralStorageGiB*1024 < onDisk {
		n.problems.Errorf("ephemeral-storage", paths.ComputeEphemeralStorageGiB,
			"%d GiB are less than the scratch space of %s", c.EphemeralStorageGiB, model.MiB(c.ScratchMiB)).
			Hintf("scratch space is part of the ephemeral storage on Kubernetes: raise this, or lower compute.scratch_mib")
	}
	*state = model.StatePlan{ClaimName: state.ClaimName}
	if state.ClaimName != "" && !kubernetesNames().subdomain.MatchString(state.ClaimName) {
		n.problems.Errorf("claim", paths.StorageStateClaimName, "invalid persistent volume claim name %q", state.ClaimName).
			Hintf("use lowercase letters, digits, dots and hyphens")
	}
}

// kubernetesService removes the schedule of a service, and warns of keys that
// only a run that ends can use.
func (n *normalizer) kubernetesService() {
	if !n.d.Service {
		return
	}
	n.noEffectOnService(map[string]string{
		paths.ScheduleCron:          "a service runs all the time",
		paths.ComputeTimeoutSeconds: "a service runs all the time",
		paths.ComputeRetries:        "Kubernetes restarts a service whenever it ends",
	})
	n.d.Schedule = model.Trigger{}
}

// kubernetesVariables spells values as Kubernetes does.
func kubernetesVariables(d *model.Deployment) map[string]any {
	architecture := "amd64" // the value of the node label kubernetes.io/arch
	if d.Container.ARM64 {
		architecture = "arm64"
	}
	values := map[string]any{
		"architecture":          architecture,
		"environment_variables": literals(d.Container.Environment),
		"container_entrypoint":  literalList(d.Container.Entrypoint),
		"container_args":        literalList(d.Container.Args),
		"secrets":               kubernetesReferences(d.Container.Secrets),
		"secret_files":          kubernetesReferences(d.Container.SecretFiles),
	}
	maps.Copy(values, placementVariables(d))
	return values
}

// kubernetesReferences are the Secrets and their keys by variable or path.
func kubernetesReferences(secrets []model.SecretRef) map[string]any {
	references := map[string]any{}
	for _, s := range secrets {
		references[s.Name] = map[string]any{"name": s.Reference, "key": s.Key}
	}
	return references
}

// checkClusterName reports an invalid name of a cluster.
func (n *normalizer) checkClusterName(form func() *regexp.Regexp, rule string) {
	if name := n.d.Cluster.Name; name != "" && !form().MatchString(name) {
		n.problems.Errorf("cluster", paths.ComputeClusterName, "invalid %s cluster name %q", n.platform.Title, name).
			Hintf("use the name, not the ARN or path: %s", rule)
	}
}

// bucketKey removes a key without a bucket.
func (n *normalizer) bucketKey() {
	if n.d.Storage.Bucket == "" {
		n.noEffect(paths.StorageKMSKeyID, "it is the key of the data bucket: set storage.bucket")
		n.d.Storage.KMSKey, n.d.Storage.KMSKeyRegion = "", ""
	}
}

// noGrants warns of keys that only affect the grants of a created identity.
func (n *normalizer) noGrants(identity string, keys ...string) {
	if n.d.Storage.Bucket == "" {
		return
	}
	for _, at := range keys {
		n.noEffect(at, "the identity in %s gets no grants: check that it has the permissions that the job needs", identity)
	}
}
