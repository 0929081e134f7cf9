package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// storage resolves the data that the job may use, and where its state is kept.
func (n *normalizer) storage() {
	written, s := n.infra.Storage, &n.d.Storage
	s.Bucket, s.Prefix = written.Bucket, n.prefix()
	s.State = model.StatePlan(*written.State)
	refs := n.platform.Cloud.References
	refs.Bucket(n, paths.StorageBucket, s.Bucket)
	refs.Bucket(n, paths.StorageStateBucket, s.State.Bucket)
	key := refs.Key(n, paths.StorageKMSKeyID, written.KMSKeyID)
	s.KMSKey, s.KMSKeyRegion = key.name, key.region
}

// specialInPolicies are the characters that have a meaning in IAM policies.
const specialInPolicies = "*?${}\"\\"

// outsidePolicies returns the first character of a text that IAM does not allow in a
// policy, or 0. From botocore 1.43.11 (iam, policyDocumentType), read 2026-11-25.
func outsidePolicies(text string) rune {
	for _, r := range text {
		if r > 0xff || r < 0x20 && r != '\t' && r != '\n' && r != '\r' {
			return r
		}
	}
	return 0
}

// prefix resolves the part of the bucket that grants are limited to. It ends in
// "/", since orders would also grant access to orders_eu.
func (n *normalizer) prefix() string {
	at, written := paths.StoragePrefix, n.infra.Storage.Prefix
	prefix := strings.TrimPrefix(written, "/")
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	if strings.ContainsAny(prefix, specialInPolicies) {
		n.problems.Errorf("prefix", at, "%q contains characters with a special meaning in IAM policies", written).
			Hintf("use the plain prefix, without \"*\", \"?\", \"${}\", quotes and backslashes")
	}
	if outside := outsidePolicies(prefix); outside != 0 && n.platform.Cloud.ObjectStore == engine.S3 {
		n.problems.Errorf("prefix", at, "contains %q, which IAM policies do not allow", outside).
			Hintf("use characters up to U+00FF (Latin-1)")
	}
	if len(prefix) > maxObjectKey {
		n.problems.Errorf("prefix", at, "has %d bytes; the name of an object has at most %d", len(prefix), maxObjectKey).Hintf("shorten it")
	}
	if prefix != "" && n.infra.Storage.Bucket == "" {
		n.problems.Errorf("prefix", at, "requires a bucket").Hintf("set infrastructure.storage.bucket")
	}
	return prefix
}
