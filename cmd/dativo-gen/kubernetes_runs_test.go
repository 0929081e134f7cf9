package main

import (
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// failedPod is what Kubernetes knows of a pod that failed.
type failedPod struct {
	container string
	exitCode  int
	evicted   bool
}

// TestFailedPodsOnKubernetes reads the pod failure policies of the examples: the first
// rule that matches decides, and Count, a failed attempt, is the default. From kubernetes,
// pkg/controller/job/pod_failure_policy.go, read 2026-11-25.
func TestFailedPodsOnKubernetes(t *testing.T) {
	t.Parallel()
	const anyJob, sidecar = "", "proxy"
	for _, c := range []struct {
		name     string
		examples []string
		pod      failedPod
		action   string
	}{
		{"a partial success", []string{"aws_eks", "gcp_gke"}, failedPod{anyJob, 1, false}, "FailJob"},
		{"another failure", []string{"aws_eks", "gcp_gke"}, failedPod{anyJob, 2, false}, "Count"},
		{"no records, which is a failure like others", []string{"aws_eks", "gcp_gke"}, failedPod{anyJob, 3, false}, "Count"},
		{"an eviction", []string{"aws_eks", "gcp_gke"}, failedPod{anyJob, 1, true}, "Ignore"},
		{"the exit code of a sidecar", []string{"aws_eks", "gcp_gke"}, failedPod{sidecar, 1, false}, "Count"},
		{"no records", []string{"aws_eks_own_image", "gcp_gke_own_namespace"}, failedPod{anyJob, 3, false}, "FailJob"},
		{"a failure of an image of your own", []string{"aws_eks_own_image", "gcp_gke_own_namespace"}, failedPod{anyJob, 1, false}, "Count"},
		{"an eviction before the first record", []string{"aws_eks_own_image", "gcp_gke_own_namespace"}, failedPod{anyJob, 3, true}, "Ignore"},
		{"a failure by default", []string{"aws_eks_watched", "gcp_gke_watched"}, failedPod{anyJob, 1, false}, "Count"},
		{"an eviction by default", []string{"aws_eks_watched", "gcp_gke_watched"}, failedPod{anyJob, 143, true}, "Ignore"},
	} {
		for _, example := range c.examples {
			m := exampleModule(t, example)
			pod := c.pod
			if pod.container == anyJob {
				pod.container = m.deployment.Name
			}
			if got := m.podFailureAction(t, pod); got != c.action {
				t.Errorf("%s: %s: %s, want %s", example, c.name, got, c.action)
			}
		}
	}
}

// podFailureAction is what the Job of the module does after a pod failed. The policy has
// an effect only on pods that are not restarted.
func (m *module) podFailureAction(t testing.TB, pod failedPod) string {
	t.Helper()
	spec := m.only(t, m.block("kubernetes_cron_job_v1.job").Body, "spec", "job_template", "spec")
	restart := m.bound(t, m.name, m.only(t, spec, "template", "spec"), "restart_policy", nil)
	if text, err := asString(restart); err != nil || text != "Never" {
		t.Fatalf("%s: restart_policy is %s, and a pod failure policy needs Never", m.name, text)
	}
	for _, rule := range nested(m.only(t, spec, "pod_failure_policy"), "rule") {
		if !m.podMatches(t, rule.Body, pod) {
			continue
		}
		action, err := asString(m.bound(t, m.name, rule.Body, "action", nil))
		if err != nil {
			t.Fatal(err)
		}
		return action
	}
	return "Count"
}

// podMatches reports whether a rule is about the exit code or the eviction of the pod.
func (m *module) podMatches(t testing.TB, rule *hclsyntax.Body, pod failedPod) bool {
	t.Helper()
	text := func(body *hclsyntax.Body, name string) string {
		value, err := asString(m.bound(t, m.name, body, name, nil))
		if err != nil {
			t.Fatalf("%s: %s: %v", m.name, name, err)
		}
		return value
	}
	for _, condition := range nested(rule, "on_pod_condition") {
		if pod.evicted && text(condition.Body, "type") == "DisruptionTarget" && text(condition.Body, "status") == "True" {
			return true
		}
	}
	for _, codes := range nested(rule, "on_exit_codes") {
		var values []int
		for _, value := range m.bound(t, m.name, codes.Body, "values", nil).AsValueSlice() {
			values = append(values, number(value))
		}
		if text(codes.Body, "operator") != "In" || slices.Contains(values, 0) {
			t.Fatalf("%s: the rule must name exit codes other than 0", m.name)
		}
		if text(codes.Body, "container_name") == pod.container && slices.Contains(values, pod.exitCode) {
			return true
		}
	}
	return false
}

// only follows a path of blocks, each of which must be the only one of its kind in its
// parent.
func (m *module) only(t testing.TB, body *hclsyntax.Body, path ...string) *hclsyntax.Body {
	t.Helper()
	for _, kind := range path {
		var found []*hclsyntax.Block
		for _, block := range body.Blocks {
			if block.Type == kind {
				found = append(found, block)
			}
		}
		if len(found) != 1 {
			t.Fatalf("%s: %d blocks %s, want 1", m.name, len(found), kind)
		}
		body = found[0].Body
	}
	return body
}
