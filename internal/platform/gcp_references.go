package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// gcpForm is the form of one kind of Google Cloud reference. The first group of
// the pattern is the project, the second the region.
type gcpForm struct {
	resource string
	pattern  *regexp.Regexp
	// example may contain REGION.
	example string
}

// gcpReferences are the forms of Google Cloud references. From the google
// provider 7.45 (validation.go, kms and pubsub resources), read 2026-11-22.
type gcpReferences struct {
	serviceAccount, network, subnet, connector, cryptoKey, topic, networkTag gcpForm
	project, logName, logBucket                                              *regexp.Regexp
}

const (
	projectForm = `[a-z][a-z0-9-]{4,28}[a-z0-9]|[a-z0-9.-]+:[a-z][a-z0-9-]*[a-z0-9]`
	selfLink    = `(?:https://www\.googleapis\.com/compute/(?:v1|beta)/)?`
	nameForm    = `[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?`
)

var gcpForms = sync.OnceValue(func() gcpReferences {
	compile := regexp.MustCompile
	const inProject = `projects/(` + projectForm + `)/`
	return gcpReferences{
		serviceAccount: gcpForm{"service account email",
			compile(`^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])@([-a-z0-9.]{1,63})\.iam\.gserviceaccount\.com$`),
			"dativo@acme-prod.iam.gserviceaccount.com"},
		network: gcpForm{"VPC network",
			compile(`^(?:` + selfLink + inProject + `global/networks/)?` + nameForm + `$`),
			"projects/acme-prod/global/networks/data"},
		subnet: gcpForm{"subnetwork",
			compile(`^(?:` + selfLink + inProject + `regions/([a-z0-9-]+)/subnetworks/)?` + nameForm + `$`),
			"projects/acme-prod/regions/REGION/subnetworks/data"},
		// From the Serverless VPC Access API v1 (Connector.name), read 2026-11-25; the
		// form of the last part is that of networks.
		connector: gcpForm{"VPC connector",
			compile(`^(?:` + inProject + `locations/([a-z0-9-]+)/connectors/)?` + nameForm + `$`),
			"projects/acme-prod/locations/REGION/connectors/data"},
		cryptoKey: gcpForm{"Cloud KMS key",
			compile(`^` + inProject + `locations/([a-z0-9-]+)/keyRings/[a-zA-Z0-9_-]{1,63}/cryptoKeys/[a-zA-Z0-9_-]{1,63}$`),
			"projects/acme-prod/locations/REGION/keyRings/data/cryptoKeys/lake"},
		topic: gcpForm{"Pub/Sub topic",
			compile(`^` + inProject + `topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}$`),
			"projects/acme-prod/topics/data-alerts"},
		networkTag: gcpForm{"network tag", compile(`^` + nameForm + `$`), "etl"},
		project:    compile(`^(` + projectForm + `)$`),
		logName:    compile(`^` + inProject + `logs/[A-Za-z0-9_./%-]{1,511}$`),
		logBucket:  compile(`^` + inProject + `locations/([a-z0-9-]+)/buckets/[A-Za-z0-9_.-]{1,100}$`),
	}
})

// checkGCP reports an invalid reference, and returns the groups of a valid one;
// nil for an empty text.
func (n *normalizer) checkGCP(at, written string, form gcpForm) []string {
	if written == "" {
		return nil
	}
	groups := form.pattern.FindStringSubmatch(written)
	if groups == nil {
		n.problems.Errorf("reference", at, "invalid %s %q", form.resource, written).
			Hintf("use one such as %s", strings.ReplaceAll(form.example, "REGION", n.infra.Region))
	}
	return groups
}

// gcpVPC checks a VPC network, which is global.
func (n *normalizer) gcpVPC(at, written string) resource {
	n.checkGCP(at, written, gcpForms().network)
	return resource{name: written}
}

// gcpSubnet checks a subnetwork.
func (n *normalizer) gcpSubnet(at, written string) resource {
	return n.gcpRegional(at, written, gcpForms().subnet)
}

// cryptoKey checks a Cloud KMS key.
func (n *normalizer) cryptoKey(at, written string) resource {
	return n.gcpRegional(at, written, gcpForms().cryptoKey)
}

// gcpRegional checks a reference with a region in it.
func (n *normalizer) gcpRegional(at, written string, form gcpForm) resource {
	groups := n.checkGCP(at, written, form)
	if groups == nil {
		return resource{name: written}
	}
	return resource{written, groups[2]}
}

// Limits of the names of Cloud Storage buckets, in characters. From the google
// provider 7.45 and the bucket naming page, read 2026-11-22.
const (
	minGCSBucket       = 3
	maxGCSBucket       = 63
	maxGCSBucketDotted = 222
)

// gcsBucket checks the name of a bucket.
func (n *normalizer) gcsBucket(at, bucket string) resource {
	if bucket == "" {
		return resource{}
	}
	longest := maxGCSBucket
	if strings.Contains(bucket, ".") {
		longest = maxGCSBucketDotted
	}
	ok := len(bucket) >= minGCSBucket && len(bucket) <= longest && isLowerOf(bucket, "._-") && strings.Trim(bucket, "._-") == bucket &&
		!isDottedNumbers(bucket) && !strings.HasPrefix(bucket, "goog")
	if !ok {
		n.problems.Errorf("bucket", at, "invalid Cloud Storage bucket name %q", bucket).
			Hintf("use 3 to 63 lowercase letters, digits, \".\", \"_\" and \"-\", without gs:// and without a path")
	}
	return resource{name: bucket}
}

// pubsubTopic checks a Pub/Sub topic and returns its full name. Names that start
// with goog are reserved: Pub/Sub API (Topic.name), read 2026-11-23.
func (n *normalizer) pubsubTopic() string {
	at, topic := paths.MonitoringAlertTopic, n.infra.Monitoring.AlertTopic
	if topic != "" && !strings.Contains(topic, "/") {
		if n.d.Project == "" {
			return "" // the missing project is reported
		}
		topic = "projects/" + n.d.Project + "/topics/" + topic
	}
	if _, name, _ := strings.Cut(topic, "/topics/"); strings.HasPrefix(name, "goog") {
		n.problems.Errorf("topic", at, "invalid Pub/Sub topic name %q", name).Hintf("names that start with goog are reserved by Google")
		return topic
	}
	n.checkGCP(at, topic, gcpForms().topic)
	return topic
}

// isDefaultAccount reports whether an email is that of a project's default
// compute service account, which contains only the project number.
func isDefaultAccount(email string) bool {
	return strings.HasSuffix(email, "-compute@developer.gserviceaccount.com")
}

// checkServiceAccount reports an invalid email of a service account.
func (n *normalizer) checkServiceAccount() {
	at, email := paths.ComputeServiceAccount, n.infra.Compute.ServiceAccount
	if isDefaultAccount(email) {
		n.problems.Warnf("default-account", at, "default compute service account: it often has far too many permissions").
			Hintf("remove it to have a dedicated service account created")
		return
	}
	n.checkGCP(at, email, gcpForms().serviceAccount)
	if groups := gcpForms().serviceAccount.pattern.FindStringSubmatch(email); groups != nil && projectOf(groups[1]) != n.d.Project {
		n.d.Identity.AccountProject = projectOf(groups[1])
	}
}

// checkNetworkTags reports invalid network tags.
func (n *normalizer) checkNetworkTags() {
	for i, tag := range n.infra.Network.Tags {
		n.checkGCP(diag.ItemPath(paths.NetworkTags, i), tag, gcpForms().networkTag)
	}
}

// artifactRegistryHost is the host of Artifact Registry, or of its predecessor
// Container Registry. From "Deploying container images",
// cloud.google.com/run/docs, read 2026-11-22.
var artifactRegistryHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.*[.-])?(docker\.pkg\.dev|gcr\.io)$`)
})

// gcpSecrets are the forms of references to Secret Manager.
var gcpSecrets = sync.OnceValue(func() []secretForm {
	return []secretForm{{
		kind: model.SecretManager,
		pattern: regexp.MustCompile(`^(projects/(?:[a-z][a-z0-9.:-]{4,28}[a-z0-9]|\d+)/secrets/[A-Za-z0-9_-]{1,255})` +
			`(?:/versions/(latest|[0-9]+|[A-Za-z][A-Za-z0-9_-]{0,62}))?$`),
		example: "projects/acme-prod/secrets/stripe/versions/3",
		parse: func(ref *model.SecretRef, groups []string) {
			ref.Reference, ref.Version = groups[1], groups[2]
			if ref.Version == "" {
				ref.Version = "latest"
			}
		},
	}}
})
