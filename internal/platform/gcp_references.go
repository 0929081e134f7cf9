package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// gcpForms are the forms of Google Cloud references. From the google provider
// 7.45 (validation.go, kms and pubsub resources), read 2026-11-22.
type gcpForms struct {
	project, serviceAccount, network, subnet, cryptoKey, topic, logName, logBucket, networkTag *regexp.Regexp
}

const (
	projectForm = `[a-z][a-z0-9-]{4,28}[a-z0-9]|[a-z0-9.-]+:[a-z][a-z0-9-]*[a-z0-9]`
	selfLink    = `(?:https://www\.googleapis\.com/compute/(?:v1|beta)/)?`
	nameForm    = `[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?`
)

var gcp = sync.OnceValue(func() gcpForms {
	compile := regexp.MustCompile
	return gcpForms{
		project:        compile(`^(` + projectForm + `)$`),
		serviceAccount: compile(`^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])@([-a-z0-9.]{1,63})\.iam\.gserviceaccount\.com$`),
		network:        compile(`^(?:` + selfLink + `projects/(` + projectForm + `)/global/networks/)?` + nameForm + `$`),
		subnet:         compile(`^(?:` + selfLink + `projects/(` + projectForm + `)/regions/([a-z0-9-]+)/subnetworks/)?` + nameForm + `$`),
		cryptoKey:      compile(`^projects/(` + projectForm + `)/locations/([a-z0-9-]+)/keyRings/[a-zA-Z0-9_-]{1,63}/cryptoKeys/[a-zA-Z0-9_-]{1,63}$`),
		topic:          compile(`^projects/(` + projectForm + `)/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}$`),
		logName:        compile(`^projects/(` + projectForm + `)/logs/[A-Za-z0-9_./%-]{1,511}$`),
		logBucket:      compile(`^projects/(` + projectForm + `)/locations/([a-z0-9-]+)/buckets/[A-Za-z0-9_.-]{1,100}$`),
		networkTag:     compile(`^` + nameForm + `$`),
	}
})

// project is the GCP project: as written, or as the references reveal it, in
// which case they must agree. References to another project than the written
// one are legal: shared networks, keys and topics live elsewhere.
func (n *normalizer) project() string {
	at := paths.ProjectID
	if written := n.infra.ProjectID; written != "" {
		if !gcp().project.MatchString(written) {
			n.problems.Errorf("project", at, "%q is not a project id", written).
				Hintf("6 to 30 lower-case letters, digits and hyphens, beginning with a letter; not the project's number or title")
		}
		return written
	}
	var project, first string
	broken := false // a reference is reported by its own check, and may reveal the project once it is put right
	for _, ref := range n.projectReferences() {
		groups := ref.form.FindStringSubmatch(ref.value)
		switch {
		case groups == nil:
			broken = broken || ref.value != ""
		case groups[1] == "": // a bare name is of whatever project the job is in
		case project == "":
			project, first = projectOf(groups[1]), ref.at
		case projectOf(groups[1]) != project:
			n.problems.Errorf("project", ref.at, "is of project %q, but %s is of %q", projectOf(groups[1]), first, project).
				Hintf("say which one the job runs in: infrastructure.project_id")
		}
	}
	if project == "" && !broken {
		n.problems.Errorf("project", at, "missing: no reference in this file reveals the project").
			Hintf("write the id of the project that the job runs in")
	}
	return project
}

// projectOf turns a project of a domain round: an email writes example.com:p as
// p.example.com.
func projectOf(written string) string {
	if name, domain, ok := strings.Cut(written, "."); ok && !strings.Contains(written, ":") {
		return domain + ":" + name
	}
	return written
}

// projectReference is a place that may name a project.
type projectReference struct {
	at, value string
	form      *regexp.Regexp
}

// projectReferences are the places that reveal the project, surest first.
func (n *normalizer) projectReferences() []projectReference {
	forms := gcp()
	var refs []projectReference
	if email := n.infra.Compute.ServiceAccount; !isDefaultAccount(email) {
		refs = append(refs, projectReference{paths.ComputeServiceAccount, email, forms.serviceAccount})
	}
	refs = append(refs, projectReference{paths.NetworkVPCID, n.infra.Network.VPCID, forms.network})
	for i, subnet := range n.infra.Network.Subnets {
		refs = append(refs, projectReference{diag.ItemPath(paths.NetworkSubnets, i), subnet, forms.subnet})
	}
	refs = append(refs, projectReference{paths.StorageKMSKeyID, n.infra.Storage.KMSKeyID, forms.cryptoKey})
	if topic := n.infra.Monitoring.AlertTopic; strings.Contains(topic, "/") {
		refs = append(refs, projectReference{paths.MonitoringAlertTopic, topic, forms.topic})
	}
	return refs
}

// checkGCP reports a reference that has not the form.
func (n *normalizer) checkGCP(at, written string, form *regexp.Regexp, what, example string) []string {
	if written == "" {
		return nil
	}
	groups := form.FindStringSubmatch(written)
	if groups == nil {
		n.problems.Errorf("reference", at, "%q is not %s", written, what).Hintf("write one such as %s", example)
	}
	return groups
}

// cryptoKey checks a Cloud KMS key.
func (n *normalizer) cryptoKey(at, written string) resource {
	groups := n.checkGCP(at, written, gcp().cryptoKey, "a Cloud KMS key",
		"projects/acme-prod/locations/"+n.infra.Region+"/keyRings/data/cryptoKeys/lake")
	if groups == nil {
		return resource{name: written}
	}
	return resource{written, groups[2]}
}

// isDefaultAccount reports whether an email is that of a project's default
// compute account, which names the project by its number alone.
func isDefaultAccount(email string) bool {
	return strings.HasSuffix(email, "-compute@developer.gserviceaccount.com")
}

// checkServiceAccount reports what is no email of a service account.
func (n *normalizer) checkServiceAccount() {
	at, email := paths.ComputeServiceAccount, n.infra.Compute.ServiceAccount
	if isDefaultAccount(email) {
		n.problems.Warnf("default-account", at, "is the project's default compute account, which may often do far too much").
			Hintf("leave it out: an account of the job's own is created")
		return
	}
	n.checkGCP(at, email, gcp().serviceAccount, "the email of a service account", "dativo@acme-prod.iam.gserviceaccount.com")
}

// gcpVPC checks a VPC network, which is global.
func (n *normalizer) gcpVPC(at, written string) resource {
	n.checkGCP(at, written, gcp().network, "a VPC network", "projects/acme-prod/global/networks/data")
	return resource{name: written}
}

// gcpSubnet checks a subnetwork.
func (n *normalizer) gcpSubnet(at, written string) resource {
	groups := n.checkGCP(at, written, gcp().subnet, "a subnetwork", "projects/acme-prod/regions/"+n.d.Region+"/subnetworks/data")
	if groups == nil {
		return resource{name: written}
	}
	return resource{written, groups[2]}
}

// gcsBucket checks the name of a bucket. From the google provider 7.45 and the
// bucket naming page, read 2026-11-22.
func (n *normalizer) gcsBucket(at, bucket string) resource {
	if bucket == "" {
		return resource{}
	}
	longest := 63
	if strings.Contains(bucket, ".") {
		longest = 222
	}
	edges := strings.Trim(bucket[:1]+bucket[len(bucket)-1:], "._-")
	if len(bucket) < 3 || len(bucket) > longest || !isLowerOf(bucket, "._-") || len(edges) != 2 ||
		isDottedNumbers(bucket) || strings.HasPrefix(bucket, "goog") {
		n.problems.Errorf("bucket", at, "%q is not a name of a Cloud Storage bucket", bucket).
			Hintf("3 to 63 lower-case letters, digits, \".\", \"_\" and \"-\"; no gs:// and no path")
	}
	return resource{name: bucket}
}

// checkTopic checks a Pub/Sub topic and returns its full name. That no name
// begins with goog is from the Pub/Sub API (Topic.name), read 2026-11-23.
func (n *normalizer) checkTopic() string {
	at, topic := paths.MonitoringAlertTopic, n.infra.Monitoring.AlertTopic
	if topic != "" && !strings.Contains(topic, "/") {
		if n.d.Project == "" {
			return "" // that the project is missing has been said
		}
		topic = "projects/" + n.d.Project + "/topics/" + topic
	}
	if _, name, _ := strings.Cut(topic, "/topics/"); strings.HasPrefix(name, "goog") {
		n.problems.Errorf("topic", at, "%q is not a name that a Pub/Sub topic can have", name).
			Hintf("names that begin with goog are Google's own")
		return topic
	}
	n.checkGCP(at, topic, gcp().topic, "a Pub/Sub topic", "projects/acme-prod/topics/data-alerts")
	return topic
}
