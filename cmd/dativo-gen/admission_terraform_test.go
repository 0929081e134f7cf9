//go:build e2e

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestTerraformAdmission writes into the state what admission webhooks write into the
// objects of a module, as a refresh reads it, and plans again. GKE adds the toleration
// to pod templates. On EKS nothing does, so there it is a change by hand, which a plan
// must show.
func TestTerraformAdmission(t *testing.T) {
	if !applies() {
		t.Log("left out: it needs recorded providers and DATIVO_GEN_E2E=apply")
		return
	}
	for name, want := range map[string]int{"gcp_gke": 0, "gcp_gke_service": 0, "aws_eks": 2, "aws_eks_service": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := prepare(t, name)
			w.terraform(0, "init", "-no-color")
			w.terraform(0, "apply", "-no-color", "-lock=false", "-auto-approve")
			w.terraform(0, "plan", "-no-color", "-lock=false", "-detailed-exitcode")
			w.addToleration()
			w.terraform(want, "plan", "-no-color", "-lock=false", "-detailed-exitcode")
		})
	}
}

// addToleration adds the toleration of GKE Autopilot to the pod template of the workload.
func (w workspace) addToleration() {
	w.t.Helper()
	path := filepath.Join(w.dir, "terraform.tfstate")
	text, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	var state map[string]any
	if err := json.Unmarshal(text, &state); err != nil {
		w.t.Fatal(err)
	}
	added := 0
	for _, resource := range state["resources"].([]any) {
		resource := resource.(map[string]any)
		var below []string
		switch resource["type"] {
		case "kubernetes_cron_job_v1":
			below = []string{"spec", "job_template", "spec", "template", "spec"}
		case "kubernetes_deployment_v1":
			below = []string{"spec", "template", "spec"}
		default:
			continue
		}
		object := resource["instances"].([]any)[0].(map[string]any)["attributes"].(map[string]any)
		for _, name := range below {
			object = object[name].([]any)[0].(map[string]any)
		}
		object["toleration"] = []any{map[string]any{
			"key": "kubernetes.io/arch", "operator": "Equal", "value": "amd64", "effect": "NoSchedule", "toleration_seconds": "",
		}}
		added++
	}
	if added != 1 {
		w.t.Fatalf("%d workloads in the state, want one", added)
	}
	if text, err = json.Marshal(state); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// TestTerraformClusterAuth validates the module with an ephemeral resource, which
// recorded providers do not have.
func TestTerraformClusterAuth(t *testing.T) {
	if applies() {
		t.Log("left out: the recorded providers have no ephemeral resources")
		return
	}
	folder := t.TempDir()
	for name, text := range ephemeralAuth(t).source {
		writeFile(t, filepath.Join(folder, name), string(text))
	}
	w := prepareFolder(t, folder)
	w.terraform(0, "init", "-no-color")
	w.terraform(0, "validate", "-no-color")
}
