package platform

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// maxObjectKey is the longest key of an object in bytes. From "Naming Amazon S3
// objects", and "Object naming guidelines" of Cloud Storage, read 2026-11-25.
const maxObjectKey = 1024

// s3LockSuffix ends the key of the lock file. From hashicorp/terraform,
// internal/backend/remote-state/s3/backend_state.go, read 2026-11-25.
const s3LockSuffix = ".tflock"

// stateKeyForm is the form of the keys that the s3 backend accepts: an ID or an
// alias, alone or in an ARN. Of UUIDs, Terraform takes versions 1 to 5. From
// hashicorp/terraform, internal/backend/remote-state/s3/validate.go, read
// 2026-11-25, and tried with Terraform 1.11.4.
var stateKeyForm = sync.OnceValue(func() *regexp.Regexp {
	const (
		id    = `(?:[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[ab89][a-f0-9]{3}-[a-f0-9]{12}|mrk-[a-f0-9]{32})`
		alias = `alias/[a-zA-Z0-9/_-]+`
	)
	return regexp.MustCompile(`^(?:` + id + `|` + alias + `|arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:(?:key/` + id + `|` + alias + `))$`)
})

// newerRegions are those that Terraform 1.11 refuses as the region of a state
// unless it is told not to check. Tried with Terraform 1.11.4 on 2026-11-25.
func newerRegions() []string { return []string{"ap-east-2", "ap-southeast-6", "eusc-de-east-1"} }

// s3Backend resolves state in S3.
func (n *normalizer) s3Backend(owner *Cloud, plan *model.BackendPlan) {
	written := n.infra.Terraform.Backend
	plan.Key = cmp.Or(n.statePath(paths.TerraformBackendKey, written.Key), n.stateFolder()+"/terraform.tfstate")
	plan.Bucket, plan.Region, plan.KMSKeyID = n.stateBucket(owner), cmp.Or(written.Region, n.d.Region), written.KMSKeyID
	plan.UseLockfile = orDefault(written.UseLockfile, true)
	plan.SkipRegionValidation = !slices.Contains(owner.Regions.Known, plan.Region) || slices.Contains(newerRegions(), plan.Region)
	switch at := paths.TerraformBackendRegion; {
	case written.Region == "" && n.platform.Cloud.Name != owner.Name:
		n.problems.Errorf("required", at, "missing: the job's region is not an %s region", owner.Regions.Title).
			Hintf("use the region of the bucket, such as us-east-1")
	case written.Region != "" && !owner.Regions.valid(written.Region):
		n.problems.Errorf("region", at,
			"invalid %s region %q", owner.Regions.Title, written.Region).Hint = owner.Regions.suggestion(written.Region)
	}
	n.checkStateKey(plan)
	n.checkStateKMSKey(owner, plan)
}

// checkStateKey reports a key that Terraform or S3 refuses.
func (n *normalizer) checkStateKey(plan *model.BackendPlan) {
	at, key := paths.TerraformBackendKey, plan.Key
	parts := slices.DeleteFunc(strings.Split(key, "/"), func(part string) bool { return part == "" })
	cured := strings.Join(parts, "/")
	if strings.HasSuffix(key, "/") {
		cured += "/terraform.tfstate"
	}
	longest := maxObjectKey
	if plan.UseLockfile {
		longest -= len(s3LockSuffix)
	}
	switch {
	case strings.TrimSpace(key) == "":
		n.problems.Errorf("backend", at, "the key is empty, which Terraform rejects").Hintf("remove it: each job then has its own state")
	case strings.HasPrefix(key, "/"):
		n.problems.Errorf("backend", at, "%q starts with a slash, which Terraform rejects", key).Hintf("use %s", cured)
	case strings.HasSuffix(key, "/"):
		n.problems.Errorf("backend", at, "%q ends with a slash, which Terraform rejects: it names a folder", key).Hintf("use %s", cured)
	case strings.Contains(key, "//"):
		n.problems.Errorf("backend", at, "%q contains //, which Terraform rejects", key).Hintf("use %s", cured)
	case len(key) > longest:
		n.problems.Errorf("backend", at, "the key has %d bytes: with the lock file, S3 allows %d", len(key), longest).
			Hintf("shorten it, or the names that it contains")
	}
}

// checkStateKMSKey reports a key of the state that Terraform or S3 refuses: S3 uses
// only keys in the region of the bucket. From "Using server-side encryption with AWS
// KMS keys", the S3 user guide, read 2026-11-25.
func (n *normalizer) checkStateKMSKey(owner *Cloud, plan *model.BackendPlan) {
	at, key := paths.TerraformBackendKMSKeyID, plan.KMSKeyID
	if key == "" {
		return
	}
	if !stateKeyForm().MatchString(key) {
		n.problems.Errorf("backend", at, "invalid KMS key %q, which Terraform rejects", key).
			Hintf("use the key's ARN: aws kms describe-key --key-id KEY --region %s --query KeyMetadata.Arn", plan.Region)
		return
	}
	written := parseARN(key)
	own, known := owner.Regions.partitionOf(plan.Region)
	switch {
	case written == (arn{}) || !known:
	case written.region != plan.Region:
		n.problems.Errorf("arn-region", at, "is in %s, but the bucket of the state is in %s", written.region, plan.Region).
			Hintf("S3 uses only keys in the region of the bucket")
	case written.partition != own:
		n.problems.Errorf("arn-partition", at, "invalid partition %q in the ARN: its region %s is in %q", written.partition, written.region, own)
	}
}
