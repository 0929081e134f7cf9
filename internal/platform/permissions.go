package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// furtherBuckets checks the buckets next to storage.bucket, and returns them with
// complete prefixes and keys.
func (n *normalizer) furtherBuckets() []model.FurtherBucket {
	var buckets []model.FurtherBucket
	refs, seen := n.platform.Cloud.References, map[string]bool{}
	for i, b := range n.infra.Storage.Buckets {
		at := diag.ItemPath(paths.StorageBuckets, i)
		name := diag.KeyPath(at, paths.StorageBucketsItemBucket)
		refs.Bucket(n, name, b.Bucket)
		switch {
		case seen[b.Bucket]:
			n.problems.Errorf("duplicate", name, "duplicate bucket: %s", b.Bucket).Hintf("list all of its prefixes in one place")
		case b.Bucket == n.d.Storage.Bucket && len(b.Prefixes) == 0:
			n.problems.Errorf("duplicate", name, "duplicate: storage.bucket is granted already").Hintf("remove it, or set prefixes")
		}
		seen[b.Bucket] = true
		prefixes := make([]string, 0, len(b.Prefixes))
		for j, written := range b.Prefixes {
			at := diag.ItemPath(diag.KeyPath(at, paths.StorageBucketsItemPrefixes), j)
			prefix := strings.TrimSuffix(strings.TrimPrefix(written, "/"), "/") + "/"
			if prefix == "/" || strings.ContainsAny(prefix, specialInPolicies) {
				n.problems.Errorf("prefix", at, "invalid prefix %q", written).
					Hintf("use a plain prefix such as reference/, without \"*\", \"?\", \"${}\", quotes and backslashes")
			}
			prefixes = append(prefixes, prefix)
		}
		b.Prefixes = prefixes
		b.KMSKeyID = refs.Key(n, diag.KeyPath(at, paths.StorageBucketsItemKMSKeyID), b.KMSKeyID).name
		buckets = append(buckets, b)
	}
	return buckets
}

// permissionVariables are those of the permissions in the job file.
func permissionVariables(d *model.Deployment) map[string]any {
	p := d.Permissions
	return map[string]any{
		"policy_arns":       list(p.PolicyARNs),
		"policy_statements": policyStatements(p.Statements),
		"project_roles":     roleGrants(p.ProjectRoles, func(g model.RoleGrant) (string, string) { return "project", g.Project }),
		"bucket_roles":      roleGrants(p.BucketRoles, func(g model.RoleGrant) (string, string) { return "bucket", g.Bucket }),
	}
}
