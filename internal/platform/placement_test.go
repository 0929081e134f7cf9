package platform

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestPlacementIsChecked shows the problems of labels and taints.
func TestPlacementIsChecked(t *testing.T) {
	t.Parallel()
	tolerate := func(toleration model.Toleration) func(*model.Infrastructure) {
		return func(i *model.Infrastructure) { i.Compute.Tolerations = []model.Toleration{toleration} }
	}
	selecting := func(key, value string) func(*model.Infrastructure) {
		return func(i *model.Infrastructure) {
			i.Compute.NodeSelector = map[string]model.Scalar{key: model.Scalar(value)}
		}
	}
	label63 := strings.Repeat("a", 63)
	for _, platform := range kubernetesPlatforms() {
		runProblemTests(t, platform, []problemTest{
			{"a plain label", selecting("pool", "etl"), nil},
			{"a label with a prefix", selecting("acme.example/pool", "true"), nil},
			{"an empty value", selecting("node-role.kubernetes.io/etl", ""), nil},
			{"the longest label", selecting(strings.Repeat("a", 253)+"/"+label63, label63), nil},
			{"a longer name", selecting(label63+"a", ""), []string{`error node-selector compute.node_selector.` + label63 + "a"}},
			{"a longer prefix", selecting(strings.Repeat("a", 254)+"/b", ""),
				[]string{`error node-selector compute.node_selector["` + strings.Repeat("a", 254) + `/b"]`}},
			{"two prefixes", selecting("a/b/c", ""), []string{`error node-selector compute.node_selector["a/b/c"]`}},
			{"a prefix in capitals", selecting("Acme/pool", ""), []string{`error node-selector compute.node_selector["Acme/pool"]`}},
			{"a value with a space", selecting("pool", "e t"), []string{"error node-selector compute.node_selector.pool"}},
			{"the architecture", selecting("kubernetes.io/arch", "amd64"),
				[]string{`error node-selector compute.node_selector["kubernetes.io/arch"]`}},
			{"every taint", tolerate(model.Toleration{Operator: "Exists"}), nil},
			{"a taint with any value", tolerate(model.Toleration{Key: "dedicated", Operator: "Exists"}), nil},
			{"a taint without a value", tolerate(model.Toleration{Key: "dedicated"}), nil},
			{"an eviction", tolerate(model.Toleration{Key: "a", Effect: "NoExecute", TolerationSeconds: ptr(0)}), nil},
			{"no key", tolerate(model.Toleration{Value: "etl"}), []string{"error toleration compute.tolerations[0]"}},
			{"a value that is not compared", tolerate(model.Toleration{Key: "a", Operator: "Exists", Value: "b"}),
				[]string{"error toleration compute.tolerations[0].value"}},
			{"an invalid key", tolerate(model.Toleration{Key: "a b"}), []string{"error toleration compute.tolerations[0].key"}},
			{"an invalid value", tolerate(model.Toleration{Key: "a", Value: "b c"}), []string{"error toleration compute.tolerations[0].value"}},
			{"seconds without eviction", tolerate(model.Toleration{Key: "a", TolerationSeconds: ptr(1)}),
				[]string{"error toleration compute.tolerations[0].toleration_seconds"}},
			{"a class", func(i *model.Infrastructure) { i.Compute.PriorityClass = "batch" }, nil},
			{"an invalid class", func(i *model.Infrastructure) { i.Compute.PriorityClass = "Batch" },
				[]string{"error priority-class compute.priority_class"}},
			{"a Secret", func(i *model.Infrastructure) { i.Compute.ImagePullSecrets = []string{"ghcr"} }, nil},
			{"a key of a Secret", func(i *model.Infrastructure) { i.Compute.ImagePullSecrets = []string{"ghcr", "a/b"} },
				[]string{"error image-pull-secret compute.image_pull_secrets[1]"}},
			{"a Secret in a new namespace", func(i *model.Infrastructure) {
				i.Compute.Namespace, i.Compute.ImagePullSecrets = "", []string{"ghcr"}
			}, []string{"warning new-namespace compute.namespace"}},
		})
	}
}

// TestSpotSelectsSpotCapacity shows the labels of both platforms, and those that
// contradict them.
func TestSpotSelectsSpotCapacity(t *testing.T) {
	t.Parallel()
	spot := func(key, value string) func(*model.Infrastructure) {
		return func(i *model.Infrastructure) {
			i.Compute.Spot, i.Compute.NodeSelector = ptr(true), map[string]model.Scalar{key: model.Scalar(value)}
		}
	}
	runProblemTests(t, "aws_eks", []problemTest{
		{"Karpenter", spot("karpenter.sh/capacity-type", "spot"), nil},
		{"a node group", spot("eks.amazonaws.com/capacityType", "SPOT"), nil},
		{"on demand", spot("karpenter.sh/capacity-type", "on-demand"),
			[]string{`error spot compute.node_selector["karpenter.sh/capacity-type"]`}},
		{"a node group on demand", spot("eks.amazonaws.com/capacityType", "ON_DEMAND"),
			[]string{`error spot compute.node_selector["eks.amazonaws.com/capacityType"]`}},
	})
	runProblemTests(t, "gcp_gke", []problemTest{
		{"spot VMs", spot("cloud.google.com/gke-spot", "true"), nil},
		{"no spot VMs", spot("cloud.google.com/gke-spot", "false"),
			[]string{`error spot compute.node_selector["cloud.google.com/gke-spot"]`}},
	})

	d, _ := Normalize(kubernetesJob("aws_eks", spot("pool", "etl")))
	pool := map[string]string{"pool": "etl"}
	if p := d.Placement; !p.Spot || !p.KeepNode || !reflect.DeepEqual(p.NodeSelector, pool) || len(p.Tolerations) > 0 {
		t.Errorf("EKS: %+v", p)
	}
	d, _ = Normalize(kubernetesJob("gcp_gke", spot("pool", "etl")))
	taint := model.PodToleration{Key: "cloud.google.com/gke-spot", Operator: "Equal", Value: "true", Effect: "NoSchedule"}
	want := map[string]string{"pool": "etl", "cloud.google.com/gke-spot": "true"}
	taints := []model.PodToleration{taint}
	if p := d.Placement; p.KeepNode || !reflect.DeepEqual(p.NodeSelector, want) || !reflect.DeepEqual(p.Tolerations, taints) {
		t.Errorf("GKE: %+v", p)
	}
	for _, own := range []model.Toleration{
		{Key: taint.Key, Value: "true", Effect: "NoSchedule"}, {Key: taint.Key, Operator: "Exists"}, {Key: taint.Key, Value: "true"},
	} {
		d, _ = Normalize(kubernetesJob("gcp_gke", func(i *model.Infrastructure) {
			i.Compute.Spot, i.Compute.Tolerations = ptr(true), []model.Toleration{own}
		}))
		if len(d.Placement.Tolerations) != 1 {
			t.Errorf("%+v: tolerated twice: %+v", own, d.Placement.Tolerations)
		}
	}
	d, _ = Normalize(kubernetesJob("gcp_gke", func(i *model.Infrastructure) {
		i.Compute.Spot, i.Compute.Tolerations = ptr(true), []model.Toleration{{Key: taint.Key, Value: "true", Effect: "NoExecute"}}
	}))
	if !slices.ContainsFunc(d.Placement.Tolerations, func(have model.PodToleration) bool { return have == taint }) {
		t.Errorf("another effect does not tolerate the taint: %+v", d.Placement.Tolerations)
	}
	for _, platform := range kubernetesPlatforms() {
		if d, _ := Normalize(kubernetesJob(platform, nil)); d.Placement.Spot || !d.Placement.KeepNode || len(d.Placement.NodeSelector) > 0 {
			t.Errorf("%s without spot: %+v", platform, d.Placement)
		}
	}
}

// TestPodsAreOfKubernetes shows that platforms without nodes refuse the keys of
// pods, with the reason.
func TestPodsAreOfKubernetes(t *testing.T) {
	t.Parallel()
	for provider, compute := range map[string]string{"aws": "ecs", "gcp": "cloud_run"} {
		_, problems := Normalize(jobOn(provider, compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.NodeSelector = map[string]model.Scalar{"no label": "x y"}
			infra.Compute.Tolerations = []model.Toleration{{}}
			infra.Compute.PriorityClass, infra.Compute.ImagePullSecrets = "X", []string{"X"}
		}))
		for _, key := range []string{"node_selector", "tolerations", "priority_class", "image_pull_secrets"} {
			if found := errorsAt(problems, "compute."+key); len(found) != 1 || !strings.Contains(found[0], "EKS and GKE only") {
				t.Errorf("%s: %s: %q", compute, key, found)
			}
		}
	}
}
