package platform

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// nodeLabels are the forms of labels and taints. From apimachinery v0.33.4
// (IsQualifiedName, IsValidLabelValue), read 2026-11-25.
type nodeLabels struct{ key, value *regexp.Regexp }

var nodeLabelForms = sync.OnceValue(func() nodeLabels {
	return nodeLabels{
		key: regexp.MustCompile(`^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?` +
			`[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`),
		value: regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$`),
	}
})

// maxLabelPrefix is the longest prefix of a label, in characters. From
// apimachinery v0.33.4 (DNS1123SubdomainMaxLength), read 2026-11-25.
const maxLabelPrefix = 253

// archLabel is the label of a node with its architecture.
const archLabel = "kubernetes.io/arch"

// kubernetesPlacement resolves which nodes the pods run on, and how they pull
// the image.
func (n *normalizer) kubernetesPlacement() {
	compute, p := n.infra.Compute, &n.d.Placement
	p.Spot, p.KeepNode = orDefault(compute.Spot, false), true
	p.PriorityClass, p.ImagePullSecrets = compute.PriorityClass, compute.ImagePullSecrets
	n.nodeSelector()
	for i, written := range compute.Tolerations {
		n.checkToleration(diag.ItemPath(paths.ComputeTolerations, i), written)
		p.Tolerations = append(p.Tolerations, model.PodToleration{
			Key: written.Key, Value: string(written.Value), Effect: written.Effect, Operator: cmp.Or(written.Operator, "Equal"),
			Evicts: written.TolerationSeconds != nil, EvictsAfterSeconds: orDefault(written.TolerationSeconds, 0),
		})
	}
	if p.PriorityClass != "" && !kubernetesNames().subdomain.MatchString(p.PriorityClass) {
		n.problems.Errorf("priority-class", paths.ComputePriorityClass, "invalid PriorityClass name %q", p.PriorityClass).
			Hintf("use lowercase letters, digits, dots and hyphens; list the classes with kubectl get priorityclasses")
	}
	for i, name := range p.ImagePullSecrets {
		if !kubernetesNames().subdomain.MatchString(name) {
			n.problems.Errorf("image-pull-secret", diag.ItemPath(paths.ComputeImagePullSecrets, i), "invalid Secret name %q", name).
				Hintf("use the name of the Secret without a key: lowercase letters, digits, dots and hyphens")
		}
	}
}

// nodeSelector resolves the labels of the node.
func (n *normalizer) nodeSelector() {
	for key, value := range sorted(n.infra.Compute.NodeSelector) {
		at := diag.KeyPath(paths.ComputeNodeSelector, key)
		if key == archLabel {
			n.problems.Errorf("node-selector", at, "conflicts with the label that compute.architecture selects").
				Hintf("remove it, and set compute.architecture to x86_64 or arm64")
			continue
		}
		if n.checkLabelKey("node-selector", at, key) {
			n.checkLabelValue("node-selector", at, string(value))
		}
		n.selectNode(key, string(value))
	}
}

// selectNode adds a label of the node.
func (n *normalizer) selectNode(key, value string) {
	if n.d.Placement.NodeSelector == nil {
		n.d.Placement.NodeSelector = map[string]string{}
	}
	n.d.Placement.NodeSelector[key] = value
}

// checkLabelKey reports an invalid key of a label or taint, and returns whether it
// is valid.
func (n *normalizer) checkLabelKey(code, at, key string) bool {
	prefix, _, hasPrefix := strings.Cut(key, "/")
	if nodeLabelForms().key.MatchString(key) && (!hasPrefix || len(prefix) <= maxLabelPrefix) {
		return true
	}
	n.problems.Errorf(code, at, "invalid key %q", key).
		Hintf("use up to 63 letters, digits, \"-\", \"_\" and \".\", after a DNS name and a slash if it has a prefix: acme.example/pool")
	return false
}

// checkLabelValue reports an invalid value of a label or taint.
func (n *normalizer) checkLabelValue(code, at, value string) {
	if !nodeLabelForms().value.MatchString(value) {
		n.problems.Errorf(code, at, "invalid value %q", value).
			Hintf("use up to 63 letters, digits, \"-\", \"_\" and \".\", starting and ending with a letter or digit")
	}
}

// checkToleration reports what the API server refuses. From kubernetes v1.33
// (ValidateTolerations), read 2026-11-25.
func (n *normalizer) checkToleration(at string, t model.Toleration) {
	const code = "toleration"
	key, value := diag.KeyPath(at, paths.ComputeTolerationsItemKey), diag.KeyPath(at, paths.ComputeTolerationsItemValue)
	switch {
	case t.Key != "":
		n.checkLabelKey(code, key, t.Key)
	case t.Operator != "Exists":
		n.problems.Errorf(code, at, "missing key: only the operator Exists tolerates every taint").
			Hintf("set the key of the taint, or operator: Exists")
	}
	switch {
	case t.Operator != "Exists":
		n.checkLabelValue(code, value, string(t.Value))
	case t.Value != "":
		n.problems.Errorf(code, value, "conflicts with the operator Exists, which accepts every value").
			Hintf("remove the value, or use operator: Equal")
	}
	if t.TolerationSeconds != nil && t.Effect != "NoExecute" {
		n.problems.Errorf(code, diag.KeyPath(at, paths.ComputeTolerationsItemTolerationSeconds), "has no meaning without effect: NoExecute").
			Hintf("remove it, or set effect: NoExecute, the only effect that evicts running pods")
	}
}

// checkSpotLabels reports labels that select other capacity than spot: each label
// that a node has, and its value on spot nodes.
func (n *normalizer) checkSpotLabels(labels map[string]string) {
	if !n.d.Placement.Spot {
		return
	}
	for key, want := range sorted(labels) {
		if value, ok := n.d.Placement.NodeSelector[key]; ok && value != want {
			n.problems.Errorf("spot", diag.KeyPath(paths.ComputeNodeSelector, key), "conflicts with compute.spot, which selects %q", want).
				Hintf("remove one of the two")
		}
	}
}

// placementVariables are the Terraform variables of the placement.
func placementVariables(d *model.Deployment) map[string]any {
	tolerations := []map[string]any{}
	for _, t := range d.Placement.Tolerations {
		values := map[string]any{"operator": t.Operator}
		for name, value := range map[string]string{"key": t.Key, "value": t.Value, "effect": t.Effect} {
			if value != "" {
				values[name] = value
			}
		}
		if t.Evicts {
			values["toleration_seconds"] = t.EvictsAfterSeconds
		}
		tolerations = append(tolerations, values)
	}
	return map[string]any{
		"node_selector":      dictionary(d.Placement.NodeSelector),
		"tolerations":        tolerations,
		"priority_class":     d.Placement.PriorityClass,
		"image_pull_secrets": list(d.Placement.ImagePullSecrets),
	}
}

// onlyKubernetes are the keys of pods and their nodes, which the other platforms
// refuse.
func onlyKubernetes(platform string) []KeyReason {
	why := func(format string) string { return "EKS and GKE only; " + fmt.Sprintf(format, platform) }
	return []KeyReason{
		{paths.ComputeNodeSelector, why("%s has no nodes to select")},
		{paths.ComputeTolerations, why("%s has no nodes with taints")},
		{paths.ComputePriorityClass, why("%s has no pods with priorities")},
		{paths.ComputeImagePullSecrets, why("%s reads no Kubernetes Secrets")},
	}
}
