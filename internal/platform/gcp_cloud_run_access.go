package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// iamMember is the form of a member of a grant, without allUsers and
// allAuthenticatedUsers. From the IAM API v1 (Binding.members), read 2026-11-25.
var iamMember = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(?:serviceAccount|user|group):[^@\s"]+@[^@\s"]+|principal(?:Set)?://iam\.googleapis\.com/[^\s"]+)$`)
})

// cloudRunInvokers checks who may start the job apart from its schedule.
func (n *normalizer) cloudRunInvokers() {
	written, id := n.infra.Identity, &n.d.Identity
	id.Invokers, id.InvokerOverrides = written.Invokers, orDefault(written.InvokerOverrides, false)
	for i, member := range written.Invokers {
		if iamMember().MatchString(member) {
			continue
		}
		problem := n.problems.Errorf("member", diag.ItemPath(paths.IdentityInvokers, i), "invalid IAM member %q", member)
		if strings.Contains(member, "@") && !strings.Contains(member, ":") {
			problem.Hintf("use serviceAccount:%s, or user: or group:", member)
		} else {
			problem.Hintf("use serviceAccount:EMAIL, user:EMAIL, group:EMAIL or principal://iam.googleapis.com/...")
		}
	}
	switch {
	case len(id.Invokers) == 0:
		n.noEffect(paths.IdentityInvokerOverrides, "it requires identity.invokers")
		id.InvokerOverrides = false
	case n.d.Service && id.InvokerOverrides:
		n.noEffect(paths.IdentityInvokerOverrides, "a request to a service replaces neither arguments nor environment variables")
		id.InvokerOverrides = false
	}
}

// cloudSQLInstance is the connection name of a Cloud SQL instance: project, region
// and name. From "Cloud SQL Admin API" (DatabaseInstance.connectionName, name), read
// 2026-11-25.
var cloudSQLInstance = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(` + projectForm + `):([a-z]+-[a-z]+[0-9]{1,2}):[a-z](?:[a-z0-9-]{0,96}[a-z0-9])?$`)
})

// cloudRunSQL checks the Cloud SQL instances. Each is reached at
// /cloudsql/PROJECT:REGION:INSTANCE.
func (n *normalizer) cloudRunSQL() {
	c, written := &n.d.Container, n.infra.Compute
	c.CloudSQLInstances, c.BinaryAuthorization = written.CloudSQLInstances, orDefault(written.BinaryAuthorization, false)
	for i, instance := range written.CloudSQLInstances {
		if !cloudSQLInstance().MatchString(instance) {
			n.problems.Errorf("reference", diag.ItemPath(paths.ComputeCloudSQLInstances, i), "invalid Cloud SQL instance %q", instance).
				Hintf("use its connection name, PROJECT:REGION:INSTANCE; list them with " +
					"gcloud sql instances list --format='value(connectionName)'")
		}
	}
}

// onlyGoogle are keys that AWS has no use for. network says what to use instead of
// those of a network.
func onlyGoogle(network string) []KeyReason {
	const start = "GCP only; on AWS, policies of the caller allow it to start the job"
	return []KeyReason{
		{paths.ComputeCloudSQLInstances, "GCP only; the job connects to databases on AWS by their host names"},
		{paths.ComputeBinaryAuthorization, "GCP only; it is a policy of a Google Cloud project"},
		{paths.NetworkVPCEgress, "GCP only; " + network},
		{paths.NetworkConnector, "GCP only; " + network},
		{paths.IdentityInvokers, start},
		{paths.IdentityInvokerOverrides, start},
		{paths.MonitoringExcludeFromDefault, "GCP only; the log group has the only copy"},
	}
}
