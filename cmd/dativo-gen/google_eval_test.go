package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// rolePermissions are the permissions of the roles that modules grant, as far as
// calls need them. From "IAM roles for Cloud Storage", "Secret Manager access
// control", "Cloud Monitoring access control", "Cloud Logging access control" and
// "Service account roles", cloud.google.com, read 2026-11-25.
var rolePermissions = map[string][]string{
	"roles/storage.objectUser": {
		"storage.objects.create", "storage.objects.delete", "storage.objects.get", "storage.objects.list", "storage.objects.update",
	},
	"roles/secretmanager.secretAccessor": {"secretmanager.versions.access"},
	"roles/monitoring.metricWriter":      {"monitoring.timeSeries.create"},
	"roles/logging.logWriter":            {"logging.logEntries.create"},
	"roles/iam.workloadIdentityUser":     {"iam.serviceAccounts.getAccessToken"},
	"roles/cloudsql.client":              {"cloudsql.instances.connect"},
}

// googleGrant is a role that a module gives to its service account, or to the pods
// that act as it.
type googleGrant struct {
	from string // the block that says it
	// on is the resource: bucket/NAME, secret/NAME, project/ID, account/NAME.
	on, role string
	// condition are the alternatives of its condition; empty for none.
	condition []string
}

// googleCall is a permission that a call needs, on a resource whose type and name
// conditions can be about.
type googleCall struct {
	permission, on, kind, name string
	// list is the prefix that a list of objects asks for.
	list, why string
	refused   bool
}

// allows reports whether a grant allows a call.
func (g googleGrant) allows(c googleCall) bool {
	return g.on == c.on && slices.Contains(rolePermissions[g.role], c.permission) &&
		(len(g.condition) == 0 || slices.ContainsFunc(g.condition, c.satisfies))
}

// satisfies evaluates one alternative of a condition, in the forms that modules have.
// From "Attribute reference for IAM Conditions" and Cloud SQL's "Use IAM Conditions",
// cloud.google.com, read 2026-11-25.
func (c googleCall) satisfies(condition string) bool {
	if name, ok := between(condition, `resource.name == "`, onInstances); ok {
		return name == c.name && c.kind == "sqladmin.googleapis.com/Instance"
	}
	if prefix, ok := between(condition, listsBelow, `")`); ok {
		return c.list != "" && strings.HasPrefix(c.list, prefix)
	}
	if kind, ok := between(condition, `resource.type == "`, `"`); ok {
		return kind == c.kind
	}
	prefix, ok := between(condition, `resource.name.startsWith("`, `")`)
	return ok && strings.HasPrefix(c.name, prefix)
}

// The beginning of a condition on the prefix of a list, and the end of one on an
// instance of Cloud SQL.
const (
	listsBelow  = `api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("`
	onInstances = `" && resource.service == "sqladmin.googleapis.com"`
)

// between is what is between a beginning and an end.
func between(text, before, after string) (string, bool) {
	text, began := strings.CutPrefix(text, before)
	text, ended := strings.CutSuffix(text, after)
	return text, began && ended
}

// grantedAttributes name the resource of a grant, by the type of its block.
var grantedAttributes = map[string][2]string{
	"google_storage_bucket_iam_member":        {"bucket", "bucket"},
	"google_secret_manager_secret_iam_member": {"secret", "secret_id"},
	"google_project_iam_member":               {"project", "project"},
	"google_service_account_iam_member":       {"account", "service_account_id"},
}

// googleGrants are what a module grants to its job. The grants of what starts the
// job are not among them.
func (m *module) googleGrants(t testing.TB) []googleGrant {
	t.Helper()
	var grants []googleGrant
	for _, block := range m.blocks("resource") {
		named, known := grantedAttributes[block.Labels[0]]
		if !known || strings.Contains(m.boundText(t, block, "member", nil), "google_service_account.invoker") {
			continue
		}
		for _, each := range m.each(t, block) {
			grants = append(grants, googleGrant{
				from: address(block), on: named[0] + "/" + m.boundText(t, block, named[1], each),
				role: m.boundText(t, block, "role", each), condition: m.alternatives(t, block, each),
			})
		}
	}
	return grants
}

// each are the iterators of a block, one set for each element of for_each.
func (m *module) each(t testing.TB, block *hclsyntax.Block) []map[string]cty.Value {
	t.Helper()
	value := m.bound(t, address(block), block.Body, "for_each", nil)
	if value.IsNull() {
		return []map[string]cty.Value{nil}
	}
	var all []map[string]cty.Value
	for _, element := range value.AsValueSlice() {
		all = append(all, map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": element, "value": element})})
	}
	return all
}

// boundText is an attribute as a string.
func (m *module) boundText(t testing.TB, block *hclsyntax.Block, name string, iterators map[string]cty.Value) string {
	t.Helper()
	value := m.bound(t, address(block), block.Body, name, iterators)
	if value.IsNull() {
		t.Fatalf("%s: no %s", address(block), name)
	}
	return value.AsString()
}

// alternatives are the parts of a block's condition, of which one must hold.
func (m *module) alternatives(t testing.TB, block *hclsyntax.Block, iterators map[string]cty.Value) []string {
	t.Helper()
	var parts []string
	for _, condition := range nested(block.Body, "condition") {
		expression := m.bound(t, address(block), condition.Body, "expression", iterators).AsString()
		for part := range strings.SplitSeq(expression, " || ") {
			_, kind := between(part, `resource.type == "`, `"`)
			_, name := between(part, `resource.name.startsWith("`, `")`)
			_, list := between(part, listsBelow, `")`)
			_, instance := between(part, `resource.name == "`, onInstances)
			if !kind && !name && !list && !instance {
				t.Fatalf("%s: condition %s is not evaluated", address(block), part)
			}
			parts = append(parts, part)
		}
	}
	return parts
}

// TestGoogleEvaluation holds the evaluator itself against the documented cases.
func TestGoogleEvaluation(t *testing.T) {
	t.Parallel()
	grant := googleGrant{"", "bucket/lake", "roles/storage.objectUser", []string{
		`resource.type == "storage.googleapis.com/Bucket"`, `resource.name.startsWith("projects/_/buckets/lake/objects/hr/")`,
	}}
	object := func(permission, name string) googleCall {
		name = "projects/_/buckets/lake/objects/" + name
		return googleCall{permission: permission, on: "bucket/lake", kind: "storage.googleapis.com/Object", name: name}
	}
	list := googleCall{
		permission: "storage.objects.list", on: "bucket/lake", kind: "storage.googleapis.com/Bucket", name: "projects/_/buckets/lake",
	}
	elsewhere := list
	elsewhere.on = "bucket/other"
	below := func(condition, prefix string) bool {
		call := list
		call.list = prefix
		return call.satisfies(condition)
	}
	for prefix, want := range map[string]bool{"hr/": true, "hr/a": true, "": false, "hr": false, "sales/": false} {
		if below(listsBelow+`hr/")`, prefix) != want {
			t.Errorf("a list below %q is allowed: %t", prefix, !want)
		}
	}
	for i, test := range []struct {
		call googleCall
		want bool
	}{
		{object("storage.objects.create", "hr/a"), true},
		{object("storage.objects.create", "sales/a"), false},
		{object("storage.objects.setIamPolicy", "hr/a"), false},
		{list, true},
		{elsewhere, false},
	} {
		if got := grant.allows(test.call); got != test.want {
			t.Errorf("%d: %+v is %t", i, test.call, got)
		}
	}
	if got := fmt.Sprint(grant.condition[:1]); !list.satisfies(grant.condition[0]) {
		t.Errorf("%s does not hold", got)
	}
}
