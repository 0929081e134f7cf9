package main

import (
	"strings"
	"testing"
)

// roles are the Google roles that a module may grant, by the resource that grants
// them, and why. Basic roles (owner, editor, viewer) and administrator roles are not
// among them.
var roles = map[string]map[string]string{
	"google_storage_bucket_iam_member":        {"roles/storage.objectUser": "the job's data and state; cannot share them"},
	"google_secret_manager_secret_iam_member": {"roles/secretmanager.secretAccessor": "each secret that the job names"},
	"google_project_iam_member": {
		"roles/monitoring.metricWriter": "Google Cloud grants it for a project only",
		"roles/logging.logWriter":       "Google Cloud grants it for a project only",
		"roles/cloudsql.client":         "Google Cloud grants it for a project only; a condition limits it to an instance",
	},
	"google_service_account_iam_member": {"roles/iam.workloadIdentityUser": "the job's own pods"},
	"google_cloud_run_v2_job_iam_member": {
		"roles/run.invoker":                   "the schedule and the invokers of the job file, on this job",
		"roles/run.jobsExecutorWithOverrides": "the invokers of the job file, if it says so",
	},
	"google_cloud_run_v2_service_iam_member": {"roles/run.invoker": "the schedule and the invokers of the job file, on this service"},
}

// checkMembers holds every grant on Google Cloud against the table. Only
// *_iam_member adds a grant and leaves those of others alone.
func checkMembers(t *testing.T, m *module) {
	t.Helper()
	for _, block := range m.blocks("resource") {
		kind := block.Labels[0]
		if !strings.Contains(kind, "_iam_") || strings.HasPrefix(kind, "aws_") {
			continue
		}
		role, member := m.text(t, block, "role"), m.text(t, block, "member")
		ofJobFile := block.Labels[1] == "granted" && role == "each.value.role" // see TestRolesOfTheJobFile
		if roles[kind][role] == "" && !ofJobFile {
			t.Errorf("%s: %s is not in the table of roles", address(block), role)
		}
		own := strings.HasPrefix(member, "google_service_account.") && strings.HasSuffix(member, ".member")
		pods := strings.HasPrefix(member, "serviceAccount:") && strings.HasSuffix(member, "/"+m.deployment.Name+"]")
		invokers := len(m.deployment.Identity.Invokers) > 0 && member == "each.value" && block.Labels[1] == "invokers"
		if !own && !invokers && !(pods && kind == "google_service_account_iam_member") {
			t.Errorf("%s: granted to %s, which is not the job's own", address(block), member)
		}
		if kind == "google_storage_bucket_iam_member" && m.values["bucket_prefix"] != nil && len(nested(block.Body, "condition")) != 1 {
			t.Errorf("%s: the job has a prefix, and the grant no condition", address(block))
		}
		if role == "roles/cloudsql.client" && len(nested(block.Body, "condition")) != 1 {
			t.Errorf("%s: a grant on all instances of the project", address(block))
		}
	}
	if created := m.deployment.Identity.CreateServiceAccount; created && len(m.resources("google_service_account")) == 0 {
		t.Error("the service account is to be created, and is not")
	}
}
