package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// unneededMembers are the grants that no known call needs, by the engine in the image,
// and why.
var unneededMembers = map[string]map[string]string{
	engine.None: {
		"google_storage_bucket_iam_member.data": ownImage,
		"google_project_iam_member.metrics":     ownImage,
		"google_project_iam_member.logs":        ownImage,

		"google_project_iam_member.granted":        jobFile,
		"google_storage_bucket_iam_member.granted": jobFile,
	},
}

// googleProblems holds the grants of the service account that a module creates
// against the calls of a run, both ways.
func (m *module) googleProblems(t testing.TB, needs engine.Needs) []string {
	t.Helper()
	var problems []string
	for _, c := range needs.Calls {
		if c.Signer == engine.Workload {
			problems = append(problems, fmt.Sprintf("%s:%s is signed by a service account, which %s does not know", c.Service, c.Action, c.Service))
		}
	}
	if m.deployment.Identity.ServiceAccount != "" {
		return problems // its grants are not the module's
	}
	grants := m.googleGrants(t)
	calls := slices.Concat(m.stateObjects(needs), m.secretVersions(), m.accountTokens(), m.sqlConnections())
	for _, c := range calls {
		if slices.ContainsFunc(grants, func(g googleGrant) bool { return g.allows(c) }) == c.refused {
			problems = append(problems, fmt.Sprintf("%s on %s %s (%s): allowed is %t", c.permission, c.on, c.name, c.why, c.refused))
		}
	}
	for _, g := range grants {
		if unneededMembers[m.deployment.Engine][g.from] != "" {
			continue
		}
		for _, part := range g.parts() {
			if !slices.ContainsFunc(calls, func(c googleCall) bool { return !c.refused && part.allows(c) }) {
				problems = append(problems, fmt.Sprintf("%s: no call needs %s on %s %v", g.from, g.role, g.on, part.condition))
			}
		}
	}
	return problems
}

// parts are a grant taken apart: one alternative of its condition at a time.
func (g googleGrant) parts() []googleGrant {
	parts := []googleGrant{g}
	for i, condition := range g.condition {
		if i > 0 {
			parts = append(parts, g)
		}
		parts[i].condition = []string{condition}
	}
	return parts
}

// stateObjects are the calls that mount the bucket of the state and write to it. From
// "Mount Cloud Storage buckets", docs.cloud.google.com/storage/docs/cloud-storage-fuse,
// read 2026-11-25.
func (m *module) stateObjects(needs engine.Needs) []googleCall {
	bucket := m.deployment.Storage.State.Bucket
	if bucket == "" {
		return nil
	}
	on, name := "bucket/"+bucket, "projects/_/buckets/"+bucket
	calls := []googleCall{{
		permission: "storage.objects.list", on: on, kind: "storage.googleapis.com/Bucket", name: name, why: "mount of the state",
	}}
	file := strings.TrimPrefix(needs.State.Path, engine.StatePath+"/")
	if file == "" {
		file = "state.json"
	}
	for _, permission := range []string{"create", "delete", "get", "update"} {
		for _, folder := range []string{m.deployment.Name, "another-job"} {
			calls = append(calls, googleCall{
				permission: "storage.objects." + permission, on: on, kind: "storage.googleapis.com/Object",
				name: name + "/objects/" + folder + "/" + file, why: "state of " + folder, refused: folder == "another-job",
			})
		}
	}
	return calls
}

// secretVersions are the calls by which Cloud Run loads secrets, as the job's account.
// From "Configure secrets", cloud.google.com/run/docs, read 2026-11-25.
func (m *module) secretVersions() []googleCall {
	if m.deployment.Platform != "gcp_cloud_run" {
		return nil // Kubernetes keeps them
	}
	var calls []googleCall
	for _, secret := range slices.Concat(m.deployment.Container.Secrets, m.deployment.Container.SecretFiles) {
		if secret.Kind == model.SecretManager {
			calls = append(calls, googleCall{permission: "secretmanager.versions.access", on: "secret/" + secret.Reference, why: secret.Name})
		}
	}
	return calls
}

// sqlConnections are the calls by which Cloud Run connects to instances of Cloud SQL,
// as the job's account. From "Connect from Cloud Run", cloud.google.com/sql, read
// 2026-11-25.
func (m *module) sqlConnections() []googleCall {
	var calls []googleCall
	for _, instance := range m.deployment.Container.CloudSQLInstances {
		parts := strings.Split(instance, ":")
		project := strings.Join(parts[:len(parts)-2], ":")
		for _, name := range []string{parts[len(parts)-1], "another"} {
			calls = append(calls, googleCall{
				permission: "cloudsql.instances.connect", on: "project/" + project, kind: "sqladmin.googleapis.com/Instance",
				name: "projects/" + project + "/instances/" + name, why: instance, refused: name == "another",
			})
		}
	}
	return calls
}

// accountTokens are the calls by which pods act as the service account.
func (m *module) accountTokens() []googleCall {
	if m.deployment.Platform != "gcp_gke" || !m.deployment.Identity.CreateServiceAccount {
		return nil
	}
	return []googleCall{{
		permission: "iam.serviceAccounts.getAccessToken", on: "account/google_service_account.job.name", why: "credentials of the pods",
	}}
}
