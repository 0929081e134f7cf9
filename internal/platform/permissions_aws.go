package platform

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// maxAttachedPolicies is the default quota of managed policies of a role. From "IAM and
// AWS STS quotas", the IAM user guide, as quoted in the documentation of
// aws-cdk-lib/aws-dynamodb, read 2026-11-25.
const maxAttachedPolicies = 10

// policyForms are the forms of the elements of a statement. From "IAM JSON policy
// elements reference", the IAM user guide, and botocore 1.43.11 (iam,
// policyDocumentType), read 2026-11-25.
type policyForms struct{ sid, action, resource, operator *regexp.Regexp }

var statementForms = sync.OnceValue(func() policyForms {
	return policyForms{
		sid:      regexp.MustCompile(`^[A-Za-z0-9]*$`),
		action:   regexp.MustCompile(`^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$`),
		resource: regexp.MustCompile(`^(\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+)$`),
		operator: regexp.MustCompile(`^(ForAllValues:|ForAnyValue:)?(String(Not)?Equals(IgnoreCase)?|String(Not)?Like|` +
			`(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?$`),
	}
})

// awsPermissions resolves the policies and statements of the created role. A named
// role gets none.
func (n *normalizer) awsPermissions() {
	written, p := n.infra.Identity, &n.d.Permissions
	for i, arn := range written.PolicyARNs {
		at := diag.ItemPath(paths.IdentityPolicyARNs, i)
		if n.checkARN(at, arn, policyARN); strings.HasSuffix(arn, ":policy/AdministratorAccess") {
			n.problems.Warnf("broad-grant", at, "allows everything in the account").Hintf("attach a policy with what the job needs")
		}
	}
	if count := len(written.PolicyARNs); count > maxAttachedPolicies {
		n.problems.Errorf("policies", paths.IdentityPolicyARNs, "too many policies: %d, and a role takes %d", count, maxAttachedPolicies).
			Hintf("combine policies, or write what they allow under identity.statements")
	}
	sids := map[string]bool{"UseState": true} // of the state's file system
	for _, g := range n.d.Grants {
		sids[g.Sid] = true
	}
	for i, s := range written.Statements {
		at := diag.ItemPath(paths.IdentityStatements, i)
		n.checkStatement(at, s)
		if sids[s.Sid] {
			n.problems.Errorf("statement", diag.KeyPath(at, paths.IdentityStatementsItemSid), "duplicate Sid %q", s.Sid).
				Hintf("use another name: the policy has a statement with this one")
		}
		sids[s.Sid] = s.Sid != ""
	}
	buckets := n.furtherBuckets()
	if n.d.Identity.TaskRoleARN != "" {
		const why = "an existing role gets no grants: check that compute.task_role_arn has these permissions"
		n.noEffect(paths.IdentityPolicyARNs, why)
		n.noEffect(paths.IdentityStatements, why)
		n.noEffect(paths.StorageBuckets, why)
		return
	}
	p.PolicyARNs = written.PolicyARNs
	for _, s := range written.Statements {
		if s.Effect == "" {
			s.Effect = "Allow"
		}
		p.Statements = append(p.Statements, s)
	}
	n.s3Buckets(buckets)
}

// checkStatement reports what IAM refuses in a statement, and what it grants without
// limits.
func (n *normalizer) checkStatement(at string, s model.PolicyStatement) {
	forms := statementForms()
	const alphabet = "use letters, digits and punctuation of Latin-1"
	check := func(at, text string, valid bool, what, hint string) {
		switch {
		case len(text) > maxRolePolicies:
			n.problems.Errorf("statement", at, "too long: %d characters, and the policies of a role have at most %d", len(text), maxRolePolicies)
		case !valid:
			n.problems.Errorf("statement", at, "invalid %s %q", what, text).Hint = hint
		case outsidePolicies(text) != 0:
			n.problems.Errorf("statement", at, "%q has characters that IAM policies do not take", text).Hint = alphabet
		}
	}
	check(diag.KeyPath(at, paths.IdentityStatementsItemSid), s.Sid, forms.sid.MatchString(s.Sid), "Sid", "use letters and digits alone")
	actions, resources := diag.KeyPath(at, paths.IdentityStatementsItemActions), diag.KeyPath(at, paths.IdentityStatementsItemResources)
	for i, action := range s.Actions {
		check(diag.ItemPath(actions, i), action, forms.action.MatchString(action), "action", "use service:Action, such as sqs:SendMessage")
		if s.Effect != "Deny" && (action == "*" || strings.HasSuffix(action, ":*")) {
			n.problems.Warnf("broad-grant", diag.ItemPath(actions, i), "allows every action: %s", action).
				Hintf("list the actions that the job calls")
		}
	}
	for i, resource := range s.Resources {
		at := diag.ItemPath(resources, i)
		check(at, resource, forms.resource.MatchString(resource), "resource", "use an ARN, such as arn:aws:sqs:us-east-1:123456789012:events")
		if resource != "*" && forms.resource.MatchString(resource) {
			n.checkStatementPartition(at, resource)
		}
	}
	for operator, keys := range sorted(s.Conditions) {
		at := diag.KeyPath(diag.KeyPath(at, paths.IdentityStatementsItemConditions), operator)
		check(at, operator, forms.operator.MatchString(operator), "condition operator", "use one such as StringEquals, ArnLike or Bool")
		for key, values := range sorted(keys) {
			for i, value := range values {
				text := key + value
				check(diag.ItemPath(diag.KeyPath(at, key), i), text, outsidePolicies(text) == 0, "condition", alphabet)
			}
		}
	}
}

// checkStatementPartition reports a resource in another partition than the job. Its
// region may have wildcards.
func (n *normalizer) checkStatementPartition(at, resource string) {
	partition := parseARN(resource).partition
	want, ok := awsRegions().partitionOf(n.infra.Region)
	if ok && partition != want && !strings.ContainsAny(partition, "*?$") {
		n.problems.Errorf("arn-partition", at, "is in partition %q, but the job's region %s is in %q", partition, n.infra.Region, want)
	}
}

// policyStatements spells statements as IAM does.
func policyStatements(statements []model.PolicyStatement) []map[string]any {
	spelled := []map[string]any{}
	for _, s := range statements {
		statement := map[string]any{"Effect": s.Effect, "Action": s.Actions, "Resource": s.Resources}
		if s.Sid != "" {
			statement["Sid"] = s.Sid
		}
		if len(s.Conditions) > 0 {
			statement["Condition"] = s.Conditions
		}
		spelled = append(spelled, statement)
	}
	return spelled
}

// s3Buckets adds the grants of further buckets: each list is limited to its bucket's
// prefixes, and each key to Amazon S3.
func (n *normalizer) s3Buckets(buckets []model.FurtherBucket) {
	var read, write, decrypt, encrypt []string
	for i, b := range buckets {
		var objects, listed []string
		for _, prefix := range b.Prefixes {
			objects, listed = append(objects, b.Bucket+"/"+prefix+"*"), append(listed, prefix+"*")
		}
		if len(objects) == 0 {
			objects = []string{b.Bucket + "/*"}
		}
		list := model.Grant{
			Sid: fmt.Sprintf("ListBucket%d", i+1), Kind: model.GrantOtherListing, Actions: []string{"s3:ListBucket"},
			Names: []string{b.Bucket}, Prefixes: listed,
		}
		n.d.Grants = append(n.d.Grants, list)
		if b.Access == "read_write" {
			write, encrypt = append(write, objects...), append(encrypt, b.KMSKeyID)
		} else {
			read, decrypt = append(read, objects...), append(decrypt, b.KMSKeyID)
		}
	}
	add := func(sid string, kind model.GrantKind, names []string, actions ...string) {
		if names = sortedUnion(nil, names); len(names) > 0 && names[0] == "" {
			names = names[1:]
		}
		if len(names) > 0 {
			n.d.Grants = append(n.d.Grants, model.Grant{Sid: sid, Kind: kind, Names: names, Actions: actions})
		}
	}
	add("ReadBuckets", model.GrantOtherObjects, read, "s3:GetObject")
	add("WriteBuckets", model.GrantOtherObjects, write,
		"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")
	add("DecryptBuckets", model.GrantOtherKeys, decrypt, "kms:Decrypt")
	add("EncryptBuckets", model.GrantOtherKeys, encrypt, "kms:Decrypt", "kms:GenerateDataKey")
}
