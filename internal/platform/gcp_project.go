package platform

import (
	"regexp"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// project is the GCP project: the written one, or the one in the references,
// which must agree. References may be in another project than the written one,
// such as shared networks, keys and topics.
func (n *normalizer) project() string {
	if written := n.infra.ProjectID; written != "" {
		if !gcpForms().project.MatchString(written) {
			n.problems.Errorf("project", paths.ProjectID, "invalid project ID %q", written).
				Hintf("use 6 to 30 lowercase letters, digits and hyphens, starting with a letter; not the project number or display name")
		}
		return written
	}
	var project, first string
	invalid := false // an invalid reference has its own problem, and may contain the project once it is fixed
	for _, ref := range n.projectReferences() {
		groups := ref.form.FindStringSubmatch(ref.value)
		switch {
		case groups == nil:
			invalid = invalid || ref.value != ""
		case groups[1] == "": // a short name is in the job's project
		case project == "":
			project, first = projectOf(groups[1]), ref.at
		case projectOf(groups[1]) != project:
			n.problems.Errorf("project", ref.at, "is in project %q, but %s is in project %q", projectOf(groups[1]), first, project).
				Hintf("set infrastructure.project_id to the project that the job runs in")
		}
	}
	if project == "" && !invalid {
		n.problems.Errorf("project", paths.ProjectID, "missing: no reference of the job contains a project").
			Hintf("set it to the ID of the project that the job runs in")
	}
	return project
}

// projectOf converts a domain-scoped project: an email has p.example.com for
// example.com:p.
func projectOf(written string) string {
	if name, domain, ok := strings.Cut(written, "."); ok && !strings.Contains(written, ":") {
		return domain + ":" + name
	}
	return written
}

// projectReference is a value that may contain a project.
type projectReference struct {
	at, value string
	form      *regexp.Regexp
}

// projectReferences are the values that may contain the project, the most
// reliable one first.
func (n *normalizer) projectReferences() []projectReference {
	forms := gcpForms()
	var refs []projectReference
	if email := n.infra.Compute.ServiceAccount; !isDefaultAccount(email) {
		refs = append(refs, projectReference{paths.ComputeServiceAccount, email, forms.serviceAccount.pattern})
	}
	refs = append(refs, projectReference{paths.NetworkVPCID, n.infra.Network.VPCID, forms.network.pattern})
	for i, subnet := range n.infra.Network.Subnets {
		refs = append(refs, projectReference{diag.ItemPath(paths.NetworkSubnets, i), subnet, forms.subnet.pattern})
	}
	refs = append(refs, projectReference{paths.NetworkConnector, n.infra.Network.Connector, forms.connector.pattern})
	refs = append(refs, projectReference{paths.StorageKMSKeyID, n.infra.Storage.KMSKeyID, forms.cryptoKey.pattern})
	if topic := n.infra.Monitoring.AlertTopic; strings.Contains(topic, "/") {
		refs = append(refs, projectReference{paths.MonitoringAlertTopic, topic, forms.topic.pattern})
	}
	return refs
}
