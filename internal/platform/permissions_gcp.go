package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// roleName is the form of predefined and custom roles. From "Roles and permissions",
// cloud.google.com/iam/docs, read 2026-11-25.
var roleName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^((projects/(?:` + projectForm + `)|organizations/[0-9]+)/)?roles/[A-Za-z0-9_.]+$`)
})

// basicRoles are those that grant almost everything in a project.
func basicRoles() []string { return []string{"roles/owner", "roles/editor", "roles/viewer"} }

// gcpPermissions resolves the roles of the created service account. A named account
// gets none.
func (n *normalizer) gcpPermissions() {
	seen := map[model.RoleGrant]bool{}
	var projects, buckets []model.RoleGrant
	for i, grant := range n.infra.Identity.Roles {
		at := diag.ItemPath(paths.IdentityRoles, i)
		n.checkRole(at, grant)
		if grant.Bucket == "" && grant.Project == "" {
			grant.Project = n.d.Project
		}
		if seen[grant] {
			n.problems.Errorf("duplicate", at, "duplicate role: %s", grant.Role).Hintf("remove one of the two")
		}
		seen[grant] = true
		if grant.Bucket != "" {
			buckets = append(buckets, grant)
		} else {
			projects = append(projects, grant)
		}
	}
	for i, b := range n.furtherBuckets() {
		if b.KMSKeyID != "" {
			at := diag.KeyPath(diag.ItemPath(paths.StorageBuckets, i), paths.StorageBucketsItemKMSKeyID)
			n.problems.Warnf(codeNoEffect, at, "has no effect on %s", n.platform.Title).Hintf("Cloud Storage uses the key of a bucket, not the job")
		}
		grant := model.RoleGrant{Bucket: b.Bucket, Role: "roles/storage.objectViewer", Condition: belowPrefixes(b.Bucket, b.Prefixes)}
		if b.Access == "read_write" {
			grant.Role = "roles/storage.objectUser"
		}
		buckets = append(buckets, grant)
	}
	if n.d.Identity.ServiceAccount != "" {
		const why = "an existing account gets no grants: check that compute.service_account has these roles"
		n.noEffect(paths.IdentityRoles, why)
		n.noEffect(paths.StorageBuckets, why)
		return
	}
	n.d.Permissions.ProjectRoles, n.d.Permissions.BucketRoles = projects, buckets
}

// checkRole reports an invalid grant, and one of a role that is too broad.
func (n *normalizer) checkRole(at string, grant model.RoleGrant) {
	role := diag.KeyPath(at, paths.IdentityRolesItemRole)
	if !roleName().MatchString(grant.Role) {
		n.problems.Errorf("role", role, "invalid role %q", grant.Role).
			Hintf("use one such as roles/bigquery.dataEditor or projects/acme-prod/roles/etl")
	}
	for _, basic := range basicRoles() {
		if grant.Role == basic {
			n.problems.Warnf("broad-grant", role, "basic role: %s applies to almost every resource of the project", basic).
				Hintf("use predefined roles of the services that the job calls")
		}
	}
	if grant.Project != "" && !gcpForms().project.MatchString(grant.Project) {
		n.problems.Errorf("project", diag.KeyPath(at, paths.IdentityRolesItemProject), "invalid project ID %q", grant.Project).
			Hintf("use 6 to 30 lowercase letters, digits and hyphens, starting with a letter")
	}
	bucket := diag.KeyPath(at, paths.IdentityRolesItemBucket)
	n.gcsBucket(bucket, grant.Bucket)
	if grant.Bucket != "" && grant.Project != "" {
		n.problems.Errorf("role", bucket, "conflicts with project").Hintf("a role is granted on a bucket or on a project")
	}
}

// belowPrefixes is the condition of a grant: objects below the prefixes, and lists of
// them. From "Cloud Storage conditions", cloud.google.com/storage/docs/access-control,
// as public modules use it, read 2026-11-25.
func belowPrefixes(bucket string, prefixes []string) string {
	var parts []string
	for _, prefix := range prefixes {
		parts = append(parts,
			`resource.name.startsWith("projects/_/buckets/`+bucket+`/objects/`+prefix+`")`,
			`api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("`+prefix+`")`)
	}
	return strings.Join(parts, " || ")
}

// roleGrants are the grants as the Terraform variables have them.
func roleGrants(grants []model.RoleGrant, on func(model.RoleGrant) (key, value string)) []map[string]any {
	values := []map[string]any{}
	for _, grant := range grants {
		key, value := on(grant)
		item := map[string]any{"role": grant.Role, key: value}
		if grant.Condition != "" {
			item["condition"] = grant.Condition
		}
		values = append(values, item)
	}
	return values
}
